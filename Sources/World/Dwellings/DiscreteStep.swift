/// The exact discrete form of x' = A x + f over one step with f held constant.
///
/// With h the step: x(t + h) = E x(t) + G f, where E = exp(A h) and G is the integral of exp(A s)
/// for s from 0 to h; the mean of x over the step is (G x(t) + D f) / h, where D is the integral
/// of G. Only + - * / are used.
struct DiscreteStep {
  /// E = exp(A h).
  var transition: SquareMatrix
  /// G = integral of exp(A s), s = 0...h, in seconds.
  var input: SquareMatrix
  /// D = integral of G, in seconds squared.
  var inputIntegral: SquareMatrix

  /// Taylor series of the second integral on a halved step, then doubling (scaling and squaring:
  /// Moler and Van Loan, *SIAM Review* 45 (2003), method 3).
  ///
  /// The step is halved until |A h| is at most 1/2; the series runs until what it leaves out is
  /// below 1e-17 of its first term.
  ///
  /// - Parameter rates: A, in 1/s.
  init(rates: SquareMatrix, seconds: Double) {
    var h = seconds
    var doublings = 0
    let norm = rates.norm
    while norm * h > 0.5 {
      h *= 0.5
      doublings += 1
    }
    var scaledRates = rates
    scaledRates.scale(h)
    var series = SquareMatrix(diagonal: 1, size: rates.size)
    var product = series
    // Horner: 2 (I/2! + Ah/3! + (Ah)²/4! + ...) = I + Ah/3 (I + Ah/4 (I + ...)).
    var divisor = Double(Self.termCount(norm * h) + 2)
    while divisor > 2 {
      product.setProduct(scaledRates, series)
      product.scale(1 / divisor)
      product.addToDiagonal(1)
      swap(&product, &series)
      divisor -= 1
    }
    series.scale(0.5 * h * h)
    var double = series
    var single = SquareMatrix(size: rates.size)
    single.setProduct(rates, double)
    single.addToDiagonal(h)
    var whole = SquareMatrix(size: rates.size)
    whole.setProduct(rates, single)
    whole.addToDiagonal(1)
    for _ in 0..<doublings {
      product.setProduct(whole, double)
      product.add(double, times: 1)
      product.add(single, times: h)
      swap(&product, &double)
      product.setProduct(whole, single)
      product.add(single, times: 1)
      swap(&product, &single)
      product.setProduct(whole, whole)
      swap(&product, &whole)
      h *= 2
    }
    transition = whole
    input = single
    inputIntegral = double
  }

  /// How many terms after the first keep the remainder below 1e-17; `size` is |A h| <= 1/2.
  private static func termCount(_ size: Double) -> Int {
    var count = 1
    var term = size / 3
    while term > 1e-17 {
      count += 1
      term *= size / Double(count + 2)
    }
    return count
  }
}

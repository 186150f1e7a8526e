internal import Quantities

/// Student's t for verdicts, by our own elementary functions: the same bits on every processor.
enum StudentT {
  /// The value below which a t variate lies with a probability.
  ///
  /// Source: Hill 1970, "Algorithm 396: Student's t-quantiles", CACM 13; two or fewer degrees of
  /// freedom in closed form. Wrong by less than 1e-4 of itself from 3 degrees of freedom on.
  ///
  /// - Parameters:
  ///   - probability: 0 < p < 1.
  ///   - degrees: at least 1.
  static func quantile(_ probability: Double, degrees: Int) -> Double {
    let tail = 2 * min(probability, 1 - probability)
    let size = upper(tail, Double(max(degrees, 1)))
    return probability < 0.5 ? -size : size
  }

  /// The value that is exceeded in magnitude with a probability.
  private static func upper(_ tail: Double, _ n: Double) -> Double {
    if tail >= 1 { return 0 }
    if n == 1 { return 1 / Elementary.tan(tail * 0.5 * .pi) }
    if n == 2 { return (2 / (tail * (2 - tail)) - 2).squareRoot() }
    let a = 1 / (n - 0.5)
    let b = 48 / (a * a)
    var c = ((20_700 * a / b - 98) * a - 16) * a + 96.36
    let d = ((94.5 / (b + c) - 3) / b + 1) * (a * .pi * 0.5).squareRoot() * n
    let start = d * tail
    var y = Elementary.pow(start, 2 / n)
    if y > 0.05 + a {
      var x = Elementary.normalQuantile(tail * 0.5)
      y = x * x
      if n < 5 { c += 0.3 * (n - 4.5) * (x + 0.6) }
      c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
      x *= ((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1
      y = a * x * x
      y = y > 0.002 ? Elementary.expm1(y) : 0.5 * y * y + y
    } else {
      let head =
        ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1)
      y = head * (n + 1) / (n + 2) + 1 / y
    }
    return (n * y).squareRoot()
  }
}

extension Elementary {
  /// The exponential function; largest measured error 0.51 ulp.
  public static func exp(_ x: Double) -> Double {
    if magnitude(x) < 708 {
      let (value, k) = reducedExponential(x, 0)
      return (value.high + value.low) * powerOfTwo(k)
    }
    return scaledExponential(x, 0)
  }

  /// `exp(x) - 1` without cancellation near zero; largest measured error 0.61 ulp.
  public static func expm1(_ x: Double) -> Double {
    if magnitude(x) < 0x1p-54 { return x }
    if !(magnitude(x) < 708) {
      if x < 0 { return -1 }
      return exp(x)
    }
    let value = exponentialMinusOne(x)
    return value.high + value.low
  }

  /// exp(high + low) for any exponent, with overflow, underflow and subnormal results.
  @inline(never)
  static func scaledExponential(_ high: Double, _ low: Double) -> Double {
    if high.isNaN { return high }
    if high > 709.8 { return .infinity }
    if high < -745.2 { return 0 }
    let (sum, k) = reducedExponential(high, low)
    let value = sumOrdered(sum.high, sum.low)
    // Two steps keep every factor normal; only the last product can overflow.
    if k > 1000 { return value.high * powerOfTwo(1000) * powerOfTwo(k - 1000) }
    if k > -1022 || (k == -1022 && value.high >= 1) { return value.high * powerOfTwo(k) }
    // The result is subnormal. Its last bit, 2^-1074, is the last bit of the number `grid` before
    // scaling, so adding `grid` rounds the double-double once, where it must be rounded.
    let grid = powerOfTwo(-1022 - k)
    let (shifted, error) = Elementary.sum(grid, value.high)
    let rounded = (shifted + (error + value.low)) - grid
    return rounded * powerOfTwo(k + 100) * 0x1p-100
  }

  /// exp(high + low) as 2^k times an unevaluated sum in 0.99...2.01, relative error below 2^-60.
  ///
  /// Tang's table method (*ACM Trans. Math. Softw.* 15, 1989): with n the integer nearest to
  /// 64 x / ln 2 and r = x - n ln 2 / 64, exp(x) = 2^(n/64) exp(r), and a table holds 2^(j/64).
  @inline(__always)
  static func reducedExponential(
    _ high: Double, _ low: Double
  ) -> (value: (high: Double, low: Double), k: Int) {
    let shifted = high * 92.33248261689366 + roundingShift
    let multiple = shifted - roundingShift
    // The first part of ln 2 / 64 has 32 bits, so this product and difference are exact.
    let exact = high - multiple * (0.6931471803691238 * 0x1p-6)
    let r = exact - (multiple * (1.9082149292705877e-10 * 0x1p-6) - low)
    let n = integer(shifted: shifted)
    let cell = exponentialCell(n & 63)
    let growth = r + r * r * exponentialPolynomial(r)
    return ((cell.high, cell.low + cell.high * growth), n >> 6)
  }

  /// exp(x) - 1 as an unevaluated sum, for 2^-54 <= |x| < 708.
  @inline(__always)
  static func exponentialMinusOne(_ x: Double) -> (high: Double, low: Double) {
    if magnitude(x) < 0.0625 {
      let (square, error) = product(0.5 * x, x)
      let (high, low) = sumOrdered(x, square)
      return (high, low + (error + 2 * x * square * cubicExponential(x)))
    }
    if x < -40 { return (-1, 0x1p-57) }
    let (value, k) = reducedExponential(x, 0)
    let scale = powerOfTwo(k)
    let (high, low) = sum(value.high * scale, -1)
    return sumOrdered(high, low + value.low * scale)
  }

  /// (exp(r) - 1 - r) / r^2 for |r| <= ln 2 / 128; fit error 5.8e-17.
  @inline(__always)
  private static func exponentialPolynomial(_ r: Double) -> Double {
    let a0 = 0.5 + 0.16666666666661328 * r
    let a1 = 0.041666666666659996 + 0.008333340611086548 * r
    let r2 = r * r
    let b0 = a0 + a1 * r2
    let r4 = r2 * r2
    return b0 + 0.0013888897986079666 * r4
  }

  /// (exp(r) - 1 - r - r^2/2) / r^3 for |r| <= 1/16; fit error 1.6e-17.
  @inline(__always)
  private static func cubicExponential(_ r: Double) -> Double {
    let a0 = 0.16666666666666666 + 0.04166666666666848 * r
    let a1 = 0.008333333333333498 + 0.001388888885185807 * r
    let a2 = 0.0001984126980760571 + 2.4803477205824643e-05 * r
    let r2 = r * r
    let b0 = a0 + a1 * r2
    let b1 = a2 + 2.7559037308938213e-06 * r2
    let r4 = r2 * r2
    return b0 + b1 * r4
  }
}

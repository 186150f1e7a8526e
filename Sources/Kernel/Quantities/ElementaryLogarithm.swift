extension Elementary {
  /// The natural logarithm; largest measured error 0.51 ulp.
  public static func log(_ x: Double) -> Double {
    if let edge = logarithmEdge(x) { return edge }
    let parts = x < 0x1p-1022 ? logarithmParts(x * 0x1p52, exponent: -52) : logarithmParts(x)
    let r = parts.rest
    let (first, error) = sumOrdered(parts.whole, r)
    // r^2/2 is at most 1/300 of the result, so its rounding hardly shows.
    let square = r * r
    let tail = r * square * logarithmPolynomial(r) - 0.5 * square
    return first + (error + (parts.low + tail))
  }

  /// `log(1 + x)` without cancellation near zero; largest measured error 0.66 ulp.
  public static func log1p(_ x: Double) -> Double {
    if magnitude(x) < 0x1p-54 { return x }
    if !(x > -1) || x == .infinity { return log(1 + x) }
    let (sum, error) = sum(1, x)
    let value = doubleLogarithm(sum)
    return value.high + (value.low + error / sum)
  }

  /// The binary logarithm, exact for powers of two; largest measured error 0.51 ulp.
  public static func log2(_ x: Double) -> Double {
    if let edge = logarithmEdge(x) { return edge }
    let natural = positiveLogarithm(x)
    let (high, low) = product(natural.high, 1.4426950408889634)
    let correction = natural.high * 2.0355273740931033e-17 + natural.low * 1.4426950408889634
    return high + (low + correction)
  }

  /// The decimal logarithm, exact for powers of ten; largest measured error 0.51 ulp.
  public static func log10(_ x: Double) -> Double {
    if let edge = logarithmEdge(x) { return edge }
    let natural = positiveLogarithm(x)
    let (high, low) = product(natural.high, 0.4342944819032518)
    let correction = natural.high * 1.098319650216765e-17 + natural.low * 0.4342944819032518
    return high + (low + correction)
  }

  /// Any logarithm of zero, a negative number, infinity or NaN; nil for other numbers.
  @inline(__always)
  private static func logarithmEdge(_ x: Double) -> Double? {
    if x > 0 && x < .infinity { return nil }
    if x == 0 { return -.infinity }
    return x > 0 ? x : .nan
  }

  /// The logarithm of any positive finite number, subnormal ones included.
  @inline(__always)
  static func positiveLogarithm(_ x: Double) -> (high: Double, low: Double) {
    x < 0x1p-1022 ? doubleLogarithm(x * 0x1p52, exponent: -52) : doubleLogarithm(x)
  }

  /// The logarithm of 2^exponent x, x positive and normal, as a double-double.
  ///
  /// The relative error is below 2^-65.
  @inline(__always)
  static func doubleLogarithm(
    _ x: Double, exponent: Double = 0
  ) -> (high: Double, low: Double) {
    let parts = logarithmParts(x, exponent: exponent)
    let r = parts.rest
    let (first, firstError) = sumOrdered(parts.whole, r)
    let (square, squareError) = product(0.5 * r, r)
    let (second, secondError) = sumOrdered(first, -square)
    let cubic = r * square * 2 * logarithmPolynomial(r)
    let small = parts.low - r * parts.restLow
    let low = ((firstError + secondError) - squareError) + (small + cubic)
    return sumOrdered(second, low)
  }

  /// The logarithm of 2^exponent x as whole + low + log(1 + rest) + O(restLow).
  ///
  /// Tang's table method (*ACM Trans. Math. Softw.* 16, 1990): x = 2^k z, and a table holds a
  /// 10-bit c close to 1/z with -log c, so that log x = k log 2 - log c + log(1 + (z c - 1)).
  /// `low` includes `restLow`, the rounding error of z c - 1.
  @inline(__always)
  private static func logarithmParts(
    _ x: Double, exponent: Double = 0
  ) -> (whole: Double, rest: Double, restLow: Double, low: Double) {
    // The offset, 0.7012, puts 1 in the middle of a cell with c = 1, so log keeps its relative
    // precision on both sides of 1.
    let offset = x.bitPattern &- 0x3FE6_7000_0000_0000
    let k = Double(Int64(bitPattern: offset) >> 52) + exponent
    let z = Double(bitPattern: x.bitPattern &- (offset & 0xFFF0_0000_0000_0000))
    let cell = logarithmCell(Int(truncatingIfNeeded: (offset >> 45) & 127))
    // 43 bits of z times 10 bits of c are exact; so is the subtraction of 1.
    let zHigh = Double(bitPattern: z.bitPattern & 0xFFFF_FFFF_FFFF_FC00)
    let (rest, restLow) = sumOrdered(zHigh * cell.inverse - 1, (z - zHigh) * cell.inverse)
    // Both terms are multiples of 2^-42 below 2^11, so the sum is exact.
    let whole = k * 0.6931471805598903 + cell.high
    return (whole, rest, restLow, restLow + (k * 5.497923018708371e-14 + cell.low))
  }

  /// (log(1 + r) - r + r^2/2) / r^3 for |r| <= 0.00477; fit error 4.1e-17.
  @inline(__always)
  private static func logarithmPolynomial(_ r: Double) -> Double {
    let a0 = 0.33333333333333337 - 0.25000000000000006 * r
    let a1 = 0.19999999996764323 - 0.16666666663754556 * r
    let a2 = 0.14286093508656345 - 0.12500341300780224 * r
    let r2 = r * r
    let b0 = a0 + a1 * r2
    let r4 = r2 * r2
    return b0 + a2 * r4
  }
}

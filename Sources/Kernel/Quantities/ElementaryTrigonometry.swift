extension Elementary {
  /// The sine of an angle in radians, for every finite angle; largest measured error 0.89 ulp.
  public static func sin(_ x: Double) -> Double {
    if magnitude(x) < 0x1p-27 { return x }
    let (rest, n) = quadrant(x)
    let value = n & 1 == 0 ? sineKernel(rest) : cosineKernel(rest)
    return n & 2 == 0 ? value.high + value.low : -(value.high + value.low)
  }

  /// The cosine of an angle in radians, for every finite angle; largest measured error 0.84 ulp.
  public static func cos(_ x: Double) -> Double {
    let (rest, n) = quadrant(x)
    let value = n & 1 == 0 ? cosineKernel(rest) : sineKernel(rest)
    return (n &+ 1) & 2 == 0 ? value.high + value.low : -(value.high + value.low)
  }

  /// Sine and cosine of one angle, bit for bit as ``sin(_:)`` and ``cos(_:)``.
  public static func sinCos(_ x: Double) -> (sin: Double, cos: Double) {
    if magnitude(x) < 0x1p-27 { return (x, 1) }
    let (rest, n) = quadrant(x)
    let sine = sineKernel(rest)
    let cosine = cosineKernel(rest)
    let s = sine.high + sine.low
    let c = cosine.high + cosine.low
    switch n & 3 {
    case 0: return (s, c)
    case 1: return (c, -s)
    case 2: return (-s, -c)
    default: return (-c, s)
    }
  }

  /// The tangent of an angle in radians, for every finite angle; largest measured error 1.01 ulp.
  public static func tan(_ x: Double) -> Double {
    if magnitude(x) < 0x1p-27 { return x }
    let (rest, n) = quadrant(x)
    let sine = sineKernel(rest)
    let cosine = cosineKernel(rest)
    if n & 1 == 0 { return quotient(sine, cosine) }
    return -quotient(cosine, sine)
  }

  /// sin(high + low) for |high| <= 0.7854 as an unevaluated sum.
  @inline(__always)
  static func sineKernel(_ x: (high: Double, low: Double)) -> (high: Double, low: Double) {
    let z = x.high * x.high
    // The derivative cos(high) = 1 - z/2 carries the low part over.
    let low = x.low - 0.5 * z * x.low
    return (x.high, low + x.high * z * sinePolynomial(z))
  }

  /// cos(high + low) for |high| <= 0.7854 as an unevaluated sum.
  @inline(__always)
  static func cosineKernel(_ x: (high: Double, low: Double)) -> (high: Double, low: Double) {
    let (z, zError) = product(x.high, x.high)
    let (high, low) = sumOrdered(1, -0.5 * z)
    let tail = z * z * cosinePolynomial(z) - (0.5 * zError + x.high * x.low)
    return (high, low + tail)
  }

  /// (sin(r) - r) / r^3 in z = r^2 <= 0.6176; fit error 2.1e-17.
  @inline(__always)
  private static func sinePolynomial(_ z: Double) -> Double {
    let a0 = -0.16666666666666666 + 0.008333333333330934 * z
    let a1 = -0.00019841269836736637 + 2.755731609118103e-06 * z
    let a2 = -2.505112947646285e-08 + 1.5917958754439803e-10 * z
    let z2 = z * z
    let b0 = a0 + a1 * z2
    let z4 = z2 * z2
    return b0 + a2 * z4
  }

  /// (cos(r) - 1 + r^2/2) / r^4 in z = r^2 <= 0.6176; fit error 1.3e-18.
  @inline(__always)
  private static func cosinePolynomial(_ z: Double) -> Double {
    let a0 = 0.041666666666666664 - 0.0013888888888887389 * z
    let a1 = 2.4801587298751964e-05 - 2.7557317264616045e-07 * z
    let a2 = 2.087614478667434e-09 - 1.1382525736860151e-11 * z
    let z2 = z * z
    let b0 = a0 + a1 * z2
    let z4 = z2 * z2
    return b0 + a2 * z4
  }
}

extension Elementary {
  /// The arc sine in radians; NaN outside -1...1; largest measured error 0.70 ulp.
  public static func asin(_ x: Double) -> Double {
    let size = magnitude(x)
    if size < 0.5 {
      let z = x * x
      return x + x * z * arcSinePolynomial(z)
    }
    if !(size <= 1) { return .nan }
    // asin x = pi/2 - 2 asin sqrt((1 - x)/2)
    let root = halfAngle(size)
    let (high, error) = sumOrdered(1.5707963267948966, -2 * root.high)
    let value = high + (error + (6.123233995736766e-17 - 2 * root.low))
    return x < 0 ? -value : value
  }

  /// The arc cosine in radians; NaN outside -1...1; largest measured error 0.63 ulp.
  public static func acos(_ x: Double) -> Double {
    let size = magnitude(x)
    if size < 0.5 {
      let z = x * x
      let (high, error) = sumOrdered(1.5707963267948966, -x)
      return high + (error + (6.123233995736766e-17 - x * z * arcSinePolynomial(z)))
    }
    if !(size <= 1) { return .nan }
    let root = halfAngle(size)
    if x > 0 { return 2 * (root.high + root.low) }
    let (high, error) = sumOrdered(3.141592653589793, -2 * root.high)
    return high + (error + (1.2246467991473532e-16 - 2 * root.low))
  }

  /// The arc tangent in radians; largest measured error 0.67 ulp.
  public static func atan(_ x: Double) -> Double {
    let value = arcTangent((magnitude(x), 0))
    return x.sign == .minus ? -value : value
  }

  /// The angle of the point (x, y) in -pi...pi, by the sign rules of IEEE 754 `atan2`.
  ///
  /// Largest measured error 0.73 ulp; 1.2 ulp where a coordinate is beyond 2^400 or below 2^-400.
  public static func atan2(_ y: Double, _ x: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    let angle = firstQuadrantAngle(magnitude(y), magnitude(x))
    let value: Double
    if x.sign == .plus {
      value = angle.high + angle.low
    } else {
      let (high, error) = sumOrdered(3.141592653589793, -angle.high)
      value = high + (error + (1.2246467991473532e-16 - angle.low))
    }
    return y.sign == .minus ? -value : value
  }

  /// The angle of (x, y) for x, y >= 0 as an unevaluated sum.
  private static func firstQuadrantAngle(
    _ y: Double, _ x: Double
  ) -> (high: Double, low: Double) {
    if y == 0 { return (0, 0) }
    if x == 0 { return (1.5707963267948966, 6.123233995736766e-17) }
    if y == .infinity {
      if x == .infinity { return (0.7853981633974483, 3.061616997868383e-17) }
      return (1.5707963267948966, 6.123233995736766e-17)
    }
    if x == .infinity { return (0, 0) }
    let ratio = y / x
    // Far from 1 the exact remainder could over- or underflow; there the ratio alone must do.
    let isSafe = x > 0x1p-400 && x < 0x1p400 && y > 0x1p-400 && y < 0x1p400
    if !isSafe { return arcTangentSum((ratio, 0)) }
    let (high, low) = product(ratio, x)
    return arcTangentSum((ratio, ((y - high) - low) / x))
  }

  /// atan(high + low) for high >= 0 in one number.
  @inline(__always)
  private static func arcTangent(_ x: (high: Double, low: Double)) -> Double {
    let value = arcTangentSum(x)
    return value.high + value.low
  }

  /// atan(high + low) for high >= 0 as an unevaluated sum.
  ///
  /// atan x = atan c + atan((x - c) / (1 + c x)) with c of 0, 1/2, 1, 3/2 or infinity keeps the
  /// argument of the polynomial within 7/16 (fdlibm, s_atan.c).
  @inline(__always)
  private static func arcTangentSum(
    _ x: (high: Double, low: Double)
  ) -> (high: Double, low: Double) {
    let size = x.high
    if size < 0.4375 {
      if size < 0x1p-27 { return x }
      let z = size * size
      // The derivative 1/(1 + z) carries the low part over; 1 - z is near enough for it.
      return (size, x.low * (1 - z) + size * z * arcTangentPolynomial(z))
    }
    let base: (high: Double, low: Double)
    let top: (high: Double, low: Double)
    let bottom: (high: Double, low: Double)
    if size < 1.1875 {
      if size < 0.6875 {
        base = (0.4636476090008061, 2.2698777452961687e-17)
        top = sum(2 * size, -1)
        bottom = sum(2, size)
      } else {
        base = (0.7853981633974483, 3.061616997868383e-17)
        top = sum(size, -1)
        bottom = sum(1, size)
      }
    } else if size < 2.4375 {
      base = (0.982793723247329, 1.3903311031230998e-17)
      top = sum(2 * size, -3)
      let (product, error) = product(3, size)
      let (high, low) = sum(2, product)
      bottom = (high, low + error)
    } else {
      base = (1.5707963267948966, 6.123233995736766e-17)
      if !(size < 0x1p66) { return size.isNaN ? (.nan, 0) : base }
      top = (-1, 0)
      bottom = (size, 0)
    }
    let t = top.high / bottom.high
    let (high, low) = product(t, bottom.high)
    let error = (((top.high - high) - low) + top.low - t * bottom.low) / bottom.high
    let z = t * t
    // x.low moves the angle by x.low / (1 + x^2); z is not x^2, hence the derivative at x.
    let carried = x.low == 0 ? 0 : x.low / (1 + size * size)
    let (value, rest) = sumOrdered(base.high, t)
    let tail = t * z * arcTangentPolynomial(z) + error * (1 - z)
    return (value, rest + (base.low + (tail + carried)))
  }

  /// asin sqrt((1 - size)/2) for size in 0.5...1 as an unevaluated sum.
  @inline(__always)
  private static func halfAngle(_ size: Double) -> (high: Double, low: Double) {
    let z = 0.5 * (1 - size)
    if z == 0 { return (0, 0) }
    let root = z.squareRoot()
    let (square, error) = product(root, root)
    let rootLow = ((z - square) - error) / (2 * root)
    return (root, rootLow + root * z * arcSinePolynomial(z))
  }

  /// (asin(r) - r) / r^3 in z = r^2 <= 0.25; fit error 1.5e-17.
  @inline(__always)
  private static func arcSinePolynomial(_ z: Double) -> Double {
    let a0 = 0.16666666666666669 + 0.07499999999998425 * z
    let a1 = 0.04464285714637338 + 0.030381944137085216 * z
    let a2 = 0.022372173002005596 + 0.017352391265909227 * z
    let a3 = 0.013971235301124539 + 0.011478952690257387 * z
    let a4 = 0.010324318288744113 + 0.00545087818772055 * z
    let a5 = 0.017419357964884856 - 0.014881409392818066 * z
    let z2 = z * z
    let b0 = a0 + a1 * z2
    let b1 = a2 + a3 * z2
    let b2 = a4 + a5 * z2
    let z4 = z2 * z2
    let c0 = b0 + b1 * z4
    let c1 = b2 + 0.02877844261259304 * z4
    let z8 = z4 * z4
    return c0 + c1 * z8
  }

  /// (atan(r) - r) / r^3 in z = r^2 <= 0.1915; fit error 3.9e-18.
  @inline(__always)
  private static func arcTangentPolynomial(_ z: Double) -> Double {
    let a0 = -0.3333333333333333 + 0.19999999999999407 * z
    let a1 = -0.1428571428556615 + 0.11111111096587765 * z
    let a2 = -0.09090908353049669 + 0.0769228548876496 * z
    let a3 = -0.06666240859375808 + 0.0587693549653035 * z
    let a4 = -0.05216607416783708 + 0.044919637149159995 * z
    let a5 = -0.033121323310643644 + 0.01476642155379467 * z
    let z2 = z * z
    let b0 = a0 + a1 * z2
    let b1 = a2 + a3 * z2
    let b2 = a4 + a5 * z2
    let z4 = z2 * z2
    let c0 = b0 + b1 * z4
    let z8 = z4 * z4
    return c0 + b2 * z8
  }
}

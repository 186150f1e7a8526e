extension Elementary {
  /// The error function; largest measured error 0.81 ulp.
  public static func erf(_ x: Double) -> Double {
    let size = magnitude(x)
    if size < 0.5 {
      if size < 0x1p-500 { return x * 1.1283791670955126 }
      let value = smallErf(x)
      return value.high + value.low
    }
    if !(size < 6) { return x.isNaN ? x : (x < 0 ? -1 : 1) }
    let value = fromUnity(complement(size, 0))
    return x < 0 ? -value : value
  }

  /// The complementary error function 1 - erf(x); largest measured error 1.02 ulp.
  public static func erfc(_ x: Double) -> Double {
    complementary(x, 0)
  }

  /// The probability that a standard normal variate is at most x.
  ///
  /// Largest measured error 0.92 ulp, in the far lower tail too (down to x = -38.5).
  public static func normalCDF(_ x: Double) -> Double {
    if x > 40 { return 1 }
    if x < -40 { return 0 }
    let (high, low) = product(x, -0.7071067811865476)
    return 0.5 * complementary(high, low + x * 4.833646656726457e-17)
  }

  /// The density of a standard normal variate at x; largest measured error 0.59 ulp.
  public static func normalPDF(_ x: Double) -> Double {
    if x.isNaN { return x }
    if magnitude(x) > 40 { return 0 }
    let (square, error) = product(x, -0.5 * x)
    return scaledBell(square, error, (0.3989422804014327, -2.49232720227773e-17))
  }

  /// The standard normal quantile of a probability; NaN outside 0...1, infinite at 0 and 1.
  ///
  /// Wichura's AS 241 (PPND16, *Applied Statistics* 37, 1988); largest measured error 7 ulp.
  public static func normalQuantile(_ p: Double) -> Double {
    let q = p - 0.5
    if magnitude(q) <= 0.425 { return q * centralQuantile(0.180625 - q * q) }
    if !(p > 0 && p < 1) {
      if p == 0 { return -.infinity }
      return p == 1 ? .infinity : .nan
    }
    let r = (-log(q < 0 ? p : 1 - p)).squareRoot()
    let value = r <= 5 ? tailQuantile(r - 1.6) : farTailQuantile(r - 5)
    return q < 0 ? -value : value
  }

  /// erfc(high + low).
  @inline(__always)
  private static func complementary(_ high: Double, _ low: Double) -> Double {
    if high >= 0.5 {
      if high > 27.3 { return 0 }
      if high < 1 {
        let value = middleComplement(high, low)
        return value.high + value.low
      }
      let factor = complementFactor(high, low)
      let (square, error) = product(high, -high)
      return scaledBell(square, error - 2 * high * low, factor)
    }
    if high > -0.5 {
      let value = smallErf(high)
      // d erf = 2/sqrt(pi) exp(-x^2) dx carries the low part; its size is below 2^-54.
      let slope = low * 1.1283791670955126 * (1 - high * high)
      let (sum, error) = sumOrdered(1, -value.high)
      return sum + (error - (value.low + slope))
    }
    if !(high > -6) { return high.isNaN ? high : 2 }
    let rest = complement(-high, -low)
    let (sum, error) = sumOrdered(2, -rest.high)
    return sum + (error - rest.low)
  }

  /// 1 minus an unevaluated sum below 1.
  @inline(__always)
  private static func fromUnity(_ x: (high: Double, low: Double)) -> Double {
    let (sum, error) = sumOrdered(1, -x.high)
    return sum + (error - x.low)
  }

  /// erfc(high + low) for 0.5 <= high <= 6 as an unevaluated sum.
  @inline(__always)
  private static func complement(_ x: Double, _ xLow: Double) -> (high: Double, low: Double) {
    if x < 1 { return middleComplement(x, xLow) }
    let (square, error) = product(x, -x)
    let (value, k) = bell(square, error - 2 * x * xLow, complementFactor(x, xLow))
    let scale = powerOfTwo(k)
    return (value.high * scale, value.low * scale)
  }

  /// erf(x) for |x| < 0.5 as an unevaluated sum: 2/sqrt(pi) x + x^3 P(x^2).
  @inline(__always)
  private static func smallErf(_ x: Double) -> (high: Double, low: Double) {
    let (high, low) = product(x, 1.1283791670955126)
    let z = x * x
    return (high, low + x * (1.533545961316588e-17 + z * errorPolynomial(z)))
  }

  /// erfc(high + low) for 0.5 <= high < 1 as an unevaluated sum, expanded about 3/4.
  @inline(__always)
  private static func middleComplement(
    _ x: Double, _ xLow: Double
  ) -> (high: Double, low: Double) {
    let s = x - 0.75
    let slope = -0.6429310691952074
    let (linear, error) = product(s, slope)
    let (high, rest) = sumOrdered(0.28884436634648486, linear)
    // The derivative at x = 3/4 + s, near enough for the low part, is slope (1 - 3/2 s).
    let carried = slope * xLow * (1 - 1.5 * s)
    let small = error + (8.536743514828927e-18 + s * 4.291557055743067e-17) + carried
    return (high, rest + (small + s * s * middlePolynomial(s)))
  }

  /// The terms of erfc(3/4 + s) from s^2 on, divided by s^2, for |s| <= 1/4; fit error 2.8e-17.
  @inline(__always)
  private static func middlePolynomial(_ s: Double) -> Double {
    let a0 = 0.4821983018964055 - 0.026788794549798968 * s
    let a1 = -0.15068696934262732 + 0.05324272916712929 * s
    let a2 = 0.026872509533037638 - 0.018435235101231327 * s
    let a3 = -0.0023017883385018107 + 0.003968256236934998 * s
    let a4 = -0.00018603036350561196 - 0.0006238712697014786 * s
    let a5 = 0.00010613404752512436 + 7.430271200372956e-05 * s
    let s2 = s * s
    let b0 = a0 + a1 * s2
    let b1 = a2 + a3 * s2
    let b2 = a4 + a5 * s2
    let s4 = s2 * s2
    let c0 = b0 + b1 * s4
    let c1 = b2 - 2.1466965465601452e-05 * s4
    let s8 = s4 * s4
    return c0 + c1 * s8
  }

  /// erfc(x) exp(x^2) for 1 <= x <= 27.3 as an unevaluated sum.
  ///
  /// (1 + 2x) exp(x^2) erfc(x) is smooth and close to 1 on the whole half line, so one polynomial
  /// in t = (x - 4)/(x + 4) serves (after Shepherd and Laframboise, *Math. Comp.* 36, 1981).
  private static func complementFactor(
    _ x: Double, _ xLow: Double
  ) -> (high: Double, low: Double) {
    let (top, topLow) = sumOrdered(
      1.2329951186255526, scaledComplementTail((x - 4) / (x + 4)))
    let (bottom, bottomError) = sum(1, 2 * x)
    let bottomLow = bottomError + 2 * xLow
    let ratio = top / bottom
    let (high, low) = product(ratio, bottom)
    return (ratio, (((top - high) - low) + (topLow - ratio * bottomLow)) / bottom)
  }

  /// exp(high + low) times an unevaluated sum, as 2^k times an unevaluated sum.
  @inline(__always)
  private static func bell(
    _ high: Double, _ low: Double, _ factor: (high: Double, low: Double)
  ) -> (value: (high: Double, low: Double), k: Int) {
    let (sum, k) = reducedExponential(high, low)
    let power = sumOrdered(sum.high, sum.low)
    let (value, error) = product(power.high, factor.high)
    return ((value, error + (power.high * factor.low + power.low * factor.high)), k)
  }

  /// exp(high + low) times an unevaluated sum, rounded nearly once.
  @inline(__always)
  private static func scaledBell(
    _ high: Double, _ low: Double, _ factor: (high: Double, low: Double)
  ) -> Double {
    let (value, k) = bell(high, low, factor)
    let sum = value.high + value.low
    return k > -1000 ? sum * powerOfTwo(k) : sum * powerOfTwo(k + 200) * 0x1p-200
  }

  /// (erf(x)/x - 2/sqrt(pi)) / x^2 in z = x^2 <= 0.25; fit error 3.9e-19.
  @inline(__always)
  private static func errorPolynomial(_ z: Double) -> Double {
    let a0 = -0.37612638903183754 + 0.112837916709551 * z
    let a1 = -0.026866170645104014 + 0.0052239776243227015 * z
    let a2 = -0.0008548326792781157 + 0.00012055306252594572 * z
    let a3 = -1.4923827486228955e-05 + 1.6389390291205426e-06 * z
    let z2 = z * z
    let b0 = a0 + a1 * z2
    let b1 = a2 + a3 * z2
    let z4 = z2 * z2
    let c0 = b0 + b1 * z4
    let z8 = z4 * z4
    return c0 - 1.4786787853202602e-07 * z8
  }

  /// (1 + 2x) exp(x^2) erfc(x) - 1.2329951186255526 in t; fit error 8.1e-19.
  @inline(__always)
  private static func scaledComplementTail(_ t: Double) -> Double {
    let a0 = -0.1396211168405625 + 0.015379652102619901 * t
    let a1 = 0.06809705425468844 - 0.1010390660363143 * t
    let a2 = 0.09373283499853434 - 0.06633036581196795 * t
    let a3 = 0.03716751553379472 - 0.016197734061059108 * t
    let a4 = 0.00503197001856426 - 0.0007577732634973155 * t
    let a5 = -0.00019925696553927866 + 0.00015062155590137163 * t
    let a6 = -2.4398057333996413e-05 - 1.1221668942295945e-05 * t
    let a7 = 5.706494720146254e-06 + 2.9313186423696087e-07 * t
    let a8 = -8.195085083459565e-07 + 7.540467350144586e-08 * t
    let a9 = 1.03256669073015e-07 - 1.8406671051403966e-08 * t
    let a10 = -9.652213521087604e-09 + 1.9717656765049794e-09 * t
    let t2 = t * t
    let b0 = a0 + a1 * t2
    let b1 = a2 + a3 * t2
    let b2 = a4 + a5 * t2
    let b3 = a6 + a7 * t2
    let b4 = a8 + a9 * t2
    let t4 = t2 * t2
    let c0 = b0 + b1 * t4
    let c1 = b2 + b3 * t4
    let c2 = b4 + a10 * t4
    let t8 = t4 * t4
    let d0 = c0 + c1 * t8
    let t16 = t8 * t8
    let tail = d0 + c2 * t16
    return t * tail
  }
}

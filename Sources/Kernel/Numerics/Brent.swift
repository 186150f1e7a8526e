/// Brent's one-dimensional searches (*Algorithms for Minimization without Derivatives*, 1973).
public enum Brent {
  /// Where a search ended.
  public struct Point: Hashable, Sendable {
    public let x: Double
    public let value: Double
    public let evaluationCount: Int
  }

  /// A local minimum of a function inside a closed range (Brent's `localmin`, chapter 5).
  ///
  /// - Input: tolerance is absolute in x; below 1.5e-8 times |x| it has no effect.
  /// - Throws: ``NumericsError`` if the range is empty or not finite, or after `evaluationMax`.
  public static func minimise(
    in range: ClosedRange<Double>, tolerance: Double = 1e-8, evaluationMax: Int = 500,
    _ function: (Double) -> Double
  ) throws(NumericsError) -> Point {
    let operation = "Brent minimisation"
    guard range.lowerBound.isFinite, range.upperBound.isFinite, tolerance > 0 else {
      throw .invalidArgument(
        operation: operation, reason: "the range must be finite, the tolerance positive")
    }
    var search = MinimumSearch(range)
    search.start(function(search.best.x))
    for evaluation in 2...max(2, evaluationMax) {
      guard let x = search.next(tolerance) else {
        return Point(x: search.best.x, value: search.best.value, evaluationCount: evaluation - 1)
      }
      search.take(x, function(x))
    }
    throw .notConverged(operation: operation, iterations: evaluationMax)
  }

  /// A root of a function that changes its sign over a closed range (Brent's `zero`, chapter 4).
  ///
  /// - Throws: ``NumericsError/invalidArgument(operation:reason:)`` if the ends have one sign.
  public static func root(
    in range: ClosedRange<Double>, tolerance: Double = 1e-12, evaluationMax: Int = 500,
    _ function: (Double) -> Double
  ) throws(NumericsError) -> Point {
    let operation = "Brent root"
    var (a, b) = (range.lowerBound, range.upperBound)
    var (fa, fb) = (function(a), function(b))
    guard fa.isFinite, fb.isFinite, (fa <= 0) != (fb <= 0) || fa == 0 || fb == 0 else {
      throw .invalidArgument(
        operation: operation, reason: "no change of sign between \(a) (\(fa)) and \(b) (\(fb))")
    }
    var (c, fc) = (a, fa)
    var (d, e) = (b - a, b - a)
    for evaluation in 2...max(2, evaluationMax) {
      if abs(fc) < abs(fb) {
        (a, b, c) = (b, c, b)
        (fa, fb, fc) = (fb, fc, fb)
      }
      let slack = 0x1p-51 * abs(b) + 0.5 * tolerance
      let middle = 0.5 * (c - b)
      if abs(middle) <= slack || fb == 0 {
        return Point(x: b, value: fb, evaluationCount: evaluation)
      }
      if let step = interpolatedStep((a, fa), (b, fb), (c, fc), middle, e, slack) {
        (e, d) = (d, step)
      } else {
        (d, e) = (middle, middle)
      }
      (a, fa) = (b, fb)
      b += abs(d) > slack ? d : (middle > 0 ? slack : -slack)
      fb = function(b)
      if (fb > 0) == (fc > 0) {
        (c, fc) = (a, fa)
        (d, e) = (b - a, b - a)
      }
    }
    throw .notConverged(operation: operation, iterations: evaluationMax)
  }

  /// Secant or inverse quadratic step, or nil where bisection is safer.
  private static func interpolatedStep(
    _ a: (x: Double, f: Double), _ b: (x: Double, f: Double), _ c: (x: Double, f: Double),
    _ middle: Double, _ lastStep: Double, _ slack: Double
  ) -> Double? {
    guard abs(lastStep) >= slack, abs(a.f) > abs(b.f) else { return nil }
    let s = b.f / a.f
    var p: Double
    var q: Double
    if a.x == c.x {
      p = 2 * middle * s
      q = 1 - s
    } else {
      let (r, t) = (b.f / c.f, a.f / c.f)
      p = s * (2 * middle * t * (t - r) - (b.x - a.x) * (r - 1))
      q = (t - 1) * (r - 1) * (s - 1)
    }
    if p > 0 { q = -q } else { p = -p }
    guard 2 * p < min(3 * middle * q - abs(slack * q), abs(lastStep * q)) else { return nil }
    return p / q
  }
}

/// The state of `localmin`: the interval and the three best points so far.
private struct MinimumSearch {
  private var low: Double
  private var high: Double
  private(set) var best: (x: Double, value: Double)
  private var second: (x: Double, value: Double)
  private var third: (x: Double, value: Double)
  private var step = 0.0
  private var stepBefore = 0.0

  /// (3 - sqrt 5) / 2, the golden section.
  private static let golden = 0.3819660112501051

  init(_ range: ClosedRange<Double>) {
    low = range.lowerBound
    high = range.upperBound
    best = (low + Self.golden * (high - low), .nan)
    second = best
    third = best
  }

  mutating func start(_ value: Double) {
    best.value = value
    second = best
    third = best
  }

  /// The next point to try, or nil when the interval is small enough.
  mutating func next(_ tolerance: Double) -> Double? {
    let middle = 0.5 * (low + high)
    let slack = 0x1p-26 * abs(best.x) + tolerance / 3
    if abs(best.x - middle) <= 2 * slack - 0.5 * (high - low) { return nil }
    if let parabola = parabolicStep(slack) {
      stepBefore = step
      step = parabola
      let x = best.x + step
      // Never evaluate too close to the ends.
      if x - low < 2 * slack || high - x < 2 * slack { step = best.x < middle ? slack : -slack }
    } else {
      stepBefore = best.x < middle ? high - best.x : low - best.x
      step = Self.golden * stepBefore
    }
    return best.x + (abs(step) >= slack ? step : (step > 0 ? slack : -slack))
  }

  mutating func take(_ x: Double, _ value: Double) {
    if value <= best.value {
      if x < best.x { high = best.x } else { low = best.x }
      (third, second, best) = (second, best, (x, value))
      return
    }
    if x < best.x { low = x } else { high = x }
    if value <= second.value || second.x == best.x {
      (third, second) = (second, (x, value))
    } else if value <= third.value || third.x == best.x || third.x == second.x {
      third = (x, value)
    }
  }

  /// The step to the vertex of the parabola through the three points, if it may be trusted.
  private mutating func parabolicStep(_ slack: Double) -> Double? {
    guard abs(stepBefore) > slack else { return nil }
    var r = (best.x - second.x) * (best.value - third.value)
    var q = (best.x - third.x) * (best.value - second.value)
    var p = (best.x - third.x) * q - (best.x - second.x) * r
    q = 2 * (q - r)
    if q > 0 { p = -p } else { q = -q }
    r = stepBefore
    guard abs(p) < abs(0.5 * q * r), p > q * (low - best.x), p < q * (high - best.x) else {
      return nil
    }
    return p / q
  }
}

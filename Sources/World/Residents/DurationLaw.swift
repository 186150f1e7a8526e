public import Clockwork
internal import Quantities

/// How long something lasts: a distribution that can also be asked given the time already elapsed.
///
/// All parameters are in minutes. Weibull and lognormal laws are those that Wilke, Haldi,
/// Scartezzini and Robinson (Building and Environment 60, 2013) fitted to the lengths of home
/// activities; a normal law is for what ends at an appointed time of day.
@frozen public enum DurationLaw: Hashable, Sendable {
  /// Truncated to positive lengths.
  case normal(mean: Double, sd: Double)
  case lognormal(median: Double, sigma: Double)
  case weibull(scale: Double, shape: Double)
  /// Lasts until something else ends it.
  case open

  /// The probability of lasting longer than `minutes`.
  public func survival(_ minutes: Double) -> Double {
    guard minutes > 0 else { return 1 }
    switch self {
    case .normal(let mean, let sd):
      return Self.upperTail((minutes - mean) / sd)
        / Self.upperTail(-mean / sd)
    case .lognormal(let median, let sigma):
      return Self.upperTail(Elementary.log(minutes / median) / sigma)
    case .weibull(let scale, let shape):
      return Elementary.exp(-Elementary.pow(minutes / scale, shape))
    case .open:
      return 1
    }
  }

  /// A total length above `elapsed` minutes, from a uniform number.
  ///
  /// Inverts the survival function S: S(result) = (1 - u) S(elapsed), which is exact for every
  /// law, so that a copied world can redraw what is still pending.
  /// - Parameter u: in the open interval 0...1.
  public func minutes(uniform u: Double, elapsed: Double = 0) -> Double {
    let past = elapsed > 0 ? elapsed : 0
    let total: Double
    switch self {
    case .normal(let mean, let sd):
      total = mean + sd * Self.tailQuantile(u, above: (past - mean) / sd)
    case .lognormal(let median, let sigma):
      let start = past > 0 ? Elementary.log(past / median) / sigma : -38
      total = median * Elementary.exp(sigma * Self.tailQuantile(u, above: start))
    case .weibull(let scale, let shape):
      let gone = past > 0 ? Elementary.pow(past / scale, shape) : 0
      total = scale * Elementary.pow(gone - Elementary.log(1 - u), 1 / shape)
    case .open:
      return .infinity
    }
    return total > past ? total : past
  }

  /// The same as simulated time, rounded to whole seconds and at least one second ahead.
  public func end(from start: SimTime, uniform u: Double, now: SimTime) -> SimTime {
    let elapsed = (now - start).seconds / 60
    let total = minutes(uniform: u, elapsed: elapsed)
    guard total < 1e7 else { return .distantFuture }
    let end = start + .seconds(Int64((total * 60).rounded()))
    let soonest = now + .seconds(1)
    return end > soonest ? end : soonest
  }

  private static func upperTail(_ x: Double) -> Double { Elementary.normalCDF(-x) }

  /// A standard normal value above `start`, from a uniform number.
  private static func tailQuantile(_ u: Double, above start: Double) -> Double {
    // The tail is inverted as a lower tail, where small probabilities keep their digits.
    let tail = (1 - u) * upperTail(start)
    // So far out that no digits are left the tail is exponential with rate `start`.
    guard tail > 0 else { return start - Elementary.log(1 - u) / start }
    let value = -Elementary.normalQuantile(tail)
    return value > start ? value : start
  }
}

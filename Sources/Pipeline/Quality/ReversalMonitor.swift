internal import Clockwork
internal import Quantities

/// Notices a sensor whose noise has grown, by steps to and fro that no room can make.
///
/// A reversal is two steps in opposite directions, both beyond a floor, between three readings of
/// neighbouring native periods. Rooms and lags leave few of them; noise makes them in swarms. The
/// usual rate is learnt of each sensor itself, and stands still while the flag is up. With rate
/// `r` an hour, `n` reversals within an hour have a probability of at most
/// `exp(-(n log(n / r) - n + r))` (Chernoff's bound of the Poisson law); one in a million is
/// flagged. Whether a reading is sent at all may depend on its value, so a variance of what was
/// sent would be biased; counting large reversals is not.
/// - Source: turning points as a test of noise: Kendall 1973, *Time-Series*, chapter 2; Chernoff
///   1952.
struct ReversalMonitor: Sendable {
  static let window = SimDuration.hours(1)
  /// The flag falls after so long without a reversal.
  static let releaseAfter = SimDuration.hours(3)
  /// log of a million: chance of a false alarm, one in a million windows that end in a reversal.
  static let evidence = 13.815510557964274
  /// Before anything is learnt: half a reversal in two hours.
  static let priorCount = 0.5
  static let priorHours = 2.0
  private static let countMax = 24

  private let floor: Double
  private let reach: SimDuration
  private var last = 0.0
  private var lastTime: SimTime?
  private var lastStep = 0.0
  private var begin = SimTime.distantPast
  private var lastReversal = SimTime.distantPast
  /// Times of the reversals within the window, oldest first.
  private var times: [SimTime] = []
  private var learntCount = 0.0
  private var flaggedSince: SimTime?
  private var flaggedFor = SimDuration.zero

  /// - Parameters:
  ///   - floor: steps up to this are no reversal.
  ///   - period: the native period; readings further apart than two and a half say nothing.
  init(floor: Double, period: SimDuration) {
    self.floor = floor
    reach = SimDuration(microseconds: period.microseconds * 5 / 2)
  }

  /// When the oldest reversal of the window was.
  var since: SimTime? { times.first }

  /// How many times the usual rate the present one is, where it is too often by chance.
  @inline(__always)
  mutating func observe(_ value: Double, at time: SimTime) -> Verdict {
    defer {
      last = value
      lastTime = time
    }
    guard let lastTime else {
      begin = time
      return .same
    }
    let step = time - lastTime <= reach ? value - last : 0
    defer { lastStep = step }
    if step * lastStep < 0, min(step.magnitude, lastStep.magnitude) > floor {
      return reverse(at: time)
    }
    if let oldest = times.first, time - oldest > Self.window { forget(at: time) }
    guard let since = flaggedSince, time - lastReversal > Self.releaseAfter else { return .same }
    flaggedFor = flaggedFor + (time - since)
    flaggedSince = nil
    return .quiet
  }

  enum Verdict {
    /// Nothing new.
    case same
    /// Back to the usual rate.
    case quiet
    /// So many times the usual rate.
    case noisy(Double)
  }

  private mutating func reverse(at time: SimTime) -> Verdict {
    forget(at: time)
    lastReversal = time
    if times.count == Self.countMax { times.removeFirst() }
    times.append(time)
    let count = Double(times.count)
    let rate = usualRate(at: time)
    guard count > rate else { return .same }
    let surprise = count * Elementary.log(count / rate) - count + rate
    guard surprise > Self.evidence else { return .same }
    if flaggedSince == nil { flaggedSince = time }
    return .noisy(count / rate)
  }

  /// Lets reversals leave the window; the usual rate learns of them unless they are the fault's.
  private mutating func forget(at time: SimTime) {
    while let oldest = times.first, time - oldest > Self.window {
      times.removeFirst()
      if flaggedSince == nil { learntCount += 1 }
    }
  }

  private func usualRate(at time: SimTime) -> Double {
    let flagged = flaggedFor + (flaggedSince.map { time - $0 } ?? .zero)
    let hours = max((time - begin - Self.window - flagged).hours, 0)
    return (learntCount + Self.priorCount) / (hours + Self.priorHours)
  }
}

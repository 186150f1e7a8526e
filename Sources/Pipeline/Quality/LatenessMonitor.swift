internal import Clockwork

/// Notices a sensor that fails to measure now and then.
///
/// A healthy sensor reports at the latest when its heartbeat is due. A reading that comes later by
/// a native period or more, with no message of its device missing since the one before, was held
/// up by a measurement that failed. Readings that come early, because the value moved, say
/// nothing. One failure is a hiccup, two within half a day are a fault.
/// - Source: supervision by an expected inter-arrival time: Chen, Toueg and Aguilera 2002, "On the
///   quality of service of failure detectors"; the sender's numbers take the link's losses out.
struct LatenessMonitor: Sendable {
  static let countMin = 2
  static let within = SimDuration.hours(12)

  /// The longest silence of a healthy channel and half a native period for clocks that err.
  private let limit: SimDuration?
  private var lastMissing: UInt32?
  private var lateCount = 0
  private var firstLate = SimTime.distantPast
  private var lastLate = SimTime.distantPast

  /// - Parameter period: zero switches the check off.
  init(silenceMax: SimDuration, period: SimDuration) {
    limit =
      period > .zero
      ? silenceMax + SimDuration(microseconds: period.microseconds / 2) : nil
  }

  /// What a reading said of its sensor.
  enum Verdict { case fine, unsure, faulty(since: SimTime, count: Int) }

  /// - Parameters:
  ///   - silence: since the reading before; nil for the first.
  ///   - missing: how many messages of the device are missing so far.
  @inline(__always)
  mutating func observe(silence: SimDuration?, missing: UInt32, at time: SimTime) -> Verdict {
    defer { lastMissing = missing }
    guard let silence, let limit, silence > limit, missing == lastMissing else {
      return time - lastLate > Self.within ? .fine : .unsure
    }
    return late(after: silence, at: time)
  }

  private mutating func late(after silence: SimDuration, at time: SimTime) -> Verdict {
    if time - lastLate > Self.within {
      lateCount = 0
      firstLate = time - silence
    }
    lateCount += 1
    lastLate = time
    return lateCount >= Self.countMin ? .faulty(since: firstLate, count: lateCount) : .unsure
  }
}

public import Clockwork

/// How well devices of one model keep the time.
public struct ClockModel: Hashable, Sendable {
  /// Standard deviation over units of the relative rate error.
  public var rateSD: Double
  /// Standard deviation over units of the error right after being set, seconds.
  public var offsetSDSeconds: Double
  /// How often it is set right.
  public var setEvery: SimDuration

  public init(rateSD: Double, offsetSDSeconds: Double, setEvery: SimDuration) {
    self.rateSD = rateSD
    self.offsetSDSeconds = offsetSDSeconds
    self.setEvery = setEvery
  }

  /// A clock that is always right.
  public static let perfect = ClockModel(rateSD: 0, offsetSDSeconds: 0, setEvery: .days(1))
}

/// A device's clock: runs a little fast or slow and is stepped back at each setting.
public struct DeviceClock: Sendable {
  /// Relative rate error.
  let rate: Double
  /// Error right after being set, microseconds.
  let offset: Int64
  let setEvery: SimDuration
  /// When it is set, within `setEvery`, microseconds: each unit asks at its own time.
  private let phase: Int64
  private var jumps: [Jump] = []
  /// The last setting that was asked about, microseconds; the least number before the first.
  private var lastSetting = Int64.min

  /// A step of the time that it shows, until it is set right.
  private struct Jump: Sendable {
    var start: SimTime
    var end: SimTime
    var size: SimDuration
  }

  public init(_ model: ClockModel, seed: UInt64, entity: UInt64) {
    let key = RandomKey(seed: seed, purpose: .deviceClock, entity: entity)
    rate = model.rateSD * key.gaussian(0)
    offset = Int64(model.offsetSDSeconds * 1e6 * key.gaussian(1))
    setEvery = model.setEvery
    phase = Int64(key.uniform(2) * Double(setEvery.microseconds))
  }

  /// Whether it was set right since it was last asked this, or since the first time.
  mutating func wasSet(by time: SimTime) -> Bool {
    let setting = time.microseconds - sinceSetting(time)
    defer { lastSetting = setting }
    return lastSetting != .min && lastSetting < setting
  }

  /// What the device's clock shows.
  public func reading(at time: SimTime) -> SimTime {
    let sinceSet = sinceSetting(time)
    var shown = time.microseconds + offset + Int64(rate * Double(sinceSet))
    for jump in jumps where jump.start <= time && time < jump.end {
      shown += jump.size.microseconds
    }
    return SimTime(microseconds: shown)
  }

  /// When it is set right the next time.
  public func setting(after time: SimTime) -> SimTime {
    SimTime(microseconds: time.microseconds - sinceSetting(time)) + setEvery
  }

  /// Microseconds since it was last set.
  private func sinceSetting(_ time: SimTime) -> Int64 {
    let rest = (time.microseconds - phase) % setEvery.microseconds
    return rest < 0 ? rest + setEvery.microseconds : rest
  }

  /// Will step at a time, until it is set right or somebody mends it.
  ///
  /// - Returns: when it is right again.
  public mutating func jump(by size: SimDuration, at start: SimTime, until end: SimTime) -> SimTime
  {
    let right = min(end, setting(after: start))
    jumps.append(Jump(start: start, end: right, size: size))
    return right
  }

  /// Shows another time for a stretch, however often it is set.
  mutating func shift(by size: SimDuration, from start: SimTime, to end: SimTime) {
    jumps.append(Jump(start: start, end: end, size: size))
  }
}

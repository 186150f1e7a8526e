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

  public init(_ model: ClockModel, seed: UInt64, entity: UInt64) {
    let key = RandomKey(seed: seed, purpose: .deviceClock, entity: entity)
    rate = model.rateSD * key.gaussian(0)
    offset = Int64(model.offsetSDSeconds * 1e6 * key.gaussian(1))
    setEvery = model.setEvery
  }

  /// How often it has been set since 1970.
  func setCount(by time: SimTime) -> Int64 { time.microseconds / setEvery.microseconds }

  /// What the device's clock shows.
  public func reading(at time: SimTime) -> SimTime {
    let sinceSet = time.microseconds % setEvery.microseconds
    return SimTime(microseconds: time.microseconds + offset + Int64(rate * Double(sinceSet)))
  }
}

public import Clockwork
public import Telemetry

/// A device's clock: runs a little fast or slow and is set right once a day.
public struct DeviceClock: Sendable {
  /// Relative rate error; crystals without compensation are within 50 ppm (typical 32 kHz data
  /// sheets say 20 ppm).
  let rate: Double
  /// Error right after being set, microseconds.
  let offset: Int64
  static let setEvery = SimDuration.days(1)

  /// - Parameter isPerfect: whether it is always right.
  public init(seed: UInt64, entity: UInt64, isPerfect: Bool = false) {
    guard !isPerfect else {
      (rate, offset) = (0, 0)
      return
    }
    let key = RandomKey(seed: seed, purpose: .deviceClock, entity: entity)
    rate = 20e-6 * key.gaussian(0)
    offset = Int64(20_000 * key.gaussian(1))
  }

  /// What the device's clock shows.
  public func reading(at time: SimTime) -> SimTime {
    let sinceSet = time.microseconds % Self.setEvery.microseconds
    return SimTime(microseconds: time.microseconds + offset + Int64(rate * Double(sinceSet)))
  }
}

/// One device in one home: clock, battery, radio and its message counter.
public struct DeviceUnit: Sendable {
  public let index: DeviceIndex
  /// Its place in the full installation, which keys its chance whatever else is installed.
  public let number: Int
  public let kind: DeviceKind
  /// The room where it really is.
  public let room: RoomIndex
  public let clock: DeviceClock
  public var link: RadioLink
  public let firmware: String
  public var nextSequence: UInt32 = 0
  let batteryCapacityJ: Double
  let attemptJ: Double
  let sleepW: Double
  public private(set) var batteryJ: Double
  private var lastDrain: SimTime

  public init(
    model: DeviceModel, index: DeviceIndex, number: Int, room: RoomIndex, link: RadioLink,
    seed: UInt64, entity: UInt64, start: SimTime, initialCharge: Double,
    hasPerfectClock: Bool = false
  ) {
    self.index = index
    self.number = number
    kind = model.kind
    self.room = room
    firmware = model.firmware
    clock = DeviceClock(seed: seed, entity: entity, isPerfect: hasPerfectClock)
    self.link = link
    batteryCapacityJ = model.batteryJ ?? 0
    batteryJ = batteryCapacityJ * initialCharge
    attemptJ = model.attemptJ
    sleepW = model.sleepW
    lastDrain = start
  }

  public var isBatteryPowered: Bool { batteryCapacityJ > 0 }
  public var isDead: Bool { batteryCapacityJ > 0 && batteryJ <= 0 }

  /// Charge as the message header states it.
  public var batteryPercent: UInt8 {
    guard batteryCapacityJ > 0 else { return 255 }
    return UInt8(min(max((batteryJ / batteryCapacityJ * 100).rounded(), 0), 100))
  }

  /// Received power as the message header states it, dBm.
  public mutating func signalDBm(at time: SimTime) -> Int8 {
    guard link.medium == .lowPower else { return -30 }
    return Int8(max(link.signalDBm(at: time).rounded(), -127))
  }

  /// Takes the energy of one attempt and of sleeping since the last.
  public mutating func drain(at time: SimTime) {
    guard batteryCapacityJ > 0 else { return }
    let slept = max((time - lastDrain).seconds, 0)
    lastDrain = time
    batteryJ = max(batteryJ - attemptJ - slept * sleepW, 0)
  }

  public mutating func takeSequence() -> UInt32 {
    defer { nextSequence &+= 1 }
    return nextSequence
  }
}

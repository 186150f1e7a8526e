public import Clockwork
public import Telemetry

/// One device in one home: clock, battery, radio and its message counter.
public struct DeviceUnit: Sendable {
  public let index: DeviceIndex
  /// Its place in the full installation, which keys its chance whatever else is installed.
  public let number: Int
  public let kind: DeviceKind
  /// The room where it really is.
  public let room: RoomIndex
  public private(set) var clock: DeviceClock
  public var link: RadioLink
  private let firmware: String
  private let update: String?
  private var life: DeviceLife
  private let freezeAfter: SimDuration
  let bugs: FirmwareBugs
  /// The start of which its last status told.
  private var toldStart: SimTime
  private var hasFailed = false
  private let bounce: ContactBounce
  private let bounceKey: RandomKey
  private let brownOutKey: RandomKey
  /// How often it tells its status.
  public let statusEvery: SimDuration
  /// How many messages it has sent.
  public var messageCount: UInt32 = 0
  /// The message that firmware which forgets them called 0 at its last start.
  private var numberZero: UInt32 = 0
  /// The start at which it did.
  private var numberedSince: SimTime
  /// From when every second measurement is left out.
  private let slowSince: SimTime
  /// Smallest step of a lamp's level; 0 for all else.
  private let levelStep: Double
  @usableFromInline var battery: Battery

  public init(
    model: DeviceModel, index: DeviceIndex, number: Int, room: RoomIndex, link: RadioLink,
    seed: UInt64, entity: UInt64, start: SimTime, initialCharge: Double
  ) {
    self.index = index
    self.number = number
    kind = model.kind
    self.room = room
    firmware = model.firmware
    update = model.life.update
    life = DeviceLife(model.life, birth: start, seed: seed, entity: entity)
    freezeAfter = model.life.freezeAfter
    bugs = model.life.bugs
    toldStart = start
    numberedSince = start
    slowSince = bugs.doublesPeriod ? life.updateAt : .distantFuture
    bounce = model.bounce
    bounceKey = RandomKey(seed: seed, purpose: .contactBounce, entity: entity)
    brownOutKey = RandomKey(seed: seed, purpose: .brownOut, entity: entity)
    clock = DeviceClock(model.clock, seed: seed, entity: entity)
    self.link = link
    statusEvery = model.statusEvery
    levelStep = model.channels.first { $0.channel == .lampLevel }?.resolution ?? 0
    battery = Battery(model.battery, charge: initialCharge, start: start)
    battery.fullAbovePercent = bugs.fullAbovePercent
  }

  public var isBatteryPowered: Bool { battery.isThere }
  @inlinable public var isDead: Bool { battery.isEmpty }
  /// What is left in the battery, J.
  public var batteryJ: Double { battery.chargeJ }

  /// Charge as the message header states it: what firmware reads off the voltage.
  ///
  /// Inlined, for a call across rooms would copy the whole device.
  @inlinable public var batteryPercent: UInt8 { battery.statedPercent }

  /// The same by firmware without a bug.
  public var soundPercent: UInt8 { battery.soundPercent }

  /// Received power as the message header states it, dBm.
  public mutating func signalDBm(at time: SimTime) -> Int8 {
    guard link.medium == .lowPower else { return -30 }
    return Int8(max(link.signalDBm(at: time).rounded(), -127))
  }

  /// Takes the energy of one attempt and of all the time since the last.
  ///
  /// - Parameter celsius: of the air about it.
  public mutating func drain(at time: SimTime, celsius: Double = 21) {
    battery.drain(at: time, celsius: celsius)
  }

  /// Whether its battery is too weak for an attempt to send; it starts again then.
  ///
  /// - Parameter event: names the attempt.
  public mutating func brownsOut(at time: SimTime, event: UInt64) -> Bool {
    guard battery.isDying(at: time),
      brownOutKey.uniform(event) < battery.brownOutProbability
    else { return false }
    life.restart(at: time)
    return true
  }

  /// What it says of something that it does or sees at an event: lamps count in steps.
  public func stated(_ value: Double) -> Double {
    levelStep > 0 ? (value / levelStep).rounded(.toNearestOrEven) * levelStep : value
  }

  /// When it last started.
  public mutating func started(by time: SimTime) -> SimTime {
    life.advance(to: time)
    return life.startedAt
  }

  // MARK: Faults to come

  /// Will start again at a time.
  public mutating func plan(startAt time: SimTime) { life.plan(startAt: time) }

  /// Its battery will go flat.
  public mutating func weaken(from start: SimTime, to end: SimTime, within life: SimDuration) {
    battery.decay(from: start, to: end, within: life)
  }

  /// Its clock will step.
  ///
  /// - Returns: when it is right again.
  public mutating func jumpClock(
    by size: SimDuration, at start: SimTime, until end: SimTime
  ) -> SimTime { clock.jump(by: size, at: start, until: end) }

  /// Gets a new battery and starts again.
  public mutating func renewBattery(at time: SimTime) {
    battery.renew(at: time)
    life.restart(at: time)
  }

  /// When its firmware will repeat its last readings, before `end`.
  public func frozenStretches(before end: SimTime) -> [Range<SimTime>] {
    freezeAfter > .zero ? life.stretches(upFor: freezeAfter, before: end) : []
  }

  /// When it starts before `end` with the firmware it was sold with, and when it gets another.
  func firstFirmware(
    before end: SimTime
  ) -> (since: SimTime, starts: [SimTime], update: SimTime) {
    life.firstFirmware(before: end)
  }

  /// Its firmware takes the place's time for universal time, until its maker mends that.
  ///
  /// - Parameters:
  ///   - offset: of the place's time, at a moment from which it holds.
  ///   - end: of the run.
  /// - Returns: each stretch of one offset; none for other firmware.
  public mutating func misreadClock(
    _ offsets: [(from: SimTime, offset: SimDuration)], before end: SimTime
  ) -> [(stretch: Range<SimTime>, offset: SimDuration)] {
    guard bugs.isLocalTime else { return [] }
    let (since, _, update) = firstFirmware(before: end)
    var shifted: [(stretch: Range<SimTime>, offset: SimDuration)] = []
    for (place, change) in offsets.enumerated() {
      let next = place + 1 < offsets.count ? offsets[place + 1].from : .distantFuture
      let (from, to) = (max(change.from, since), min(next, update))
      guard from < min(to, end), change.offset != .zero else { continue }
      clock.shift(by: change.offset, from: from, to: to)
      shifted.append((from..<to, change.offset))
    }
    return shifted
  }

  /// Remembers for its next status that a measurement failed.
  public mutating func noteFailure() { hasFailed = true }

  /// What its clock shows, and whether it was set right since it was last read.
  public mutating func readClock(at time: SimTime) -> (shown: SimTime, wasSet: Bool) {
    (clock.reading(at: time), clock.wasSet(by: time))
  }

  /// The firmware it was sold with.
  public var firmwareAtFirst: String { firmware }

  /// What it tells of itself; the gravest error first.
  public mutating func takeStatus(at time: SimTime) -> DeviceStatus {
    liveOn(to: time)
    defer { (toldStart, hasFailed) = (life.startedAt, false) }
    let error: DeviceError =
      isBatteryPowered && batteryPercent < 15
      ? .batteryLow
      : hasFailed ? .measurementFailed : life.startedAt > toldStart ? .restarted : .none
    return DeviceStatus(
      uptime: time - life.startedAt, firmware: life.isUpdated ? update ?? firmware : firmware,
      error: error)
  }

  /// After how long a contact that changed says the opposite, and after how long the same again;
  /// nil where it does not chatter.
  public func chatter(at time: SimTime) -> (SimDuration, SimDuration)? {
    guard bounce.probability > 0 else { return nil }
    let event = UInt64(bitPattern: time.microseconds) &* 4
    guard bounceKey.uniform(event) < bounce.probability else { return nil }
    let opposite = bounceKey.duration(event &+ 1, mean: bounce.gapMean) + .milliseconds(1)
    let same = bounceKey.duration(event &+ 2, mean: bounce.gapMean) + .milliseconds(1)
    return (opposite, opposite + same)
  }

  // MARK: Its messages

  /// The number of its next message, for who has listened to it so far.
  public var nextSequence: UInt32 {
    let number = messageCount &- numberZero
    return bugs.wrapsNumbers && !life.isUpdated ? number & 0xFF : number
  }

  /// Numbers a message that it sends at a time.
  public mutating func takeSequence(at time: SimTime) -> UInt32 {
    if !bugs.isEmpty { liveOn(to: time) }
    defer { messageCount &+= 1 }
    return nextSequence
  }

  /// Whether a bug of its update leaves out a measurement.
  @inline(__always)
  public func skips(tick: Int64, at time: SimTime) -> Bool { time >= slowSince && tick & 1 == 1 }

  /// Starts and updates up to a time, and what its firmware makes of them.
  private mutating func liveOn(to time: SimTime) {
    life.advance(to: time)
    if life.isUpdated {
      // What its maker sends out has counted on, and reads the voltage as others do.
      numberZero = 0
      battery.fullAbovePercent = 100
    } else if bugs.restartsNumbers, life.startedAt > numberedSince {
      (numberZero, numberedSince) = (messageCount, life.startedAt)
    }
  }
}

public import Clockwork
public import Telemetry

/// One device in one home: clock, battery, radio and its message counter.
///
/// What all devices of a model have in common is held once for all of them (``SharedModel``); keys
/// of chance that are seldom needed are made when they are.
public struct DeviceUnit: Sendable {
  private let shared: SharedModel
  public private(set) var clock: DeviceClock
  private var life: DeviceLife
  /// The start of which its last status told.
  private var toldStart: SimTime
  @usableFromInline var battery: Battery
  public let kind: DeviceKind
  /// The room where it really is.
  public private(set) var room: RoomIndex
  private var hasFailed = false
  public var link: RadioLink
  public let index: DeviceIndex
  private let place: UInt16
  /// How many messages it has sent.
  public var messageCount: UInt32 = 0
  /// The message that firmware which forgets them called 0 at its last start.
  private var numberZero: UInt32 = 0
  /// The start at which it did.
  private var numberedSince: SimTime
  private let hasBugs: Bool

  /// - Parameter number: its place in the full installation.
  public init(
    model shared: SharedModel, index: DeviceIndex, number: Int, room: RoomIndex, link: RadioLink,
    seed: UInt64, entity: UInt64, start: SimTime, initialCharge: Double
  ) {
    let model = shared.model
    self.shared = shared
    self.index = index
    place = UInt16(number)
    kind = model.kind
    self.room = room
    life = DeviceLife(model.life, birth: start, seed: seed, entity: entity)
    toldStart = start
    clock = DeviceClock(model.clock, seed: seed, entity: entity)
    self.link = link
    battery = Battery(model.battery, charge: initialCharge, start: start)
    numberedSince = start
    hasBugs = !model.life.bugs.isEmpty
    if hasBugs { battery.fullAbovePercent = model.life.bugs.fullAbovePercent }
  }

  /// One whose model no other device has.
  public init(
    model: DeviceModel, index: DeviceIndex, number: Int, room: RoomIndex, link: RadioLink,
    seed: UInt64, entity: UInt64, start: SimTime, initialCharge: Double
  ) {
    self.init(
      model: SharedModel(model), index: index, number: number, room: room, link: link, seed: seed,
      entity: entity, start: start, initialCharge: initialCharge)
  }

  /// Its place in the full installation, which keys its chance whatever else is installed.
  public var number: Int { Int(place) }
  /// How often it tells its status.
  public var statusEvery: SimDuration { shared.model.statusEvery }
  var bugs: FirmwareBugs { shared.model.life.bugs }

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
    battery.drain(
      at: time, celsius: celsius, attemptJ: shared.attemptJ, idleW: shared.idleW)
  }

  /// Whether its battery is too weak for an attempt to send; it starts again then.
  ///
  /// - Parameter event: names the attempt.
  public mutating func brownsOut(at time: SimTime, event: UInt64) -> Bool {
    guard battery.isDying(at: time) else { return false }
    let key = RandomKey(seed: life.seed, purpose: .brownOut, entity: life.entity)
    guard key.uniform(event) < battery.brownOutProbability else { return false }
    life.restart(at: time)
    return true
  }

  /// What it says of something that it does or sees at an event: lamps count in steps.
  public func stated(_ value: Double) -> Double {
    let step = shared.levelStep
    return step > 0 ? (value / step).rounded(.toNearestOrEven) * step : value
  }

  /// When it last started.
  public mutating func started(by time: SimTime) -> SimTime {
    life.advance(to: time)
    return life.startedAt
  }

  // MARK: Faults to come

  /// When it will be busy with starting before `end`; never where its model starts at once.
  public func boots(before end: SimTime) -> [Range<SimTime>] {
    let length = shared.model.life.bootTime
    guard length > .zero else { return [] }
    return life.starts(before: end).map { $0..<$0 + length }
  }

  /// Will start again at a time.
  public mutating func plan(startAt time: SimTime) { life.plan(startAt: time) }

  /// Somebody hangs it elsewhere.
  public mutating func hang(in room: RoomIndex, at spot: RadioLink.Spot) {
    self.room = room
    link.move(to: spot)
  }

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
    let limit = shared.model.life.freezeAfter
    return limit > .zero ? life.stretches(upFor: limit, before: end) : []
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
  public var firmwareAtFirst: String { shared.model.firmware }

  /// What it tells of itself; the gravest error first.
  public mutating func takeStatus(at time: SimTime) -> DeviceStatus {
    liveOn(to: time)
    defer { (toldStart, hasFailed) = (life.startedAt, false) }
    let error: DeviceError =
      isBatteryPowered && batteryPercent < 15
      ? .batteryLow
      : hasFailed ? .measurementFailed : life.startedAt > toldStart ? .restarted : .none
    let firmware = life.isUpdated ? shared.model.life.update : nil
    return DeviceStatus(
      uptime: time - life.startedAt, firmware: firmware ?? firmwareAtFirst, error: error)
  }

  /// After how long a contact that changed says the opposite, and after how long the same again;
  /// nil where it does not chatter.
  public func chatter(at time: SimTime) -> (SimDuration, SimDuration)? {
    let bounce = shared.model.bounce
    guard bounce.probability > 0 else { return nil }
    let key = RandomKey(seed: life.seed, purpose: .contactBounce, entity: life.entity)
    let event = UInt64(bitPattern: time.microseconds) &* 4
    guard key.uniform(event) < bounce.probability else { return nil }
    let opposite = key.duration(event &+ 1, mean: bounce.gapMean) + .milliseconds(1)
    let same = key.duration(event &+ 2, mean: bounce.gapMean) + .milliseconds(1)
    return (opposite, opposite + same)
  }

  // MARK: Its messages

  /// The number of its next message, for who has listened to it so far.
  public var nextSequence: UInt32 {
    let number = messageCount &- numberZero
    return hasBugs && bugs.wrapsNumbers && !life.isUpdated ? number & 0xFF : number
  }

  /// Numbers a message that it sends at a time.
  public mutating func takeSequence(at time: SimTime) -> UInt32 {
    if hasBugs { liveOn(to: time) }
    defer { messageCount &+= 1 }
    return nextSequence
  }

  /// Whether a bug of its update leaves out a measurement.
  public func skips(tick: Int64, at time: SimTime) -> Bool {
    hasBugs && tick & 1 == 1 && bugs.doublesPeriod && time >= life.updateAt
  }

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

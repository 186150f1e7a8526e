import Clockwork
import Devices
import Telemetry

/// What tests find out about a device model from what its units do, by name of the figure.
struct Recovered {
  var figures: [String: Double] = [:]
  let name: String
  let channels: [Channel]

  init(_ model: DeviceModel) {
    name = model.name
    channels = model.channels.map(\.channel)
    for channel in model.channels where channel.periodSeconds > 0 { measure(channel) }
    measureClock(model.clock)
    if let battery = model.battery { measureBattery(model, battery) }
    if model.kind == .motionDetector { measureMotion(model.motion) }
    if model.kind == .gateway { measureLoad(model.load) }
    if model.kind == .lamp { measureLevel(model) }
    if channels == [.contact] { measureBounce(model) }
    if model.kind == .leakSensor { measureLeak(model.leak) }
    if model.kind == .smokeAlarm { measureSmoke(model.smoke) }
    measureHeartbeat(model.heartbeat)
    measureLife(model)
    for channel in model.channels where channel.periodSeconds > 0 {
      measureFirmware(model, channel)
    }
    measureFirmwareClock(model)
    measureFirmwareMessages(model)
  }

  subscript(name: String) -> Double { figures[name] ?? 0 }

  private mutating func measure(_ channel: ChannelModel) {
    let drive = Drive(model: channel)
    let prefix = channel.channel.name + "."
    let ramp = drive.ramp()
    figures[prefix + "resolution"] = ramp.resolution
    figures[prefix + "noise"] = ramp.noise
    let low = drive.accuracy(at: drive.points.low)
    let high = drive.accuracy(at: drive.points.high)
    figures[prefix + "accuracy_low"] = low.sd
    figures[prefix + "accuracy_high"] = high.sd
    figures[prefix + "offset"] = low.mean
    figures[prefix + "lag"] = drive.lag()
    figures[prefix + "warm_up"] = drive.warmUp()
    figures[prefix + "ageing"] = drive.ageing()
    if channel.channel == .noiseLevel { figures[prefix + "silence"] = drive.silence() }
  }

  private mutating func measureClock(_ model: ClockModel) {
    let start = SimTime(microseconds: 0)
    let clocks = (0..<2_000 as Range<UInt64>).map { DeviceClock(model, seed: 5, entity: $0) }
    func error(_ clock: DeviceClock, _ time: SimTime) -> Double {
      (clock.reading(at: time) - time).seconds
    }
    func gain(_ clock: DeviceClock) -> Double {
      let set = clock.setting(after: start)
      return error(clock, set + .minutes(50)) - error(clock, set)
    }
    figures["clock.offset"] =
      Drive.moments(clocks.map { error($0, $0.setting(after: start)) }).sd
    figures["clock.rate"] = Drive.moments(clocks.map { gain($0) / 3_000 }).sd
    // The fastest of some is stepped back where its error falls.
    let fast = clocks.prefix(50).max { gain($0) < gain($1) }
    guard let fast else { return }
    let set = fast.setting(after: start)
    var last = error(fast, set)
    for minute in 1...20_000 as ClosedRange<Int64> {
      let now = error(fast, set + .minutes(minute))
      if now < last - 1e-6 {
        figures["clock.set_every"] = Double(minute) * 60
        return
      }
      last = now
    }
  }

  /// Days until it falls silent with a message every ten minutes and with one a day, and what it
  /// says of its battery halfway.
  private mutating func measureBattery(_ model: DeviceModel, _ battery: BatteryModel) {
    for (name, spacing) in [("busy", SimDuration.minutes(10)), ("idle", .days(1))] {
      var device = Self.device(model)
      var time = Drive.start
      var stated: [UInt8] = []
      while !device.isDead, stated.count < 3_000_000 {
        time = time + spacing
        device.drain(at: time)
        stated.append(device.batteryPercent)
      }
      figures["battery.\(name)_days"] = (time - Drive.start).hours / 24
      figures["battery.\(name)_half"] = Double(stated[stated.count / 2])
    }
  }

  static func device(_ model: DeviceModel, entity: UInt64 = 1) -> DeviceUnit {
    DeviceUnit(
      model: model, index: DeviceIndex(0), number: 0, room: RoomIndex(0), link: quietLink(),
      seed: 1, entity: entity, start: Drive.start, initialCharge: 1)
  }

  private mutating func measureMotion(_ model: MotionModel) {
    let start = Drive.start
    var detector = MotionDetector(model, seed: 2, entity: 3)
    var now = start
    var (tried, seen) = (0, 0)
    var hold = 0.0
    for _ in 0..<20_000 {
      now = now + .hours(1)
      tried += 1
      guard detector.movement(at: now) else { continue }
      seen += 1
      let on = now
      while !detector.expire(at: now) { now = now + .seconds(1) }
      hold = (now - on).seconds
    }
    figures["motion.hold"] = hold
    figures["motion.miss"] = 1 - Double(seen) / Double(tried)
    figures["motion.blind"] = Self.blindSeconds(detector, from: now + .hours(1))
  }

  /// How soon after falling back it can go on again.
  private static func blindSeconds(_ detector: MotionDetector, from start: SimTime) -> Double {
    var detector = detector
    var now = start
    while !detector.movement(at: now) { now = now + .seconds(200) }
    while !detector.expire(at: now) { now = now + .seconds(1) }
    let fallen = now
    // Some movements are missed, so the soonest of many tries counts.
    return (0..<20).map { shift in
      var copy = detector
      var time = fallen + .milliseconds(Int64(shift))
      while !copy.movement(at: time) { time = time + .seconds(1) }
      return (time - fallen).seconds
    }.min() ?? .nan
  }

  private mutating func measureBounce(_ model: DeviceModel) {
    let device = Self.device(model)
    let chatters = (0..<40_000 as Range<Int64>).compactMap {
      device.chatter(at: Drive.start + .minutes($0))
    }
    figures["bounce.probability"] = Double(chatters.count) / 40_000
    let gaps = chatters.map { $0.1.seconds / 2 }
    figures["bounce.gap"] = gaps.isEmpty ? 0 : gaps.reduce(0, +) / Double(gaps.count)
  }

  /// Means over units of the time between starts and of the time until another firmware is told.
  private mutating func measureLife(_ model: DeviceModel) {
    var startCount = 0.0
    var updates: [Double] = []
    let days = 4_000
    for entity in 0..<400 as Range<UInt64> {
      var device = Self.device(model, entity: entity)
      let first = device.takeStatus(at: Drive.start).firmware
      for day in 1...days {
        let status = device.takeStatus(at: Drive.start + .days(Int64(day)))
        if status.uptime < .days(1) { startCount += 1 }
        if status.firmware != first {
          updates.append(Double(day) - 0.5)
          break
        }
      }
      // What is left without an update: starts alone.
      if updates.count > Int(entity) {
        var day = Int(updates[Int(entity)] + 0.5)
        while day < days {
          day += 1
          if device.takeStatus(at: Drive.start + .days(Int64(day))).uptime < .days(1) {
            startCount += 1
          }
        }
      }
    }
    let updateCount = Double(updates.count)
    figures["life.starts_a_day"] = (startCount - updateCount) / Double(400 * days)
    figures["life.update_days"] = updates.isEmpty ? 0 : updates.reduce(0, +) / updateCount
  }

  private mutating func measureLoad(_ load: GatewayLoad) {
    figures["load.processor"] = load.processor(messages: 0, seconds: 300)
    figures["load.processor_slope"] =
      (load.processor(messages: 300, seconds: 300) - load.processor(messages: 0, seconds: 300))
    figures["load.memory"] = load.memory(daysUp: 0)
    figures["load.memory_slope"] = load.memory(daysUp: 10) - load.memory(daysUp: 0)
    figures["load.disk"] = load.disk(messages: 0)
    figures["load.disk_slope"] = load.disk(messages: 10_000) - load.disk(messages: 0)
    figures["load.disk_max"] = stride(from: 0.0, to: 1e6, by: 1_000).map(load.disk).max()
  }

  private mutating func measureLevel(_ model: DeviceModel) {
    let device = Self.device(model)
    let levels = (0...10_000).map { device.stated(Double($0) / 10_000) }
    let steps = zip(levels, levels.dropFirst()).map { $1 - $0 }.filter { $0 > 1e-9 }
    figures["level.resolution"] = steps.min()
  }

  /// Whether a figure tells this model from another: a quarter apart, which is more than the
  /// estimators' error, and more than nothing.
  func differs(from other: Recovered) -> Bool {
    guard channels == other.channels else { return true }
    return Set(figures.keys).union(other.figures.keys).contains { key in
      guard !key.hasSuffix(".offset"), !key.hasSuffix(".warm_up") else { return false }
      let (a, b) = (self[key], other[key])
      let larger = max(a.magnitude, b.magnitude)
      return larger > 1e-4 && (a - b).magnitude > 0.25 * larger
    }
  }
}

/// A link of a home in which little is lost.
func quietLink(_ medium: RadioMedium = .lowPower, entity: UInt64 = 1) -> RadioLink {
  let network = NetworkModel(
    transmitDBm: 0, shadowingSD: 8, signalSD: 2, wifiLoad: 0.5, goodToBad: 0.02, badToGood: 0.3,
    goodLoss: 0, badLoss: 0.8, latencyMean: .zero, latencyMin: .zero, corruption: 0, duplicate: 0,
    gatewayQueueLimit: 10)
  return RadioLink(
    medium: medium, network: network,
    path: RadioPath(distanceM: 6, wallLossDB: 7, floorCount: 0, floorLossDB: 5),
    air: RadioAir(network: network, seed: 1, home: 1), seed: 1, entity: entity)
}

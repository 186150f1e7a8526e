internal import Clockwork
internal import Devices
internal import ScenarioFiles
internal import Telemetry

extension DeviceModel {
  /// Takes over what a catalogue file says; the file's table and this one know the same keys.
  init(description: DeviceDescription) {
    guard let kind = DeviceKind.named(description.kind)
    else { preconditionFailure("no device is called \(description.kind.rawValue)") }
    func duration(_ path: String) -> SimDuration {
      SimDuration(microseconds: Int64(((description[path] ?? 0) * 1e6).rounded()))
    }
    self.init(
      name: description.name, kind: kind, manufacturer: description.manufacturer,
      model: description.model, firmware: description.firmware,
      channels: kind.channels.map { ChannelModel($0, description: description) },
      battery: BatteryModel(description: description),
      clock: ClockModel(
        rateSD: description["clock.rate"] ?? 0,
        offsetSDSeconds: description["clock.offset"] ?? 0, setEvery: duration("clock.set_every")),
      statusEvery: duration("status_every"))
    life.restartMean = duration("restart_every")
    life.bootTime = duration("boot")
    life.update = description.update
    life.freezeAfter = duration("freeze_after")
    life.updateMean = duration("update.after")
    life.bugs.staleAfterStart = duration("stale_after_start")
    life.bugs.isFahrenheit = description.isFahrenheit
    life.bugs.isLocalTime = description.isLocalTime
    life.bugs.restartsNumbers = description.restartsNumbers
    life.bugs.wrapsNumbers = description.wrapsNumbers
    life.bugs.doublesPeriod = description.doublesPeriod
    if let share = description["battery.full_until"] {
      life.bugs.fullAbovePercent = UInt8((share * 100).rounded())
    }
    for channel in kind.channels {
      life.bugs.offsets[channel] = description["\(channel.name).wrong_table"]
    }
    bounce = ContactBounce(
      probability: description["bounce.probability"] ?? 0, gapMean: duration("bounce.gap"))
    if kind == .motionDetector {
      motion = MotionModel(
        hold: duration("hold"), blind: duration("blind"), miss: description["miss"] ?? 0)
    }
    load = GatewayLoad(description: description)
    heartbeat = duration("heartbeat")
    leak.delay = duration("delay")
    leak.drying = duration("drying")
    if kind == .smokeAlarm {
      smoke.thresholdDBM = description["threshold"] ?? 0
      smoke.thresholdSpread = description["spread"] ?? 0
      smoke.entry = duration("entry")
      smoke.hush = duration("hush")
      smoke.nuisance = description["nuisance"] ?? 0
      smoke.testMean = duration("test_every")
    }
  }
}

extension BatteryModel {
  /// - Returns: nil for mains.
  fileprivate init?(description: DeviceDescription) {
    guard let word = description.chemistry,
      let chemistry = BatteryChemistry(rawValue: word.rawValue)
    else { return nil }
    self.init(
      chemistry: chemistry, capacityJ: description["battery.capacity"] ?? 0,
      selfDischargePerYear: description["battery.self_discharge"] ?? 0,
      attemptJ: description["battery.attempt"] ?? 0, sleepW: description["battery.sleep"] ?? 0)
  }
}

extension GatewayLoad {
  fileprivate init(description: DeviceDescription) {
    self.init()
    processorBase = description["cpu_usage.base"] ?? 0
    processorSecondsPerMessage = description["cpu_usage.message"] ?? 0
    memoryBase = description["memory_usage.base"] ?? 0
    memoryPerDay = description["memory_usage.leak"] ?? 0
    diskBase = description["disk_usage.base"] ?? 0
    diskPerMessage = description["disk_usage.message"] ?? 0
    logShareMax = description["disk_usage.logs_max"] ?? 1
  }
}

extension ChannelModel {
  fileprivate init(_ channel: Channel, description: DeviceDescription) {
    let key = Self.key(channel)
    func figure(_ name: String) -> Double? { description["\(key).\(name)"] }
    if let told = Self.told(channel) {
      self.init(
        channel, periodSeconds: 0, resolution: figure("resolution") ?? told.resolution,
        range: told.range)
      return
    }
    let low = figure("min") ?? 0
    let period = description["period"] ?? 0
    // Whole periods of the device.
    let every = channel.isSupplyQuality ? description["supply_every"] ?? period : period
    let seconds = period > 0 ? period * max((every / period).rounded(), 1) : 0
    self.init(
      channel, periodSeconds: UInt16(clamping: Int(seconds)),
      resolution: figure("resolution") ?? 1, range: low...(figure("max") ?? 1))
    noiseSD = figure("noise") ?? 0
    noiseShare = figure("noise_share") ?? 0
    biasSD = figure("bias") ?? 0
    gainSD = figure("gain") ?? 0
    lagSeconds = figure("lag") ?? 0
    ageingSDPerYear = figure("ageing") ?? 0
    selfHeatingK = figure("self_heating") ?? 0
    warmUpSeconds = figure("warm_up") ?? 0
    pressureSharePerKPa = figure("pressure") ?? 0
    selfNoiseDB = figure("self_noise")
    sheetSD = figure("sheet") ?? 0
  }

  private static func key(_ channel: Channel) -> String {
    channel == .lampLevel ? "level" : channel.name
  }

  /// Channels that are told at each change, and what they can say; nil for those that are measured.
  private static func told(
    _ channel: Channel
  ) -> (resolution: Double, range: ClosedRange<Double>)? {
    switch channel {
    case .motion, .contact, .waterLeak, .smoke: (1, 0...1)
    case .hvacCall: (1, -1...1)
    case .lampLevel: (0.01, 0...1)
    case .heatingSetpoint: (0.1, 5...35)
    case .coolingSetpoint: (0.1, 10...40)
    default: nil
    }
  }
}

extension DeviceKind {
  /// The kind that files call so.
  static func named(_ kind: DeviceDescription.Kind) -> DeviceKind? {
    allCases.first { $0.name == kind.rawValue }
  }
}

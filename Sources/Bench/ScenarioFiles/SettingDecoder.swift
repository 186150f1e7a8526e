internal import Calendar
internal import Clockwork
internal import Quantities

/// Turns checked settings into values; a failure here means that table and decoder disagree.
enum SettingDecoder {
  static func require<T>(_ value: T?, _ key: String) -> T {
    guard let value else {
      preconditionFailure("The table and the decoder disagree about '\(key)'.")
    }
    return value
  }

  static func scenario(_ root: Setting) -> Scenario {
    Scenario(
      name: root.get("name").wholeText, why: root.get("why").wholeText,
      seed: root.get("seed").wholeSeed, start: root.get("start").wholeStart,
      duration: root.get("duration").wholeDuration, history: root.get("history").wholeDuration,
      homeCount: root.get("homes").wholeCount, faults: root.get("faults").items.map(fault),
      incidents: root.get("incidents").items.map(incident),
      pipeline: pipeline(root.get("pipeline")),
      wire: root.get("wire").choice(), store: root.get("store").choice(),
      durability: root.get("durability").choice(),
      auditHomeCount: root.get("audit").get("homes").wholeCount,
      oracle: oracle(root.get("oracle")),
      agentPlayers: root.get("players").get("agents").items.map { $0.choice() },
      keep: root.get("keep").items.map { $0.choice() },
      ledgerRowCountMax: root.get("ledger").get("rows").wholeCount,
      expectations: root.get("expect").members.map(expectation), must: must(root["must"]))
  }

  private static func oracle(_ setting: Setting) -> Scenario.Oracle {
    Scenario.Oracle(
      homeCount: setting.get("homes").wholeCount, originCount: setting.get("origins").wholeCount,
      pathCount: setting.get("paths").wholeCount,
      horizons: setting.get("horizons").items.map(\.wholeDuration))
  }

  private static func expectation(_ member: Setting.Member) -> Expectation {
    guard case .comparison(let comparison) = member.value.content else {
      return require(nil, "expect")
    }
    return Expectation(scoreID: member.key, comparison: comparison)
  }

  private static func must(_ setting: Setting?) -> Scenario.Must? {
    guard let setting else { return nil }
    if let id = setting["fail"]?.text { return .fail(scoreID: id) }
    return .failAny
  }

  private static func fault(_ setting: Setting) -> Scenario.Fault {
    guard case .moment(let from) = setting.get("from").content else { return require(nil, "from") }
    var until: ScenarioMoment?
    if case .moment(let moment)? = setting["until"]?.content { until = moment }
    return Scenario.Fault(
      effect: effect(setting), subject: subject(setting), from: from,
      duration: setting.get("for").duration, onsetsPerDay: setting["onsets"]?.wholeNumber,
      until: until)
  }

  private static func effect(_ setting: Setting) -> Scenario.Fault.Effect {
    let kind: Scenario.Fault.Kind = setting.get("kind").choice()
    return switch kind {
    case .bias: .bias(size: setting.get("size").wholeNumber)
    case .drift: .drift(ratePerDay: setting.get("rate").wholeNumber)
    case .stuck: .stuck
    case .spikes:
      .spikes(
        size: setting["size"]?.wholeNumber ?? 0, ratePerDay: setting.get("rate").wholeNumber)
    case .noise: .noise(factor: setting.get("factor").wholeNumber)
    case .dropout: .dropout(share: setting.get("share").wholeRatio)
    case .miscalibration:
      .miscalibration(
        size: setting.get("size").wholeNumber, gain: setting.get("gain").wholeNumber)
    case .swapped: .swapped
    case .dyingBattery:
      .dyingBattery(
        life: setting.get("life").wholeDuration, factor: setting.get("factor").wholeNumber)
    case .clockJump: .clockJump(by: setting.get("by").wholeDuration)
    case .replayed: .replayed(ratePerDay: setting.get("rate").wholeNumber)
    case .forged:
      .forged(
        size: setting["size"]?.wholeNumber ?? 0, ratePerDay: setting.get("rate").wholeNumber,
        ahead: setting.get("ahead").wholeCount)
    case .linkOutage: .linkOutage
    case .gatewayRestart: .gatewayRestart
    case .brokerPartition: .brokerPartition
    }
  }

  private static func subject(_ setting: Setting) -> Scenario.Fault.Subject {
    guard let sensors = setting["sensors"] else {
      return .homes(share: setting.get("homes").get("share").wholeRatio)
    }
    let portion: Scenario.SensorChoice.Portion =
      if let count = sensors["count"]?.integer {
        .count(Int(count))
      } else {
        .share(sensors.get("share").wholeRatio)
      }
    return .sensors(
      Scenario.SensorChoice(
        kind: sensors.get("kind").choice(), portion: portion, room: sensors["room"]?.text,
        device: sensors["device"].map { $0.choice() }))
  }

  static func world(_ root: Setting) -> WorldDescription {
    let tariff = root.get("tariff")
    let setpoints = root.get("setpoints")
    let devices = root.get("devices")
    let measuresAir = ["air_monitors", "sound_meters"].contains {
      (devices[$0]?.wholeRatio.value ?? 0) > 0
    }
    return WorldDescription(
      name: root.get("name").wholeText, why: root.get("why").wholeText,
      sources: root.get("sources").items.map(\.wholeText),
      limits: root.get("limits").items.map(\.wholeText), climate: root.get("climate").wholeText,
      dwellings: root.get("dwellings").items.map { dwelling in
        WorldDescription.Dwelling(
          share: dwelling.get("share").wholeRatio, archetype: dwelling.get("archetype").wholeText,
          hvac: dwelling.get("hvac").choice(), hasCooling: dwelling.get("cooling").wholeFlag,
          water: dwelling.get("water").choice())
      },
      solar: WorldDescription.Solar(
        share: root.get("solar").get("share").wholeRatio,
        median: Watts(root.get("solar").get("median").wholeNumber)),
      battery: battery(root.get("battery")),
      vehicles: WorldDescription.Vehicles(
        share: root.get("ev").get("share").wholeRatio,
        charger: Watts(root.get("ev").get("charger").wholeNumber)),
      households: root.get("households").items.map { household in
        WorldDescription.Household(
          share: household.get("share").wholeRatio, type: household.get("type").choice())
      },
      network: network(root.get("network")), voltageV: root.get("voltage").wholeNumber,
      tariff: self.tariff(tariff),
      carbonIntensityKgPerKWh: root.get("carbon_intensity").wholeNumber,
      carbonWave: WorldDescription.CarbonWave(
        swing: root.get("carbon_wave").get("swing").wholeRatio,
        lowestHour: root.get("carbon_wave").get("lowest_hour").wholeCount),
      air: root["air"].map {
        WorldDescription.Air(
          particlesUgM3: $0.get("pm25").wholeNumber, spread: $0.get("spread").wholeRatio)
      } ?? (measuresAir ? .usual : nil),
      setpoints: WorldDescription.Setpoints(
        heating: Celsius(setpoints.get("heating").wholeNumber),
        cooling: Celsius(setpoints.get("cooling").wholeNumber),
        night: setpoints["night"].map {
          WorldDescription.Night(
            share: $0.get("share").wholeRatio, setback: Kelvins($0.get("setback").wholeNumber),
            fromHour: $0.get("from").wholeCount, untilHour: $0.get("until").wholeCount)
        }),
      devices: WorldDescription.Devices(
        noiseScale: devices.get("noise_scale").wholeNumber,
        biasScale: devices.get("bias_scale").wholeNumber,
        models: devices.get("models").items.map {
          WorldDescription.ModelShare(
            model: $0.get("model").wholeText, share: $0.get("share").wholeRatio)
        }, leakSensorShare: devices["leak_sensors"]?.wholeRatio ?? Ratio(0),
        smokeAlarmShare: devices["smoke_alarms"]?.wholeRatio ?? Ratio(0),
        airMonitorShare: devices["air_monitors"]?.wholeRatio ?? Ratio(0),
        soundMeterShare: devices["sound_meters"]?.wholeRatio ?? Ratio(0)))
  }

  private static func battery(_ setting: Setting) -> WorldDescription.Battery {
    WorldDescription.Battery(
      share: setting.get("share").wholeRatio, capacityKWh: setting.get("capacity").wholeNumber,
      power: Watts(setting.get("power").wholeNumber), dispatch: setting.get("dispatch").choice())
  }

  private static func tariff(_ setting: Setting) -> WorldDescription.Tariff {
    let market = setting.get("market")
    return WorldDescription.Tariff(
      pricePerKWh: setting["price_per_kwh"]?.wholeNumber ?? 0, file: setting["file"]?.wholeText,
      currency: setting.get("currency").wholeText,
      periods: setting.get("periods").items.map {
        WorldDescription.Tariff.Period(
          pricePerKWh: $0.get("price_per_kwh").wholeNumber,
          fromMonth: $0.get("from_month").wholeCount, toMonth: $0.get("to_month").wholeCount,
          days: $0.get("days").choice(), fromHour: $0.get("from_hour").wholeCount,
          toHour: $0.get("to_hour").wholeCount)
      },
      market: WorldDescription.Tariff.Market(
        swing: market.get("swing").wholeRatio, noise: market.get("noise").wholeRatio,
        peakHour: market.get("peak_hour").wholeCount))
  }

  private static func count(_ setting: Setting?) -> Int? {
    if let setting { return setting.wholeCount }
    return nil
  }

  private static func network(_ setting: Setting) -> WorldDescription.Network {
    WorldDescription.Network(
      transmitPower: DecibelMilliwatts(setting.get("transmit_power").wholeNumber),
      shadowingDeviationDB: setting.get("shadowing_sd").wholeNumber,
      rssiDeviationDB: setting.get("rssi_sd").wholeNumber,
      channel: count(setting["channel"]),
      wifiLoad: setting.get("wifi_load").wholeRatio,
      goodLoss: setting.get("good_loss").wholeRatio, badLoss: setting.get("bad_loss").wholeRatio,
      goodToBad: setting.get("good_to_bad").wholeRatio,
      badToGood: setting.get("bad_to_good").wholeRatio,
      latencyMean: setting.get("latency_mean").wholeDuration,
      latencyDeviation: setting.get("latency_sd").wholeDuration,
      duplicate: setting.get("duplicate").wholeRatio,
      gatewayQueueCapacity: setting.get("gateway_queue").wholeCount,
      outages: setting["wan_outages"].map {
        WorldDescription.Network.Outages(
          ratePerDay: $0.get("rate").wholeNumber, median: $0.get("median").wholeDuration,
          spread: $0.get("spread").wholeNumber, sharedShare: $0.get("shared").wholeRatio)
      })
  }
}

/// Values that the checker has already made sure of.
extension Setting {
  func get(_ key: String) -> Setting { SettingDecoder.require(self[key], key) }

  func choice<C: Choice>() -> C {
    SettingDecoder.require(text.flatMap(C.init(rawValue:)), "\(C.self)")
  }

  var wholeText: String { SettingDecoder.require(text, "text") }
  var wholeNumber: Double { SettingDecoder.require(number, "number") }
  var wholeRatio: Ratio { Ratio(wholeNumber) }
  var wholeCount: Int { Int(SettingDecoder.require(integer, "integer")) }
  var wholeDuration: SimDuration { SettingDecoder.require(duration, "duration") }

  var wholeFlag: Bool {
    guard case .flag(let flag) = content else { return SettingDecoder.require(nil, "flag") }
    return flag
  }

  var wholeSeed: UInt64 {
    guard case .seed(let seed) = content else { return SettingDecoder.require(nil, "seed") }
    return seed
  }

  var wholeStart: Timestamp {
    guard case .start(let start) = content else { return SettingDecoder.require(nil, "start") }
    return start
  }
}

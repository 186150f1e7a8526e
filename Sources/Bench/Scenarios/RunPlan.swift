public import Calendar
public import Climate
public import Clockwork
internal import Devices
internal import Dwellings
public import Homes
public import Lanes
internal import Quantities
internal import Residents
public import ScenarioFiles
internal import Telemetry
internal import Truth

/// A scenario made concrete: the place, every home's specification and the lanes' settings.
public struct RunPlan: Sendable {
  public let loaded: LoadedScenario
  public let climate: Climate
  public let zone: ZoneRule
  public let zoneText: String
  public let start: SimTime
  public let birth: SimTime
  public let end: SimTime
  public let seed: UInt64
  public internal(set) var laneSettings: LaneSettings
  let site: DwellingSite
  let modelChoice: ModelChoice
  /// After which the world's dwellings are built.
  public let dwellings: DwellingCatalogue
  /// Device files of the user's own.
  let ownDeviceFiles: [DeviceFile]
  /// What electricity costs and emits.
  let tariff: Tariff
  /// nil where the world names no table.
  let ownPrices: OwnPrices?
  /// The weather file, unless it comes with the program.
  let ownWeather: [UInt8]?
  var faultRules: [FaultRule] = []
  var incidentRules: [IncidentRule] = []
  /// What adds no error, and what was never installed: for asking what they are worth.
  var perfect: PerfectParts = []
  var withoutDevices: [String] = []
  /// How the pipeline is broken on purpose.
  var mutation: Mutation?

  public var scenario: Scenario { loaded.scenario }

  /// How many device models homes may own, and how much of what they are is assumed.
  public var deviceSummary: String { modelChoice.summary }

  /// Of the effective scenario and of what its files of one's own hold: dwellings, devices, prices,
  /// weather.
  public var scenarioHash: String {
    var hash = loaded.fingerprint
    for file in dwellings.own { hash.combine(file.bytes) }
    for file in ownDeviceFiles { hash.combine(file.bytes) }
    if let ownPrices { hash.combine(ownPrices.bytes) }
    if let ownWeather { hash.combine(ownWeather) }
    return hash.hex
  }

  /// Marks results that may replace each other: the scenario and the version.
  public func resultHash(version: String) -> String { scenarioHash + "-" + version }

  /// - Parameters:
  ///   - climateName: the weather file's path, for messages.
  ///   - climateIsOwn: whether it does not come with the program.
  ///   - devices: the models that homes can own.
  ///   - dwellings: what homes are built after.
  /// - Throws: ``ClimateError`` or ``RunError`` when the weather file is broken or the world names
  ///   a device model that nobody knows.
  public init(
    _ loaded: LoadedScenario, climateBytes: [UInt8], climateName: String,
    climateIsOwn: Bool = false, devices: DeviceCatalogue, dwellings: DwellingCatalogue
  ) throws {
    try self.init(
      loaded, weather: try WeatherFile(bytes: climateBytes, name: climateName),
      climateName: climateName, ownWeather: climateIsOwn ? climateBytes : nil, devices: devices,
      dwellings: dwellings)
  }

  /// The same from a weather file that was read before.
  public init(
    _ loaded: LoadedScenario, weather file: WeatherFile, climateName: String,
    ownWeather: [UInt8]? = nil, devices: DeviceCatalogue, dwellings: DwellingCatalogue
  ) throws {
    self.loaded = loaded
    self.dwellings = dwellings
    self.ownWeather = ownWeather
    guard let text = Self.zoneText(file.comments), let zone = file.zone else {
      throw RunError.input(
        "\(climateName): COMMENTS 2: no zone=..., expected a POSIX TZ text such as "
          + "zone=CST6CDT,M3.2.0,M11.1.0")
    }
    climate = try Climate(file, zone: zone)
    self.zone = zone
    zoneText = text
    let scenario = loaded.scenario
    seed = scenario.seed
    start = scenario.start.moment(in: zone)
    birth = start - scenario.history
    end = start + scenario.duration
    let temperatures = file.rows.map(\.temperatureC).sorted()
    let pressures = file.rows.map(\.pressurePa)
    site = DwellingSite(
      designHeatingC: temperatures[temperatures.count / 100],
      designCoolingC: temperatures[temperatures.count - 1 - temperatures.count / 100],
      pressurePa: pressures.reduce(0, +) / Double(pressures.count))
    ownPrices = try OwnPrices(loaded, zone: zone, from: birth, to: end)
    tariff = Self.tariff(loaded.world, ownPrices?.hours, seed: scenario.seed)
    modelChoice = try ModelChoice(loaded, catalogue: devices)
    ownDeviceFiles = devices.ownFiles
    laneSettings = try Self.laneSettings(scenario, start: start)
    faultRules = try makeFaultRules()
    incidentRules = try makeIncidentRules()
  }

  private static func zoneText(_ comments: [String]) -> String? {
    for comment in comments {
      guard let range = comment.firstRange(of: "zone=") else { continue }
      return String(comment[range.upperBound...].prefix { $0 != " " && $0 != ";" })
    }
    return nil
  }

  /// The specification of one home.
  public func specification(_ home: Int) -> HomeSpecification {
    let world = loaded.world
    let key = RandomKey(seed: seed, purpose: Purpose("scenarios.fleet"), entity: UInt64(home))
    let (first, second) = key.uniforms(0)
    let place = Self.pick(Array(world.dwellings.indices), first) {
      world.dwellings[$0].share.value
    }
    let dwelling = world.dwellings[place]
    let household = Self.pick(world.households, second, \.share.value)
    let network = world.network
    var specification = HomeSpecification(
      seed: seed, home: HomeID(UInt32(home)),
      archetype: dwellings.archetypes[place],
      plant: Self.plant(dwelling),
      household: Self.kind(household.type),
      heatingSetpointC: world.setpoints.heating.value,
      coolingSetpointC: world.setpoints.cooling.value, voltageV: world.voltageV,
      network: NetworkModel(
        transmitDBm: network.transmitPower.value, shadowingSD: network.shadowingDeviationDB,
        signalSD: network.rssiDeviationDB, channel: network.channel,
        wifiLoad: network.wifiLoad.value,
        goodToBad: network.goodToBad.value, badToGood: network.badToGood.value,
        goodLoss: network.goodLoss.value, badLoss: network.badLoss.value,
        latencyMean: network.latencyDeviation,
        latencyMin: max(network.latencyMean - network.latencyDeviation, .milliseconds(1)),
        corruption: 2e-5, duplicate: network.duplicate.value,
        gatewayQueueLimit: network.gatewayQueueCapacity),
      commandLatencyMean: scenario.pipeline.agents.commandLatency,
      commandLoss: scenario.pipeline.agents.commandLoss.value,
      noiseScale: world.devices.noiseScale, biasScale: world.devices.biasScale,
      models: modelChoice.owned(seed: seed, home: home), site: site,
      zone: zone, zoneRule: zoneText, latitudeDegrees: climate.place.latitudeDegrees,
      longitudeDegrees: climate.place.longitudeDegrees, start: start, birth: birth, end: end,
      faultRules: faultRules, isAudited: home < scenario.auditHomeCount,
      ledgerRowCap: Self.ledgerRowCap(scenario),
      usesJSON: scenario.wire == .json)
    specification.network.outages = network.outages.map {
      OutageModel(
        ratePerDay: $0.ratePerDay, median: $0.median, spread: $0.spread,
        sharedShare: $0.sharedShare.value)
    }
    specification.water = WaterHeating(rawValue: dwelling.water.rawValue) ?? .none
    let hasSolar = key.uniform(1) < world.solar.share.value
    specification.solarMedianW = hasSolar ? world.solar.median.value : nil
    let hasCar = key.uniform(3) < world.vehicles.share.value
    specification.chargerW = hasCar ? world.vehicles.charger.value : nil
    if key.uniform(2) < world.battery.share.value {
      specification.battery = HomeBattery(
        capacityKWh: world.battery.capacityKWh, powerW: world.battery.power.value,
        dispatch: HomeBattery.Dispatch(rawValue: world.battery.dispatch.rawValue)
          ?? .selfConsumption)
    }
    if let night = world.setpoints.night, key.uniform(6) < night.share.value {
      specification.night = NightSetback(
        kelvins: night.setback.value, fromHour: night.fromHour, untilHour: night.untilHour)
    }
    specification.followsAir = world.air != nil
    if key.uniform(4) < world.devices.leakSensorShare.value {
      specification.extras.append(.leakSensor)
    }
    if key.uniform(5) < world.devices.smokeAlarmShare.value {
      specification.extras.append(.smokeAlarm)
    }
    if key.uniform(6) < world.devices.airMonitorShare.value {
      specification.extras.append(.airMonitor)
    }
    if key.uniform(7) < world.devices.soundMeterShare.value {
      specification.extras.append(.soundMeter)
    }
    specification.perfect = perfect
    specification.without = withoutDevices
    specification.incidentRules = incidentRules
    return specification
  }

  private static func tariff(
    _ world: WorldDescription, _ hours: HourlyPrices?, seed: UInt64
  ) -> Tariff {
    let tariff = world.tariff
    return Tariff(
      pricePerKWh: tariff.pricePerKWh, currency: tariff.currency,
      periods: tariff.periods.map {
        Tariff.Period(
          pricePerKWh: $0.pricePerKWh, fromMonth: $0.fromMonth, toMonth: $0.toMonth,
          days: Tariff.Days(rawValue: $0.days.rawValue) ?? .all, fromHour: $0.fromHour,
          toHour: $0.toHour)
      }, hours: hours,
      market: Tariff.Wave(
        swing: tariff.market.swing.value, peakHour: Double(tariff.market.peakHour)),
      marketNoise: tariff.market.noise.value, carbonKgPerKWh: world.carbonIntensityKgPerKWh,
      // Highest half a day from where it is lowest.
      carbon: Tariff.Wave(
        swing: world.carbonWave.swing.value,
        peakHour: Double(world.carbonWave.lowestHour) + 12), seed: seed)
  }

  /// Picks by cumulated share; the last takes what rounding leaves.
  private static func pick<Item>(
    _ items: [Item], _ uniform: Double, _ share: (Item) -> Double
  ) -> Item {
    let total = items.reduce(0) { $0 + share($1) }
    var reached = 0.0
    for item in items {
      reached += share(item) / total
      if uniform < reached { return item }
    }
    return items[items.count - 1]
  }

  private static func plant(_ dwelling: WorldDescription.Dwelling) -> PlantKind {
    switch dwelling.hvac {
    case .heatPump: .heatPump
    case .furnace: dwelling.hasCooling ? .furnaceWithCooling : .furnace
    case .boiler: dwelling.hasCooling ? .boilerWithCooling : .boiler
    }
  }

  private static func kind(_ type: WorldDescription.HouseholdType) -> HouseholdKind {
    switch type {
    case .single: .single
    case .couple: .couple
    case .family: .family
    case .pensioners: .pensioners
    case .shiftWorker: .shiftWorker
    case .flatShare: .flatShare
    }
  }
}

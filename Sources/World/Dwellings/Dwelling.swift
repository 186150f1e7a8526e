public import Clockwork
import Quantities
import Telemetry

/// One dwelling's physics: heat, moisture, carbon dioxide, light, plant, hot water, appliances.
///
/// A value without handles: a copy is a fork. Physics advances in steps of one length, usually
/// 60 s. Between ticks, appliances, lamps and the plant's call change at their microsecond: on
/// meters from then on, on heat as a duty share of the step. People and openings hold for a whole
/// step.
///
/// Each room advances by its exact discrete matrices (``DiscreteStep``) and what rooms exchange by
/// exact mixing of pairs (``RoomExchange``), half before and half after; weather is held over a
/// step; the power of plant and roof within a step is that of the conditions at its start, the
/// hot-water tank's that of its thermostats there.
public struct Dwelling: Sendable {
  /// Length of a physics step where nobody asks for another.
  public static let usualStep = SimDuration.seconds(60)

  /// What a sensor meets has passed this long before: room air does not mix at once (assumed,
  /// range 20 s to 3 min). A constant of the model, not of the step; steps divide it.
  public static let sensingLag = SimDuration.minutes(1)

  /// Length of this dwelling's steps; everything that depends on one is made from it.
  public let step: SimDuration
  /// Rooms, shell and appliances.
  public let plan: DwellingPlan
  /// Design temperatures and air pressure.
  public let site: DwellingSite
  /// Appliances and lamps; their events come between ticks.
  public var appliances: ApplianceBank
  /// The last physics tick.
  public private(set) var time: SimTime
  /// The rooms at the last tick.
  public internal(set) var rooms: [RoomClimate]
  /// The rooms one tick earlier.
  @usableFromInline var earlierRooms: [RoomClimate]
  /// The rooms at the ticks before that as far as ``sensingLag`` reaches, the last one first; none
  /// with the usual step.
  @usableFromInline var olderRooms: [[RoomClimate]]

  /// Whether a call for cooling does anything.
  public let canCool: Bool
  let builder: ModeBuilder
  let exchange: RoomExchange
  var plant: Plant
  let cells: [RoomCell]
  let airDensity: Double
  var modes: ModeTable
  /// With n rooms: n air and n mass temperatures, °C; n humidity ratios of the air and n of the
  /// buffers, kg/kg; n shares of carbon dioxide, ppm.
  var state: [Double]
  @usableFromInline var hvac: PlantMeter
  /// nil where air carries the plant's heat.
  var hydronics: Hydronics?
  /// nil without a tank.
  var water: WaterHeater?
  /// nil where no gas heats water as it is drawn.
  var instant: InstantHeater?
  /// nil without modules on the roof.
  var solar: SolarArray?
  /// What is wrong; nothing but by ``setMishaps(_:at:)``.
  var mishaps = Mishaps()
  /// What the roof gives until the next tick, W, and has given until the last, kWh.
  var solarW = 0.0
  var solarKWh = 0.0
  /// nil without a car that is charged here.
  var vehicle: ElectricVehicle?
  /// What it had drawn at the last tick, kWh.
  var vehicleTickKWh = 0.0
  /// nil without a battery.
  var battery: HomeBattery?
  /// Its standby and the home's use less the roof's, up to the last tick, kWh.
  var batteryIdleKWh = 0.0
  var batteryNetKWh = 0.0
  /// How dear electricity is until the next tick.
  public var price = PriceLevel.flat
  var outdoor: OutdoorConditions
  /// nil where nobody follows them.
  var particles: RoomParticles?
  var airQuality: AirQuality?
  /// What a meal at the hob gives of particles, against the mean meal.
  var fryingFactor = 1.0
  /// What the utility delivers.
  var mains: MainsVoltage
  /// Its voltage from the last tick to the next, over its nominal.
  var voltage = 1.0
  /// The main breaker, A; 0 until all that it feeds is known.
  private(set) var serviceA = 0.0

  /// - Parameters:
  ///   - outdoor: weather at the start.
  ///   - applianceRating: scales the powers of all appliances.
  ///   - refrigeratorPhase: where in its pause the refrigerator begins, 0..<1.
  ///   - solar: modules on the roof.
  ///   - vehicle: a car that is charged here.
  ///   - battery: what stores electricity.
  ///   - isSettled: walls and floors are as warm as these indoors and outdoors keep them; else as
  ///     the air.
  ///   - mains: the voltage; 230 V that never moves unless given.
  ///   - waterSetpointC: what the thermostats of a hot-water tank keep.
  ///   - thermostatRoom: whose radiator has no valve of its own.
  ///   - valveSetpointC: about which the valves of the others are set.
  public init(
    plan: DwellingPlan, plant kind: PlantKind, water waterHeating: WaterHeating = .none,
    site: DwellingSite, start: SimTime, outdoor: OutdoorConditions, indoorTemperatureC: Double = 20,
    relativeHumidity: Double = 0.4, isSettled: Bool = false,
    co2PPM: Double = 600, applianceRating: Double = 1, refrigeratorPhase: Double = 0,
    waterSetpointC: Double? = nil, thermostatRoom: Int = 0, valveSetpointC: Double = 21,
    solar: SolarArray? = nil, battery: HomeBattery? = nil,
    vehicle: ElectricVehicle? = nil,
    mains: MainsVoltage = MainsVoltage(steadyV: 230),
    step: SimDuration = Dwelling.usualStep
  ) {
    self.step = step
    canCool = kind.canCool
    let count = plan.rooms.count
    self.plan = plan
    self.site = site
    self.outdoor = outdoor
    self.solar = solar
    self.mains = mains
    self.battery = battery
    self.vehicle = vehicle
    time = start
    builder = ModeBuilder(plan, airDensity: site.airDensity, stepSeconds: step.seconds)
    let network = ThermalNetwork(plan)
    exchange = RoomExchange(plan, network, airHeat: builder.airHeat, stepSeconds: step.seconds)
    let load = DesignLoad(plan, network, builder, site)
    plant = Plant(
      kind: kind, heatingLoadW: load.heatingW, coolingLoadW: load.coolingW,
      blowerFactor: plan.blowerFactor, site: site)
    cells = RoomCell.cells(plan, network, load)
    airDensity = site.airDensity
    appliances = ApplianceBank(
      plan, at: start, rating: applianceRating, refrigeratorPhase: refrigeratorPhase)
    modes = ModeTable(rooms: count)
    let ratio = Psychrometrics.humidityRatio(
      temperatureC: indoorTemperatureC, relativeHumidity: relativeHumidity,
      pressurePa: site.pressurePa)
    let massesC = cells.map {
      isSettled ? $0.steadyMassC(airC: indoorTemperatureC, outdoor) : indoorTemperatureC
    }
    state =
      Array(repeating: indoorTemperatureC, count: count) + massesC
      + Array(repeating: ratio, count: 2 * count) + Array(repeating: co2PPM, count: count)
    rooms = cells.map {
      RoomClimate(
        temperatureC: indoorTemperatureC, humidityRatio: ratio,
        relativeHumidity: relativeHumidity, co2PPM: co2PPM,
        daylightLx: $0.daylightFactor * outdoor.illuminanceLx)
    }
    earlierRooms = rooms
    olderRooms = Array(repeating: rooms, count: max(1, Int(Self.sensingLag / step)) - 1)
    hvac = PlantMeter(at: start)
    water = WaterHeater(
      waterHeating, room: plan.room(.hallway)?.index ?? 0, at: start,
      setpointC: waterSetpointC ?? WaterHeater.setpointC, stepSeconds: step.seconds)
    if waterHeating == .instantGas {
      instant = InstantHeater(
        room: plan.room(.hallway)?.index ?? 0, roomC: indoorTemperatureC, at: start)
    }
    if kind.hasRadiators {
      hydronics = Hydronics(
        loadsW: load.heatingShares.map { $0 * load.heatingW },
        valves: Self.valves(
          plan, thermostatRoom: thermostatRoom, heatingC: valveSetpointC,
          roomC: indoorTemperatureC),
        fullW: plant.heatingW, designC: site.designHeatingC, waterC: indoorTemperatureC,
        stepSeconds: step.seconds)
    }
    voltage = self.mains.ratio(at: start)
    appliances.setVoltage(voltage)
    hvac.performance = plant.performance(.off, plantConditions)
    serviceA = ServiceRating.ratedA(self)
  }

  /// Rooms of the plan.
  public var roomCount: Int { rooms.count }
  /// What the thermostat asked of the plant last.
  @inlinable public var call: HVACCall { hvac.call }
  /// Rated heat of the plant without strip heat, W.
  public var ratedHeatingW: Double { plant.heatingW }
  /// Rated total cooling, W; 0 without.
  public var ratedCoolingW: Double { plant.coolingW }
  /// How often an air-flow mode had to be made since the start.
  public var modeMissCount: Int { modes.missCount }

  /// Gives back what can be made again, for a while in which the dwelling does not live on.
  public mutating func releaseCaches() { modes.removeAll() }

  /// Passes a thermostat's call to the plant; it acts from `time` on.
  public mutating func setCall(_ call: HVACCall, at time: SimTime) {
    hvac.settle(to: time)
    if call == hvac.call { return }
    hvac.call = call
    renewPlant()
  }

  /// Advances one step.
  ///
  /// - Parameters:
  ///   - outdoor: weather held over the step.
  ///   - people: per room, who was there during the step.
  ///   - openings: windows and doors during the step.
  public mutating func advance(
    outdoor: OutdoorConditions, people: [PersonLoad], openings: Openings
  ) -> StepReport {
    precondition(people.count == roomCount, "one load per room")
    let end = time + step
    let appliancesKWh = appliances.settleTick(at: end)
    hvac.settle(to: end)
    self.outdoor = outdoor
    voltage = mains.ratio(at: end)
    appliances.setVoltage(voltage)
    var report = StepReport()
    let seconds = builder.stepSeconds
    report.hvacElectricPowerW = hvac.stepElectricKWh * 3.6e6 / seconds
    report.electricPowerW =
      appliancesKWh * 3.6e6 / seconds + report.hvacElectricPowerW
    report.fuelPowerW = hvac.stepFuelKWh * 3.6e6 / seconds
    report.hvacHeatW = hvac.stepHeatJ / seconds
    advanceRadiators(&report)
    advanceWater(to: end, &report)
    advanceInstantWater(to: end, &report)
    advanceSolar(to: end, &report)
    if mishaps.touchesRooms { advanceMishaps(&report) }
    advanceVehicle(to: end, &report)
    advanceBattery(to: end, &report)
    advanceRooms(people, openings, &report)
    advanceParticles(people, openings)
    advanceAirQuality(people, openings)
    appliances.clearRoomGains()
    appliances.setAmbient(rooms)
    hvac.beginStep()
    renewPlant()
    time = end
    settleBattery()
    return report
  }

  /// What the plant does from now on, under its call and the weather.
  mutating func renewPlant() {
    hvac.performance = plant.performance(hvac.call, plantConditions)
    if hydronics != nil { renewBoiler() }
  }

  /// Mean indoor air and the weather, as the plant meets them.
  private var plantConditions: Plant.Conditions {
    var temperature = 0.0
    var ratio = 0.0
    for room in rooms {
      temperature += room.temperatureC
      ratio += room.humidityRatio
    }
    let count = Double(rooms.count)
    return Plant.Conditions(
      indoorC: temperature / count, indoorHumidityRatio: ratio / count,
      outdoorC: outdoor.temperatureC, outdoorHumidityRatio: outdoor.humidityRatio,
      voltage: voltage)
  }
}

internal import Calendar
internal import Clockwork
internal import Devices
public import Dwellings
internal import Residents
public import Telemetry
public import Truth

extension Home {
  /// Builds the home at its birth.
  ///
  /// - Parameter outdoor: the weather at that moment.
  public init(_ specification: HomeSpecification, outdoor: OutdoorConditions) {
    self.specification = specification
    let seed = specification.seed
    let homeNumber = UInt64(specification.home.rawValue)
    let parts = HomeBuilder(specification)
    plan = parts.plan
    now = specification.birth
    clock = LocalClock(zone: specification.zone, near: specification.birth)
    let start = specification.birth
    let unit = RandomKey(seed: seed, purpose: .homeUnit, entity: homeNumber)
    let climate = StartClimate(
      outdoor: outdoor, heatingC: specification.heatingSetpointC,
      coolingC: specification.coolingSetpointC, canCool: specification.plant.canCool,
      pressurePa: specification.site.pressurePa)
    dwelling = Dwelling(
      plan: plan, plant: specification.plant, water: specification.water,
      site: specification.site, start: start, outdoor: outdoor,
      indoorTemperatureC: climate.temperatureC, relativeHumidity: climate.relativeHumidity,
      isSettled: true, applianceRating: parts.variation.appliancePowerFactor,
      refrigeratorPhase: unit.uniform(0),
      waterSetpointC: Self.waterSetpointC(unit.uniform(1)),
      thermostatRoom: parts.layout.placements.first { $0.kind == .thermostat }?.room.index
        ?? 0, valveSetpointC: specification.heatingSetpointC,
      solar: parts.solar,
      battery: parts.solar == nil
        ? nil
        : specification.battery?.controlled(
          RandomKey(seed: seed, purpose: .homeBattery, entity: homeNumber)),
      vehicle: specification.chargerW.map {
        ElectricVehicle.drawn(
          RandomKey(seed: seed, purpose: .vehicleKind, entity: homeNumber), chargerW: $0, at: start)
      },
      mains: MainsVoltage(
        nominalV: specification.voltageV,
        key: RandomKey(seed: seed, purpose: .mainsVoltage, entity: homeNumber),
        longitudeDegrees: specification.longitudeDegrees), step: specification.step)
    if specification.followsAir {
      dwelling.followAirQuality()
    } else if parts.layout.placements.contains(where: { $0.model.kind == .smokeAlarm }) {
      dwelling.followParticles()
    }
    household = Household(
      kind: specification.household, seed: seed, home: specification.home,
      layout: parts.householdLayout, start: start, moment: Self.moment(&clock, at: start))
    ledger = WorldLedger(rowCap: specification.ledgerRowCap)
    units = parts.units
    slots = parts.slots
    counters = parts.counters
    slotRanges = parts.slotRanges
    struckSensors = parts.struckSensors
    deviceFaults = parts.deviceFaults
    messageFaults = MessageFaults(parts.deviceFaults)
    attacks = parts.deviceFaults.attacks
    thermostat = parts.first(.thermostat)
    meter = parts.first(.electricityMeter)
    gateway = parts.first(.gateway)
    frontDoor = parts.first(.doorContact)
    motionDevices = plan.rooms.indices.map { room in
      parts.devices(.motionDetector).first { parts.units[$0].room.index == room }
    }
    windowDevices = plan.rooms.indices.map { room in
      parts.devices(.windowContact).first { parts.units[$0].room.index == room }
    }
    lampDevices = parts.devices(.lamp)
    plugDevices = parts.plugs
    speakers = parts.devices(.speaker).map { ($0, parts.units[$0].room.index) }
    uplink = parts.uplink
    air = parts.air
    downlink = Downlink(
      latencyMean: specification.commandLatencyMean, loss: specification.commandLoss, seed: seed,
      home: homeNumber)
    let roomCount = plan.rooms.count
    detectors = (0..<roomCount).map {
      MotionDetector(
        specification.models[.motionDetector].perfect(specification.perfect).motion, seed: seed,
        entity: homeNumber << 8 | UInt64($0))
    }
    motionKeys = (0..<roomCount).map {
      RandomKey(seed: seed, purpose: .movement, entity: homeNumber << 8 | UInt64($0))
    }
    queue = HomeQueue(start: start)
    nextPhysics = start + dwelling.step
    heatingSetpointC = specification.heatingSetpointC
    coolingSetpointC = specification.coolingSetpointC
    windowSince = Array(repeating: start, count: roomCount)
    doorSince = Array(repeating: start, count: plan.doorways.count)
    lampLevels = Array(repeating: 0, count: roomCount)
    people = Array(repeating: .none, count: roomCount)
    senses = HomeSenses(
      rooms: Array(
        repeating: RoomSenses(
          temperatureC: climate.temperatureC, co2PPM: 600, illuminanceLx: 0,
          isWindowOpen: false, isLampOn: false), count: roomCount),
      outdoorTemperatureC: outdoor.temperatureC,
      heatingSetpointC: specification.heatingSetpointC,
      coolingSetpointC: specification.coolingSetpointC)
    applianceKey = RandomKey(seed: seed, purpose: .applianceCycle, entity: homeNumber)
    vehicleKey = RandomKey(seed: seed, purpose: .vehicle, entity: homeNumber)
    driver = household.people.firstIndex { $0.isAdult }
    waterKey = RandomKey(seed: seed, purpose: .waterDraw, entity: homeNumber)
    applianceStarts = Array(repeating: 0, count: plan.appliances.count)
    eventCounts = Array(repeating: 0, count: parts.units.count)
    contactTurns = Array(repeating: 0, count: parts.units.count)
    heartbeats = parts.heartbeats
    nextForecast = start
    // The hour that has begun is told, too.
    nextPrice = start - .hours(1) + .microseconds(1)
    sitePlan = parts.sitePlan(household: household)
    jsonCodec = specification.usesJSON ? JSONMessageCodec(plan: sitePlan) : nil
    activities = household.people.indices.map { [household] in
      let resident = ResidentIndex($0)
      return (household.activity(of: resident), household.room(of: resident), start)
    }
    emptySince = household.occupantCount == 0 ? start : nil
    hazards = HazardSensors(parts)
    incidents = IncidentBook(parts.incidentPlan)
    guardian = Plausibility(dwelling, household, units)
    schedule()
  }

  /// What the home tells its pipeline at commissioning: the first message on the wire, there
  /// before any device's. In JSON nobody could tell who sent the others.
  public mutating func commission(wire: inout WireBuffer, truth: inout TruthBuffer) {
    sendFromService(.sitePlan(sitePlan), kind: .sitePlan, latency: .zero, wire: &wire)
    // No later message is as long.
    scratch = []
    for fault in HomeBuilder.faultEvents(
      slots: slots, struck: struckSensors, devices: deviceFaults, uplink: uplink,
      before: specification.end)
    {
      truth.events.append(fault)
    }
    for start in uplink.interruptions where start.isOwn && start.start < specification.end {
      truth.events.append(.gatewayStart(start: start.start, end: start.end))
    }
  }

  /// Timers of devices, which fall where each device's own phase lies.
  private mutating func schedule() {
    for (device, range) in slotRanges.enumerated() {
      let entity = 1 + UInt32(device)
      if !range.isEmpty {
        let sensor = slots[range.lowerBound].sensor
        queue.addPeriodic(
          every: sensor.period, first: sensor.firstTick, entity: entity,
          payload: HomeEvent(kind: .deviceTick, index: UInt32(device)))
      }
      let phase = RandomKey(
        seed: specification.seed, purpose: .statusPhase,
        entity: HomeSpecification.entity(specification.home, device: units[device].number)
      ).uniform(0)
      let every = units[device].statusEvery
      let first = Int64(phase * Double(every.microseconds))
      queue.addPeriodic(
        every: every, first: specification.birth + .microseconds(first), entity: entity,
        payload: HomeEvent(kind: .status, index: UInt32(device)))
    }
    scheduleHeartbeats()
    scheduleTests()
    scheduleFaults()
    scheduleIncidents()
    scheduleDeviceFaults()
    scheduleMoves()
    queue.addPeriodic(
      every: Channel.hvacCallHeartbeat, first: specification.birth + .seconds(37),
      entity: 1 + UInt32(thermostat), payload: HomeEvent(kind: .callDue, index: 0))
  }

  /// What people set their tank to: 125 °F (Building America 2010), 3 K either way (assumed 2-5).
  private static func waterSetpointC(_ uniform: Double) -> Double { 51.7 + 3 * (2 * uniform - 1) }

  private static func moment(_ clock: inout LocalClock, at time: SimTime) -> LocalMoment {
    let date = clock.date(at: time)
    let second = Int(clock.microsecondOfDay(at: time) / 1_000_000)
    let noon = time + .seconds(Int64((129_600 - second) % 86_400))
    return LocalMoment(
      dayNumber: date.dayNumber, secondOfDay: second,
      weekday: date.weekday.isoNumber,
      isHoliday: FederalHoliday.observed(on: date) != nil,
      isHolidayTomorrow: FederalHoliday.observed(on: date.adding(days: 1)) != nil,
      minutesLostByNoon: clock.shift(from: time, to: noon).seconds / 60)
  }

  /// The civil time now, for people.
  mutating func localMoment() -> LocalMoment { Self.moment(&clock, at: now) }
}

extension Purpose {
  static let dwellingVariation = Purpose("homes.dwelling.variation")
  static let applianceOwnership = Purpose("homes.appliance.ownership")
  static let surroundings = Purpose("homes.surroundings")
  static let homeUnit = Purpose("homes.unit")
  static let movement = Purpose("homes.movement")
  static let applianceCycle = Purpose("homes.appliance.cycle")
  static let solarRoof = Purpose("homes.solar.roof")
  static let waterDraw = Purpose("homes.water.draw")
  static let vehicle = Purpose("homes.vehicle")
  static let vehicleKind = Purpose("homes.vehicle.kind")
  static let homeBattery = Purpose("homes.battery.control")
  static let mainsVoltage = Purpose("homes.mains.voltage")
  static let heartbeatPhase = Purpose("homes.heartbeat.phase")
  static let statusPhase = Purpose("homes.status.phase")
  static let devicePhase = Purpose("homes.device.phase")
  static let faultChoice = Purpose("homes.fault.choice")
  static let batteryCharge = Purpose("homes.battery.charge")
}

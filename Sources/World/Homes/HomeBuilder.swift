internal import Clockwork
internal import Devices
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

/// Puts a home's devices together from its plan and the scenario's faults.
struct HomeBuilder {
  let specification: HomeSpecification
  let variation: DwellingVariation
  let plan: DwellingPlan
  let layout: DeviceLayout
  /// nil without modules on the roof.
  let solar: SolarArray?
  var units: [DeviceUnit] = []
  var slots: [SensorSlot] = []
  private(set) var counters: [SensorCounter] = []
  private(set) var slotRanges: [Range<Int>] = []
  /// Sensors that speak at events and have a fault.
  var struckSensors: [EventSensor] = []
  /// Faults of whole devices, messages in their names and what follows from both.
  var deviceFaults = DeviceFaults()
  private(set) var plugs: [(device: Int, appliance: Int)] = []
  private(set) var uplink: Uplink
  let air: RadioAir
  private let sites: DeviceSites

  init(_ specification: HomeSpecification) {
    self.specification = specification
    let home = UInt64(specification.home.rawValue)
    variation = DwellingVariation(
      RandomKey(seed: specification.seed, purpose: .dwellingVariation, entity: home))
    plan = specification.archetype.plan(
      variation, hasElectricShower: specification.water == .electricShower,
      ownership: ApplianceOwnership(
        RandomKey(seed: specification.seed, purpose: .applianceOwnership, entity: home),
        in: specification.archetype)
    ).surrounded(RandomKey(seed: specification.seed, purpose: .surroundings, entity: home))
    solar = specification.solarMedianW.flatMap { [plan] in
      SolarArray.drawn(
        RandomKey(seed: specification.seed, purpose: .solarRoof, entity: home), plan: plan,
        medianW: $0)
    }
    layout = DeviceLayout(
      plan: plan, models: specification.models, extras: specification.extras,
      without: specification.without,
      feedsIn: solar != nil)
    uplink = Uplink(
      network: specification.effectiveNetwork, interruptions: [], seed: specification.seed,
      home: home)
    air = RadioAir(network: specification.effectiveNetwork, seed: specification.seed, home: home)
    sites = DeviceSites(specification, plan, in: air)
    addDevices()
    layWayOut()
    for rule in specification.faultRules { apply(rule) }
    for device in units.indices { addFirmwareFaults(device) }
  }

  /// Makes room for all of them first: arrays left to themselves keep up to twice what they need.
  private mutating func addDevices() {
    let models = layout.placements.map { $0.shared.perfect(specification.perfect) }
    units.reserveCapacity(models.count)
    slotRanges.reserveCapacity(models.count)
    slots.reserveCapacity(
      models.reduce(0) { $0 + $1.model.channels.count { $0.periodSeconds > 0 } })
    for (device, placement) in layout.placements.enumerated() {
      add(placement, models[device], device: device)
    }
  }

  /// The gateway is deaf while it starts, whether by itself or by a fault; each start is one of its
  /// life, too, so that its uptime and its memory tell of it.
  private mutating func layWayOut() {
    let gateway = first(.gateway)
    var interruptions = Self.interruptions(specification)
    let own =
      specification.perfect.contains(.links) ? [] : units[gateway].boots(before: specification.end)
    for restart in interruptions where restart.kind == .restart {
      units[gateway].plan(startAt: restart.start)
    }
    interruptions += own.map {
      Uplink.Interruption(start: $0.lowerBound, end: $0.upperBound, kind: .restart, isOwn: true)
    }
    uplink = Uplink(
      network: specification.effectiveNetwork, interruptions: interruptions,
      seed: specification.seed, home: UInt64(specification.home.rawValue))
  }

  /// What will go wrong in the home.
  var incidentPlan: IncidentPlan { IncidentPlan(specification, plan, hasSolar: solar != nil) }

  func devices(_ kind: DeviceKind) -> [Int] {
    units.indices.filter { units[$0].kind == kind }
  }

  /// - Precondition: the layout has such a device.
  func first(_ kind: DeviceKind) -> Int {
    guard let device = devices(kind).first else {
      preconditionFailure("every home has a \(kind.name)")
    }
    return device
  }

  private mutating func add(
    _ placement: DeviceLayout.Placement, _ shared: SharedModel, device: Int
  ) {
    let entity = HomeSpecification.entity(specification.home, device: placement.number)
    let charge = RandomKey(
      seed: specification.seed, purpose: .batteryCharge, entity: entity)
    let model = shared.model
    // Batteries were put in at different times: between a fifth and full.
    units.append(
      DeviceUnit(
        model: shared, index: DeviceIndex(device), number: placement.number,
        room: placement.room, link: sites.link(of: placement, entity: entity),
        seed: specification.seed,
        entity: entity, start: specification.birth,
        initialCharge: 0.2 + 0.8 * charge.uniform(0)))
    if let appliance = placement.appliance { plugs.append((device, appliance)) }
    let lower = slots.count
    let phase = RandomKey(seed: specification.seed, purpose: .devicePhase, entity: entity)
    // All channels of a device begin together; slower ones fall on its ticks.
    let period = model.channels.first { $0.periodSeconds > 0 }?.periodSeconds ?? 0
    let offset = phase.uniform(0) * Double(period) * 1e6
    for (place, model) in model.channels.enumerated() where model.periodSeconds > 0 {
      let first = specification.birth + .microseconds(1 + Int64(offset))
      let sensor = SensorChannel(
        model: scaled(model), device: DeviceIndex(device), firstTick: first,
        pressurePa: specification.site.pressurePa, seed: specification.seed,
        entity: HomeSpecification.entity(
          specification.home, device: placement.number, channel: model.channel.rawValue),
        figures: specification.noiseScale == 1 ? shared.figures[place] : nil)
      let source = source(model.channel, placement)
      var counter = UInt8.max
      if source.isDifference {
        counter = UInt8(counters.count)
        counters.append(SensorCounter(time: specification.birth))
      }
      slots.append(
        SensorSlot(
          sensor: sensor, source: source, channel: model.channel, room: placement.room,
          counter: counter))
    }
    slotRanges.append(lower..<slots.count)
  }

  /// The channel with the scenario's scales of noise and bias.
  private func scaled(_ model: ChannelModel) -> ChannelModel {
    var model = model
    model.noiseSD *= specification.noiseScale
    model.noiseShare *= specification.noiseScale
    model.biasSD *= specification.biasScale
    model.gainSD *= specification.biasScale
    model.ageingSDPerYear *= specification.biasScale
    return model
  }

  private func source(
    _ channel: Channel, _ placement: DeviceLayout.Placement
  ) -> SensorSource {
    let room = placement.room
    switch channel {
    case .temperature: return .roomTemperature(room)
    case .relativeHumidity: return .roomHumidity(room)
    case .co2: return .roomCO2(room)
    case .illuminance: return .roomLight(room)
    case .pm25: return .roomParticles(room)
    case .vocIndex: return .roomVapours(room)
    case .noiseLevel: return .roomSound(room)
    case .power where placement.kind == .circuitMeter: return .plantPower
    case .power: return placement.appliance.map { .appliancePower(UInt8($0)) } ?? .gridPower
    case .energy: return .gridEnergy
    case .voltage: return .voltage(meterPoint(placement))
    case .current: return .current(meterPoint(placement))
    case .powerFactor: return .powerFactor(meterPoint(placement))
    case .cpuUsage: return .processor
    case .memoryUsage: return .memory
    case .diskUsage: return .disk
    default: preconditionFailure("\(channel.name) is not measured at regular times")
    }
  }

  private func meterPoint(_ placement: DeviceLayout.Placement) -> MeterPoint {
    if placement.kind == .circuitMeter { return .plant }
    return placement.appliance.map { .appliance(UInt8($0)) } ?? .grid
  }

  /// When devices that speak at changes must speak; none does before the history is over.
  var heartbeats: [Heartbeat] {
    layout.placements.map { placement in
      let entity = HomeSpecification.entity(specification.home, device: placement.number)
      let key = RandomKey(seed: specification.seed, purpose: .heartbeatPhase, entity: entity)
      return Heartbeat(
        every: placement.model.heartbeat, start: max(specification.birth, specification.start),
        phase: key.uniform(0))
    }
  }

  // MARK: Descriptions

  /// The home as its residents know it.
  var householdLayout: HomeLayout {
    HomeLayout(
      rooms: plan.rooms.map { .init(kind: $0.kind, hasWindow: $0.hasWindow, hasLamp: true) },
      doorways: plan.sitePlanDoorways,
      uses: Dictionary(
        uniqueKeysWithValues: HouseholdUse.allCases.compactMap { use in
          use.appliance(in: plan).map { (use, plan.appliances[$0].room) }
        }),
      plugs: plugs.filter { Self.isSwitchedByWish(plan.appliances[$0.appliance].kind) }.map {
        HomeLayout.Plug(
          room: plan.appliances[$0.appliance].room, label: layout.placements[$0.device].label)
      },
      hasCooling: specification.plant.canCool,
      screenCount: plan.appliances.count { $0.kind == .computer })
  }

  /// Nobody wishes their fridge off.
  private static func isSwitchedByWish(_ kind: ApplianceKind) -> Bool {
    kind == .television || kind == .computer
  }

  /// The home as its installer wrote it down.
  func sitePlan(household: Household) -> SitePlan {
    let devices = layout.placements.enumerated().map { index, placement in
      let model = placement.model
      return SitePlan.Device(
        index: DeviceIndex(index), kind: model.kind, name: placement.name,
        manufacturer: model.manufacturer, model: model.model, firmware: model.firmware,
        room: placement.room, label: placement.label, isMainsPowered: model.battery == nil,
        channels: placement.shared.perfect(specification.perfect).sheets)
    }
    return SitePlan(
      home: specification.home, street: "\(1 + specification.home.rawValue) Elm Street",
      zoneRule: specification.zoneRule, latitudeDegrees: specification.latitudeDegrees,
      longitudeDegrees: specification.longitudeDegrees, floorAreaM2: plan.floorAreaM2,
      rooms: plan.sitePlanRooms, doorways: plan.sitePlanDoorways, devices: devices,
      residents: household.people.enumerated().map { index, person in
        SitePlan.Resident(
          index: ResidentIndex(index), name: person.name,
          heatingSetpointC: person.statedHeatingC, coolingSetpointC: person.statedCoolingC)
      })
  }
}

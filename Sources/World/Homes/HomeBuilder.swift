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
  private(set) var units: [DeviceUnit] = []
  private(set) var slots: [SensorSlot] = []
  private(set) var slotRanges: [Range<Int>] = []
  /// Sensors that speak at events and have a fault.
  private(set) var struckSensors: [EventSensor] = []
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
      variation, hasElectricShower: specification.water == .electricShower)
    solar = specification.solarMedianW.flatMap { [plan] in
      SolarArray.drawn(
        RandomKey(seed: specification.seed, purpose: .solarRoof, entity: home), plan: plan,
        medianW: $0)
    }
    layout = DeviceLayout(
      plan: plan, models: specification.models, without: specification.without,
      feedsIn: solar != nil)
    uplink = Uplink(
      network: specification.effectiveNetwork, interruptions: Self.interruptions(specification),
      seed: specification.seed, home: home)
    air = RadioAir(network: specification.effectiveNetwork, seed: specification.seed, home: home)
    sites = DeviceSites(specification, plan)
    for (device, placement) in layout.placements.enumerated() { add(placement, device: device) }
    for rule in specification.faultRules { apply(rule) }
  }

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

  private mutating func add(_ placement: DeviceLayout.Placement, device: Int) {
    let entity = HomeSpecification.entity(specification.home, device: placement.number)
    let charge = RandomKey(
      seed: specification.seed, purpose: .batteryCharge, entity: entity)
    let model = placement.model.perfect(specification.perfect)
    // Batteries were put in at different times: between a fifth and full.
    units.append(
      DeviceUnit(
        model: model, index: DeviceIndex(device), number: placement.number,
        room: placement.room,
        link: sites.link(of: placement, in: air, entity: entity), seed: specification.seed,
        entity: entity, start: specification.birth,
        initialCharge: 0.2 + 0.8 * charge.uniform(0)))
    if let appliance = placement.appliance { plugs.append((device, appliance)) }
    let lower = slots.count
    let phase = RandomKey(seed: specification.seed, purpose: .devicePhase, entity: entity)
    // All channels of a device begin together; slower ones fall on its ticks.
    let period = model.channels.first { $0.periodSeconds > 0 }?.periodSeconds ?? 0
    let offset = phase.uniform(0) * Double(period) * 1e6
    for model in model.channels where model.periodSeconds > 0 {
      let first = specification.birth + .microseconds(1 + Int64(offset))
      let sensor = SensorChannel(
        model: scaled(model), device: DeviceIndex(device), firstTick: first,
        pressurePa: specification.site.pressurePa, seed: specification.seed,
        entity: HomeSpecification.entity(
          specification.home, device: placement.number, channel: model.channel.rawValue))
      slots.append(
        SensorSlot(
          sensor: sensor, source: source(model.channel, placement), channel: model.channel,
          room: placement.room.index, lastEnergyTime: specification.birth))
    }
    slotRanges.append(lower..<slots.count)
    freeze(device, lower..<slots.count)
  }

  /// What a bug of its firmware does is a fault like any other, to whoever looks for it.
  private mutating func freeze(_ device: Int, _ range: Range<Int>) {
    for stretch in units[device].frozenStretches(before: specification.end) {
      let fault = SensorFault(
        number: Self.firmwareFaultNumber, kind: .stuck, start: stretch.lowerBound,
        end: stretch.upperBound, magnitude: 0)
      for slot in range { slots[slot].sensor.faults.append(fault) }
    }
  }

  /// Behind those of a scenario, of which there are at most 1,000.
  private static let firmwareFaultNumber = 1_023

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
    let room = placement.room.index
    switch channel {
    case .temperature: return .roomTemperature(room)
    case .relativeHumidity: return .roomHumidity(room)
    case .co2: return .roomCO2(room)
    case .illuminance: return .roomLight(room)
    case .power where placement.model.kind == .circuitMeter: return .plantPower
    case .power: return placement.appliance.map { .appliancePower($0) } ?? .gridPower
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
    if placement.model.kind == .circuitMeter { return .plant }
    return placement.appliance.map { .appliance($0) } ?? .grid
  }

  // MARK: Faults

  private mutating func apply(_ rule: FaultRule) {
    guard Self.interruption(rule.kind) == nil else { return }
    // Biases and drifts go either way.
    let isSigned = rule.kind == .bias || rule.kind == .drift
    for candidate in fitting(rule) where rule.reach.hits(candidate.lot) {
      let sign = isSigned && candidate.side < 0.5 ? -1.0 : 1.0
      let fault = SensorFault(
        number: rule.index, kind: rule.kind, start: rule.start, end: rule.end,
        magnitude: sign * rule.magnitude, ratePerDay: rule.ratePerDay)
      switch candidate.target {
      case .slot(let slot): slots[slot].sensor.faults.append(fault)
      case .event(let device, let channel): strike(device, channel, fault, candidate.lot.entity)
      }
    }
  }

  private mutating func strike(
    _ device: Int, _ channel: Channel, _ fault: SensorFault, _ entity: UInt64
  ) {
    let known = struckSensors.firstIndex { $0.device == device && $0.channel == channel }
    let place = known ?? struckSensors.count
    if known == nil {
      struckSensors.append(
        EventSensor(
          channel: channel, device: device, hold: layout.placements[device].model.motion.hold,
          seed: specification.seed, entity: entity))
    }
    struckSensors[place].add(fault)
  }

  /// What a fault may hit: a channel that measures at regular times, or one that tells of changes.
  enum FaultTarget {
    case slot(Int)
    case event(device: Int, channel: Channel)
  }

  /// The sensors that a rule may hit. Lots are drawn one by one, so that another device changes
  /// nobody's luck.
  func fitting(_ rule: FaultRule) -> [(target: FaultTarget, lot: FaultLot, side: Double)] {
    // Sensors that speak at events are hit by name only.
    if let channel = rule.channel, EventSensor.channels.contains(channel) {
      return units.indices.compactMap { device in
        let channels = layout.placements[device].model.channels
        guard channels.contains(where: { $0.channel == channel }) else { return nil }
        return candidate(rule, .event(device: device, channel: channel), device, channel)
      }
    }
    return slots.indices.compactMap { slot in
      let sensor = slots[slot].sensor
      return candidate(rule, .slot(slot), sensor.device.index, sensor.channel)
    }
  }

  private func candidate(
    _ rule: FaultRule, _ target: FaultTarget, _ device: Int, _ channel: Channel
  ) -> (target: FaultTarget, lot: FaultLot, side: Double)? {
    let unit = units[device]
    let room = plan.rooms[unit.room.index]
    guard rule.channel == nil || rule.channel == channel,
      rule.deviceKind == nil || rule.deviceKind == unit.kind, unit.kind != .gateway,
      rule.room == nil || rule.room == room.name || rule.room == room.kind.name
    else { return nil }
    let entity = HomeSpecification.entity(
      specification.home, device: unit.number, channel: channel.rawValue)
    let key = RandomKey(seed: specification.seed, purpose: .faultChoice, entity: entity)
    let (draw, side) = key.uniforms(UInt64(rule.index))
    return (target, FaultLot(draw: draw, entity: entity), side)
  }

  private static func interruptions(_ specification: HomeSpecification) -> [Uplink.Interruption] {
    specification.faultRules.compactMap { rule in
      guard let kind = interruption(rule.kind) else { return nil }
      let entity = UInt64(specification.home.rawValue) << 32 | 0xFFFF_FFFF
      let key = RandomKey(seed: specification.seed, purpose: .faultChoice, entity: entity)
      let lot = FaultLot(draw: key.uniform(UInt64(rule.index)), entity: entity)
      guard rule.reach.hits(lot) else { return nil }
      return Uplink.Interruption(
        start: rule.start, end: rule.end, kind: kind)
    }
  }

  /// How a fault of the whole home interrupts its way out; nil for those of sensors.
  private static func interruption(_ kind: FaultKind) -> Uplink.Interruption.Kind? {
    switch kind {
    case .linkOutage: .outage
    case .gatewayRestart: .restart
    case .brokerPartition: .partition
    case .bias, .drift, .stuck, .spikes, .noise, .dropout: nil
    }
  }

  private static func fault(_ kind: Uplink.Interruption.Kind) -> FaultKind {
    switch kind {
    case .outage: .linkOutage
    case .restart: .gatewayRestart
    case .partition: .brokerPartition
    }
  }

  /// What will have begun before the end of the run; the rest strikes nobody.
  static func faultEvents(
    slots: [SensorSlot], struck: [EventSensor], uplink: Uplink, before end: SimTime
  ) -> [TruthEvent] {
    let sensors =
      slots.map { ($0.sensor.device, $0.channel, $0.sensor.faults) }
      + struck.map { (DeviceIndex($0.device), $0.channel, $0.faults) }
    let ofSensors = sensors.flatMap { device, channel, faults in
      joined(faults.filter { $0.start < end }) {
        $0.kind == $1.kind && $0.start == $1.start
      } with: {
        $0.magnitude += $1.magnitude
        $0.end = max($0.end, $1.end)
      }.map { fault in
        TruthEvent.fault(
          device, channel, fault.kind, magnitude: fault.magnitude, start: fault.start,
          end: fault.end)
      }
    }
    let ofUplink = joined(uplink.interruptions.filter { $0.start < end }) {
      $0.kind == $1.kind && $0.start == $1.start
    } with: {
      $0.end = max($0.end, $1.end)
    }
    return ofSensors
      + ofUplink.map {
        .uplinkFault(
          fault($0.kind), start: $0.start, end: $0.end)
      }
  }

  /// Two rules that strike one sensor alike at one moment are one fault to whoever looks for it.
  private static func joined<Fault>(
    _ faults: [Fault], same: (Fault, Fault) -> Bool, with join: (inout Fault, Fault) -> Void
  ) -> [Fault] {
    faults.reduce(into: []) { all, fault in
      if let place = all.firstIndex(where: { same($0, fault) }) {
        join(&all[place], fault)
      } else {
        all.append(fault)
      }
    }
  }

  // MARK: Descriptions

  /// The home as its residents know it.
  var householdLayout: HomeLayout {
    HomeLayout(
      rooms: plan.rooms.map { .init(kind: $0.kind, hasWindow: $0.hasWindow, hasLamp: true) },
      doorways: plan.sitePlanDoorways,
      uses: HouseholdUse.allCases.filter { $0.appliance(in: plan) != nil },
      plugs: plugs.filter { Self.isSwitchedByWish(plan.appliances[$0.appliance].kind) }.map {
        HomeLayout.Plug(
          room: plan.appliances[$0.appliance].room, label: layout.placements[$0.device].label)
      },
      hasCooling: specification.plant.canCool)
  }

  /// Nobody wishes their fridge off.
  private static func isSwitchedByWish(_ kind: ApplianceKind) -> Bool {
    kind == .television || kind == .computer
  }

  /// The home as its installer wrote it down.
  func sitePlan(household: Household) -> SitePlan {
    let devices = layout.placements.enumerated().map { index, placement in
      SitePlan.Device(
        index: DeviceIndex(index), kind: placement.model.kind, name: placement.name,
        manufacturer: placement.model.manufacturer, model: placement.model.model,
        firmware: placement.model.firmware, room: placement.room, label: placement.label,
        isMainsPowered: placement.model.battery == nil,
        channels: placement.model.perfect(specification.perfect).channels.map {
          SitePlan.ChannelSheet(
            channel: $0.channel, periodSeconds: $0.periodSeconds, resolution: $0.resolution,
            accuracySD: $0.sheetSD, responseSeconds: $0.lagSeconds, rangeMin: $0.rangeMin,
            rangeMax: $0.rangeMax)
        })
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

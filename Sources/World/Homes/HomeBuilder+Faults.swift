internal import Calendar
internal import Clockwork
internal import Devices
internal import Dwellings
internal import Telemetry
internal import Truth

/// Whom the scenario's faults hit, and when.
extension HomeBuilder {
  /// What a fault may hit: a channel that measures at regular times, or one that tells of changes.
  enum FaultTarget {
    case slot(Int)
    case event(device: Int, channel: Channel)
  }

  /// Someone whom a rule may hit.
  struct FaultCandidate {
    var target: FaultTarget
    var device: Int
    var lot: FaultLot
    /// A coin for faults that go either way, 0..<1.
    var side: Double
  }

  mutating func apply(_ rule: FaultRule) {
    guard Self.interruption(rule.kind) == nil else { return }
    var struckDevices: [Int] = []
    for candidate in fitting(rule) where rule.reach.hits(candidate.lot) {
      // A device with two sensors that fit still has one clock.
      if rule.kind.isOfDevice {
        if struckDevices.contains(candidate.device) { continue }
        struckDevices.append(candidate.device)
      }
      let stretches = rule.stretches(
        seed: specification.seed, entity: candidate.lot.entity, before: specification.end)
      for (occurrence, stretch) in stretches.enumerated() {
        strike(candidate, rule, occurrence: occurrence, stretch)
      }
    }
  }

  private mutating func strike(
    _ candidate: FaultCandidate, _ rule: FaultRule, occurrence: Int, _ stretch: Range<SimTime>
  ) {
    if rule.kind.isOfDevice {
      strikeDevice(candidate, rule, occurrence: occurrence, stretch)
      return
    }
    // Biases and drifts go either way.
    let sign = rule.kind.isSigned && candidate.side < 0.5 ? -1.0 : 1.0
    let fault = SensorFault(
      number: rule.index, kind: rule.kind, start: stretch.lowerBound, end: stretch.upperBound,
      magnitude: sign * rule.magnitude, ratePerDay: rule.ratePerDay, gain: sign * rule.gain,
      occurrence: occurrence)
    // A calibration is lost when a device starts anew, and everybody can see that it did.
    if rule.kind == .miscalibration { units[candidate.device].plan(startAt: fault.start) }
    switch candidate.target {
    case .slot(let slot): slots[slot].sensor.faults.append(fault)
    case .event(let device, let channel): strike(device, channel, fault, candidate.lot.entity)
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

  /// What bugs of its firmware do are faults like any other, to whoever looks for them.
  mutating func addFirmwareFaults(_ device: Int) {
    for slot in slotRanges[device] {
      let faults = units[device].firmwareFaults(
        of: slots[slot].channel, number: Self.firmwareFaultNumber, before: specification.end)
      slots[slot].sensor.faults.insert(contentsOf: faults, at: 0)
    }
    let shifted = units[device].misreadClock(zoneOffsets, before: specification.end)
    for (stretch, offset) in shifted {
      deviceFaults.entries.append(
        .init(
          device: device, kind: .clockJump, magnitude: offset.seconds, start: stretch.lowerBound,
          end: stretch.upperBound))
    }
  }

  /// The place's offsets from universal time in the home's life, each from when it holds.
  private var zoneOffsets: [(from: SimTime, offset: SimDuration)] {
    var offsets: [(from: SimTime, offset: SimDuration)] = []
    var time = specification.birth
    while time < specification.end {
      let segment = specification.zone.segment(at: time)
      offsets.append((time, segment.utcOffset))
      time = segment.end
    }
    return offsets
  }

  /// Behind those of a scenario, of which there are at most 1,000.
  static let firmwareFaultNumber = 1_023

  /// The sensors that a rule may hit. Lots are drawn one by one, so that another device changes
  /// nobody's luck.
  func fitting(_ rule: FaultRule) -> [FaultCandidate] {
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
  ) -> FaultCandidate? {
    let unit = units[device]
    let room = plan.rooms[unit.room.index]
    guard rule.channel == nil || rule.channel == channel,
      rule.deviceKind == nil || rule.deviceKind == unit.kind, unit.kind != .gateway,
      room.isMeant(by: rule.room),
      rule.kind != .dyingBattery || unit.isBatteryPowered,
      rule.kind != .swapped || !neighbours(of: device).isEmpty
    else { return nil }
    let entity = HomeSpecification.entity(
      specification.home, device: unit.number, channel: channel.rawValue)
    let key = RandomKey(seed: specification.seed, purpose: .faultChoice, entity: entity)
    let (draw, side) = key.uniforms(UInt64(rule.index))
    return FaultCandidate(
      target: target, device: device, lot: FaultLot(draw: draw, entity: entity), side: side)
  }

  // MARK: The way out

  static func interruptions(_ specification: HomeSpecification) -> [Uplink.Interruption] {
    let outages =
      specification.effectiveNetwork.outages?.stretches(
        seed: specification.seed, home: UInt64(specification.home.rawValue),
        from: specification.birth, to: specification.end) ?? []
    return outages.map {
      Uplink.Interruption(start: $0.lowerBound, end: $0.upperBound, kind: .outage)
    } + ofRules(specification)
  }

  private static func ofRules(_ specification: HomeSpecification) -> [Uplink.Interruption] {
    specification.faultRules.flatMap { rule -> [Uplink.Interruption] in
      guard let kind = interruption(rule.kind) else { return [] }
      let entity = UInt64(specification.home.rawValue) << 32 | 0xFFFF_FFFF
      let key = RandomKey(seed: specification.seed, purpose: .faultChoice, entity: entity)
      let lot = FaultLot(draw: key.uniform(UInt64(rule.index)), entity: entity)
      guard rule.reach.hits(lot) else { return [] }
      return rule.stretches(
        seed: specification.seed, entity: entity, before: specification.end
      ).map { Uplink.Interruption(start: $0.lowerBound, end: $0.upperBound, kind: kind) }
    }
  }

  /// How a fault of the whole home interrupts its way out; nil for those of sensors.
  private static func interruption(_ kind: FaultKind) -> Uplink.Interruption.Kind? {
    switch kind {
    case .linkOutage: .outage
    case .gatewayRestart: .restart
    case .brokerPartition: .partition
    case .bias, .drift, .stuck, .spikes, .noise, .dropout, .miscalibration, .swapped,
      .dyingBattery, .clockJump, .replayed, .forged:
      nil
    }
  }

  private static func fault(_ kind: Uplink.Interruption.Kind) -> FaultKind {
    switch kind {
    case .outage: .linkOutage
    case .restart: .gatewayRestart
    case .partition: .brokerPartition
    }
  }

  // MARK: What the truth tells

  /// What will have begun before the end of the run; the rest strikes nobody.
  static func faultEvents(
    slots: [SensorSlot], struck: [EventSensor], devices: DeviceFaults, uplink: Uplink,
    before end: SimTime
  ) -> [TruthEvent] {
    let sensors =
      slots.map { ($0.sensor.device, $0.channel, $0.sensor.faults) }
      + struck.map { (DeviceIndex($0.device), $0.channel, $0.faults) }
    let ofSensors = sensors.flatMap { device, channel, faults in
      joined(faults.filter { !$0.kind.isOfDevice && $0.start < end }) {
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
    return ofSensors + devices.events(before: end)
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
}

extension FaultKind {
  /// Whether a rule picks one of two directions for each whom it hits.
  fileprivate var isSigned: Bool { self == .bias || self == .drift || self == .miscalibration }
}

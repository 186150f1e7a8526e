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
    var device: Int
    /// The sensor; where a device is struck as a whole, the first of it that fits.
    var target: FaultTarget
    var lot: FaultLot
    /// A coin for faults that go either way, 0..<1.
    var side: Double
  }

  mutating func apply(_ rule: FaultRule) {
    guard Self.interruption(rule.kind) == nil else { return }
    for candidate in fitting(rule) where rule.reach.hits(candidate.lot) {
      if rule.kind.isOfDevice {
        for (occurrence, stretch) in stretches(of: rule, candidate).enumerated() {
          strikeDevice(candidate, rule, occurrence: occurrence, stretch)
        }
        accompany(candidate, rule)
      } else {
        strike(candidate, rule)
      }
    }
  }

  private func stretches(of rule: FaultRule, _ candidate: FaultCandidate) -> [Range<SimTime>] {
    rule.stretches(
      seed: specification.seed, entity: candidate.lot.entity, before: specification.end)
  }

  /// A rule's fault of one whom it hits, the first time that it strikes; nil if it never does.
  func fault(of rule: FaultRule, _ candidate: FaultCandidate) -> SensorFault? {
    // Biases and drifts go either way.
    let sign = rule.kind.isSigned && candidate.side < 0.5 ? -1.0 : 1.0
    let isDying = rule.kind == .dyingBattery
    return rule.strikes(
      seed: specification.seed, entity: candidate.lot.entity, before: specification.end
    ).map { first, onsets in
      SensorFault(
        number: rule.index, kind: rule.kind, start: first.lowerBound, end: first.upperBound,
        magnitude: sign * rule.magnitude,
        ratePerDay: isDying ? 24 / rule.life.hours : rule.ratePerDay, gain: sign * rule.gain,
        onsets: onsets)
    }
  }

  private mutating func strike(_ candidate: FaultCandidate, _ rule: FaultRule) {
    guard let fault = fault(of: rule, candidate) else { return }
    // A calibration is lost when a device starts anew, and everybody can see that it did.
    if rule.kind == .miscalibration {
      for stretch in stretches(of: rule, candidate) {
        units[candidate.device].plan(startAt: stretch.lowerBound)
      }
    }
    switch candidate.target {
    case .slot(let slot): slots[slot].sensor.faults.append(fault)
    case .event(let device, let channel): strike(device, channel, fault, candidate.lot.entity)
    }
  }

  private mutating func strike(
    _ device: Int, _ channel: Channel, _ fault: SensorFault, _ entity: UInt64
  ) {
    let known = struckSensors.place(of: channel, on: device)
    let place = known ?? struckSensors.count
    if known == nil {
      struckSensors.append(
        EventSensor(
          channel: channel, device: device,
          hold: EventSensor.falseSpan(of: channel, layout.placements[device].model),
          seed: specification.seed, entity: entity))
    }
    struckSensors[place].add(fault)
  }

  /// What bugs of its firmware do are faults like any other, to whoever looks for them.
  mutating func addFirmwareFaults(_ device: Int) {
    for slot in slotRanges[device] {
      let faults = units[device].firmwareFaults(
        of: slots[slot].channel, number: Self.firmwareFaultNumber, before: specification.end)
      // Sound sensors have no list of faults, not even an empty one.
      if !faults.isEmpty { slots[slot].sensor.faults.insert(contentsOf: faults, at: 0) }
    }
    deviceFaults.entries += units[device].firmwareFaults(before: specification.end).map {
      .init(
        device: device, kind: $0.kind, magnitude: $0.magnitude, start: $0.start, end: $0.end)
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

  /// Whom a rule may hit: sensors, or devices where it strikes one as a whole. Lots are drawn one
  /// by one, so that another device changes nobody's luck.
  func fitting(_ rule: FaultRule) -> [FaultCandidate] {
    units.indices.flatMap { device -> [FaultCandidate] in
      guard fits(device, rule) else { return [] }
      let targets = targets(of: device, rule)
      // A device with two sensors that fit still has one clock, and one lot.
      if rule.kind.isOfDevice {
        return targets.prefix(1).map { candidate(rule, device, channel: 0, $0.target) }
      }
      return targets.map { candidate(rule, device, channel: $0.channel.rawValue, $0.target) }
    }
  }

  private func fits(_ device: Int, _ rule: FaultRule) -> Bool {
    let unit = units[device]
    return (rule.deviceKind == nil || rule.deviceKind == unit.kind) && unit.kind != .gateway
      && plan.rooms[unit.room.index].isMeant(by: rule.room)
      && (rule.kind != .dyingBattery || unit.isBatteryPowered)
      && (rule.kind != .swapped || !neighbours(of: device).isEmpty)
  }

  /// A device's sensors that a rule means, in slot order.
  private func targets(
    of device: Int, _ rule: FaultRule
  ) -> [(target: FaultTarget, channel: Channel)] {
    // Sensors that speak at events are hit by name only.
    if let channel = rule.channel, EventSensor.channels.contains(channel) {
      let channels = layout.placements[device].model.channels
      return channels.contains { $0.channel == channel }
        ? [(.event(device: device, channel: channel), channel)] : []
    }
    return slotRanges[device].filter { rule.channel == nil || rule.channel == slots[$0].channel }
      .map { (.slot($0), slots[$0].channel) }
  }

  /// - Parameter channel: raw; 0 where the lot is the device's.
  private func candidate(
    _ rule: FaultRule, _ device: Int, channel: UInt8, _ target: FaultTarget
  ) -> FaultCandidate {
    let entity = HomeSpecification.entity(
      specification.home, device: units[device].number, channel: channel)
    let key = RandomKey(seed: specification.seed, purpose: .faultChoice, entity: entity)
    let (draw, side) = key.uniforms(UInt64(rule.index))
    return FaultCandidate(
      device: device, target: target, lot: FaultLot(draw: draw, entity: entity), side: side)
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
      .dyingBattery, .clockJump, .replayed, .forged, .misnumbered, .misstatedCharge,
      .doubledPeriod:
      nil
    }
  }

  static func fault(_ kind: Uplink.Interruption.Kind) -> FaultKind {
    switch kind {
    case .outage: .linkOutage
    case .restart: .gatewayRestart
    case .partition: .brokerPartition
    }
  }
}

extension FaultKind {
  /// Whether a rule picks one of two directions for each whom it hits.
  fileprivate var isSigned: Bool { self == .bias || self == .drift || self == .miscalibration }
}

internal import Clockwork
internal import Devices
internal import Telemetry
internal import Truth

/// What strikes a home's devices as a whole: dying batteries, clocks that jump, firmware, and
/// messages that others send in their names. That two were swapped their sensors know.
struct DeviceFaults: Sendable {
  struct Entry: Sendable {
    var device: Int
    var kind: FaultKind
    /// As in ``TruthEvent/deviceFault(_:_:magnitude:start:end:)``.
    var magnitude: Double
    var start: SimTime
    var end: SimTime
  }

  /// A device that somebody hangs in another's place, or back in its own.
  struct Move: Sendable {
    var device: Int
    var time: SimTime
    var room: RoomIndex
    var spot: RadioLink.Spot
    var isBack: Bool
  }

  var entries: [Entry] = []
  var moves: [Move] = []
  /// When somebody puts in a new battery.
  var batteryChanges: [(device: Int, time: SimTime)] = []
  var attacks: [MessageAttack] = []

  /// Those that show in the messages of a device, for ``MessageFaults``.
  var ofMessages: [Entry] { entries.filter { $0.kind.showsInMessages } }

  /// Whether a device's clock is off by a jump.
  func hasJumped(_ device: Int, at time: SimTime) -> Bool {
    entries.contains {
      $0.device == device && $0.kind == .clockJump && $0.start <= time && time < $0.end
    }
  }

  func events(before end: SimTime) -> [TruthEvent] {
    entries.filter { $0.start < end }.map {
      .deviceFault(
        DeviceIndex($0.device), $0.kind, magnitude: $0.magnitude, start: $0.start, end: $0.end)
    }
  }
}

extension HomeBuilder {
  /// Kinds of device of which a home has several that look alike, each in a room of its own.
  private static let swappable: [DeviceKind] = [.thermometer, .hygrometer, .co2Meter, .lightMeter]

  /// Devices of the same kind in other rooms, with which somebody may mix it up.
  func neighbours(of device: Int) -> [Int] {
    guard Self.swappable.contains(units[device].kind) else { return [] }
    return units.indices.filter {
      units[$0].kind == units[device].kind && units[$0].room != units[device].room
    }
  }

  mutating func strikeDevice(
    _ candidate: FaultCandidate, _ rule: FaultRule, occurrence: Int, _ stretch: Range<SimTime>
  ) {
    let device = candidate.device
    var entry = DeviceFaults.Entry(
      device: device, kind: rule.kind, magnitude: rule.ratePerDay, start: stretch.lowerBound,
      end: stretch.upperBound)
    switch rule.kind {
    case .swapped: return swap(device, rule, occurrence, stretch)
    case .dyingBattery:
      entry.magnitude = rule.life.hours / 24
      drain(device, rule, stretch)
    case .clockJump:
      entry.magnitude = rule.jump.seconds
      entry.end = units[device].jumpClock(
        by: rule.jump, at: stretch.lowerBound, until: stretch.upperBound)
    case .replayed, .forged: break
    default: return
    }
    deviceFaults.entries.append(entry)
  }

  /// Hangs two devices in each other's place; nobody tells the site plan.
  private mutating func swap(
    _ device: Int, _ rule: FaultRule, _ occurrence: Int, _ stretch: Range<SimTime>
  ) {
    let event = UInt64(rule.index) << 32 | UInt64(occurrence)
    // Each neighbour draws for itself, so that another device changes nobody's partner.
    let partner = neighbours(of: device).filter { !isSwapped($0, in: stretch) }.min {
      draw($0, event) < draw($1, event)
    }
    guard let partner, !isSwapped(device, in: stretch) else { return }
    for (one, other) in [(device, partner), (partner, device)] {
      let fault = SensorFault(
        number: rule.index, kind: .swapped, start: stretch.lowerBound, end: stretch.upperBound,
        magnitude: Double(other), occurrence: occurrence)
      for slot in slotRanges[one] { slots[slot].sensor.faults.append(fault) }
      move(one, to: other, in: stretch)
    }
  }

  /// The battery feels the other room's warmth, and the gateway hears the radio from there.
  private mutating func move(_ device: Int, to other: Int, in stretch: Range<SimTime>) {
    guard stretch.upperBound > specification.birth else { return }
    for (place, time, isBack) in [
      (other, stretch.lowerBound, false), (device, stretch.upperBound, true),
    ] where time < specification.end {
      deviceFaults.moves.append(
        .init(
          device: device, time: max(time, specification.birth), room: units[place].room,
          spot: units[place].link.spot, isBack: isBack))
    }
  }

  private func draw(_ device: Int, _ event: UInt64) -> Double {
    let entity = HomeSpecification.entity(specification.home, device: units[device].number)
    return RandomKey(seed: specification.seed, purpose: .faultPartner, entity: entity)
      .uniform(event)
  }

  /// Who is away cannot be swapped once more.
  private func isSwapped(_ device: Int, in stretch: Range<SimTime>) -> Bool {
    slotRanges[device].first.map { slots[$0].sensor.faults }?.contains {
      $0.kind == .swapped && $0.start < stretch.upperBound && stretch.lowerBound < $0.end
    } ?? false
  }

  /// What goes on beside the device itself: what a dying battery does to its sensors' noise, and
  /// what others send; oracles are told that not all that comes in a sensor's name is its own.
  mutating func accompany(_ candidate: FaultCandidate, _ rule: FaultRule) {
    guard let fault = fault(of: rule, candidate) else { return }
    switch rule.kind {
    case .dyingBattery:
      for slot in slotRanges[candidate.device] { slots[slot].sensor.faults.append(fault) }
    case .replayed, .forged:
      deviceFaults.attacks.append(
        MessageAttack(rule: rule, target: candidate, fault, seed: specification.seed))
      if rule.kind == .forged, case .slot(let slot) = candidate.target {
        slots[slot].sensor.faults.append(fault)
      }
    default: break
    }
  }

  private mutating func drain(_ device: Int, _ rule: FaultRule, _ stretch: Range<SimTime>) {
    units[device].weaken(from: stretch.lowerBound, to: stretch.upperBound, within: rule.life)
    if stretch.upperBound < specification.end, stretch.upperBound > specification.birth {
      deviceFaults.batteryChanges.append((device, stretch.upperBound))
      // Known beforehand, so that a firmware's bug is told to end with it.
      units[device].plan(startAt: stretch.upperBound)
    }
  }
}

extension Home {
  /// Who comes back at a moment comes before who leaves at it.
  mutating func scheduleMoves() {
    let order = deviceFaults.moves.indices.sorted { a, b in
      let (one, other) = (deviceFaults.moves[a], deviceFaults.moves[b])
      return (one.time, one.isBack ? 0 : 1, a) < (other.time, other.isBack ? 0 : 1, b)
    }
    for place in order {
      let move = deviceFaults.moves[place]
      queue.schedule(
        at: move.time, entity: 1 + UInt32(move.device),
        payload: HomeEvent(kind: .move, index: UInt32(place)))
    }
  }

  mutating func carryOutMove(_ place: Int) {
    let move = deviceFaults.moves[place]
    units[move.device].hang(in: move.room, at: move.spot)
  }

  /// What a sensor meets that was swapped with another, now or before; nil for all others.
  mutating func valueElsewhere(_ slot: Int, _ real: Double) -> Double? {
    guard slots[slot].sensor.isAfflicted else { return nil }
    var swap: SensorFault?
    for fault in slots[slot].sensor.faults where fault.kind == .swapped && fault.start <= now {
      if swap == nil || now < fault.end { swap = fault }
    }
    guard let swap else { return nil }
    guard now < swap.end else { return real }
    let channel = slots[slot].channel
    let other = slotRanges[Int(swap.magnitude)].first { slots[$0].channel == channel }
    return other.map { trueValue($0) } ?? real
  }
}

extension Home {
  /// A device that a weak battery has started again reads anew, until its firmware stops once more.
  mutating func thaw(_ device: Int) {
    let number = HomeBuilder.firmwareFaultNumber
    guard
      slotRanges[device].contains(where: { slot in
        slots[slot].sensor.faults.contains { $0.number == number && $0.end > now }
      })
    else { return }
    for slot in slotRanges[device] {
      let faults = units[device].firmwareFaults(
        of: slots[slot].channel, number: number, before: specification.end)
      slots[slot].sensor.faults.removeAll { $0.number == number && $0.end > now }
      slots[slot].sensor.faults.insert(contentsOf: faults.filter { $0.end > now }, at: 0)
    }
  }
}

extension FaultKind {
  /// Whether it strikes a device as a whole, once however many of its sensors fit a rule.
  var isOfDevice: Bool {
    switch self {
    case .swapped, .dyingBattery, .clockJump, .replayed, .forged, .misnumbered,
      .misstatedCharge, .doubledPeriod:
      true
    case .bias, .drift, .stuck, .spikes, .noise, .dropout, .miscalibration, .linkOutage,
      .gatewayRestart, .brokerPartition:
      false
    }
  }
}

extension Purpose {
  fileprivate static let faultPartner = Purpose("homes.fault.partner")
}

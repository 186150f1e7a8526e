internal import Clockwork
internal import Devices
internal import Telemetry
internal import Truth

/// Somebody near a home's gateway who puts messages on the air in the name of one of its devices.
///
/// Replayed ones are copies of what the device sent within the last hour (assumed; a minute to
/// days), bit for bit, with their old numbers and times. Forged ones have the device's name, a
/// number of the attacker's choice, the time and a false value. Both come as a Poisson process,
/// reach the gateway without fail, and from there fare as any copy.
struct MessageAttack: Sendable {
  struct Overheard: Sendable {
    var id: MessageID
    var time: SimTime
    var bytes: [UInt8]
  }

  let kind: FaultKind
  let device: Int
  /// Whose false readings are sent.
  let target: HomeBuilder.FaultTarget
  /// When it goes on, now or next.
  private(set) var fault: SensorFault
  /// How far false values are from the last true reading; 0 for sensors that say yes or no.
  let size: Double
  /// How far forged numbers are ahead of the device's own.
  let ahead: UInt32
  private let key: RandomKey
  private var count: UInt64 = 0
  private var overheard: [Overheard] = []

  static let memory = SimDuration.hours(1)
  static let memoryCountMax = 32
  /// Received power of an attacker in front of the house, dBm; assumed (-60 to -35).
  static let signalDBm: Int8 = -45

  /// - Parameter fault: the first time that it goes on.
  init(
    rule: FaultRule, target: HomeBuilder.FaultCandidate, _ fault: SensorFault, seed: UInt64
  ) {
    kind = rule.kind
    device = target.device
    self.target = target.target
    self.fault = fault
    size = target.side < 0.5 ? -rule.magnitude : rule.magnitude
    ahead = rule.ahead
    key = RandomKey(seed: seed, purpose: .messageAttack, entity: target.lot.entity)
  }

  private var firstEvent: UInt64 {
    UInt64(fault.number) << 48 | UInt64(fault.occurrence & 0xFFFF) << 32
  }

  /// When the next message goes out; nil when there is none.
  mutating func nextTime(after last: SimTime) -> SimTime? {
    guard fault.ratePerDay > 0 else { return nil }
    while true {
      count += 1
      let uniform = key.uniform(firstEvent &+ count &* 4)
      let time = max(last, fault.start).nextEvent(perDay: fault.ratePerDay, uniform: uniform)
      if let time, time < fault.end { return time }
      guard let next = fault.next else { return nil }
      (fault, count) = (next, 0)
    }
  }

  /// Names the copy that goes out now, for its share of chance on the way.
  var copyEvent: UInt64 {
    let block = key.block(firstEvent &+ count &* 4 &+ 1)
    return (UInt64(block.0) << 32 | UInt64(block.1)) >> 1
  }

  mutating func overhear(_ id: MessageID, _ bytes: [UInt8], at time: SimTime) {
    guard kind == .replayed, fault.isActive(at: time) else { return }
    if overheard.count == Self.memoryCountMax { overheard.removeFirst() }
    overheard.append(Overheard(id: id, time: time, bytes: bytes))
  }

  /// One of the messages that are still remembered, each as likely as another.
  mutating func recall(at time: SimTime) -> Overheard? {
    overheard.removeAll { $0.time < time - Self.memory }
    guard !overheard.isEmpty else { return nil }
    let place = Int(key.uniform(firstEvent &+ count &* 4 &+ 2) * Double(overheard.count))
    return overheard[min(place, overheard.count - 1)]
  }
}

extension Home {
  /// The first message of each attack, and the moments at which batteries are changed.
  mutating func scheduleDeviceFaults() {
    for (device, time) in deviceFaults.batteryChanges where time >= specification.birth {
      queue.schedule(
        at: time, entity: 1 + UInt32(device),
        payload: HomeEvent(kind: .newBattery, index: UInt32(device)))
    }
    for place in attacks.indices {
      scheduleAttack(place, after: specification.start)
    }
  }

  private mutating func scheduleAttack(_ place: Int, after last: SimTime) {
    guard let time = attacks[place].nextTime(after: last) else { return }
    queue.schedule(
      at: time, entity: 1 + UInt32(attacks[place].device),
      payload: HomeEvent(kind: .attack, index: UInt32(place)))
  }

  mutating func renewBattery(device: Int) {
    units[device].renewBattery(at: now)
    probes.hit(.batteryRenewed)
    guardian.noteCharge(of: device, units[device].batteryJ)
  }

  /// Lets attackers hear the message in `scratch`.
  mutating func overhear(_ id: MessageID, device: Int, at time: SimTime) {
    for place in attacks.indices where attacks[place].device == device {
      attacks[place].overhear(id, scratch, at: time)
    }
  }

  mutating func attack(_ place: Int, wire: inout WireBuffer) {
    guard !isMuted else { return }
    let event = attacks[place].copyEvent
    if attacks[place].kind == .replayed {
      if let message = attacks[place].recall(at: now) {
        scratch = message.bytes
        inject(message.id, attacks[place].device, as: .replayed, event: event, wire: &wire)
      }
    } else {
      let id = forge(attacks[place])
      inject(id, attacks[place].device, as: .forged, event: event, wire: &wire)
    }
    scheduleAttack(place, after: now)
  }

  /// Writes a message that its device never sent into `scratch`.
  private mutating func forge(_ attack: MessageAttack) -> MessageID {
    let device = attack.device
    let header = MessageHeader(
      kind: messageKind(of: device), device: DeviceIndex(device),
      sequence: units[device].nextSequence &+ attack.ahead,
      deviceTime: units[device].clock.reading(at: now),
      batteryPercent: units[device].batteryPercent, signalDBm: MessageAttack.signalDBm)
    scratch.removeAll(keepingCapacity: true)
    encode(Message(header: header, body: .readings(ReadingGroup(falseReading(attack)))))
    return MessageID(home: specification.home, device: header.device, sequence: header.sequence)
  }

  /// Off by the attack's size from what the sensor last read; yes from one that says yes or no.
  private func falseReading(_ attack: MessageAttack) -> Reading {
    switch attack.target {
    case .event(_, let channel): return Reading(channel: channel, ageSeconds: 0, value: 1)
    case .slot(let slot):
      let sensor = slots[slot].sensor
      let middle = (sensor.rangeMin + sensor.rangeMax) / 2
      let value = (sensor.lastReading ?? middle) + attack.size
      let steps = (value / sensor.resolution).rounded(.toNearestOrEven)
      return Reading(
        channel: sensor.channel, ageSeconds: 0,
        value: min(max(steps * sensor.resolution, sensor.rangeMin), sensor.rangeMax))
    }
  }
}

extension Purpose {
  fileprivate static let messageAttack = Purpose("homes.message.attack")
}

internal import Clockwork
internal import Devices
internal import Telemetry
internal import Truth

/// A sensor that speaks at changes, with faults: says yes or no.
///
/// Stuck: it says nothing new, repeats at its heartbeat what it last said and, once free, says what
/// it then sees. Dropout: a share of what it has to say is never sent. Spikes: it says yes for a
/// moment though it is not so. As with sensors that measure, chance is keyed by device, channel and
/// the fault's place in the scenario.
struct EventSensor: Sendable {
  static let channels: [Channel] = [.motion, .contact, .waterLeak, .smoke]

  let channel: Channel
  let device: Int
  /// Of each rule that hits it, the first time.
  private(set) var faults: [SensorFault] = []
  /// The same as it is now or will be next.
  private var present: [SensorFault] = []
  /// How many false reports of each fault have been planned since it last began.
  private var falseCounts: [UInt64] = []
  /// What is so, 0 or 1.
  var real = 0.0
  private var falseUntil = SimTime.distantPast
  /// What it last said, or would have if it had got through.
  private var said = 0.0
  private let key: RandomKey
  private let hold: SimDuration

  /// - Parameters:
  ///   - hold: how long it stays at yes without a reason.
  ///   - entity: keys its chance: home, device and channel.
  init(channel: Channel, device: Int, hold: SimDuration, seed: UInt64, entity: UInt64) {
    self.channel = channel
    self.device = device
    self.hold = hold
    key = RandomKey(seed: seed, purpose: Purpose("homes.event-sensor.fault"), entity: entity)
  }

  /// How long a false yes stands: a motion detector's hold time, until water would have dried,
  /// until somebody silences an alarm, or a contact that rattles (assumed 1 s, range 0.1-5 s).
  static func falseSpan(of channel: Channel, _ model: DeviceModel) -> SimDuration {
    switch channel {
    case .motion: model.motion.hold
    case .waterLeak: max(model.leak.drying, .seconds(1))
    case .smoke: Home.silencingTime
    default: .seconds(1)
    }
  }

  mutating func add(_ fault: SensorFault) {
    faults.append(fault)
    present.append(fault)
    falseCounts.append(0)
  }

  /// Takes a state as known.
  mutating func settle(_ value: Double) { (real, said) = (value, value) }

  /// What it has to say at this time, if anything.
  mutating func look(at time: SimTime) -> Double? {
    let active = active(at: time)
    if active.contains(where: { $0.kind == .stuck }) { return nil }
    let value = time < falseUntil ? 1 : real
    guard value != said else { return nil }
    said = value
    return isLost(at: time, active) ? nil : value
  }

  /// What it repeats when it has been silent for long: what it last said, which a stuck one says
  /// for ever; nil where it fails to.
  mutating func repetition(at time: SimTime) -> Double? {
    let active = active(at: time)
    if !active.contains(where: { $0.kind == .stuck }) { said = time < falseUntil ? 1 : real }
    return isLost(at: time, active) ? nil : said
  }

  /// Whether no fault has it at a time.
  mutating func isSound(at time: SimTime) -> Bool { active(at: time).isEmpty }

  private mutating func active(at time: SimTime) -> [SensorFault] {
    // A spike's own reports lead it on.
    for place in present.indices where present[place].kind != .spikes {
      present[place].follow(to: time)
    }
    return present.filter { $0.isActive(at: time) }
  }

  private func isLost(at time: SimTime, _ active: [SensorFault]) -> Bool {
    active.contains { fault in
      fault.kind == .dropout
        && key.uniform(Self.event(UInt64(bitPattern: time.microseconds), fault)) < fault.magnitude
    }
  }

  /// Says yes for a while, whatever is so.
  ///
  /// - Returns: when it sees the truth again.
  mutating func mistake(at time: SimTime) -> SimTime {
    falseUntil = time + hold
    return falseUntil
  }

  /// When a fault's next false report comes: a Poisson process in each stretch in which it holds,
  /// each gap a draw of its own.
  ///
  /// - Parameter last: the report before, or when reports may begin.
  mutating func nextFalseReport(of index: Int, after last: SimTime) -> SimTime? {
    var fault = present[index]
    guard fault.kind == .spikes, fault.ratePerDay > 0 else { return nil }
    while true {
      let draw = key.uniform(Self.event(falseCounts[index], fault))
      falseCounts[index] += 1
      let time = max(last, fault.start).nextEvent(perDay: fault.ratePerDay, uniform: draw)
      if let time, fault.isActive(at: time) {
        present[index] = fault
        return time
      }
      guard let next = fault.next else { return nil }
      fault = next
      falseCounts[index] = 0
    }
  }

  /// When a fault that silences it ends next, after a time; nil if it does no more.
  mutating func nextRelease(of index: Int, after time: SimTime) -> SimTime? {
    guard present[index].kind == .stuck else { return nil }
    present[index].follow(to: time)
    return present[index].end > time ? present[index].end : nil
  }

  /// Scenarios have at most 1,000 faults; each time that one strikes counts for itself.
  private static func event(_ number: UInt64, _ fault: SensorFault) -> UInt64 {
    (number &* 1024 &+ UInt64(fault.number)) ^ UInt64(fault.occurrence) << 47
  }
}

extension Home {
  /// Behind those of a sensor: scenarios have at most 1,000.
  private static let noFault = 0xFFFF

  /// The moments at which faults of sensors that speak at events show by themselves.
  mutating func scheduleFaults() {
    for (place, sensor) in struckSensors.enumerated() {
      for (index, fault) in sensor.faults.enumerated() {
        scheduleRelease(place, index, after: specification.start)
        scheduleFalseReport(place, index, after: max(fault.start, specification.start))
      }
    }
  }

  private mutating func scheduleRelease(_ place: Int, _ index: Int, after time: SimTime) {
    guard let end = struckSensors[place].nextRelease(of: index, after: time) else { return }
    schedule(.sensorLook, of: place, fault: index, at: end)
  }

  private mutating func scheduleFalseReport(_ place: Int, _ index: Int, after last: SimTime) {
    guard let time = struckSensors[place].nextFalseReport(of: index, after: last) else { return }
    schedule(.falseReport, of: place, fault: index, at: time)
  }

  private mutating func schedule(
    _ kind: HomeEvent.Kind, of place: Int, fault: Int, at time: SimTime
  ) {
    queue.schedule(
      at: time, entity: 1 + UInt32(struckSensors[place].device),
      payload: HomeEvent(kind: kind, index: UInt32(place << 16 | fault)))
  }

  /// Handles what `schedule` wrote; `index` names the sensor and its fault.
  mutating func handleFault(_ kind: HomeEvent.Kind, _ index: Int, wire: inout WireBuffer) {
    let (place, fault) = (index >> 16, index & 0xFFFF)
    guard kind == .falseReport else {
      look(again: place, wire: &wire)
      if fault != Self.noFault { scheduleRelease(place, fault, after: now) }
      return
    }
    guard !isMuted else { return }
    // It says yes, and nothing of that is in the record of what was so.
    probes.hit(.falseReport)
    let end = struckSensors[place].mistake(at: now)
    look(again: place, wire: &wire)
    schedule(.sensorLook, of: place, fault: Self.noFault, at: end)
    scheduleFalseReport(place, fault, after: now)
  }

  /// Lets a struck sensor say what it has to say now.
  mutating func look(again place: Int, wire: inout WireBuffer) {
    guard !isMuted, !isHistory, let value = struckSensors[place].look(at: now) else { return }
    tell(
      struckSensors[place].channel, value, device: struckSensors[place].device, wire: &wire)
  }
}

extension [EventSensor] {
  /// Where the one of a device's channel stands; nil for one without a fault.
  func place(of channel: Channel, on device: Int) -> Int? {
    firstIndex { $0.device == device && $0.channel == channel }
  }
}

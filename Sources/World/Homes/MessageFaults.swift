internal import Clockwork
internal import Devices
internal import Telemetry
internal import Truth

/// Faults of devices that single messages give away, as far as they hold now: what tells oracles
/// of each such message.
struct MessageFaults: Sendable {
  /// Those to come, the next one last.
  private var coming: [DeviceFaults.Entry]
  private var present: [DeviceFaults.Entry] = []
  /// Of messages on their way, until the truth takes them.
  var odd: [OddMessage] = []

  init(_ faults: DeviceFaults) {
    coming = faults.ofMessages.sorted { $0.start > $1.start }
  }

  /// The kinds of those that a device has now.
  ///
  /// - Parameter time: never before the last that was asked about.
  mutating func kinds(of device: Int, at time: SimTime) -> [FaultKind] {
    guard !(coming.isEmpty && present.isEmpty) else { return [] }
    while let next = coming.last, next.start <= time { present.append(coming.removeLast()) }
    present.removeAll { $0.end <= time }
    return present.filter { $0.device == device }.map(\.kind)
  }
}

extension Home {
  /// Notes a copy that reaches the pipeline whole, if a fault of its device shows in it.
  mutating func noteOdd(
    _ id: MessageID, at time: SimTime, arrival: SimTime, origin: WorldCause
  ) {
    guard !isHistory else { return }
    let device = id.device.index
    guard units.indices.contains(device) else { return }
    for kind in messageFaults.kinds(of: device, at: now) {
      guard let size = oddity(of: id, kind, at: time, origin: origin) else { continue }
      messageFaults.odd.append(
        OddMessage(device: id.device, kind: kind, arrival: arrival, size: size))
    }
  }

  /// How a fault shows in a message, in the unit of ``OddMessage/size``; nil where it does not.
  private mutating func oddity(
    of id: MessageID, _ kind: FaultKind, at time: SimTime, origin: WorldCause
  ) -> Double? {
    let unit = units[id.device.index]
    guard origin == .sent else {
      return (kind == .replayed && origin == .replayed) || (kind == .forged && origin == .forged)
        ? 1 : nil
    }
    switch kind {
    case .clockJump: return (unit.clock.reading(at: time) - time).seconds
    case .misnumbered: return id.sequence == unit.messageCount &- 1 ? nil : 1
    case .misstatedCharge:
      let off = Double(unit.batteryPercent) - Double(unit.soundPercent)
      return off == 0 ? nil : off
    case .doubledPeriod: return 1
    default: return nil
    }
  }
}

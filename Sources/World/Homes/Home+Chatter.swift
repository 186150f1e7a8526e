internal import Clockwork
internal import Devices
internal import Telemetry
internal import Truth

/// Contacts that bounce: after a change they say the opposite for a moment, then the same again.
extension Home {
  mutating func scheduleChatter(_ value: Double, device: Int) {
    contactTurns[device] &+= 1
    guard let (opposite, same) = units[device].chatter(at: now) else { return }
    let stated: UInt32 = value > 0.5 ? 1 : 0
    let turn = UInt32(contactTurns[device]) << 16
    for (delay, said) in [(opposite, 1 - stated), (same, stated)] {
      queue.schedule(
        at: now + delay, entity: 1 + UInt32(device),
        payload: HomeEvent(kind: .chatter, index: turn | UInt32(device) << 1 | said))
    }
  }

  /// Says what a bouncing contact says, unless it has changed since or a fault has it.
  mutating func chatter(_ index: Int, wire: inout WireBuffer) {
    let (turn, device, says) = (index >> 16, index >> 1 & 0x7FFF, Double(index & 1))
    guard !isMuted, turn == contactTurns[device] else { return }
    let struck = struckSensors.firstIndex { $0.device == device && $0.channel == .contact }
    if let struck, !struckSensors[struck].isSound(at: now) { return }
    probes.hit(.contactBounce)
    tell(.contact, says, device: device, wire: &wire)
  }
}

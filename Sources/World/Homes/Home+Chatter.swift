internal import Clockwork
internal import Devices
internal import Telemetry
internal import Truth

/// Contacts that bounce: after a change they say the opposite for a moment, then the same again.
extension Home {
  mutating func scheduleChatter(_ value: Double, device: Int) {
    contactTurns[device] &+= 1
    guard let (opposite, same) = units[device].chatter(at: now) else { return }
    let isOn = value > 0.5
    for (delay, saysYes) in [(opposite, !isOn), (same, isOn)] {
      let spoken = SpokenTurn(
        turn: Int(contactTurns[device]), device: device, saysYes: saysYes)
      queue.schedule(
        at: now + delay, entity: 1 + UInt32(device),
        payload: HomeEvent(kind: .chatter, index: spoken.index))
    }
  }

  /// Says what a bouncing contact says, unless it has changed since or a fault has it.
  mutating func chatter(_ index: Int, wire: inout WireBuffer) {
    let spoken = SpokenTurn(index: index)
    let device = spoken.device
    guard !isMuted, spoken.turn == contactTurns[device] else { return }
    let struck = struckSensors.place(of: .contact, on: device)
    if let struck, !struckSensors[struck].isSound(at: now) { return }
    probes.hit(.contactBounce)
    tell(.contact, spoken.value, device: device, wire: &wire)
  }
}

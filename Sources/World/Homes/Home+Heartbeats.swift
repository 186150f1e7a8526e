internal import Clockwork
internal import Devices
internal import Telemetry
internal import Truth

/// Sensors that speak at changes repeat their state when they have been silent for long.
extension Home {
  mutating func scheduleHeartbeats() {
    for device in heartbeats.indices {
      if let due = heartbeats[device].due { schedule(stateOf: device, at: due) }
    }
  }

  private mutating func schedule(stateOf device: Int, at time: SimTime) {
    guard time < specification.end else { return }
    queue.schedule(
      at: time, entity: 1 + UInt32(device),
      payload: HomeEvent(kind: .stateDue, index: UInt32(device)))
  }

  /// A device looks whether it has been silent for too long.
  ///
  /// An empty battery changes nothing about when it would speak: a new one may be put in.
  mutating func lookAtHeartbeat(
    of device: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    guard !isMuted else { return }
    if heartbeats[device].isDue(at: now) {
      repeatState(of: device, wire: &wire, truth: &truth)
      heartbeats[device].told(at: now)
    }
    if let due = heartbeats[device].due { schedule(stateOf: device, at: due) }
  }

  private mutating func repeatState(
    of device: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    guard !isHistory, let (channel, value) = state(of: device) else { return }
    probes.hit(.stateRepeated)
    truth.ideal.append(
      IdealReading(device: DeviceIndex(device), channel: channel, time: now, value: value))
    if trace?.watches(device) == true { trace?.note(value, of: channel) }
    let struck = struckSensors.place(of: channel, on: device)
    guard let struck else { return tell(channel, value, device: device, wire: &wire) }
    struckSensors[struck].real = value
    guard let said = struckSensors[struck].repetition(at: now) else { return }
    tell(channel, said, device: device, wire: &wire)
  }

  /// What a sensor that speaks at changes sees now.
  private func state(of device: Int) -> (Channel, Double)? {
    let room = units[device].room.index
    switch units[device].kind {
    case .motionDetector: return (.motion, detectors[room].isOn ? 1 : 0)
    case .doorContact: return (.contact, doorOpenCount > 0 ? 1 : 0)
    case .windowContact: return (.contact, openWindows & 1 << UInt16(room) != 0 ? 1 : 0)
    case .leakSensor: return hazards.saysYes(device).map { (.waterLeak, $0 ? 1 : 0) }
    case .smokeAlarm: return hazards.saysYes(device).map { (.smoke, $0 ? 1 : 0) }
    default: return nil
    }
  }
}

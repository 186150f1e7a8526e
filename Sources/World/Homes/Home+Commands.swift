internal import Clockwork
internal import Devices
internal import Dwellings
internal import Telemetry
internal import Truth

extension Home {
  /// A command has reached its device.
  mutating func execute(_ place: Int, wire: inout WireBuffer, truth: inout TruthBuffer) {
    guard let command = commandsUnderWay[place] else { return }
    commandsUnderWay[place] = nil
    truth.events.append(.commandFate(sequence: command.sequence, at: now, lostTo: nil))
    probes.hit(.commandCarriedOut)
    let device = command.device.index
    guard device < units.count, command.value.isFinite else { return }
    switch (units[device].kind, command.action) {
    case (.thermostat, .setHeatingSetpoint):
      setSetpoint(.heatingSetpoint, command.value, wire: &wire, truth: &truth)
    case (.thermostat, .setCoolingSetpoint):
      setSetpoint(.coolingSetpoint, command.value, wire: &wire, truth: &truth)
    case (.lamp, .switchPower), (.lamp, .setLevel):
      guard let room = lampDevices.firstIndex(of: device) else { return }
      setLamp(room, level: min(max(command.value, 0), 1), wire: &wire, truth: &truth)
    case (.smartPlug, .switchPower):
      guard let plug = plugDevices.first(where: { $0.device == device }) else { return }
      dwelling.appliances.setPowered(command.value > 0.5, appliance: plug.appliance, at: now)
    default: break
    }
    noteWishes()
  }

  /// At its own interval a device tells its status.
  mutating func tellStatus(device: Int, wire: inout WireBuffer) {
    guard !isMuted, !isHistory else { return }
    guard !units[device].isDead else {
      probes.hit(.batteryEmpty)
      return
    }
    let status = units[device].takeStatus(at: now)
    probeStatus(status, device: device)
    let body = MessageBody.status(
      text: status.error == .batteryLow ? "low_battery" : "active",
      uptimeSeconds: UInt32(clamping: status.uptime.microseconds / 1_000_000),
      firmware: status.firmware)
    send(
      body, kind: .deviceStatus, device: device, at: now, errorCode: status.error.rawValue,
      wire: &wire)
  }

  /// Device numbers of services, which stand in no home.
  public static let serviceDevice = 4000

  /// A message from outside the home; services are wired and keep their clocks.
  mutating func sendFromService(
    _ body: MessageBody, kind: MessageKind, latency: SimDuration = Downlink.latencyMin,
    wire: inout WireBuffer
  ) {
    let header = MessageHeader(
      kind: kind, device: DeviceIndex(Self.serviceDevice), sequence: serviceSequence,
      deviceTime: now, signalDBm: 0)
    serviceSequence += 1
    let id = MessageID(
      home: specification.home, device: header.device, sequence: header.sequence)
    scratch.removeAll(keepingCapacity: true)
    encode(Message(header: header, body: body))
    ledger.recordSent(id, kind: nil, time: now)
    traceService(id, header, arrival: now + latency)
    scratch.withUnsafeBytes { wire.append($0, arrival: now + latency) }
  }
}

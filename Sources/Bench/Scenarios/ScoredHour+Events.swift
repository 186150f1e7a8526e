internal import Clockwork
internal import Telemetry
internal import Truth

/// The events that scorers of the pipeline read.
extension ScoredHour {
  static func isRead(_ event: TruthEvent) -> Bool {
    switch event {
    case .fault, .deviceFault, .uplinkFault, .spoken: true
    case .activity, .windowOpen, .doorShut, .homeEmpty, .applianceCycle, .hotWater, .commandFate,
      .setpointByHand, .incident, .visit, .feedback, .gatewayStart:
      false
    }
  }

  private enum Kind: UInt8 {
    case fault = 1
    case uplinkFault = 2
    case spoken = 3
    case deviceFault = 4
  }

  static func append(_ event: TruthEvent, to bytes: inout [UInt8]) {
    switch event {
    case .fault(let device, let channel, let kind, let magnitude, let start, let end):
      bytes.append(Kind.fault.rawValue)
      bytes.appendLittleEndian(device.rawValue)
      bytes.append(channel.rawValue)
      bytes.append(kind.rawValue)
      bytes.appendDouble(magnitude)
      bytes.appendLittleEndian(start.microseconds)
      bytes.appendLittleEndian(end.microseconds)
    case .deviceFault(let device, let kind, let magnitude, let start, let end):
      bytes.append(Kind.deviceFault.rawValue)
      bytes.appendLittleEndian(device.rawValue)
      bytes.append(kind.rawValue)
      bytes.appendDouble(magnitude)
      bytes.appendLittleEndian(start.microseconds)
      bytes.appendLittleEndian(end.microseconds)
    case .uplinkFault(let kind, let start, let end):
      bytes.append(Kind.uplinkFault.rawValue)
      bytes.append(kind.rawValue)
      bytes.appendLittleEndian(start.microseconds)
      bytes.appendLittleEndian(end.microseconds)
    case .spoken(let spoken):
      bytes.append(Kind.spoken.rawValue)
      append(spoken, to: &bytes)
    case .activity, .windowOpen, .doorShut, .homeEmpty, .applianceCycle, .hotWater, .commandFate,
      .setpointByHand, .incident, .visit, .feedback, .gatewayStart:
      preconditionFailure("events that nobody reads are not packed")
    }
  }

  private static func append(_ spoken: SpokenTruth, to bytes: inout [UInt8]) {
    bytes.appendLittleEndian(spoken.message.rawValue)
    bytes.appendLittleEndian(spoken.time.microseconds)
    bytes.append(spoken.resident.rawValue)
    bytes.append(spoken.room.rawValue)
    bytes.appendText(spoken.text)
    bytes.append(spoken.phraseClass.rawValue)
    bytes.append(spoken.intent == nil ? 0 : 1)
    guard let intent = spoken.intent else { return }
    bytes.append(intent.action.rawValue)
    bytes.append(intent.target.rawValue)
    bytes.append(intent.room == nil ? 0 : 1)
    if let room = intent.room { bytes.append(room.rawValue) }
    bytes.append(intent.value == nil ? 0 : 1)
    if let value = intent.value { bytes.appendDouble(value) }
  }

  static func event(from reader: inout CodecReader) throws(RejectReason) -> TruthEvent {
    guard let kind = Kind(rawValue: try reader.integer()) else { throw .badValue }
    switch kind {
    case .fault:
      return .fault(
        DeviceIndex(Int(try reader.integer(UInt16.self))), try channel(from: &reader),
        try faultKind(from: &reader), magnitude: try reader.double(),
        start: SimTime(microseconds: try reader.integer()),
        end: SimTime(microseconds: try reader.integer()))
    case .deviceFault:
      return .deviceFault(
        DeviceIndex(Int(try reader.integer(UInt16.self))), try faultKind(from: &reader),
        magnitude: try reader.double(), start: SimTime(microseconds: try reader.integer()),
        end: SimTime(microseconds: try reader.integer()))
    case .uplinkFault:
      return .uplinkFault(
        try faultKind(from: &reader), start: SimTime(microseconds: try reader.integer()),
        end: SimTime(microseconds: try reader.integer()))
    case .spoken: return .spoken(try spoken(from: &reader))
    }
  }

  private static func faultKind(from reader: inout CodecReader) throws(RejectReason) -> FaultKind {
    guard let kind = FaultKind(rawValue: try reader.integer()) else { throw .badValue }
    return kind
  }

  private static func spoken(from reader: inout CodecReader) throws(RejectReason) -> SpokenTruth {
    let message = MessageID(rawValue: try reader.integer())
    let time = SimTime(microseconds: try reader.integer())
    let resident = ResidentIndex(Int(try reader.integer(UInt8.self)))
    let room = RoomIndex(Int(try reader.integer(UInt8.self)))
    let text = try reader.text()
    guard let phraseClass = PhraseClass(rawValue: try reader.integer()) else { throw .badValue }
    return SpokenTruth(
      message: message, time: time, resident: resident, room: room, text: text,
      intent: try reader.flag() ? try intent(from: &reader) : nil, phraseClass: phraseClass)
  }

  private static func intent(from reader: inout CodecReader) throws(RejectReason) -> Intent {
    guard let action = IntentAction(rawValue: try reader.integer()),
      let target = IntentTarget(rawValue: try reader.integer())
    else { throw .badValue }
    let room = try reader.flag() ? RoomIndex(Int(try reader.integer(UInt8.self))) : nil
    return Intent(
      action: action, target: target, room: room,
      value: try reader.flag() ? try reader.double() : nil)
  }
}

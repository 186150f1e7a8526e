internal import Clockwork
internal import Ingestion
internal import Lanes
public import Telemetry
internal import Truth

extension MessageLife {
  /// `--json`: times in microseconds since 1970, values in the channels' units.
  public var json: JSONValue {
    .object([
      JSONMember("home", .integer(Int64(message.home.rawValue))),
      JSONMember("device", .integer(Int64(message.device.rawValue))),
      JSONMember("device_name", .string(deviceName)),
      JSONMember("sequence", .integer(Int64(message.sequence))),
      JSONMember("content", .string(content)),
      JSONMember("sent_us", .integer(sentAt.microseconds)),
      JSONMember("device_time_us", .integer(header.deviceTime.microseconds)),
      JSONMember("readings", .array(readings.map(Self.object))),
      JSONMember("attempts", .array(attempts.map(object))),
      JSONMember("copies", .array(copies.map(Self.object))),
      JSONMember("troubles", .array(troubles.map(object))),
      JSONMember("accepted", .bool(isAccepted)),
      JSONMember("answer", answer.map { .string($0.text) } ?? .null),
      JSONMember("ledger_copies", agreedCount.map { .integer($0) } ?? .null),
    ])
  }

  private static func object(_ reading: Reading) -> JSONValue {
    let traced = reading.traced
    var members = [
      JSONMember("channel", .string(traced.channel.name)),
      JSONMember("unit", .string(traced.channel.unitSuffix)),
      JSONMember("tick", .integer(traced.tick)),
      JSONMember("measured_us", .integer(traced.time.microseconds)),
      JSONMember("value", .number(unsigned(traced.value))),
      JSONMember("truth", traced.truth.map { .number(unsigned($0)) } ?? .null),
      JSONMember("held_before", .integer(Int64(traced.heldCount))),
      JSONMember("sampling", .string(reading.why)),
      JSONMember("fused", .bool(reading.isFused && reading.entry?.isUsable == true)),
      JSONMember("usable", reading.entry.map { .bool($0.isUsable) } ?? .null),
      JSONMember(
        "event_us", reading.entry.map { .integer($0.reading.eventTime.microseconds) } ?? .null),
      JSONMember("stages_us", reading.entry.map { .integer($0.tick.microseconds) } ?? .null),
      JSONMember("flags", .array(reading.flags.map { .string($0.kind.name) })),
      JSONMember("alarms", .array(reading.alarms.map { .string($0.pattern.name) })),
    ]
    if let parts = traced.parts {
      let errors = parts.named.map { JSONMember($0.name, .number($0.value)) }
      members += [
        JSONMember("read", .number(parts.reading)), JSONMember("errors", .object(errors)),
        JSONMember("noise_sd", .number(parts.noiseSD)),
        JSONMember("faults", .array(parts.faults.map { .string($0.kind.name) })),
      ]
    }
    return .object(members)
  }

  private func object(_ trouble: MessageTrouble) -> JSONValue {
    var (device, channel, room) = (JSONValue.null, JSONValue.null, JSONValue.null)
    switch trouble.place {
    case .device(let index, let part):
      device = .integer(Int64(index.rawValue))
      channel = part.map { .string($0.name) } ?? .null
    case .home(let place): room = place.map { .string(roomNames[$0.index]) } ?? .null
    case .wayOut: break
    }
    return .object([
      JSONMember("kind", .string(trouble.name)), JSONMember("device", device),
      JSONMember("channel", channel), JSONMember("room", room),
      JSONMember("magnitude", trouble.magnitude.map { .number($0) } ?? .null),
      JSONMember("start_us", .integer(trouble.start.microseconds)),
      JSONMember("end_us", .integer(trouble.end.microseconds)),
    ])
  }

  private func object(_ attempt: TracedAttempt) -> JSONValue {
    .object([
      JSONMember("number", .integer(Int64(attempt.number))),
      JSONMember("sent_by", .string(attempt.attack?.name ?? "device")),
      JSONMember("content", content(of: attempt).map { .string($0) } ?? .null),
      JSONMember("time_us", .integer(attempt.time.microseconds)),
      JSONMember("signal_dbm", attempt.air?.signalDBm.map { .number($0) } ?? .null),
      JSONMember("burst", attempt.air.map { .bool($0.isBurst) } ?? .null),
      JSONMember("acknowledged", attempt.air.map { .bool($0.isAcknowledged) } ?? .null),
      JSONMember("lost_to", attempt.loss.map { .string($0.name) } ?? .null),
      JSONMember("waited_for", attempt.wait.map { .string($0.cause.name) } ?? .null),
      JSONMember("queue_place", attempt.wait.map { .integer(Int64($0.place)) } ?? .null),
    ])
  }

  private static func object(_ copy: Copy) -> JSONValue {
    .object([
      JSONMember("attempt", .integer(Int64(copy.attempt))),
      JSONMember("arrival_us", .integer(copy.traced.arrival.microseconds)),
      JSONMember("double", .bool(copy.traced.isDouble)),
      JSONMember("damaged", .bool(copy.traced.isDamaged)),
      JSONMember("verdict", copy.receipt.map { .string(name($0)) } ?? .null),
    ])
  }

  /// Nothing is nothing, whatever its sign.
  private static func unsigned(_ value: Double) -> Double { value == 0 ? 0 : value }

  private static func name(_ receipt: Receipt) -> String {
    switch receipt {
    case .accepted: "accepted"
    case .duplicate: "duplicate"
    case .late: "late"
    case .rejected(let reason): "rejected_\(reason.name)"
    }
  }
}

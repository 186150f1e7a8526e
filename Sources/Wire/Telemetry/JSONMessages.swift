import Clockwork

/// The data plan's JSON form of messages: one object a line, one line a reading.
///
/// Field names are those of the data plan (`device_telemetry` with `time`, `device_id`,
/// `sensor_type`, ...), plus what a real device adds: `sequence`, `device_time_us`,
/// `schema_version`. Each line ends with `crc32c`, the check value of everything before its comma.
/// A message of several readings is as many lines, told apart by `reading_index`.
public struct JSONMessageCodec: Sendable {
  public static let schemaVersion: Int64 = 1

  /// Names devices and rooms; nil until the home has sent its plan.
  public let plan: SitePlan?
  /// Whether a line without `crc32c` is refused; false for files that other programs wrote.
  public var requiresChecksum: Bool

  public init(plan: SitePlan?, requiresChecksum: Bool = true) {
    self.plan = plan
    self.requiresChecksum = requiresChecksum
  }

  /// Appends a message to `bytes` as lines that end in a line feed.
  ///
  /// - Precondition: the header's kind is the body's.
  public func encode(_ message: Message, into bytes: inout [UInt8]) {
    precondition(message.body.agrees(with: message.header.kind), "the kind is that of the body")
    guard case .readings(let group) = message.body else {
      appendLine(header(message.header) + body(message), to: &bytes)
      return
    }
    for index in 0..<Int(group.count) {
      appendLine(row(message.header, group, index: index), to: &bytes)
    }
  }

  /// One reading as the data plan's row.
  func row(_ header: MessageHeader, _ group: ReadingGroup, index: Int) -> [JSONMember] {
    let reading = group[index]
    let ageMicroseconds = Int64(reading.ageSeconds) * 1_000_000
    let time = SimTime(microseconds: header.deviceTime.microseconds &- ageMicroseconds)
    var members = start(header, time: time)
    if header.kind == .energyConsumption {
      members.append(JSONMember("energy_type", "electricity"))
    }
    members.append(JSONMember("sensor_type", .string(reading.channel.name)))
    members += place(header)
    members += [
      JSONMember("value", .number(reading.value)),
      JSONMember("unit", .string(reading.channel.unitSuffix)),
    ]
    members += end(header)
    members += [
      JSONMember("age_s", .integer(Int64(reading.ageSeconds))),
      JSONMember("reading_index", .integer(Int64(index))),
      JSONMember("reading_count", .integer(Int64(group.count))),
    ]
    return members
  }

  private func header(_ header: MessageHeader) -> [JSONMember] {
    start(header, time: header.deviceTime) + place(header) + end(header)
  }

  private func start(_ header: MessageHeader, time: SimTime) -> [JSONMember] {
    var members: [JSONMember] = [
      JSONMember("kind", .string(header.kind.name)),
      JSONMember("schema_version", .integer(Self.schemaVersion)),
      JSONMember("time", .string(JSONTimestamp.text(time))),
    ]
    if let plan { members.append(JSONMember("home_id", .string(plan.home.name))) }
    members.append(JSONMember("device_id", .string(deviceName(header.device))))
    return members
  }

  /// What the plan knows of the device.
  private func place(_ header: MessageHeader) -> [JSONMember] {
    guard let plan, let device = plan.devices.first(where: { $0.index == header.device }) else {
      return []
    }
    var members: [JSONMember] = []
    if header.kind == .deviceStatus {
      members.append(JSONMember("device_type", .string(device.kind.name)))
    }
    if let room = plan.rooms.first(where: { $0.index == device.room }),
      header.kind != .userInteraction
    {
      members.append(JSONMember("location_id", .string(room.name)))
    }
    if header.kind != .deviceStatus {
      members.append(JSONMember("firmware_version", .string(device.firmware)))
    }
    return members
  }

  private func end(_ header: MessageHeader) -> [JSONMember] {
    let battery: JSONValue =
      header.batteryPercent == 255 ? .null : .number(Double(header.batteryPercent) / 100)
    return [
      JSONMember("battery_level", battery),
      JSONMember("signal_strength", .integer(Int64(header.signalDBm))),
      JSONMember("error_code", .integer(Int64(header.errorCode))),
      JSONMember("sequence", .integer(Int64(header.sequence))),
      JSONMember("device_time_us", .integer(header.deviceTime.microseconds)),
    ]
  }

  private func appendLine(_ members: [JSONMember], to bytes: inout [UInt8]) {
    let start = bytes.count
    JSONValue.object(members).append(to: &bytes)
    bytes.removeLast()
    let checksum = bytes.withUnsafeBytes {
      CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[start...]))
    }
    let digits = String(checksum, radix: 16)
    let zeros = String(repeating: "0", count: 8 - digits.count)
    bytes.append(contentsOf: ",\"crc32c\":\"\(zeros)\(digits)\"}\n".utf8)
  }

  /// The plan's name of a device, or `device_N` for one that it does not list.
  func deviceName(_ index: DeviceIndex) -> String {
    plan?.devices.first { $0.index == index }?.name ?? "device_\(index.rawValue)"
  }

  func roomName(_ index: RoomIndex) -> String {
    plan?.rooms.first { $0.index == index }?.name ?? "room_\(index.rawValue)"
  }

  private func body(_ message: Message) -> [JSONMember] {
    switch message.body {
    case .readings: []
    case .status(let text, let uptimeSeconds, let firmware):
      [
        JSONMember("status", .string(text)),
        JSONMember("uptime", .integer(Int64(uptimeSeconds))),
        JSONMember("firmware_version", .string(firmware)),
      ]
    case .utterance(let utterance):
      [
        JSONMember("user_id", .string("user_\(utterance.resident.rawValue)")),
        JSONMember("interaction_type", "voice_command"),
        JSONMember("content", .string(utterance.text)),
        JSONMember("location_id", .string(roomName(utterance.room))),
      ]
    case .feedback(let feedback):
      [
        JSONMember("user_id", .string("user_\(feedback.resident.rawValue)")),
        JSONMember("interaction_device_id", .string(deviceName(feedback.utteranceDevice))),
        JSONMember("interaction_sequence", .integer(Int64(feedback.utteranceSequence))),
        JSONMember("rating", .integer(Int64(feedback.rating))),
        JSONMember("comment", .string(feedback.comment)),
      ]
    case .log(let line):
      [
        JSONMember("log_level", .string(line.level)),
        JSONMember("component", .string(line.component)),
        JSONMember("message", .string(line.text)),
      ]
    case .sitePlan(let plan): [JSONMember("plan", plan.jsonValue)]
    case .weatherForecast(let forecast):
      [
        JSONMember("first_hour", .string(JSONTimestamp.text(forecast.firstHour))),
        JSONMember("first_hour_us", .integer(forecast.firstHour.microseconds)),
        JSONMember("temperature_c", .array(forecast.temperatureC.map { .number(Double($0)) })),
        JSONMember(
          "global_horizontal_w_per_m2",
          .array(forecast.globalHorizontalWm2.map { .number(Double($0)) })),
      ]
    case .tariff(let tariff):
      [
        JSONMember("from", .string(JSONTimestamp.text(tariff.from))),
        JSONMember("from_us", .integer(tariff.from.microseconds)),
        JSONMember("price_per_kwh", .number(tariff.pricePerKWh)),
        JSONMember("currency", .string(tariff.currency)),
        JSONMember("carbon_kg_per_kwh", .number(tariff.carbonKgPerKWh)),
      ]
    }
  }
}

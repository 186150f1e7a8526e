import Clockwork

/// Reading messages from the data plan's JSON.
extension JSONMessageCodec {
  /// Reads the lines of one message; the last line feed may be missing.
  ///
  /// Members that the schema does not know are ignored, so that newer senders can be read.
  public func decode(_ bytes: UnsafeRawBufferPointer) throws(JSONMessageError) -> Message {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    if let last = lines.last, last.isEmpty { lines.removeLast() }
    guard let first = lines.first else {
      throw JSONMessageError(
        line: 1, path: "", message: "there is no text", reason: .truncated)
    }
    let fields = try parseLine(UnsafeRawBufferPointer(rebasing: first), line: 1)
    let header = try decodeHeader(fields)
    guard header.kind.carriesReadings else {
      guard lines.count == 1 else {
        throw fields.error(at: "", "found \(lines.count) lines, expected 1", reason: .trailingBytes)
      }
      return Message(header: header, body: try decodeBody(header, fields))
    }
    let count: Int = try fields.integer("reading_count", default: 1)
    guard count >= 1, count <= ReadingGroup.capacity else {
      throw fields.error(at: "reading_count", "found \(count), expected 1...4")
    }
    guard lines.count == count else {
      throw fields.error(
        at: "", "found \(lines.count) lines, expected \(count)",
        reason: lines.count < count ? .truncated : .trailingBytes)
    }
    var group = ReadingGroup(try decodeReading(fields, index: 0))
    for (index, line) in lines.enumerated().dropFirst() {
      let fields = try parseLine(UnsafeRawBufferPointer(rebasing: line), line: index + 1)
      guard try decodeHeader(fields) == header else {
        throw fields.error(at: "", "is of another message than the first line")
      }
      group.append(try decodeReading(fields, index: index))
    }
    return Message(header: header, body: .readings(group))
  }

  /// Reads a message from text.
  public func decode(_ text: String) throws(JSONMessageError) -> Message {
    let result = Array(text.utf8).withUnsafeBytes { raw -> Result<Message, JSONMessageError> in
      do throws(JSONMessageError) {
        return .success(try decode(raw))
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  private func parseLine(
    _ bytes: UnsafeRawBufferPointer, line: Int
  ) throws(JSONMessageError) -> JSONFields {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue.parse(bytes)
    } catch {
      throw JSONMessageError(
        line: line, path: "", message: "column \(error.column): \(error.message)",
        reason: .badText)
    }
    let fields = try JSONFields(value, line: line)
    guard fields.has("crc32c") else {
      guard !requiresChecksum else {
        throw fields.error(at: "crc32c", "is missing", reason: .badChecksum)
      }
      return fields
    }
    // The member is the last one and of fixed length: ,"crc32c":"00000000"}
    let checkedCount = bytes.count - 21
    let stated = UInt32(try fields.text("crc32c"), radix: 16)
    guard checkedCount > 0,
      CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<checkedCount])) == stated
    else {
      throw fields.error(at: "crc32c", "does not fit the line", reason: .badChecksum)
    }
    return fields
  }

  private func decodeHeader(_ fields: JSONFields) throws(JSONMessageError) -> MessageHeader {
    let kindName = try fields.text("kind")
    guard let kind = MessageKind.allCases.first(where: { $0.name == kindName }) else {
      throw fields.error(
        at: "kind", "found \"\(kindName.prefix(40))\", expected a message kind",
        reason: .unknownKind)
    }
    let version: Int64 = try fields.integer("schema_version", default: Self.schemaVersion)
    guard version == Self.schemaVersion else {
      throw fields.error(
        at: "schema_version", "found \(version), expected \(Self.schemaVersion)",
        reason: .unknownSchema)
    }
    return MessageHeader(
      kind: kind, device: try decodeDevice(fields), sequence: try fields.integer("sequence"),
      deviceTime: try decodeDeviceTime(fields), batteryPercent: try decodeBattery(fields),
      signalDBm: try fields.integer("signal_strength", default: -50),
      errorCode: try fields.integer("error_code", default: 0))
  }

  /// The device's clock: `device_time_us`, or `time` plus the reading's age.
  private func decodeDeviceTime(_ fields: JSONFields) throws(JSONMessageError) -> SimTime {
    if fields.has("device_time_us") { return try fields.time("device_time") }
    let age: UInt16 = try fields.integer("age_s", default: 0)
    let time = try fields.time("time")
    return SimTime(microseconds: time.microseconds &+ Int64(age) * 1_000_000)
  }

  private func decodeBattery(_ fields: JSONFields) throws(JSONMessageError) -> UInt8 {
    guard fields.has("battery_level") else { return 255 }
    let level = try fields.number("battery_level")
    guard level >= 0, level <= 1 else {
      throw fields.error(at: "battery_level", "found \(level), expected 0...1")
    }
    return UInt8((level * 100).rounded())
  }

  private func decodeDevice(
    _ fields: JSONFields, at key: String = "device_id"
  ) throws(JSONMessageError) -> DeviceIndex {
    let name = try fields.text(key)
    if let device = plan?.devices.first(where: { $0.name == name }) { return device.index }
    guard let index = Self.number(in: name, after: "device_"), index <= UInt16.max else {
      throw fields.error(
        at: key, "the site plan has no \"\(name.prefix(40))\"", reason: .unknownDevice)
    }
    return DeviceIndex(index)
  }

  private func decodeReading(
    _ fields: JSONFields, index: Int
  ) throws(JSONMessageError) -> Reading {
    let stated: Int = try fields.integer("reading_index", default: index)
    guard stated == index else {
      throw fields.error(at: "reading_index", "found \(stated), expected \(index)")
    }
    let name = try fields.text("sensor_type")
    guard let channel = Channel.allCases.first(where: { $0.name == name }) else {
      throw fields.error(
        at: "sensor_type", "found \"\(name.prefix(40))\", expected a sensor type",
        reason: .unknownChannel)
    }
    return Reading(
      channel: channel, ageSeconds: try fields.integer("age_s", default: 0),
      value: try fields.number("value"))
  }

  private func decodeBody(
    _ header: MessageHeader, _ fields: JSONFields
  ) throws(JSONMessageError) -> MessageBody {
    switch header.kind {
    case .deviceTelemetry, .energyConsumption, .devicePerformance:
      throw fields.error(at: "kind", "carries readings", reason: .unknownKind)
    case .deviceStatus:
      return .status(
        text: try fields.text("status"), uptimeSeconds: try fields.integer("uptime"),
        firmware: try fields.text("firmware_version"))
    case .userInteraction:
      return .utterance(
        Utterance(
          resident: try decodeResident(fields), room: try decodeRoom(fields),
          text: try fields.text("content")))
    case .userFeedback: return .feedback(try decodeFeedback(fields))
    case .deviceLog:
      return .log(
        LogLine(
          level: try fields.text("log_level"), component: try fields.text("component"),
          text: try fields.text("message")))
    case .sitePlan:
      return .sitePlan(try SitePlan(json: try fields.object("plan")))
    case .weatherForecast:
      return .weatherForecast(
        WeatherForecastMessage(
          firstHour: try fields.time("first_hour"),
          temperatureC: try fields.floats("temperature_c"),
          globalHorizontalWm2: try fields.floats("global_horizontal_w_per_m2")))
    case .tariff:
      return .tariff(
        TariffMessage(
          from: try fields.time("from"), pricePerKWh: try fields.number("price_per_kwh"),
          currency: try fields.text("currency"),
          carbonKgPerKWh: try fields.number("carbon_kg_per_kwh")))
    }
  }

  private func decodeFeedback(_ fields: JSONFields) throws(JSONMessageError) -> Feedback {
    let rating: UInt8 = try fields.integer("rating")
    guard Feedback.ratings.contains(rating) else {
      throw fields.error(at: "rating", "found \(rating), expected 1...5")
    }
    let device = try decodeDevice(fields, at: "interaction_device_id")
    guard MessageID.canName(device) else {
      throw fields.error(at: "interaction_device_id", "no home has so many devices")
    }
    return Feedback(
      resident: try decodeResident(fields), utteranceDevice: device,
      utteranceSequence: try fields.integer("interaction_sequence"), rating: rating,
      comment: try fields.text("comment"))
  }

  private func decodeResident(_ fields: JSONFields) throws(JSONMessageError) -> ResidentIndex {
    let user = try fields.text("user_id")
    guard let resident = Self.number(in: user, after: "user_"), resident <= UInt8.max else {
      throw fields.error(at: "user_id", "found \"\(user.prefix(40))\", expected user_N")
    }
    return ResidentIndex(resident)
  }

  private func decodeRoom(_ fields: JSONFields) throws(JSONMessageError) -> RoomIndex {
    let name = try fields.text("location_id")
    if let room = plan?.rooms.first(where: { $0.name == name }) { return room.index }
    guard let index = Self.number(in: name, after: "room_"), index <= UInt8.max else {
      throw fields.error(at: "location_id", "the site plan has no \"\(name.prefix(40))\"")
    }
    return RoomIndex(index)
  }

  /// The number at the end of names such as `device_12`.
  private static func number(in name: String, after prefix: String) -> Int? {
    guard name.hasPrefix(prefix), name.utf8.count <= prefix.utf8.count + 5,
      let number = UInt(name.dropFirst(prefix.count))
    else { return nil }
    return Int(number)
  }
}

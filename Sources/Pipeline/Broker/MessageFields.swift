import Clockwork
import Telemetry

/// Takes a message apart that its schema has let through.
struct MessageFields {
  static let notNumbers: Set<String> = ["nan", "inf", "infinity", "+inf", "-inf", "-infinity"]
  private static let textMax = 128

  let value: JSONValue
  let kind: String
  let bytes: UnsafeRawBufferPointer

  /// Whether a message with a checksum, its last member, is as it was sent.
  static func checksumFits(_ value: JSONValue, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard case .string(let text)? = value["crc32c"] else { return true }
    // ,"crc32c":"00000000"}
    let count = bytes.count - 21
    guard count > 0, let stated = UInt32(text, radix: 16) else { return false }
    return CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<count])) == stated
  }

  /// Whether a member is the text of no number.
  static func namesNoNumber(_ value: JSONValue) -> Bool {
    guard case .object(let members) = value else { return false }
    return members.contains { member in
      guard case .string(let text) = member.value, text.utf8.count <= 9 else { return false }
      return notNumbers.contains(text.lowercased())
    }
  }

  func verdict(isPlausible: (SimTime) -> Bool) -> GateVerdict {
    let sender = text("device_id") ?? text("sensor_id") ?? text("location_id") ?? text("user_id")
    let home = text("home_id") ?? ""
    guard let sender = sender ?? text("model_id"), !sender.isEmpty else {
      return .refused(.invalidField, detail: "device_id: is missing, expected a text")
    }
    for name in [sender, home, text("sensor_type") ?? "", text("location_id") ?? ""]
    where name.utf8.count > Self.textMax {
      return .refused(
        .invalidField, detail: "found a name of \(name.utf8.count) bytes, at most \(Self.textMax)")
    }
    guard let time = time() else {
      return .refused(
        .invalidField,
        detail: "found no time, expected time such as 2024-09-02T10:00:00Z, device_time_us in "
          + "microseconds or timestamp in milliseconds")
    }
    guard isPlausible(time) else {
      return .refused(.clockOutOfRange, detail: "found \(JSONTimestamp.text(time))")
    }
    let sequence = value["sequence"]?.integerValue ?? time.microseconds
    guard kind == "device_telemetry" || MessageSchemas.metrics[kind] != nil else {
      return .document(
        AdmittedDocument(
          kind: kind, home: home, sender: sender, time: time, sequence: sequence,
          text: String(decoding: bytes, as: UTF8.self)))
    }
    return readings(of: sender, home, time, sequence)
  }

  private func readings(
    of sender: String, _ home: String, _ time: SimTime, _ sequence: Int64
  ) -> GateVerdict {
    var battery = value["battery_level"]?.doubleValue
    if let level = battery, !(0...1).contains(level) { battery = nil }
    let one = AdmittedReading(
      home: home, device: sender, sensor: "", location: text("location_id") ?? "",
      unit: text("unit") ?? "", time: time, value: 0, battery: battery,
      signalDBm: value["signal_strength"]?.integerValue,
      errorCode: value["error_code"]?.integerValue ?? 0, sequence: sequence,
      position: value["reading_index"]?.integerValue ?? 0)
    if let sensor = text("sensor_type"), !sensor.isEmpty {
      guard let number = value["value"]?.doubleValue else {
        return .refused(.invalidField, detail: "value: is missing, expected a number")
      }
      var reading = one
      (reading.sensor, reading.value) = (sensor, number)
      return .readings([reading])
    }
    let names = MessageSchemas.metrics[kind] ?? []
    let list = names.compactMap { name -> AdmittedReading? in
      guard let number = value[name]?.doubleValue else { return nil }
      var reading = one
      (reading.sensor, reading.value) = (name, number)
      return reading
    }
    guard !list.isEmpty else {
      let others = names.isEmpty ? "" : " or one of " + names.joined(separator: ", ")
      return .refused(.invalidField, detail: "sensor_type: is missing, expected it\(others)")
    }
    return .readings(list)
  }

  private func text(_ name: String) -> String? { value[name]?.stringValue }

  private func time() -> SimTime? {
    if let microseconds = value["device_time_us"]?.integerValue {
      let age = value["age_s"]?.integerValue ?? 0
      guard (0...Int64(UInt16.max)).contains(age) else { return nil }
      return SimTime(microseconds: microseconds &- age * 1_000_000)
    }
    if let text = text("time") ?? text("timestamp") { return JSONTimestamp.parse(text) }
    guard let milliseconds = value["timestamp"]?.integerValue else { return nil }
    let (microseconds, isTooMuch) = milliseconds.multipliedReportingOverflow(by: 1_000)
    return isTooMuch ? nil : SimTime(microseconds: microseconds)
  }
}

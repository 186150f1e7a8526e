import Clockwork
import Telemetry
import TestSupport
import Testing

@Suite struct JSONMessageTests {
  let codec = JSONMessageCodec(plan: Fixtures.plan)

  private func text(_ message: Message) -> String {
    var bytes: [UInt8] = []
    codec.encode(message, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func everyKindComesBackAsItWas() throws {
    for message in Fixtures.messages {
      #expect(try codec.decode(text(message)).plainText == message.plainText)
    }
  }

  @Test func aReadingIsTheDataPlansRow() {
    let line = text(Fixtures.messages[0]).dropLast()
    #expect(!line.contains("\n"))
    #expect(
      line.hasPrefix(
        """
        {"kind":"device_telemetry","schema_version":1,"time":"2024-09-02T10:00:01.234567Z",\
        "home_id":"home_000042","device_id":"hygrometer_001","sensor_type":"temperature",\
        "location_id":"living_room","firmware_version":"v1.2.0","value":22.5,"unit":"c",\
        "battery_level":0.95,"signal_strength":-65,"error_code":3,"sequence":7,\
        "device_time_us":1725271201234567,"age_s":0,"reading_index":0,"reading_count":1,"crc32c":
        """))
  }

  @Test func aRowOfAnotherProgramNeedsOnlyTheEssentials() throws {
    let open = JSONMessageCodec(plan: Fixtures.plan, requiresChecksum: false)
    let message = try open.decode(
      """
      {"time":"2024-09-02T10:00:00Z","device_id":"hygrometer_001","sensor_type":"temperature",\
      "value":22,"sequence":1,"kind":"device_telemetry","colour":"blue"}
      """)
    #expect(message.header.deviceTime == Fixtures.start)
    #expect(message.header.batteryPercent == 255)
    #expect(throws: JSONMessageError.self) { try codec.decode("{}") }
  }

  @Test(arguments: [
    ("\"rating\":4", "\"rating\":6", "rating: found 6, expected 1...5"),
    ("\"rating\":4", "\"rating\":0", "rating: found 0, expected 1...5"),
    ("user_3", "somebody", "user_id: found \"somebody\", expected user_N"),
    ("window_contact_001", "toaster", "interaction_device_id: the site plan has no \"toaster\""),
    ("\"interaction_sequence\":4000000000,", "", "interaction_sequence: is missing"),
  ])
  func wrongFeedbackIsNamed(part: String, replacement: String, message: String) throws {
    var open = codec
    open.requiresChecksum = false
    let line = text(try #require(Fixtures.messages.last))
    let plain = line[..<line.range(of: ",\"crc32c\"")!.lowerBound] + "}"
    let wrong = plain.replacing(part, with: replacement)
    let error = #expect(throws: JSONMessageError.self) { try open.decode(String(wrong)) }
    #expect(error?.description.hasPrefix("1: " + message) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("\"value\":22.5", "\"value\":\"warm\"", "value: found \"warm\", expected a number"),
    ("\"sequence\":7", "\"sequence\":-1", "sequence: found -1, expected an integer in 0...42949"),
    ("\"sequence\":7", "\"sequence\":1.5", "sequence: found 1.5, expected an integer in 0...4294"),
    ("hygrometer_001", "toaster_001", "device_id: the site plan has no \"toaster_001\""),
    ("\"temperature\"", "\"mood\"", "sensor_type: found \"mood\", expected a sensor type"),
    ("\"schema_version\":1", "\"schema_version\":2", "schema_version: found 2, expected 1"),
    ("device_telemetry", "telepathy", "kind: found \"telepathy\", expected a message kind"),
    ("\"value\":22.5,", "", "value: is missing, expected a number"),
    ("0.95", "1.5", "battery_level: found 1.5, expected 0...1"),
  ])
  func wrongMembersAreNamed(part: String, replacement: String, message: String) {
    var open = codec
    open.requiresChecksum = false
    let line = text(Fixtures.messages[0])
    let plain = line[..<line.range(of: ",\"crc32c\"")!.lowerBound] + "}"
    let wrong = plain.replacing(part, with: replacement)
    let error = #expect(throws: JSONMessageError.self) { try open.decode(String(wrong)) }
    #expect(error?.description.hasPrefix("1: " + message) == true, "\(String(describing: error))")
  }

  @Test func aMissingOrSurplusLineIsNoticed() {
    let lines = text(Fixtures.messages[1]).split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    let one = #expect(throws: JSONMessageError.self) { try codec.decode(lines[0]) }
    #expect(one?.reason == .truncated)
    let three = #expect(throws: JSONMessageError.self) {
      try codec.decode([lines[0], lines[1], lines[1]].joined(separator: "\n"))
    }
    #expect(three?.reason == .trailingBytes)
    let swapped = #expect(throws: JSONMessageError.self) {
      try codec.decode(lines[1] + "\n" + lines[0])
    }
    #expect(swapped?.reason == .badValue)
  }

  @Test func everySingleBitFlipOfAValueIsFound() {
    let message = Fixtures.messages[0]
    var bytes = Array(text(message).utf8)
    for bit in 0..<(bytes.count - 1) * 8 {
      bytes[bit / 8] ^= 1 << (bit % 8)
      let decoded = bytes.withUnsafeBytes { try? codec.decode($0) }
      // The check value may change its letters' case and still say the same.
      if let decoded, decoded.plainText != message.plainText { Issue.record("bit \(bit)") }
      bytes[bit / 8] ^= 1 << (bit % 8)
    }
  }

  @Test func noTextStopsTheDecoder() {
    var open = codec
    open.requiresChecksum = false
    var random = TestRandom(seed: 99)
    let texts = Fixtures.messages.map { message -> [UInt8] in
      let lines = text(message).split(separator: "\n").map { line in
        line[..<line.range(of: ",\"crc32c\"")!.lowerBound] + "}"
      }
      return Array(lines.joined(separator: "\n").utf8)
    }
    let words = ["1e400", "-1", "\"\"", "null", "[[", "{}", "\\u", "9999999999999999999", "0.5"]
    var readCount = 0
    for _ in 0..<20_000 {
      var bytes = texts[random.below(texts.count)]
      for _ in 0...random.below(3) {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.removeSubrange(place..<min(bytes.count - 1, place + 1 + random.below(9)))
        default: bytes.insert(contentsOf: words[random.below(words.count)].utf8, at: place)
        }
      }
      if (try? bytes.withUnsafeBytes { try open.decode($0) }) != nil { readCount += 1 }
    }
    #expect(readCount > 1_000)
  }
}

extension String {
  func range(of part: String) -> Range<Index>? { self.firstRange(of: part) }
}
extension Substring {
  func range(of part: String) -> Range<Index>? { self.firstRange(of: part) }
}

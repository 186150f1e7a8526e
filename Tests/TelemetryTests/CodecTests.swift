import Clockwork
import Telemetry
import TestSupport
import Testing

@Suite struct CodecTests {
  @Test func checksumHasThePublishedValues() {
    // RFC 3720, appendix B.4, and the customary check word.
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    #expect(CRC32C.checksum([]) == 0)
  }

  @Test func checksumOfAnyLengthIsThatOfTheBitwiseDefinition() {
    var random = TestRandom(seed: 1)
    for length in 0...70 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var crc = UInt32.max
      for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
      }
      #expect(CRC32C.checksum(bytes) == ~crc, "length \(length)")
    }
  }

  @Test func everyKindComesBackAsItWas() throws {
    for message in Fixtures.messages {
      let bytes = MessageCodec.bytes(message)
      let decoded = try #require(MessageCodec.decode(bytes).message)
      #expect(decoded.plainText == message.plainText)
    }
  }

  @Test func oneReadingTakesAtMostFortyBytes() {
    let bytes = MessageCodec.bytes(Fixtures.messages[0])
    #expect(bytes.count == 35)
    #expect(bytes.count <= 40)
    #expect(MessageCodec.bytes(Fixtures.messages[3]).count == MessageCodec.readingsSizeMax)
  }

  @Test func theBytesAreThoseOfTheFormat() {
    let header = MessageHeader(
      kind: .deviceTelemetry, device: DeviceIndex(0x0102), sequence: 0x0304_0506,
      deviceTime: SimTime(microseconds: 0x0708_090A_0B0C_0D0E), batteryPercent: 95,
      signalDBm: -65, errorCode: 3)
    let reading = Reading(channel: .co2, ageSeconds: 0x1112, value: 1.5)
    let bytes = MessageCodec.bytes(
      Message(header: header, body: .readings(ReadingGroup(reading))))
    let expected: [UInt8] = [
      1, 1, 0x02, 0x01, 0x06, 0x05, 0x04, 0x03, 0x0E, 0x0D, 0x0C, 0x0B, 0x0A, 0x09, 0x08, 0x07,
      95, 191, 3, 1, 3, 0x12, 0x11, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F,
    ]
    #expect(Array(bytes.dropLast(4)) == expected)
  }

  @Test func everySingleBitFlipIsFound() {
    for message in Fixtures.messages {
      var bytes = MessageCodec.bytes(message)
      for bit in 0..<bytes.count * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8)
        if MessageCodec.decode(bytes).reason != .badChecksum { Issue.record("bit \(bit)") }
        bytes[bit / 8] ^= 1 << (bit % 8)
      }
    }
  }

  @Test func everyTruncationIsRejected() {
    for message in Fixtures.messages {
      let bytes = MessageCodec.bytes(message)
      for count in 0..<bytes.count {
        let reason = MessageCodec.decode(Array(bytes.prefix(count))).reason
        if reason != (count < 24 ? .truncated : .badChecksum) { Issue.record("\(count) bytes") }
      }
    }
  }

  /// What a sender with a wrong idea of the format would send: a fitting checksum, a wrong body.
  @Test(arguments: [
    (0, 9, RejectReason.unknownSchema), (1, 77, .unknownKind), (20, 99, .unknownChannel),
    (19, 0, .badValue), (19, 5, .badValue), (19, 2, .truncated), (30, 0x7F, .nonFinite),
  ])
  func wrongContentIsNamed(offset: Int, value: UInt8, reason: RejectReason) {
    var bytes = MessageCodec.bytes(Fixtures.messages[0])
    bytes[offset] = value
    if reason == .nonFinite { bytes[29] = 0xF0 }
    #expect(MessageCodec.decode(resealed(bytes)).reason == reason)
  }

  /// Feedback off the scale, and on words of a device that no home can have.
  @Test(arguments: [(27, 0), (27, 6), (27, 255), (22, 0x10)] as [(Int, UInt8)])
  func impossibleFeedbackIsRejected(offset: Int, value: UInt8) throws {
    var bytes = MessageCodec.bytes(try #require(Fixtures.messages.last))
    #expect(bytes[27] == 4 && bytes[21] == 2)
    bytes[offset] = value
    #expect(MessageCodec.decode(resealed(bytes)).reason == .badValue)
  }

  @Test func surplusBytesAreRejected() {
    for message in Fixtures.messages {
      var bytes = MessageCodec.bytes(message)
      bytes.insert(0, at: bytes.count - 4)
      #expect(MessageCodec.decode(resealed(bytes)).reason == .trailingBytes)
    }
  }

  @Test func noBytesStopTheDecoder() {
    var random = TestRandom(seed: 8127)
    let frames = Fixtures.messages.map(MessageCodec.bytes)
    var readCount = 0
    for round in 0..<100_000 {
      var bytes = frames[random.below(frames.count)]
      for _ in 0...random.below(4) { mutate(&bytes, &random) }
      // Half of them get a fitting checksum, else the readers behind it would never be tried.
      if round % 2 == 0, bytes.count >= 4 { bytes = resealed(bytes) }
      if let message = MessageCodec.decode(bytes).message {
        readCount += 1
        let again = MessageCodec.decode(MessageCodec.bytes(message)).message
        if again?.plainText != message.plainText { Issue.record("round \(round)") }
      }
    }
    #expect(readCount > 1_000)
  }

  @Test func aFalseCountReservesNothing() {
    var bytes = MessageCodec.bytes(Fixtures.messages[9])
    bytes.replaceSubrange(28..<bytes.count - 4, with: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
    #expect(MessageCodec.decode(resealed(bytes)).reason == .truncated)
  }

  private func resealed(_ bytes: [UInt8]) -> [UInt8] {
    let body = Array(bytes.dropLast(4))
    let checksum = CRC32C.checksum(body)
    return body + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * UInt32($0))) }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout TestRandom) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(4) {
    case 0: bytes[place] ^= 1 << random.below(8)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(8)))
    default:
      bytes.insert(
        contentsOf: (0..<random.below(8)).map { _ in UInt8(truncatingIfNeeded: random.next()) },
        at: place)
    }
  }
}

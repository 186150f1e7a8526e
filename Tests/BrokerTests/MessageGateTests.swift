import Clockwork
import SQLite
import Telemetry
import TestSupport
import Testing

@testable import Broker

@Suite struct MessageGateTests {
  private static let good =
    #"{"kind":"device_telemetry","time":"2024-09-02T10:00:00Z","device_id":"thermo_001","#
    + #""sensor_type":"temperature","location_id":"living_room_01","value":22.5,"#
    + #""battery_level":0.95,"signal_strength":-65,"error_code":0,"sequence":7}"#

  private func withGate(_ body: (MessageGate, Broker) throws -> Void) throws {
    try withFolder { folder in
      let broker = try Broker(path: folder + "/log.sqlite", durability: .process)
      try MessageIngest.registerSchemas(in: broker)
      try body(try MessageGate(broker, settings: GateSettings()), broker)
    }
  }

  private func judge(_ gate: MessageGate, _ text: String) -> GateVerdict {
    gate.judge(
      StoredRecord(
        offset: 0, ingestTime: Fixture.now,
        record: Record(key: nil, eventTime: Fixture.now, payload: Array(text.utf8))))
  }

  private func reason(_ verdict: GateVerdict) -> DeadLetterReason? {
    if case .refused(let reason, _) = verdict { reason } else { nil }
  }

  @Test func theDataPlansMessagesAreTakenIn() throws {
    try withGate { gate, _ in
      let reading = AdmittedReading(
        home: "", device: "thermo_001", sensor: "temperature", location: "living_room_01",
        unit: "", time: Fixture.now, value: 22.5, battery: 0.95, signalDBm: -65, errorCode: 0,
        sequence: 7, position: 0)
      #expect(judge(gate, Self.good) == .readings([reading]))
      // Section 5.1 as it stands, with its time in milliseconds.
      let plain =
        #"{"sensor_id":"sensor_001","timestamp":1630584000000,"temperature":22.5,"#
        + #""humidity":45.0,"battery_level":0.82}"#
      guard case .readings(let list) = judge(gate, plain) else {
        Issue.record("refused")
        return
      }
      #expect(list.map(\.sensor) == ["temperature", "humidity"])
      #expect(list.map(\.value) == [22.5, 45] && list[0].battery == 0.82)
      #expect(list[0].time.microseconds == 1_630_584_000_000_000)
      let energy =
        #"{"kind":"energy_consumption","device_id":"p","time":"2024-09-02T10:00:00Z","#
        + #""consumption":0.5,"cost":0.075,"co2_emission":0.2}"#
      guard case .readings(let rows) = judge(gate, energy) else {
        Issue.record("refused")
        return
      }
      #expect(rows.map(\.sensor) == ["consumption", "cost", "co2_emission"])
      let words = #"{"kind":"device_logs","device_id":"p","time":"2024-09-02T10:00:00Z"}"#
      guard case .document(let document) = judge(gate, words) else {
        Issue.record("refused")
        return
      }
      #expect(document.kind == "device_logs" && document.text == words)
    }
  }

  @Test func ourOwnEncodingIsTakenIn() throws {
    try withGate { gate, _ in
      let header = MessageHeader(
        kind: .deviceTelemetry, device: DeviceIndex(3), sequence: 9, deviceTime: Fixture.now)
      let group = ReadingGroup(Reading(channel: .temperature, ageSeconds: 60, value: 21))
      var bytes: [UInt8] = []
      JSONMessageCodec(plan: nil).encode(
        Message(header: header, body: .readings(group)), into: &bytes)
      bytes.removeLast()
      let text = String(decoding: bytes, as: UTF8.self)
      guard case .readings(let json) = judge(gate, text) else {
        Issue.record("refused")
        return
      }
      #expect(reason(judge(gate, text.replacing("21", with: "22"))) == .damaged)
      bytes = []
      MessageCodec.encode(header, group, into: &bytes)
      var record = Record(
        key: nil, eventTime: Fixture.now,
        payload: bytes.withUnsafeBytes { MessageGate.binaryPayload(home: HomeID(0), $0) })
      record.headers = [.init(name: MessageGate.formHeader, value: MessageGate.binaryForm)]
      let stored = StoredRecord(offset: 0, ingestTime: Fixture.now, record: record)
      guard case .readings(var binary) = gate.judge(stored) else {
        Issue.record("refused")
        return
      }
      binary[0].home = ""
      #expect(binary == json, "both forms say the same")
      #expect(binary[0].time == Fixture.now - .seconds(60))
      record.payload[20] ^= 1
      #expect(
        reason(gate.judge(StoredRecord(offset: 0, ingestTime: Fixture.now, record: record)))
          == .damaged)
    }
  }

  @Test func whatIsBadHasItsReason() throws {
    let good = Self.good
    let cases: [(String, DeadLetterReason)] = [
      ("", .malformed), ("{", .malformed), ("[]", .malformed), ("\u{0}\u{1}", .malformed),
      ("{}", .unknownKind), (#"{"kind":"x"}"#, .unknownKind), (#"{"kind":3}"#, .unknownKind),
      (good.replacing("22.5", with: "NaN"), .notANumber),
      (good.replacing("22.5", with: "-Infinity"), .notANumber),
      (good.replacing("22.5", with: "1e999"), .notANumber),
      (good.replacing("22.5", with: "\"NaN\""), .notANumber),
      (good.replacing("22.5", with: "\"warm\""), .invalidField),
      (good.replacing("22.5", with: "null"), .invalidField),
      (good.replacing("\"sequence\":7", with: "\"schema_version\":99"), .unknownSchema),
      (good.replacing("\"sequence\":7", with: "\"schema_version\":\"1\""), .unknownSchema),
      (good.replacing("\"sequence\":7", with: "\"sequence\":7.5"), .invalidField),
      (good.replacing("2024-09-02T", with: "1970-01-01T"), .clockOutOfRange),
      (good.replacing("2024-09-02T", with: "2200-01-01T"), .clockOutOfRange),
      (good.replacing("2024-09-02T", with: "yesterday"), .invalidField),
      (
        good.replacing("\"sequence\":7", with: "\"device_time_us\":9223372036854775807"),
        .clockOutOfRange
      ),
      (
        good.replacing(
          "\"sequence\":7", with: "\"device_time_us\":-9223372036854775808,\"age_s\":1"),
        .clockOutOfRange
      ),
      (good.replacing("thermo_001", with: String(repeating: "x", count: 200)), .invalidField),
      (good.replacing("\"device_id\"", with: "\"device\""), .invalidField),
      (good + String(repeating: " ", count: 70_000), .tooLarge),
    ]
    try withGate { gate, _ in
      for (text, expected) in cases {
        let verdict = judge(gate, text)
        #expect(reason(verdict) == expected, "\(text.prefix(200)): \(verdict)")
      }
    }
  }

  /// A registered version is known from then on, and its fields are asked for.
  @Test func aNewVersionIsKnownOnceItIsRegistered() throws {
    try withGate { gate, broker in
      let text = Self.good.replacing("\"sequence\":7", with: "\"schema_version\":2")
      #expect(reason(judge(gate, text)) == .unknownSchema)
      let first = try broker.versions(of: "device_telemetry")[0].schema
      guard case .record(let name, let fields) = first else { return }
      let more = SchemaType.Field("calibrated", .boolean, default: false)
      try broker.register(
        .record(name: name, fields: fields + [more]), subject: "device_telemetry")
      let newer = try MessageGate(broker, settings: GateSettings())
      #expect(reason(judge(newer, text)) == nil)
      let odd = text.replacing(
        "\"schema_version\":2", with: "\"schema_version\":2,\"calibrated\":3")
      #expect(
        judge(newer, odd)
          == .refused(.invalidField, detail: "calibrated: found 3, expected boolean"))
    }
  }

  @Test func noBytesStopIt() throws {
    try withGate { gate, _ in
      var random = TestRandom(seed: 11)
      let good = Array(Self.good.utf8)
      for round in 0..<20_000 {
        var bytes = good
        if round % 3 == 0 {
          bytes = (0..<random.below(200)).map { _ in UInt8(random.below(256)) }
        } else {
          for _ in 0...random.below(4) {
            bytes[random.below(bytes.count)] = UInt8(random.below(256))
          }
        }
        var record = Record(key: nil, eventTime: Fixture.now, payload: bytes)
        if round % 6 < 2 {
          record.headers = [.init(name: MessageGate.formHeader, value: MessageGate.binaryForm)]
        }
        _ = gate.judge(StoredRecord(offset: 0, ingestTime: Fixture.now, record: record))
      }
    }
  }
}

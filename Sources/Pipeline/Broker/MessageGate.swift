public import Clockwork
import Telemetry

/// What a message may be.
public struct GateSettings: Hashable, Sendable {
  /// 2000-01-01: before any device was sold, after every clock that lost its battery.
  public var earliest = SimTime(microseconds: 946_684_800_000_000)
  /// How far a clock may be ahead of the moment of ingestion.
  public var aheadMax = SimDuration.days(1)
  /// How far a reading may be behind the newest of its series.
  public var lateness = SimDuration.days(2)
  /// What a message may take.
  public var byteCountMax = 64 << 10

  public init() {}
}

/// Judges records: the data plan's JSON by the schemas of a registry, and the binary form.
///
/// No bytes can stop it. It knows nothing of other records: doubles and lateness are the store's.
public struct MessageGate: Sendable {
  /// Names the form of a payload in a record's header.
  static let formHeader = "form"
  static let binaryForm: [UInt8] = Array("binary".utf8)
  /// In the place of a form: what the source itself could not send.
  static let refusedForm: [UInt8] = Array("too_large".utf8)

  public let settings: GateSettings
  private let schemas: [String: [Int64: SchemaType]]

  /// - Parameter broker: whose registry tells kinds and versions.
  public init(_ broker: Broker, settings: GateSettings) throws(BrokerError) {
    self.settings = settings
    var schemas: [String: [Int64: SchemaType]] = [:]
    for subject in try broker.subjects() {
      for version in try broker.versions(of: subject) {
        schemas[subject, default: [:]][Int64(version.version)] = version.schema
      }
    }
    self.schemas = schemas
  }

  public func judge(_ stored: StoredRecord) -> GateVerdict {
    let record = stored.record
    let form = record.headers.first { $0.name == Self.formHeader }?.value
    if form == Self.refusedForm {
      return .refused(.tooLarge, detail: "expected at most \(settings.byteCountMax) bytes")
    }
    guard record.payload.count <= settings.byteCountMax else {
      return .refused(.tooLarge, detail: "expected at most \(settings.byteCountMax) bytes")
    }
    return record.payload.withUnsafeBytes {
      form == Self.binaryForm
        ? judgeBinary($0, ingest: stored.ingestTime) : judgeJSON($0, ingest: stored.ingestTime)
    }
  }

  func isPlausible(_ time: SimTime, ingest: SimTime) -> Bool {
    time >= settings.earliest && time <= ingest + settings.aheadMax
  }

  private func judgeJSON(_ bytes: UnsafeRawBufferPointer, ingest: SimTime) -> GateVerdict {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue.parse(bytes) } catch {
      if Self.mentionsNoNumber(bytes) {
        return .refused(.notANumber, detail: "column \(error.column): a number is not finite")
      }
      return .refused(.malformed, detail: "column \(error.column): \(error.message)")
    }
    guard case .object = value else {
      return .refused(.malformed, detail: "found \(value.kindText), expected an object")
    }
    let kind: String
    if let name = value["kind"]?.stringValue {
      kind = name
    } else if value["kind"] == nil, value["sensor_id"] != nil {
      kind = MessageSchemas.sensorData
    } else {
      return .refused(.unknownKind, detail: "kind: is missing, expected a text")
    }
    guard let versions = schemas[kind] else {
      return .refused(.unknownKind, detail: "kind: found \"\(kind.prefix(40))\"")
    }
    let stated = value["schema_version"] ?? .integer(1)
    guard let version = stated.integerValue, let schema = versions[version] else {
      let known = versions.keys.sorted().map { String($0) }.joined(separator: ", ")
      return .refused(
        .unknownSchema,
        detail: "schema_version: found \(stated.kindText), registered for \(kind): \(known)")
    }
    guard MessageFields.checksumFits(value, bytes) else {
      return .refused(.damaged, detail: "crc32c: does not fit the line")
    }
    if let why = schema.mismatch(value) {
      let isNoNumber = MessageFields.namesNoNumber(value)
      return .refused(isNoNumber ? .notANumber : .invalidField, detail: String(why.prefix(200)))
    }
    return MessageFields(value: value, kind: kind, bytes: bytes).verdict { time in
      isPlausible(time, ingest: ingest)
    }
  }

  /// Whether a text that is no JSON has NaN, an infinity or too large a number for a value.
  static func mentionsNoNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else { return false }
    var place = 0
    while place < bytes.count {
      defer { place += 1 }
      guard bytes[place] == UInt8(ascii: ":") else { continue }
      var start = place + 1
      while start < bytes.count, bytes[start] == 0x20 || bytes[start] == UInt8(ascii: "-") {
        start += 1
      }
      let token = bytes[start...].prefix { byte in
        byte != UInt8(ascii: ",") && byte != UInt8(ascii: "}") && byte != 0x20
      }
      guard token.count <= 400, let first = token.first else { continue }
      let text = String(decoding: token, as: UTF8.self)
      if MessageFields.notNumbers.contains(text.lowercased()) { return true }
      if (0x30...0x39).contains(first), let number = Double(text), !number.isFinite { return true }
    }
    return false
  }
}

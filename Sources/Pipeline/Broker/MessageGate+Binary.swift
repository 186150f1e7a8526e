import Clockwork
import Telemetry

/// The compact binary form: four bytes of the home's number, then a message of `MessageCodec`.
extension MessageGate {
  static func binaryPayload(home: HomeID, _ copy: UnsafeRawBufferPointer) -> [UInt8] {
    var payload: [UInt8] = []
    payload.reserveCapacity(copy.count + 4)
    payload.appendLittleEndian(home.rawValue)
    payload.append(contentsOf: copy)
    return payload
  }

  func judgeBinary(_ bytes: UnsafeRawBufferPointer, ingest: SimTime) -> GateVerdict {
    guard bytes.count > 4 else { return .refused(.malformed, detail: "found no message") }
    let home = HomeID(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
    switch MessageCodec.decode(UnsafeRawBufferPointer(rebasing: bytes[4...])) {
    case .rejected(let reason): return .refused(Self.reason(reason), detail: reason.name)
    case .readings(let header, let group):
      guard isPlausible(header.deviceTime, ingest: ingest) else {
        return .refused(
          .clockOutOfRange, detail: "found \(JSONTimestamp.text(header.deviceTime))")
      }
      let readings = (0..<Int(group.count)).map { index in
        let reading = group[index]
        return AdmittedReading(
          home: home.name, device: "device_\(header.device.rawValue)",
          sensor: reading.channel.name, location: "", unit: reading.channel.unitSuffix,
          time: header.deviceTime - .seconds(Int64(reading.ageSeconds)), value: reading.value,
          battery: header.batteryPercent == 255 ? nil : Double(header.batteryPercent) / 100,
          signalDBm: Int64(header.signalDBm), errorCode: Int64(header.errorCode),
          sequence: Int64(header.sequence), position: Int64(index))
      }
      return .readings(readings)
    case .other(let message):
      guard isPlausible(message.header.deviceTime, ingest: ingest) else {
        return .refused(
          .clockOutOfRange, detail: "found \(JSONTimestamp.text(message.header.deviceTime))")
      }
      var text: [UInt8] = []
      JSONMessageCodec(plan: nil).encode(message, into: &text)
      if text.last == 0x0A { text.removeLast() }
      return .document(
        AdmittedDocument(
          kind: message.header.kind.name, home: home.name,
          sender: "device_\(message.header.device.rawValue)", time: message.header.deviceTime,
          sequence: Int64(message.header.sequence), text: String(decoding: text, as: UTF8.self)))
    }
  }

  private static func reason(_ reason: RejectReason) -> DeadLetterReason {
    switch reason {
    case .badChecksum: .damaged
    case .unknownSchema: .unknownSchema
    case .unknownKind: .unknownKind
    case .nonFinite: .notANumber
    case .unknownChannel, .badValue: .invalidField
    default: .malformed
    }
  }
}

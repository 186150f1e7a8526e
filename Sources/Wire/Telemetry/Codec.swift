import Clockwork

/// What a copy of a message turned out to be.
public enum DecodedMessage: Sendable {
  case readings(MessageHeader, ReadingGroup)
  case other(Message)
  case rejected(RejectReason)
}

/// The compact binary form of messages.
///
/// Every message is a header of 20 bytes, a body and a CRC-32C of both, all little-endian:
///
///     0 schema u8 | 1 kind u8 | 2 device u16 | 4 sequence u32 | 8 device time i64, us
///     16 battery u8 | 17 signal i8 | 18 error u8 | 19 reading count u8 (0 for other kinds)
///
/// A reading adds 11 bytes (channel u8, age u16 in s, value f64): 35 bytes for one reading. Other
/// bodies are fields in the order of their types; text and lists carry their length first (LEB128).
public enum MessageCodec {
  /// The version written in the first byte.
  public static let schemaVersion: UInt8 = 1
  /// The size of a message that carries a full ``ReadingGroup``.
  public static let readingsSizeMax =
    headerSize + ReadingGroup.capacity * readingSize + checksumSize

  static let headerSize = 20
  static let readingSize = 11
  static let checksumSize = 4

  /// Writes a message of readings without allocating.
  ///
  /// - Returns: the bytes written, at most ``readingsSizeMax``.
  /// - Precondition: the kind carries readings, and `target` has room for the result.
  @discardableResult
  public static func encode(
    _ header: MessageHeader, _ group: ReadingGroup, into target: UnsafeMutableRawBufferPointer
  ) -> Int {
    precondition(header.kind.carriesReadings, "the message kind carries readings")
    let count = Int(group.count)
    let size = headerSize + count * readingSize + checksumSize
    guard let start = target.baseAddress, target.count >= size else {
      preconditionFailure("the buffer has room for the message")
    }
    if count == 1 {
      encodeOne(header, group[0], to: start)
      return size
    }
    write(header, readingCount: group.count, to: start)
    var next = start + headerSize
    for index in 0..<count {
      let reading = group[index]
      next.storeBytes(of: reading.channel.rawValue, as: UInt8.self)
      (next + 1).storeBytes(of: reading.ageSeconds.littleEndian, as: UInt16.self)
      (next + 3).storeBytes(of: reading.value.bitPattern.littleEndian, as: UInt64.self)
      next += readingSize
    }
    let checked = UnsafeRawBufferPointer(start: start, count: size - checksumSize)
    next.storeBytes(of: CRC32C.checksum(checked).littleEndian, as: UInt32.self)
    return size
  }

  /// The usual message, put together in registers: nothing is read back that was only just written.
  @inline(__always)
  private static func encodeOne(
    _ header: MessageHeader, _ reading: Reading, to start: UnsafeMutableRawPointer
  ) {
    let name = UInt64(schemaVersion) | UInt64(header.kind.rawValue) << 8
    let first = name | UInt64(header.device.rawValue) << 16 | UInt64(header.sequence) << 32
    let time = UInt64(bitPattern: header.deviceTime.microseconds)
    let bits = reading.value.bitPattern
    let signal = UInt64(UInt8(bitPattern: header.signalDBm)) << 8
    let state = UInt64(header.batteryPercent) | signal | UInt64(header.errorCode) << 16 | 1 << 24
    let subject = UInt64(reading.channel.rawValue) << 32 | UInt64(reading.ageSeconds) << 40
    let third = state | subject | bits << 56
    start.storeBytes(of: first.littleEndian, as: UInt64.self)
    (start + 8).storeBytes(of: time.littleEndian, as: UInt64.self)
    (start + 16).storeBytes(of: third.littleEndian, as: UInt64.self)
    // The eighth byte is the checksum's first and is written over.
    (start + 24).storeBytes(of: (bits >> 8).littleEndian, as: UInt64.self)
    let checksum = CRC32C.checksum31(first, time, third, bits >> 8)
    (start + 31).storeBytes(of: checksum.littleEndian, as: UInt32.self)
  }

  /// Appends a message of readings to `bytes`; allocates only when `bytes` must grow.
  public static func encode(
    _ header: MessageHeader, _ group: ReadingGroup, into bytes: inout [UInt8]
  ) {
    withUnsafeTemporaryAllocation(byteCount: readingsSizeMax, alignment: 8) { scratch in
      let size = encode(header, group, into: scratch)
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: scratch[..<size]))
    }
  }

  /// Appends a message of any kind to `bytes`.
  ///
  /// - Precondition: the header's kind is the body's (see ``MessageBody/agrees(with:)``).
  public static func encode(_ message: Message, into bytes: inout [UInt8]) {
    if case .readings(let group) = message.body {
      encode(message.header, group, into: &bytes)
      return
    }
    precondition(message.body.agrees(with: message.header.kind), "the kind is that of the body")
    let start = bytes.count
    withUnsafeTemporaryAllocation(byteCount: headerSize, alignment: 8) { scratch in
      guard let base = scratch.baseAddress else { return }
      write(message.header, readingCount: 0, to: base)
      bytes.append(contentsOf: UnsafeRawBufferPointer(scratch))
    }
    appendBody(message.body, to: &bytes)
    let checksum = bytes.withUnsafeBytes {
      CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[start...]))
    }
    withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Reads one copy of a message; readings cost no allocation and no bytes can stop the program.
  ///
  /// The checksum is looked at first, so that a damaged copy is never read as something else.
  public static func decode(_ bytes: UnsafeRawBufferPointer) -> DecodedMessage {
    guard let start = bytes.baseAddress, bytes.count >= headerSize + checksumSize else {
      return .rejected(.truncated)
    }
    let bodyEnd = bytes.count - checksumSize
    let stated = UInt32(littleEndian: (start + bodyEnd).loadUnaligned(as: UInt32.self))
    guard CRC32C.checksum(UnsafeRawBufferPointer(start: start, count: bodyEnd)) == stated else {
      return .rejected(.badChecksum)
    }
    guard start.load(as: UInt8.self) == schemaVersion else { return .rejected(.unknownSchema) }
    guard let kind = MessageKind(rawValue: (start + 1).load(as: UInt8.self)) else {
      return .rejected(.unknownKind)
    }
    let header = readHeader(kind, from: start)
    let count = Int((start + 19).load(as: UInt8.self))
    if kind.carriesReadings {
      return decodeReadings(header, count: count, body: start + headerSize, size: bodyEnd)
    }
    guard count == 0 else { return .rejected(.badValue) }
    let body = UnsafeRawBufferPointer(start: start + headerSize, count: bodyEnd - headerSize)
    do throws(RejectReason) {
      var reader = CodecReader(body)
      let content = try readBody(kind, from: &reader)
      try reader.finish()
      return .other(Message(header: header, body: content))
    } catch {
      return .rejected(error)
    }
  }

  @inline(__always)
  private static func decodeReadings(
    _ header: MessageHeader, count: Int, body: UnsafeRawPointer, size: Int
  ) -> DecodedMessage {
    guard count >= 1, count <= ReadingGroup.capacity else { return .rejected(.badValue) }
    let needed = headerSize + count * readingSize
    guard size == needed else { return .rejected(size < needed ? .truncated : .trailingBytes) }
    var group = ReadingGroup()
    var next = body
    for _ in 0..<count {
      guard let channel = Channel(rawValue: next.load(as: UInt8.self)) else {
        return .rejected(.unknownChannel)
      }
      let age = UInt16(littleEndian: (next + 1).loadUnaligned(as: UInt16.self))
      let bits = UInt64(littleEndian: (next + 3).loadUnaligned(as: UInt64.self))
      let value = Double(bitPattern: bits)
      guard value.isFinite else { return .rejected(.nonFinite) }
      group.append(Reading(channel: channel, ageSeconds: age, value: value))
      next += readingSize
    }
    return .readings(header, group)
  }

  @inline(__always)
  private static func write(
    _ header: MessageHeader, readingCount: UInt8, to start: UnsafeMutableRawPointer
  ) {
    start.storeBytes(of: schemaVersion, as: UInt8.self)
    (start + 1).storeBytes(of: header.kind.rawValue, as: UInt8.self)
    (start + 2).storeBytes(of: header.device.rawValue.littleEndian, as: UInt16.self)
    (start + 4).storeBytes(of: header.sequence.littleEndian, as: UInt32.self)
    (start + 8).storeBytes(of: header.deviceTime.microseconds.littleEndian, as: Int64.self)
    (start + 16).storeBytes(of: header.batteryPercent, as: UInt8.self)
    (start + 17).storeBytes(of: header.signalDBm, as: Int8.self)
    (start + 18).storeBytes(of: header.errorCode, as: UInt8.self)
    (start + 19).storeBytes(of: readingCount, as: UInt8.self)
  }

  @inline(__always)
  private static func readHeader(
    _ kind: MessageKind, from start: UnsafeRawPointer
  ) -> MessageHeader {
    let device = UInt16(littleEndian: (start + 2).loadUnaligned(as: UInt16.self))
    let time = Int64(littleEndian: (start + 8).loadUnaligned(as: Int64.self))
    return MessageHeader(
      kind: kind, device: DeviceIndex(Int(device)),
      sequence: UInt32(littleEndian: (start + 4).loadUnaligned(as: UInt32.self)),
      deviceTime: SimTime(microseconds: time),
      batteryPercent: (start + 16).load(as: UInt8.self),
      signalDBm: (start + 17).load(as: Int8.self), errorCode: (start + 18).load(as: UInt8.self))
  }
}

extension MessageKind {
  /// Whether messages of this kind are readings and nothing else.
  @inlinable public var carriesReadings: Bool {
    self == .deviceTelemetry || self == .energyConsumption || self == .devicePerformance
  }

  /// The data plan's name.
  public var name: String {
    switch self {
    case .deviceTelemetry: "device_telemetry"
    case .deviceStatus: "device_status"
    case .energyConsumption: "energy_consumption"
    case .devicePerformance: "device_performance"
    case .userInteraction: "user_interactions"
    case .deviceLog: "device_logs"
    case .sitePlan: "site_plan"
    case .weatherForecast: "weather_forecast"
    case .tariff: "tariff"
    case .userFeedback: "user_feedback"
    }
  }
}

extension MessageBody {
  /// Whether a message with this body may be of `kind`.
  public func agrees(with kind: MessageKind) -> Bool {
    switch self {
    case .readings: kind.carriesReadings
    case .status: kind == .deviceStatus
    case .utterance: kind == .userInteraction
    case .feedback: kind == .userFeedback
    case .log: kind == .deviceLog
    case .sitePlan: kind == .sitePlan
    case .weatherForecast: kind == .weatherForecast
    case .tariff: kind == .tariff
    }
  }
}

import Clockwork
import Compression
import Telemetry

/// The bytes of a batch: what one row of the log holds.
///
/// A batch is the unit of writing, of compression and of checking, as in Kafka's message format 2.
/// Before compression a record is: event time i64, schema, 1 + key length (0 for no key), key,
/// payload length, payload, header count, then for each header name and value with their lengths;
/// counts are LEB128.
struct RecordBatch {
  /// A row that states more is damaged.
  static let byteCountMax = 64 << 20

  static func bytes(of records: [Record]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(records.reduce(0) { $0 + $1.byteCount })
    for record in records {
      bytes.appendLittleEndian(record.eventTime.microseconds)
      bytes.appendCount(Int(max(0, record.schema)))
      if let key = record.key {
        bytes.appendCount(key.count + 1)
        bytes.append(contentsOf: key)
      } else {
        bytes.appendCount(0)
      }
      bytes.appendCount(record.payload.count)
      bytes.append(contentsOf: record.payload)
      bytes.appendCount(record.headers.count)
      for header in record.headers {
        bytes.appendText(header.name)
        bytes.appendCount(header.value.count)
        bytes.append(contentsOf: header.value)
      }
    }
    return bytes
  }

  /// Hands over the records of a batch from one offset on; every length is checked.
  static func read(
    _ bytes: UnsafeRawBufferPointer, count: Int, base: Int64, from offset: Int64,
    ingestTime: SimTime, into records: inout [StoredRecord]
  ) throws(RejectReason) {
    var reader = CodecReader(bytes)
    for index in 0..<count {
      let record = try readRecord(&reader)
      let place = base + Int64(index)
      if place < offset { continue }
      records.append(StoredRecord(offset: place, ingestTime: ingestTime, record: record))
    }
    try reader.finish()
  }

  private static func readRecord(_ reader: inout CodecReader) throws(RejectReason) -> Record {
    let time = SimTime(microseconds: try reader.integer())
    let schema = try count(&reader)
    let keySize = try count(&reader)
    let key = keySize == 0 ? nil : try reader.bytes(keySize - 1) { [UInt8]($0) }
    let payload = try block(&reader)
    var record = Record(key: key, eventTime: time, payload: payload, schema: Int64(schema))
    let headerCount = try count(&reader)
    for _ in 0..<headerCount {
      record.headers.append(Record.Header(name: try reader.text(), value: try block(&reader)))
    }
    return record
  }

  private static func block(_ reader: inout CodecReader) throws(RejectReason) -> [UInt8] {
    try reader.bytes(try count(&reader)) { [UInt8]($0) }
  }

  /// LEB128 without a bound of its own: what follows is bounded by the bytes that are left.
  private static func count(_ reader: inout CodecReader) throws(RejectReason) -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try reader.integer(UInt8.self)
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(value) }
      shift += 7
      guard shift <= 42 else { throw .badValue }
    }
  }
}

/// A value of Thrift's compact protocol, in which Parquet keeps what it says about itself.
/// - Source: Apache Thrift, "Thrift compact protocol"; all lengths are checked, so that damaged
///   bytes are an error and never a trap.
indirect enum ThriftValue {
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case bytes(ArraySlice<UInt8>)
  case list([ThriftValue])
  case structure([Int: ThriftValue])

  subscript(_ field: Int) -> ThriftValue? {
    if case .structure(let fields) = self { fields[field] } else { nil }
  }

  var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var list: [ThriftValue]? { if case .list(let values) = self { values } else { nil } }
  var text: String? {
    if case .bytes(let bytes) = self { String(validating: bytes, as: UTF8.self) } else { nil }
  }
}

/// Reads one structure after another.
struct ThriftReader {
  private let bytes: ArraySlice<UInt8>
  private(set) var next: Int
  private static let depthMax = 32

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    next = bytes.startIndex
  }

  mutating func structure(depth: Int = 0) throws(ParquetError) -> ThriftValue {
    guard depth < Self.depthMax else {
      throw ParquetError("found structures in too many structures")
    }
    var fields: [Int: ThriftValue] = [:]
    var last = 0
    while true {
      let head = try byte()
      guard head != 0 else { return .structure(fields) }
      let step = Int(head >> 4)
      let id = step == 0 ? Int(truncatingIfNeeded: try zigzag()) : last &+ step
      guard (1...Int(Int16.max)).contains(id) else { throw ParquetError("found field \(id)") }
      last = id
      fields[id] = try value(type: head & 15, depth: depth, isElement: false)
    }
  }

  private mutating func value(
    type: UInt8, depth: Int, isElement: Bool
  ) throws(ParquetError) -> ThriftValue {
    switch type {
    // A field's truth lies in its type, an element's in a byte of its own.
    case 1, 2: return .bool(isElement ? try byte() == 1 : type == 1)
    case 3: return .integer(Int64(Int8(bitPattern: try byte())))
    case 4, 5, 6: return .integer(try zigzag())
    case 7:
      var bits: UInt64 = 0
      for place in 0..<8 as Range<UInt64> { bits |= UInt64(try byte()) << (8 * place) }
      return .double(Double(bitPattern: bits))
    case 8:
      let count = try length()
      defer { next += count }
      return .bytes(bytes[next..<next + count])
    case 9, 10: return .list(try list(depth: depth))
    case 12: return try structure(depth: depth + 1)
    default: throw ParquetError("found a value of Thrift type \(type)")
    }
  }

  private mutating func list(depth: Int) throws(ParquetError) -> [ThriftValue] {
    guard depth < Self.depthMax else { throw ParquetError("found lists in too many lists") }
    let head = try byte()
    let count = head >> 4 == 15 ? try length() : Int(head >> 4)
    guard count <= bytes.endIndex - next else { throw ParquetError("found a list without an end") }
    var values: [ThriftValue] = []
    for _ in 0..<count {
      values.append(try value(type: head & 15, depth: depth + 1, isElement: true))
    }
    return values
  }

  private mutating func byte() throws(ParquetError) -> UInt8 {
    guard next < bytes.endIndex else { throw ParquetError("found the end, expected more") }
    defer { next += 1 }
    return bytes[next]
  }

  private mutating func varint() throws(ParquetError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0 as UInt64, to: 70, by: 7) {
      let part = try byte()
      value |= UInt64(part & 127) << shift
      if part < 128 { return value }
    }
    throw ParquetError("found a number without an end")
  }

  private mutating func zigzag() throws(ParquetError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private mutating func length() throws(ParquetError) -> Int {
    let count = try varint()
    guard count <= UInt64(bytes.endIndex - next) else {
      throw ParquetError("found a length of \(count) beyond the end")
    }
    return Int(count)
  }
}

/// Why a Parquet file cannot be read.
struct ParquetError: Error {
  var text: String
  init(_ text: String) { self.text = text }
}

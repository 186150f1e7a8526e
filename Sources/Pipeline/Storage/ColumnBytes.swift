/// Integers in as many bytes as they need (LEB128), with a zigzag for signed ones.
struct ColumnWriter {
  static func append(_ value: Int64, to bytes: inout [UInt8]) {
    appendUnsigned(UInt64(bitPattern: value << 1 ^ value >> 63), to: &bytes)
  }

  @inline(__always)
  static func appendUnsigned(_ value: UInt64, to bytes: inout [UInt8]) {
    var left = value
    while left >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
      left >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: left))
  }
}

/// Reads what ``ColumnWriter`` wrote; nil at the end of the bytes.
struct ColumnReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func byte() -> UInt8? {
    guard offset < bytes.count else { return nil }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func unsigned() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64, let byte = byte() {
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  mutating func signed() -> Int64? {
    guard let value = unsigned() else { return nil }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

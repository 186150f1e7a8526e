/// Takes fields from packed bytes, such as a binary message's; every length is checked before it is
/// used.
public struct CodecReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  public var leftCount: Int { bytes.count - offset }

  public mutating func integer<T: FixedWidthInteger>(
    _ type: T.Type = T.self
  ) throws(RejectReason) -> T {
    let size = MemoryLayout<T>.size
    guard leftCount >= size else { throw .truncated }
    defer { offset += size }
    return T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
  }

  public mutating func double() throws(RejectReason) -> Double {
    let value = Double(bitPattern: try integer())
    guard value.isFinite else { throw .nonFinite }
    return value
  }

  public mutating func float() throws(RejectReason) -> Float {
    let value = Float(bitPattern: try integer())
    guard value.isFinite else { throw .nonFinite }
    return value
  }

  public mutating func flag() throws(RejectReason) -> Bool {
    switch try integer(UInt8.self) {
    case 0: return false
    case 1: return true
    default: throw .badValue
    }
  }

  /// How many elements follow, each of at least `elementSize` bytes, so that a false count cannot
  /// reserve more memory than the message itself has.
  public mutating func count(elementSize: Int) throws(RejectReason) -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try integer(UInt8.self)
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
      guard shift <= 28 else { throw .badValue }
    }
    guard value <= UInt64(leftCount / elementSize) else { throw .truncated }
    return Int(value)
  }

  public mutating func text() throws(RejectReason) -> String {
    let size = try count(elementSize: 1)
    let slice = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size])
    guard let text = String(validating: slice, as: UTF8.self) else { throw .badText }
    offset += size
    return text
  }

  /// The next bytes as they lie there.
  public mutating func bytes<T>(
    _ size: Int, _ body: (UnsafeRawBufferPointer) -> T
  ) throws(RejectReason) -> T {
    guard size <= leftCount else { throw .truncated }
    defer { offset += size }
    return body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]))
  }

  public mutating func list<T>(
    elementSize: Int, _ element: (inout CodecReader) throws(RejectReason) -> T
  ) throws(RejectReason) -> [T] {
    let count = try count(elementSize: elementSize)
    var list: [T] = []
    list.reserveCapacity(count)
    for _ in 0..<count { list.append(try element(&self)) }
    return list
  }

  /// Every byte must have been used.
  public func finish() throws(RejectReason) {
    guard leftCount == 0 else { throw .trailingBytes }
  }
}

extension [UInt8] {
  public mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  public mutating func appendDouble(_ value: Double) { appendLittleEndian(value.bitPattern) }

  /// LEB128.
  public mutating func appendCount(_ count: Int) {
    var left = UInt(count)
    while left >= 0x80 {
      append(UInt8(truncatingIfNeeded: left) | 0x80)
      left >>= 7
    }
    append(UInt8(left))
  }

  public mutating func appendText(_ text: String) {
    appendCount(text.utf8.count)
    append(contentsOf: text.utf8)
  }
}

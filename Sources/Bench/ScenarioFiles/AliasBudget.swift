/// Bounds how large a YAML text can grow when its aliases are expanded, before it is parsed.
///
/// An alias repeats its anchored node; aliases of nodes that hold aliases grow exponentially. The
/// parser compares keys by value, so such a text must be refused before it is composed.
enum AliasBudget {
  /// The largest expanded size, in bytes.
  static let byteCountMax = 16.0 * 1_048_576

  /// The expanded size in bytes, or more.
  ///
  /// An anchored node lies between its anchor and the alias that repeats it, so the text between
  /// them, itself expanded, bounds what the alias adds. Where a name is anchored twice the earlier
  /// place counts. Text that only looks like an alias makes the bound larger, never smaller.
  static func expandedByteCount(_ bytes: [UInt8]) -> Double {
    var size = 0.0
    var anchors: [[UInt8]: Double] = [:]
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      size += 1
      guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") else { continue }
      let start = index
      while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
      guard index > start else { continue }
      let name = Array(bytes[start..<index])
      size += Double(index - start)
      if byte == UInt8(ascii: "&") {
        if anchors[name] == nil { anchors[name] = size }
      } else if let anchored = anchors[name] {
        size += size - anchored
      }
    }
    return size
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

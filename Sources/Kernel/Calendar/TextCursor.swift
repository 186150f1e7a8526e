/// Walks over the bytes of a short text and remembers where it stands.
struct TextCursor {
  let bytes: [UInt8]
  var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Positions in messages count from 1.
  var column: Int { index + 1 }
  var isAtEnd: Bool { index >= bytes.count }
  var next: UInt8? { index < bytes.count ? bytes[index] : nil }
  var nextIsDigit: Bool { next.map { $0 >= 0x30 && $0 <= 0x39 } ?? false }
  var nextIsLetter: Bool {
    next.map { ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A) } ?? false
  }

  /// What stands here, in words fit for a message.
  var found: String {
    guard let byte = next else { return "the end" }
    guard byte >= 0x20 && byte < 0x7F else { return "byte \(byte)" }
    return "\"\(Character(Unicode.Scalar(byte)))\""
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let byte = next, UInt32(byte) == character.value else { return false }
    index += 1
    return true
  }

  /// Reads exactly `count` digits, or leaves the position at the first that is none.
  mutating func digits(exactly count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard nextIsDigit else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    return value
  }

  /// Reads one to `limit` digits.
  mutating func digits(upTo limit: Int) -> (value: Int, count: Int)? {
    var value = 0
    var count = 0
    while nextIsDigit && count < limit {
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
      count += 1
    }
    return count == 0 ? nil : (value, count)
  }

  /// The text between two positions.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

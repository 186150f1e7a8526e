/// Walks over the bytes of a comma-separated file, line by line and field by field.
///
/// Positions are kept so that every fault can be named by line and column.
struct FieldScanner {
  let bytes: [UInt8]
  let name: String
  /// Number of the line last entered, from 1.
  private(set) var line = 0
  private var lineStart = 0
  /// One past the last byte of the line's text.
  private(set) var lineEnd = 0
  /// True if the line was closed by a line end, not by the end of the file.
  private(set) var lineIsClosed = true
  private var nextLineStart = 0
  private(set) var position = 0
  /// True once the line's last field was taken.
  private(set) var isLineDone = true

  init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
    // A byte order mark is no part of the text.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { nextLineStart = 3 }
  }

  var isAtEnd: Bool { nextLineStart >= bytes.count }

  /// Enters the next line; false at the end of the file.
  mutating func nextLine() -> Bool {
    guard !isAtEnd else { return false }
    line += 1
    lineStart = nextLineStart
    position = lineStart
    isLineDone = false
    let (start, count) = (lineStart, bytes.count)
    let end = bytes.withUnsafeBufferPointer { buffer in
      var index = start
      while index < count && buffer[index] != 0x0A { index += 1 }
      return index
    }
    lineIsClosed = end < bytes.count
    nextLineStart = end + 1
    lineEnd = end > lineStart && bytes[end - 1] == 0x0D ? end - 1 : end
    return true
  }

  /// Takes the next field's bytes, without blanks around it; nil if the line has no more.
  mutating func nextField() -> Range<Int>? {
    guard !isLineDone else { return nil }
    let (start, limit) = (position, lineEnd)
    let (low, high, end) = bytes.withUnsafeBufferPointer { buffer in
      var end = start
      while end < limit && buffer[end] != 0x2C { end += 1 }
      var low = start
      var high = end
      while low < high && (buffer[low] == 0x20 || buffer[low] == 0x09) { low += 1 }
      while high > low && (buffer[high - 1] == 0x20 || buffer[high - 1] == 0x09) { high -= 1 }
      return (low, high, end)
    }
    isLineDone = end >= lineEnd
    position = isLineDone ? lineEnd : end + 1
    return low..<high
  }

  /// Goes back to the line's first field.
  mutating func restart() {
    position = lineStart
    isLineDone = false
  }

  /// The rest of the line as one text, commas included.
  mutating func restOfLine() -> Range<Int> {
    let rest = position..<lineEnd
    position = lineEnd
    isLineDone = true
    return rest
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { expected in
      range.count == expected.count && bytes[range].elementsEqual(expected)
    }
  }

  /// A fault at a field of the current line, quoting what stands there.
  func fault(_ range: Range<Int>?, _ expected: String) -> ClimateError {
    guard let range else { return fault(at: lineEnd, found: "the end of the line", expected) }
    if range.isEmpty { return fault(at: range.lowerBound, found: "nothing", expected) }
    return fault(at: range.lowerBound, found: quoted(range), expected)
  }

  func fault(at offset: Int, found: String, _ expected: String) -> ClimateError {
    .weatherFile(
      file: name, line: max(line, 1), column: max(offset - lineStart, 0) + 1, found: found,
      expected: expected)
  }

  /// The file stops where a further line is needed.
  func endFault(_ expected: String) -> ClimateError {
    .weatherFile(
      file: name, line: line + 1, column: 1, found: "the end of the file", expected: expected)
  }

  /// At most 24 characters, without control characters.
  private func quoted(_ range: Range<Int>) -> String {
    let isLong = range.count > 24
    let part = range.lowerBound..<(isLong ? range.lowerBound + 24 : range.upperBound)
    let scalars = self.text(part).unicodeScalars.map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar
    }
    let text = String(String.UnicodeScalarView(scalars))
    return "\"\(text)\(isLong ? "..." : "")\""
  }
}

/// A text that is not JSON, with the place where it stops being so.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  public var line: Int
  /// From 1, in bytes.
  public var column: Int
  public var message: String

  public var description: String { "\(line):\(column): \(message)" }
}

/// Reading JSON texts.
extension JSONValue {
  /// Parses one JSON text that fills all of `bytes`.
  ///
  /// Strict: RFC 8259, valid UTF-8, no member twice, numbers within a `Double`, 128 levels at most.
  public static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes)
    return try parser.parseDocument()
  }

  public static func parse(_ text: String) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8))
  }

  public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    let result = bytes.withUnsafeBytes { raw -> Result<JSONValue, JSONError> in
      do throws(JSONError) { return .success(try parse(raw)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

/// A recursive-descent parser over bytes.
struct JSONParser {
  static let depthMax = 128
  private static let comparedNameCountMax = 16

  private let bytes: UnsafeRawBufferPointer
  private var offset = 0
  private var depth = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func parseDocument() throws(JSONError) -> JSONValue {
    let value = try parseValue()
    skipSpace()
    guard offset == bytes.count else { throw error("found more text after the value") }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    skipSpace()
    guard let byte = peek() else { throw error("expected a value, found the end") }
    switch byte {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: return try parseNumber()
    default: throw error("expected a value")
    }
  }

  private mutating func parseObject() throws(JSONError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var members: [JSONMember] = []
    members.reserveCapacity(8)
    // Few names are compared faster than they are hashed.
    var names: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      guard peek() == UInt8(ascii: "\"") else { throw error("expected a name in quotes") }
      let start = offset
      let name = try parseString()
      if members.count == Self.comparedNameCountMax { names = Set(members.map(\.name)) }
      let isNew =
        names.isEmpty
        ? !members.contains { $0.name == name } : names.insert(name).inserted
      guard isNew else {
        offset = start
        throw error("the name \"\(name.prefix(40))\" is there twice")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("expected ':'") }
      members.append(JSONMember(name, try parseValue()))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw error("expected ',' or '}'") }
    }
  }

  private mutating func parseArray() throws(JSONError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      values.append(try parseValue())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(values) }
      guard take(UInt8(ascii: ",")) else { throw error("expected ',' or ']'") }
    }
  }

  private mutating func parseWord(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    let size = word.utf8CodeUnitCount
    guard bytes.count - offset >= size else { throw error("expected \(word)") }
    for index in 0..<size where bytes[offset + index] != word.utf8Start[index] {
      throw error("expected \(word)")
    }
    offset += size
    return value
  }

  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = offset
    let isNegative = take(UInt8(ascii: "-"))
    let firstDigit = offset
    var digits: UInt64 = 0
    var (places, exponent) = (0, 0)
    places += try takeDigits(into: &digits)
    if offset - firstDigit > 1, bytes[firstDigit] == UInt8(ascii: "0") {
      offset = firstDigit
      throw error("a number may not start with 0")
    }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      let count = try takeDigits(into: &digits)
      places += count
      exponent -= count
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      let falls = !take(UInt8(ascii: "+")) && take(UInt8(ascii: "-"))
      var power: UInt64 = 0
      let count = try takeDigits(into: &power)
      exponent += (falls ? -1 : 1) * (count > 4 ? 10_000 : Int(power))
    }
    // Up to 15 digits and powers of ten up to 22 are exact, so that one operation rounds once:
    // Clinger 1990, "How to read floating point numbers accurately".
    if places <= 15 {
      // "-0" is a Double: an integer would lose its sign.
      if isInteger, digits > 0 || !isNegative {
        return .integer(isNegative ? -Int64(digits) : Int64(digits))
      }
      if exponent.magnitude <= 22 {
        let power = Self.powersOfTen[Int(exponent.magnitude)]
        let value = exponent < 0 ? Double(digits) / power : Double(digits) * power
        return .number(isNegative ? -value : value)
      }
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isInteger, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      offset = start
      throw error("the number is too large")
    }
    return .number(value)
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// - Parameter digits: those before, which wrap around beyond what 64 bits hold.
  /// - Returns: how many there were.
  private mutating func takeDigits(into digits: inout UInt64) throws(JSONError) -> Int {
    let start = offset
    while let byte = peek(), byte >= 0x30, byte <= 0x39 {
      digits = digits &* 10 &+ UInt64(byte &- 0x30)
      offset += 1
    }
    guard offset > start else { throw error("expected a digit") }
    return offset - start
  }

  private mutating func parseString() throws(JSONError) -> String {
    offset += 1
    let start = offset
    if let plain = takePlainString() { return plain }
    var text: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          offset = start
          throw error("the text is not UTF-8")
        }
        offset += 1
        return string
      case UInt8(ascii: "\\"): try parseEscape(into: &text)
      case 0..<0x20: throw error("a control character must be escaped")
      default:
        text.append(byte)
        offset += 1
      }
    }
    throw error("the text is not closed")
  }

  /// A string without escapes, control characters or letters beyond ASCII, as nearly all are.
  private mutating func takePlainString() -> String? {
    var end = offset
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      let byte = bytes[end]
      guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { return nil }
      end += 1
    }
    guard end < bytes.count else { return nil }
    let text = UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
    offset = end + 1
    return String(unsafeUninitializedCapacity: text.count) { $0.initialize(fromContentsOf: text) }
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(JSONError) {
    offset += 1
    guard let byte = peek() else { throw error("the text is not closed") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try parseHexDigits()
      if code >= 0xD800, code < 0xDC00 {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
          throw error("half of a surrogate pair")
        }
        let low = try parseHexDigits()
        guard low >= 0xDC00, low < 0xE000 else { throw error("half of a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair") }
      text.append(contentsOf: UTF8.encode(scalar) ?? .init())
    default:
      offset -= 1
      throw error("no such escape")
    }
  }

  private mutating func parseHexDigits() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("expected four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }

  private mutating func enter() throws(JSONError) {
    guard depth < Self.depthMax else { throw error("nested too deeply") }
    depth += 1
    offset += 1
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    offset += 1
    return true
  }

  private func error(_ message: String) -> JSONError {
    var line = 1
    var column = 1
    for byte in bytes[..<min(offset, bytes.count)] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return JSONError(line: line, column: column, message: message)
  }
}

/// A JSON value whose keys keep the order in which they were given, so that its text is fixed.
indirect enum JSONText: Sendable {
  case string(String)
  /// A number as text, exact.
  case number(String)
  case flag(Bool)
  case null
  case array([JSONText])
  case object([(String, JSONText)])

  /// The text, two spaces an indent; arrays of scalars stand on one line.
  func text(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .string(let text): return Self.quoted(text)
    case .number(let text): return text
    case .flag(let flag): return flag ? "true" : "false"
    case .null: return "null"
    case .array(let items):
      let isFlat = items.allSatisfy(\.isScalar)
      if items.isEmpty { return "[]" }
      if isFlat { return "[" + items.map { $0.text() }.joined(separator: ", ") + "]" }
      return "[\n" + items.map { inner + $0.text(indent: inner) }.joined(separator: ",\n")
        + "\n\(indent)]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { inner + Self.quoted($0) + ": " + $1.text(indent: inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .string, .number, .flag, .null: true
    case .array, .object: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}

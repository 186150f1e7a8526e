internal import Calendar
internal import Clockwork

/// Prints checked settings as YAML: every default filled, in the table's order, same text for same
/// values.
struct CanonicalText {
  private var lines: [String] = []
  /// Whether each value's origin stands behind it as a comment.
  private let showsOrigins: Bool

  static func text(_ setting: Setting, showsOrigins: Bool = false) -> String {
    var printer = CanonicalText(showsOrigins: showsOrigins)
    printer.record(setting, indent: "", first: "")
    return printer.lines.map { $0 + "\n" }.joined()
  }

  private init(showsOrigins: Bool) { self.showsOrigins = showsOrigins }

  /// Prints the members of a mapping; `first` leads the first line, `- ` within a list.
  private mutating func record(_ setting: Setting, indent: String, first: String) {
    var lead = first
    for member in setting.members {
      value(member.value, key: member.key, lead: lead, indent: indent)
      lead = indent
    }
  }

  private mutating func value(_ setting: Setting, key: String, lead: String, indent: String) {
    let head = lead + Self.plainOrQuoted(key) + ":"
    switch setting.content {
    case .record(let members) where !members.isEmpty:
      lines.append(head)
      record(setting, indent: indent + "  ", first: indent + "  ")
    case .list(let items) where !items.isEmpty && !Self.fitsOneLine(items):
      lines.append(head)
      for item in items { self.item(item, indent: indent + "  ") }
    default: line(head + " " + Self.scalar(setting), setting.origin)
    }
  }

  private mutating func item(_ setting: Setting, indent: String) {
    if case .record(let members) = setting.content, !members.isEmpty {
      record(setting, indent: indent + "  ", first: indent + "- ")
    } else {
      line(indent + "- " + Self.scalar(setting), setting.origin)
    }
  }

  private mutating func line(_ text: String, _ origin: Origin) {
    guard showsOrigins else {
      lines.append(text)
      return
    }
    let padding = String(repeating: " ", count: max(1, 48 - text.unicodeScalars.count))
    lines.append(text + padding + "# " + origin.description)
  }

  private static func fitsOneLine(_ items: [Setting]) -> Bool {
    let texts = items.map(scalar)
    let hasMappings = items.contains { if case .record = $0.content { true } else { false } }
    return !hasMappings && texts.reduce(0) { $0 + $1.count + 2 } <= 70
  }

  static func scalar(_ setting: Setting) -> String {
    switch setting.content {
    case .text(let text): plainOrQuoted(text)
    case .flag(let flag): flag ? "true" : "false"
    case .integer(let value): "\(value)"
    case .seed(let value): "\(value)"
    case .quantity(let value, let dimension): dimension.text(value)
    case .duration(let value): DurationText.text(value)
    case .moment(let moment): moment.description
    case .start(let timestamp): timestamp.description
    case .comparison(let comparison): quoted(comparison.description)
    case .list(let items): "[" + items.map(scalar).joined(separator: ", ") + "]"
    case .record: "{}"
    }
  }

  /// Words that some YAML reader takes for something else than text.
  private static let reserved: Set<String> = [
    "true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan",
  ]

  private static func plainOrQuoted(_ text: String) -> String {
    var isWord = true
    var isFirst = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-")...UInt8(ascii: "/"),
        UInt8(ascii: "_"):
        if isFirst { isWord = false }
      default: isWord = false
      }
      if !isWord { break }
      isFirst = false
    }
    return isWord && !text.isEmpty && !reserved.contains(text.lowercased()) ? text : quoted(text)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

internal import Telemetry

/// One value of a row, before anybody knows what it should be.
enum Cell: Hashable {
  /// Nothing between two commas, or `null`.
  case empty
  case text(String)
  case number(Double)
  /// What no column holds: a list, an object, true or false.
  case other(String)

  /// For messages.
  var found: String {
    switch self {
    case .empty: "nothing"
    case .text(let text): "\"\(text.prefix(40).printable)\""
    case .number(let value): "\(value)"
    case .other(let kind): kind
    }
  }

  /// A finite decimal number of a size that sums of squares survive.
  var number: Double? {
    let value: Double?
    switch self {
    case .number(let number): value = number
    case .text(let text): value = Self.isDecimal(text) ? Double(text) : nil
    case .empty, .other: value = nil
    }
    guard let value, value.isFinite, value.magnitude <= ConclusionLimit.magnitudeMax
    else { return nil }
    return value
  }

  /// Swift also reads hexadecimal numbers, infinities and no-numbers.
  private static func isDecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    }
  }
}

/// A row in the order of its layout's columns.
struct Row {
  var line: Int
  var cells: [Cell]
}

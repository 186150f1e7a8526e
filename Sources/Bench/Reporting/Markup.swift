/// Text made safe for HTML and XML, in elements and in quoted attributes.
enum Markup {
  /// The same for prose, in which back-quotes mark code; one without its fellow stays.
  static func prose(_ text: String) -> String {
    let parts = escaped(text).split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return escaped(text) }
    var result = String(parts[0])
    for (number, part) in parts.enumerated().dropFirst() {
      if number % 2 == 0 {
        result += "</code>" + part
      } else {
        result += (number == parts.count - 1 ? "`" : "<code>") + part
      }
    }
    return result
  }

  /// Replaces markup characters by references, and what XML 1.0 forbids by U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      default:
        let isForbidden =
          scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
          || (0xFFFE...0xFFFF).contains(scalar.value)
        result.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}

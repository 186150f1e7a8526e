/// Finds the word that a misspelt one was probably meant to be.
public enum Nearest {
  /// The nearest candidate, if it is near enough to be a slip of the finger.
  ///
  /// - Complexity: O(*n m*) a candidate; words over 40 characters get no hint.
  public static func word(to text: String, among candidates: [String]) -> String? {
    let word = Array(text.lowercased().unicodeScalars)
    guard !word.isEmpty, word.count <= 40 else { return nil }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().unicodeScalars)
      let allowed = max(1, max(word.count, other.count) / 3)
      let distance = editDistance(word, other)
      if distance <= allowed, distance < (best?.distance ?? Int.max) {
        best = (distance, candidate)
      }
    }
    return best?.candidate
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`
  /// (optimal string alignment; Damerau 1964, Levenshtein 1966).
  static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(last[j] + 1, row[j - 1] + 1, replaced)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}

/// How a piece of a user's file is shown inside a message: short, on one line, visible.
enum Quoted {
  /// The text in double quotes.
  static func text(_ text: String) -> String { "\"\(shortened(text))\"" }

  /// A path on one line; long ones are needed whole to be found.
  static func path(_ path: String) -> String { shortened(path, characterCountMax: 500) }

  /// So many characters at most, control characters escaped.
  static func shortened(_ text: String, characterCountMax: Int = 60) -> String {
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index == characterCountMax { return result + "..." }
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if PlainText.isPrintable(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          result += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
      }
    }
    return result
  }
}

/// Which characters may stand in texts that are kept and printed again.
enum PlainText {
  /// False for control, format and private characters, line separators and non-characters.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value >= 0x20 }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }
}

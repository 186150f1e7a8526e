/// Turns what a speaker heard into plain lower-case words.
enum Words {
  /// Letters, digits, `.` inside numbers, `°` and `%` as words of their own; all else separates.
  static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    func finish() {
      while word.hasSuffix(".") { word.removeLast() }
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    for character in text.lowercased() {
      switch character {
      case "a"..."z", "0"..."9":
        // "21c" and "70f" are a number and a unit.
        // "co2" is one word all the same.
        if let last = word.last, last.isNumber != character.isNumber, last != ".",
          word != "co" || character != "2"
        {
          finish()
        }
        word.append(character)
      case "." where word.last?.isNumber == true: word.append(character)
      case "'", "’": break
      case "°", "%":
        finish()
        words.append(String(character))
      default: finish()
      }
    }
    finish()
    return words
  }

  /// The letters of a word as a set of 32 bits: each edit changes at most two of them.
  static func letters(_ word: String) -> UInt32 {
    word.utf8.reduce(0) { $0 | 1 << UInt32($1 & 31) }
  }

  /// Damerau-Levenshtein distance (optimal string alignment), or `limit + 1` when above it.
  static func distance(_ a: String, _ b: String, limit: Int) -> Int {
    let x = Array(a.utf8)
    let y = Array(b.utf8)
    if (x.count - y.count).magnitude > limit { return limit + 1 }
    var beforeLast = [Int](repeating: 0, count: y.count + 1)
    var last = Array(0...y.count)
    for i in 1...max(x.count, 1) where !x.isEmpty {
      var current = [i] + [Int](repeating: 0, count: y.count)
      for j in 0..<y.count {
        let same = x[i - 1] == y[j]
        var best = min(last[j] + (same ? 0 : 1), last[j + 1] + 1, current[j] + 1)
        if i > 1, j > 0, x[i - 1] == y[j - 1], x[i - 2] == y[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        current[j + 1] = best
      }
      beforeLast = last
      last = current
    }
    return last[y.count]
  }
}

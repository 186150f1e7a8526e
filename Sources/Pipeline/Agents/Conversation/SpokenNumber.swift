/// Numbers in words or digits: `21`, `twenty one`, `nineteen and a half`, `72.5`.
enum SpokenNumber {
  private static let units = [
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
  ]
  private static let tens = [
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
  ]

  /// The words that numbers are made of.
  static let words = Set(units.keys).union(tens.keys).union(["hundred"])

  static func isNumber(_ word: String) -> Bool {
    units[word] != nil || tens[word] != nil || word == "hundred" || Double(word) != nil
  }

  /// Reads the number that begins at `index`.
  ///
  /// - Returns: its value and how many words it took, or nil.
  static func read(_ words: [String], at index: Int) -> (value: Double, length: Int)? {
    guard index < words.count else { return nil }
    var length = 1
    var value: Double
    if let digits = Double(words[index]), digits.isFinite {
      value = digits
    } else if let ten = tens[words[index]] {
      value = Double(ten)
      if index + 1 < words.count, let unit = units[words[index + 1]], (1...9).contains(unit) {
        value += Double(unit)
        length = 2
      }
    } else if let unit = units[words[index]] {
      value = Double(unit)
      if unit == 1, index + 1 < words.count, words[index + 1] == "hundred" {
        value = 100
        length = 2
      }
    } else if words[index] == "hundred" {
      value = 100
    } else {
      return nil
    }
    let rest = Array(words[(index + length)...].prefix(4))
    if rest.starts(with: ["and", "a", "half"]) {
      value += 0.5
      length += 3
    } else if rest.count >= 2, rest[0] == "point", let tenth = units[rest[1]], tenth <= 9 {
      value += Double(tenth) / 10
      length += 2
    }
    return (value, length)
  }
}

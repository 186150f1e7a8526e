/// Words, texts, numbers and signs of a pattern's line.
struct PatternTokens {
  enum Token: Equatable {
    case word(String)
    case text(String)
    case number(Double, raw: String)
    case sign(Character)
    case end

    var found: String {
      switch self {
      case .word(let word): word
      case .text(let text): "\"\(text)\""
      case .number(_, let raw): raw
      case .sign(let sign): String(sign)
      case .end: "the end of the line"
      }
    }
  }

  private var tokens: [(token: Token, column: Int)] = []
  private var index = 0
  private let line: Int

  /// - Parameter firstColumn: where the text begins in its line.
  init(_ text: String, line: Int, firstColumn: Int) throws(CaseTextMistake) {
    self.line = line
    let characters = Array(text)
    var place = 0
    while place < characters.count {
      let start = place
      let character = characters[place]
      let token: Token
      if character == " " || character == "\t" {
        place += 1
        continue
      }
      let column = firstColumn + start
      if character == "\"" {
        guard let end = characters[(place + 1)...].firstIndex(of: "\"") else {
          throw CaseTextMistake(
            line: line, column: column, message: "found the end of the line; expected a closing \"")
        }
        token = .text(String(characters[(place + 1)..<end]))
        place = end + 1
      } else if character.isLetter || character == "_" {
        while place < characters.count, Self.isInWord(characters[place]) { place += 1 }
        token = .word(String(characters[start..<place]))
      } else if character.isNumber || character == "-" {
        place += 1
        while place < characters.count, Self.isInNumber(characters, place) { place += 1 }
        let raw = String(characters[start..<place])
        guard let number = Double(raw), number.isFinite else {
          throw CaseTextMistake(
            line: line, column: column, message: "found \(raw); expected a number")
        }
        token = .number(number, raw: raw)
      } else {
        token = .sign(character)
        place += 1
      }
      tokens.append((token, column))
    }
    tokens.append((.end, firstColumn + characters.count))
  }

  private static func isInWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// A point belongs to a number only if a digit follows: `.within(10 ms)` ends none.
  private static func isInNumber(_ characters: [Character], _ place: Int) -> Bool {
    characters[place].isNumber
      || characters[place] == "." && place + 1 < characters.count
        && characters[place + 1].isNumber
  }

  var current: Token { tokens[index].token }

  func mistake(_ expected: String) -> CaseTextMistake {
    CaseTextMistake(
      line: line, column: tokens[index].column,
      message: "found \(current.found); expected \(expected)")
  }

  @discardableResult mutating func next() -> Token {
    defer { if index < tokens.count - 1 { index += 1 } }
    return current
  }

  mutating func take(_ sign: Character) -> Bool {
    guard current == .sign(sign) else { return false }
    next()
    return true
  }

  mutating func expect(_ sign: Character) throws(CaseTextMistake) {
    if !take(sign) { throw mistake("'\(sign)'") }
  }

  mutating func takeWord(_ word: String) -> Bool {
    guard current == .word(word) else { return false }
    next()
    return true
  }

  mutating func word(_ expected: String) throws(CaseTextMistake) -> String {
    guard case .word(let word) = current else { throw mistake(expected) }
    next()
    return word
  }

  /// One of some words; anything else is a mistake that names them all.
  mutating func choice(_ words: [String], _ what: String = "") throws(CaseTextMistake) -> String {
    if case .word(let word) = current, words.contains(word) {
      next()
      return word
    }
    let list = words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
    throw mistake(what + list)
  }

  /// A stage's name, bare or in quotes.
  mutating func name() throws(CaseTextMistake) -> String {
    switch current {
    case .word(let name), .text(let name):
      next()
      return name
    default: throw mistake("the name of a stage")
    }
  }

  mutating func text(_ expected: String) throws(CaseTextMistake) -> String {
    guard case .text(let text) = current else { throw mistake(expected) }
    next()
    return text
  }

  mutating func number(_ expected: String) throws(CaseTextMistake) -> Double {
    guard case .number(let number, _) = current else { throw mistake(expected) }
    next()
    return number
  }

  mutating func count() throws(CaseTextMistake) -> Int {
    guard case .number(let number, _) = current, let count = Int(exactly: number),
      (-10_000...10_000).contains(count)
    else { throw mistake("a whole number of at most 10000") }
    next()
    return count
  }
}

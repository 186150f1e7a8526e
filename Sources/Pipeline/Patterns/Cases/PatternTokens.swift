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

  private(set) var tokens: [(token: Token, column: Int)] = []
  private(set) var index = 0
  let line: Int

  init(_ text: String, line: Int) throws {
    self.line = line
    let characters = Array(text)
    var place = 0
    while place < characters.count {
      let start = place
      let character = characters[place]
      if character == " " || character == "\t" {
        place += 1
        continue
      }
      if character == "\"" {
        guard let end = characters[(place + 1)...].firstIndex(of: "\"") else {
          throw CaseTextMistake(line: line, column: start + 1, message: "a text without its end")
        }
        tokens.append((.text(String(characters[(place + 1)..<end])), start + 1))
        place = end + 1
      } else if character.isLetter || character == "_" {
        while place < characters.count,
          characters[place].isLetter || characters[place].isNumber || characters[place] == "_"
        { place += 1 }
        tokens.append((.word(String(characters[start..<place])), start + 1))
      } else if character.isNumber || character == "-" {
        place += 1
        while place < characters.count, characters[place].isNumber || isInNumber(characters, place)
        { place += 1 }
        let raw = String(characters[start..<place])
        guard let number = Double(raw), number.isFinite else {
          throw CaseTextMistake(
            line: line, column: start + 1, message: "found \(raw); expected a number")
        }
        tokens.append((.number(number, raw: raw), start + 1))
      } else {
        tokens.append((.sign(character), start + 1))
        place += 1
      }
    }
    tokens.append((.end, characters.count + 1))

    /// A point belongs to a number only if a digit follows: `.within(10 ms)` ends none.
    func isInNumber(_ characters: [Character], _ place: Int) -> Bool {
      characters[place] == "." && place + 1 < characters.count && characters[place + 1].isNumber
    }
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

  mutating func expect(_ sign: Character) throws {
    if !take(sign) { throw mistake("'\(sign)'") }
  }

  mutating func takeWord(_ word: String) -> Bool {
    guard current == .word(word) else { return false }
    next()
    return true
  }

  mutating func word(_ expected: String) throws -> String {
    guard case .word(let word) = current else { throw mistake(expected) }
    next()
    return word
  }

  mutating func text(_ expected: String) throws -> String {
    guard case .text(let text) = current else { throw mistake(expected) }
    next()
    return text
  }

  mutating func number(_ expected: String) throws -> Double {
    guard case .number(let number, _) = current else { throw mistake(expected) }
    next()
    return number
  }

  mutating func count() throws -> Int {
    guard case .number(let number, _) = current, let count = Int(exactly: number),
      (0...10_000).contains(count)
    else { throw mistake("a whole number from 0 to 10000") }
    next()
    return count
  }
}

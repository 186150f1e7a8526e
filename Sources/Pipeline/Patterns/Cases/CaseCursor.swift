import Clockwork

/// A place in a line of a case file, and what can be read from there.
struct CaseCursor {
  let line: Int
  private let characters: [Character]
  private var index = 0

  init(_ text: String, line: Int) {
    self.line = line
    characters = Array(text)
  }

  var isAtEnd: Bool { index >= characters.count }
  var current: Character? { isAtEnd ? nil : characters[index] }
  /// From 1.
  var column: Int { index + 1 }

  /// What is left, without spaces behind.
  var rest: String {
    var end = characters.count
    while end > index, characters[end - 1] == " " || characters[end - 1] == "\t" { end -= 1 }
    return String(characters[index..<end])
  }

  func mistake(_ message: String, at column: Int? = nil) -> CaseTextMistake {
    CaseTextMistake(line: line, column: column ?? self.column, message: message)
  }

  /// What stands here, for a message.
  private var found: String {
    isAtEnd ? "the end of the line" : String(characters[index...].prefix { $0 != " " })
  }

  mutating func skipSpaces() {
    while let character = current, character == " " || character == "\t" { index += 1 }
  }

  /// Everything up to a space or one of some signs.
  mutating func takeWord(until signs: Set<Character> = []) -> String {
    let start = index
    while let character = current, character != " ", character != "\t", !signs.contains(character) {
      index += 1
    }
    return String(characters[start..<index])
  }

  mutating func take(_ sign: Character) -> Bool {
    guard current == sign else { return false }
    index += 1
    return true
  }

  // MARK: input

  /// `name[@ms][=value]` and `W@ms`; without a time an event comes 1 ms after the one before.
  mutating func steps(after known: [CaseStep]) throws(CaseTextMistake) -> [CaseStep] {
    var previous: Int64 = 0
    for case .event(let event) in known { previous = event.time.microseconds / 1_000 }
    var steps: [CaseStep] = []
    skipSpaces()
    while !isAtEnd {
      let start = column
      let name = takeWord(until: ["@", "="])
      guard !name.isEmpty else {
        throw mistake("found \(found); expected name[@ms][=value] or W@ms", at: start)
      }
      let stated = current == "@" ? try time() : nil
      if name == "W", let stated, current != "=" {
        steps.append(
          .watermark(stated == .max ? .distantFuture : SimTime(microseconds: stated * 1_000)))
        try endWord()
        continue
      }
      if stated == .max {
        throw mistake("found an event at the end of the stream; expected an earlier one", at: start)
      }
      let value = take("=") ? try number() : 0
      try endWord()
      let time = stated ?? previous + 1
      previous = time
      steps.append(
        .event(
          NamedEvent(name: name, time: SimTime(microseconds: time * 1_000), value: value)))
    }
    return steps
  }

  private mutating func endWord() throws(CaseTextMistake) {
    guard isAtEnd || current == " " || current == "\t" else {
      throw mistake("found \(found); expected a space or the end of the line")
    }
    skipSpaces()
  }

  /// `@` and whole milliseconds.
  private mutating func time() throws(CaseTextMistake) -> Int64 {
    let start = column
    guard take("@") else { throw mistake("found \(found); expected @ms") }
    let digits = takeWord(until: ["="])
    guard let time = Int64(digits) else {
      throw mistake("found @\(digits); expected @ and whole ms", at: start)
    }
    // The end of a stream stands for itself; anything else must leave room for windows.
    guard abs(time.clamped) < 1 << 50 || time == .max else {
      throw mistake("found @\(digits); expected fewer than 2^50 ms from 1970", at: start)
    }
    return time
  }

  private mutating func number() throws(CaseTextMistake) -> Double {
    let start = column
    let digits = takeWord()
    guard let number = Double(digits), number.isFinite else {
      throw mistake("found =\(digits); expected = and a number", at: start - 1)
    }
    return number
  }

  // MARK: outcomes

  mutating func outcome() throws(CaseTextMistake) -> CaseOutcome {
    let start = column
    let kind = takeWord()
    skipSpaces()
    switch kind {
    case "MATCH", "TIMEOUT":
      let taken = try takenByStages()
      let time = try time()
      try endLine()
      return kind == "MATCH" ? .match(taken, time: time) : .timeout(taken, time: time)
    case "LATE":
      let name = takeWord()
      guard !name.isEmpty, name.first != "@" else {
        throw mistake("found \(name); expected the late event's name")
      }
      skipSpaces()
      let time = try time()
      try endLine()
      return .late(name, time: time)
    case "EXCEPTION": return .refusal(CaseWords(rest))
    default:
      let word = kind.isEmpty ? "the end of the line" : kind
      throw mistake(
        "found \(word); expected MATCH, TIMEOUT, LATE, EXCEPTION or (none)", at: start)
    }
  }

  private mutating func endLine() throws(CaseTextMistake) {
    skipSpaces()
    guard isAtEnd else { throw mistake("found \(found); expected the end of the line") }
  }

  /// `NAME=[event, event] NAME=[event]`, up to the time.
  private mutating func takenByStages() throws(CaseTextMistake) -> [CaseOutcome.Taken] {
    var taken: [CaseOutcome.Taken] = []
    while !isAtEnd, current != "@" {
      let start = column
      let name = takeWord(until: ["=", "["])
      guard !name.isEmpty, take("="), take("[") else {
        throw mistake("found \(name)\(found); expected NAME=[event, event] or @ms", at: start)
      }
      guard !taken.contains(where: { $0.stage == name }) else {
        throw mistake("found \(name) twice; expected each stage once", at: start)
      }
      var events: [String] = []
      repeat {
        skipSpaces()
        let event = takeWord(until: [",", "]"])
        guard !event.isEmpty else { throw mistake("found \(found); expected an event's name") }
        events.append(event)
        skipSpaces()
      } while take(",")
      guard take("]") else { throw mistake("found \(found); expected ',' or ']'") }
      taken.append(CaseOutcome.Taken(stage: name, events: events))
      skipSpaces()
    }
    return taken
  }
}

extension Int64 {
  /// Without the one value that has no absolute one.
  fileprivate var clamped: Int64 { Swift.max(self, -.max) }
}

import Clockwork

/// Conditions, durations and skip strategies in a pattern's text.
extension PatternText {
  private static let units: [(name: String, microseconds: Double)] = [
    ("ms", 1e3), ("s", 1e6), ("min", 60e6), ("h", 3600e6), ("d", 86400e6),
  ]

  mutating func window() throws(CaseTextMistake) -> (SimDuration, WindowSpan) {
    let start = tokens
    let number = try tokens.number("a duration such as 10 s")
    let unit = try tokens.choice(Self.units.map(\.name), "a unit: ")
    let length = number * (Self.units.first { $0.name == unit }?.microseconds ?? 0)
    guard length >= 0, length < 1e18 else { throw start.mistake("a duration of 0 or more") }
    var span = WindowSpan.firstAndLast
    if tokens.take(",") {
      let word = try tokens.choice(["FIRST_AND_LAST", "PREVIOUS_AND_CURRENT"])
      span = word == "FIRST_AND_LAST" ? .firstAndLast : .previousAndCurrent
    }
    return (SimDuration(microseconds: Int64(length.rounded())), span)
  }

  // MARK: skip strategies

  private static let skips = ["noSkip", "skipToNext", "skipPastLast", "skipToFirst", "skipToLast"]

  var isAtSkip: Bool {
    if case .word(let word) = tokens.current { Self.skips.contains(word) } else { false }
  }

  mutating func skipStrategy() throws(CaseTextMistake) -> AfterMatch {
    let word = try tokens.choice(Self.skips, "a skip strategy: ")
    switch word {
    case "noSkip": return .noSkip
    case "skipToNext": return .toNext
    case "skipPastLast": return .pastLast
    default:
      try tokens.expect("(")
      let name = try tokens.name()
      var throwsOnMiss = false
      if tokens.take(",") {
        guard tokens.takeWord("throwOnMiss") else { throw tokens.mistake("throwOnMiss") }
        throwsOnMiss = true
      }
      try tokens.expect(")")
      return word == "skipToFirst"
        ? .toFirst(name, throwsOnMiss: throwsOnMiss) : .toLast(name, throwsOnMiss: throwsOnMiss)
    }
  }

  // MARK: conditions

  mutating func condition() throws(CaseTextMistake) -> StageCondition<NamedEvent> {
    switch try tokens.choice(["is", "any", "value", "rising", "sumBelow"], "a condition: ") {
    case "is":
      let prefix = try tokens.text("the beginning of a name in quotes")
      return .test { $0.name.hasPrefix(prefix) }
    case "any":
      guard tokens.takeWord("of") else { throw tokens.mistake("of") }
      let letters = try tokens.text("letters in quotes")
      return .test { event in event.name.first.map { letters.contains($0) } ?? false }
    case "value":
      try tokens.expect(">")
      let limit = try tokens.number("a number")
      return .test { $0.value > limit }
    case "rising": return try rising()
    default: return try sumBelow()
    }
  }

  /// `rising "a" over S, R`: above the last event taken by R, else by S.
  private mutating func rising() throws(CaseTextMistake) -> StageCondition<NamedEvent> {
    let prefix = try tokens.text("the beginning of a name in quotes")
    guard tokens.takeWord("over") else { throw tokens.mistake("over") }
    let first = try tokens.name()
    try tokens.expect(",")
    let looping = try tokens.name()
    return .iterative { event, taken in
      guard event.name.hasPrefix(prefix) else { return false }
      guard let last = taken.last(of: looping) ?? taken.last(of: first) else { return true }
      return event.value > last.value
    }
  }

  /// `sumBelow 5 "f" over F`: with what F has taken so far still below a sum.
  private mutating func sumBelow() throws(CaseTextMistake) -> StageCondition<NamedEvent> {
    let limit = try tokens.number("a number")
    let prefix = try tokens.text("the beginning of a name in quotes")
    guard tokens.takeWord("over") else { throw tokens.mistake("over") }
    let stage = try tokens.name()
    return .iterative { event, taken in
      guard event.name.hasPrefix(prefix) else { return false }
      return taken.events(of: stage).reduce(event.value) { $0 + $1.value } < limit
    }
  }
}

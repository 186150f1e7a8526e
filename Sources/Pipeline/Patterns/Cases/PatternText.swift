public import Clockwork

/// Reads a pattern as the golden cases write it.
///
///     begin("A", is "a").followedBy("B").where(is "b").oneOrMore().greedy().within(10 s)
public struct PatternText {
  private var tokens: PatternTokens

  public static func parse(_ text: String, line: Int = 1) throws -> EventPattern<NamedEvent> {
    var parser = PatternText(tokens: try PatternTokens(text, line: line))
    let pattern = try parser.pattern()
    guard parser.tokens.current == .end else {
      throw parser.tokens.mistake("'.' and a step, or the end of the line")
    }
    return pattern
  }

  private mutating func pattern(depth: Int = 0) throws -> EventPattern<NamedEvent> {
    guard depth < 32 else { throw tokens.mistake("groups at most 32 deep") }
    var pattern = try beginning(depth)
    while tokens.take(".") { pattern = try step(on: pattern, depth) }
    return pattern
  }

  private mutating func beginning(_ depth: Int) throws -> EventPattern<NamedEvent> {
    let word = try tokens.word("begin or group")
    try tokens.expect("(")
    defer { _ = tokens.take(")") }
    switch word {
    case "begin":
      let name = try tokens.text("the stage's name in quotes")
      var condition = StageCondition<NamedEvent>.always
      var skip = AfterMatch.noSkip
      while tokens.take(",") {
        if let stated = try skipStrategy() { skip = stated } else { condition = try self.condition() }
      }
      try requireClosing()
      return .begin(name, condition, skip: skip)
    case "group":
      let inner = try pattern(depth: depth + 1)
      var skip = AfterMatch.noSkip
      if tokens.take(",") {
        guard let stated = try skipStrategy() else { throw tokens.mistake("a skip strategy") }
        skip = stated
      }
      try requireClosing()
      return .begin(inner, skip: skip)
    default:
      throw tokens.mistake("begin or group")
    }
  }

  private func requireClosing() throws {
    guard tokens.current == .sign(")") else { throw tokens.mistake("',' or ')'") }
  }

  // MARK: steps

  private mutating func step(
    on pattern: EventPattern<NamedEvent>, _ depth: Int
  ) throws -> EventPattern<NamedEvent> {
    let word = try tokens.word("a step such as next, followedBy, where, oneOrMore or within")
    try tokens.expect("(")
    let result: EventPattern<NamedEvent>
    switch word {
    case "next", "followedBy", "followedByAny", "notNext", "notFollowedBy":
      result = try follow(word, on: pattern, depth)
    case "where": result = try pattern.where(condition())
    case "or": result = try pattern.or(condition())
    case "until": result = try pattern.until(condition())
    case "oneOrMore": result = try pattern.oneOrMore()
    case "times":
      let from = try tokens.count()
      result = try tokens.take(",") ? pattern.times(from, tokens.count()) : pattern.times(from)
    case "timesOrMore": result = try pattern.timesOrMore(tokens.count())
    case "optional": result = try pattern.optional()
    case "greedy": result = try pattern.greedy()
    case "consecutive": result = try pattern.consecutive()
    case "allowCombinations": result = try pattern.allowCombinations()
    case "within": result = try within(pattern)
    default:
      throw tokens.mistake(
        "after '.': next, followedBy, followedByAny, notNext, notFollowedBy, where, or, until, "
          + "oneOrMore, times, timesOrMore, optional, greedy, consecutive, allowCombinations or "
          + "within, not \(word)")
    }
    try tokens.expect(")")
    return result
  }

  private mutating func follow(
    _ word: String, on pattern: EventPattern<NamedEvent>, _ depth: Int
  ) throws -> EventPattern<NamedEvent> {
    if case .word = tokens.current {
      let group = try groupOrPattern(depth)
      switch word {
      case "next": return pattern.next(group)
      case "followedBy": return pattern.followedBy(group)
      case "followedByAny": return pattern.followedByAny(group)
      default: throw tokens.mistake("a name: a group cannot be one that must not come")
      }
    }
    let name = try tokens.text("the stage's name in quotes, or a group")
    let condition = tokens.take(",") ? try self.condition() : .always
    switch word {
    case "next": return pattern.next(name, condition)
    case "followedBy": return pattern.followedBy(name, condition)
    case "followedByAny": return pattern.followedByAny(name, condition)
    case "notNext": return try pattern.notNext(name, condition)
    default: return try pattern.notFollowedBy(name, condition)
    }
  }

  /// `group(begin(...)...)` or the bare pattern inside a step.
  private mutating func groupOrPattern(_ depth: Int) throws -> EventPattern<NamedEvent> {
    guard tokens.takeWord("group") else { return try pattern(depth: depth + 1) }
    try tokens.expect("(")
    let inner = try pattern(depth: depth + 1)
    try tokens.expect(")")
    return inner
  }

  private mutating func within(
    _ pattern: EventPattern<NamedEvent>
  ) throws -> EventPattern<NamedEvent> {
    let number = try tokens.number("a duration such as 10 s")
    let unit = try tokens.word("a unit: ms, s, min, h or d")
    let units: [String: Double] = [
      "ms": 1e3, "s": 1e6, "min": 60e6, "h": 3600e6, "d": 86400e6,
    ]
    guard let scale = units[unit] else { throw tokens.mistake("ms, s, min, h or d, not \(unit)") }
    let length = number * scale
    guard length >= 0, length < 1e18 else { throw tokens.mistake("a duration of 0 or more") }
    var span = WindowSpan.firstAndLast
    if tokens.take(",") {
      switch try tokens.word("FIRST_AND_LAST or PREVIOUS_AND_CURRENT") {
      case "FIRST_AND_LAST": span = .firstAndLast
      case "PREVIOUS_AND_CURRENT": span = .previousAndCurrent
      default: throw tokens.mistake("FIRST_AND_LAST or PREVIOUS_AND_CURRENT")
      }
    }
    return pattern.within(SimDuration(microseconds: Int64(length.rounded())), span)
  }

  private mutating func skipStrategy() throws -> AfterMatch? {
    guard case .word(let word) = tokens.current,
      ["noSkip", "skipToNext", "skipPastLast", "skipToFirst", "skipToLast"].contains(word)
    else { return nil }
    tokens.next()
    switch word {
    case "noSkip": return .noSkip
    case "skipToNext": return .toNext
    case "skipPastLast": return .pastLast
    default:
      try tokens.expect("(")
      let name = try tokens.text("the name of the stage to skip to")
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

  private mutating func condition() throws -> StageCondition<NamedEvent> {
    let word = try tokens.word("a condition: is, any of, value >, rising or sumBelow")
    switch word {
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
    case "rising":
      let prefix = try tokens.text("the beginning of a name in quotes")
      guard tokens.takeWord("over") else { throw tokens.mistake("over") }
      let first = try tokens.word("the name of the stage that begins")
      try tokens.expect(",")
      let looping = try tokens.word("the name of the stage that goes on")
      return .iterative { event, taken in
        guard event.name.hasPrefix(prefix) else { return false }
        guard let last = taken.last(of: looping) ?? taken.last(of: first) else { return true }
        return event.value > last.value
      }
    case "sumBelow":
      let limit = try tokens.number("a number")
      let prefix = try tokens.text("the beginning of a name in quotes")
      guard tokens.takeWord("over") else { throw tokens.mistake("over") }
      let stage = try tokens.word("the name of the stage to sum")
      return .iterative { event, taken in
        guard event.name.hasPrefix(prefix) else { return false }
        return taken.events(of: stage).reduce(event.value) { $0 + $1.value } < limit
      }
    default:
      throw tokens.mistake("is, any of, value >, rising or sumBelow, not \(word)")
    }
  }
}

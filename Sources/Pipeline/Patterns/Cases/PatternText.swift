import Clockwork

/// Reads a pattern as the golden cases write it.
///
///     begin("A", is "a").followedBy("B").where(is "b").oneOrMore().greedy().within(10 s)
public struct PatternText {
  public typealias Pattern = EventPattern<NamedEvent>

  var tokens: PatternTokens

  /// - Returns: the pattern, or why it cannot mean anything.
  /// - Throws: the place of what is no pattern at all.
  public static func parse(
    _ text: String, line: Int = 1, column: Int = 1
  ) throws(CaseTextMistake) -> Result<Pattern, PatternMistake> {
    var parser = PatternText(
      tokens: try PatternTokens(text, line: line, firstColumn: column))
    var pattern = try parser.beginning(depth: 0)
    try parser.steps(on: &pattern, depth: 0)
    guard parser.tokens.current == .end else {
      throw parser.tokens.mistake("'.' and a step, or the end of the line")
    }
    return pattern
  }

  /// What goes on after a pattern that cannot mean anything is still read for its spelling.
  private typealias Change = (Pattern) throws(PatternMistake) -> Pattern

  private static func apply(_ change: Change, to pattern: inout Result<Pattern, PatternMistake>) {
    guard case .success(let known) = pattern else { return }
    do { pattern = .success(try change(known)) } catch { pattern = .failure(error) }
  }

  // MARK: beginnings

  /// `begin(NAME[, CONDITION][, SKIP])`, `begin(PATTERN[, SKIP])` or `group(PATTERN[, SKIP])`.
  private mutating func beginning(
    depth: Int
  ) throws(CaseTextMistake) -> Result<Pattern, PatternMistake> {
    guard depth < 32 else { throw tokens.mistake("groups at most 32 deep") }
    _ = try tokens.choice(["begin", "group"])
    try tokens.expect("(")
    guard case .text(let name) = tokens.current else {
      guard tokens.current == .word("begin") || tokens.current == .word("group") else {
        throw tokens.mistake("a stage's name in quotes, begin or group")
      }
      var inner = try beginning(depth: depth + 1)
      try steps(on: &inner, depth: depth + 1)
      let skip = tokens.take(",") ? try skipStrategy() : .noSkip
      try tokens.expect(")")
      return inner.map { .begin($0, skip: skip) }
    }
    tokens.next()
    var condition: StageCondition<NamedEvent>?
    var skip: AfterMatch?
    while skip == nil, tokens.take(",") {
      if condition == nil, !isAtSkip {
        condition = try self.condition()
      } else {
        skip = try skipStrategy()
      }
    }
    try tokens.expect(")")
    return .success(.begin(name, condition ?? .always, skip: skip ?? .noSkip))
  }

  // MARK: steps

  private static let follows = ["next", "followedBy", "followedByAny", "notNext", "notFollowedBy"]
  private static let words =
    follows + [
      "where", "or", "until", "oneOrMore", "times", "timesOrMore", "optional", "greedy",
      "consecutive", "allowCombinations", "within",
    ]

  private mutating func steps(
    on pattern: inout Result<Pattern, PatternMistake>, depth: Int
  ) throws(CaseTextMistake) {
    while tokens.take(".") {
      let word = try tokens.choice(Self.words)
      try tokens.expect("(")
      let change =
        Self.follows.contains(word) ? try follow(word, depth) : try refinement(word)
      try tokens.expect(")")
      Self.apply(change, to: &pattern)
    }
  }

  private mutating func refinement(_ word: String) throws(CaseTextMistake) -> Change {
    switch word {
    case "where":
      let condition = try condition()
      return { (p) throws(PatternMistake) in try p.where(condition) }
    case "or":
      let condition = try condition()
      return { (p) throws(PatternMistake) in try p.or(condition) }
    case "until":
      let condition = try condition()
      return { (p) throws(PatternMistake) in try p.until(condition) }
    case "times":
      let from = try tokens.count()
      let to = tokens.take(",") ? try tokens.count() : nil
      return { (p) throws(PatternMistake) in
        if let to { try p.times(from, to) } else { try p.times(from) }
      }
    case "timesOrMore":
      let count = try tokens.count()
      return { (p) throws(PatternMistake) in try p.timesOrMore(count) }
    case "oneOrMore": return { (p) throws(PatternMistake) in try p.oneOrMore() }
    case "optional": return { (p) throws(PatternMistake) in try p.optional() }
    case "greedy": return { (p) throws(PatternMistake) in try p.greedy() }
    case "consecutive": return { (p) throws(PatternMistake) in try p.consecutive() }
    case "allowCombinations": return { (p) throws(PatternMistake) in try p.allowCombinations() }
    default:
      let (length, span) = try window()
      return { (p) throws(PatternMistake) in p.within(length, span) }
    }
  }

  /// A stage by its name, with or without a condition, or a group.
  private mutating func follow(_ word: String, _ depth: Int) throws(CaseTextMistake) -> Change {
    if case .word = tokens.current {
      guard !word.hasPrefix("not") else {
        throw tokens.mistake("a name in quotes: a group cannot be what must not come")
      }
      return try followGroup(word, depth)
    }
    let name = try tokens.text("the stage's name in quotes, or a group")
    let condition = tokens.take(",") ? try self.condition() : .always
    return { (p) throws(PatternMistake) in
      switch word {
      case "next": p.next(name, condition)
      case "followedBy": p.followedBy(name, condition)
      case "followedByAny": p.followedByAny(name, condition)
      case "notNext": try p.notNext(name, condition)
      default: try p.notFollowedBy(name, condition)
      }
    }
  }

  /// `group(PATTERN)`, which inside a step is the same as the pattern itself.
  private mutating func followGroup(
    _ word: String, _ depth: Int
  ) throws(CaseTextMistake) -> Change {
    var inner: Result<Pattern, PatternMistake>
    if tokens.takeWord("group") {
      try tokens.expect("(")
      inner = try beginning(depth: depth + 1)
      try steps(on: &inner, depth: depth + 1)
      try tokens.expect(")")
    } else {
      inner = try beginning(depth: depth + 1)
      try steps(on: &inner, depth: depth + 1)
    }
    return { [inner] (p) throws(PatternMistake) in
      let group = try inner.get()
      return switch word {
      case "next": p.next(group)
      case "followedBy": p.followedBy(group)
      default: p.followedByAny(group)
      }
    }
  }
}

public import Clockwork

/// One stage of a pattern: what it takes, how it follows the stage before, how often.
public struct PatternStage<Event: Sendable>: Sendable {
  public indirect enum Content: Sendable {
    case event(StageCondition<Event>)
    case group(EventPattern<Event>)
  }

  /// How a stage follows the one before.
  public enum Contiguity: Sendable {
    case strict, relaxed, anything, notNext, notFollowedBy
  }

  public enum Repetition: Sendable, Equatable {
    case once
    case times(Int, Int)
    case orMore(Int)
  }

  public let name: String
  /// One number a stage, given when the pattern is compiled.
  var number = 0
  public internal(set) var content: Content
  public let contiguity: Contiguity
  public private(set) var repetition = Repetition.once
  /// How the events of a repeated stage follow one another.
  public private(set) var inner = Contiguity.relaxed
  public internal(set) var isOptional = false
  public private(set) var isGreedy = false
  public private(set) var until: StageCondition<Event>?
  /// Longest time from the first event of a match to its last.
  public internal(set) var window: SimDuration?
  /// Longest time from the event before to this stage's.
  public internal(set) var gap: SimDuration?

  init(name: String, _ content: Content, contiguity: Contiguity) {
    self.name = name
    self.content = content
    self.contiguity = contiguity
  }

  init(_ group: EventPattern<Event>, contiguity: Contiguity) {
    self.init(name: "group", .group(group), contiguity: contiguity)
  }

  var isNegative: Bool { contiguity == .notNext || contiguity == .notFollowedBy }

  mutating func repeats(_ repetition: Repetition, stated: (Int, Int)) throws(PatternMistake) {
    try refuseNegative("a quantifier")
    guard self.repetition == .once else {
      throw PatternMistake("\(name): has a quantifier already")
    }
    if case .orMore = repetition, stated.0 < 1 {
      throw PatternMistake("\(name): \(stated.0) times or more; 1 or more was expected")
    }
    guard stated.0 >= 0, stated.1 >= 1, stated.1 >= stated.0 else {
      throw PatternMistake("\(name): \(stated.0) to \(stated.1) times; 1 or more was expected")
    }
    self.repetition = repetition
    // The engine that ours is held to forgets an `optional` that was stated before the count.
    isOptional = false
  }

  mutating func makeOptional() throws(PatternMistake) {
    guard !isOptional else { throw PatternMistake("\(name): optional already") }
    try refuseNegative("optional")
    isOptional = true
  }

  mutating func makeGreedy() throws(PatternMistake) {
    try refuseNegative("greedy")
    if case .group = content { throw PatternMistake("\(name): a group cannot be greedy") }
    guard inner != .anything else {
      throw PatternMistake("\(name): greedy with allowCombinations")
    }
    guard repetition != .once else {
      throw PatternMistake("\(name): only a repeated stage can be greedy")
    }
    isGreedy = true
  }

  mutating func setInner(_ contiguity: Contiguity, named word: String) throws(PatternMistake) {
    guard repetition != .once else {
      throw PatternMistake("\(name): only a repeated stage can be \(word)")
    }
    guard inner == .relaxed else {
      throw PatternMistake("\(name): consecutive or allowCombinations, once")
    }
    inner = contiguity
  }

  mutating func setUntil(_ condition: StageCondition<Event>) throws(PatternMistake) {
    guard until == nil else { throw PatternMistake("\(name): until twice") }
    guard case .orMore = repetition else {
      throw PatternMistake("\(name): until is for oneOrMore and timesOrMore")
    }
    until = condition
  }

  private func refuseNegative(_ word: String) throws(PatternMistake) {
    if isNegative {
      throw PatternMistake("\(name): a stage that must not come cannot have \(word)")
    }
  }
}

/// Where the search goes on after a match.
public enum AfterMatch: Sendable, Equatable {
  /// Every match is told.
  case noSkip
  /// Partial matches that began with the match's first event are dropped.
  case toNext
  /// Partial matches that began before the match's end are dropped.
  case pastLast
  /// Partial matches that began before the first event of the named stage are dropped.
  case toFirst(String, throwsOnMiss: Bool = false)
  /// Partial matches that began before the last event of the named stage are dropped.
  case toLast(String, throwsOnMiss: Bool = false)

  var stageName: String? {
    switch self {
    case .noSkip, .toNext, .pastLast: nil
    case .toFirst(let name, _), .toLast(let name, _): name
    }
  }
}

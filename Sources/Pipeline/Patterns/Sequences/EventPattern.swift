public import Clockwork

/// Stages that follow one another, in the semantics of Flink's CEP library (2.3): what its
/// documents and its engine say, and where they differ, the engine.
///
/// ```swift
/// let alert = try EventPattern<Reading>.begin("start", .test { $0.value > 100 })
///   .next("alert", .test { $0.value > 150 })
///   .within(.seconds(10))
/// ```
///
/// Every step throws ``PatternMistake`` where the pattern could not mean anything. Quantifiers act
/// on the stage that was named last.
public struct EventPattern<Event: Sendable>: Sendable {
  public private(set) var stages: [PatternStage<Event>]
  /// Where the search goes on after a match.
  public let skip: AfterMatch

  init(stages: [PatternStage<Event>], skip: AfterMatch) {
    self.stages = stages
    self.skip = skip
  }

  public static func begin(
    _ name: String, _ condition: StageCondition<Event> = .always, skip: AfterMatch = .noSkip
  ) -> EventPattern {
    EventPattern(
      stages: [PatternStage(name: name, .event(condition), contiguity: .strict)], skip: skip)
  }

  public static func begin(
    _ group: EventPattern, skip: AfterMatch = .noSkip
  ) -> EventPattern {
    EventPattern(stages: [PatternStage(group, contiguity: .strict)], skip: skip)
  }

  // MARK: stages

  /// The very next event must hold.
  public func next(
    _ name: String, _ condition: StageCondition<Event> = .always
  ) -> EventPattern {
    adding(PatternStage(name: name, .event(condition), contiguity: .strict))
  }

  /// Events that do not hold are passed over.
  public func followedBy(
    _ name: String, _ condition: StageCondition<Event> = .always
  ) -> EventPattern {
    adding(PatternStage(name: name, .event(condition), contiguity: .relaxed))
  }

  /// Any event may be passed over, also one that holds: one more match for each.
  public func followedByAny(
    _ name: String, _ condition: StageCondition<Event> = .always
  ) -> EventPattern {
    adding(PatternStage(name: name, .event(condition), contiguity: .anything))
  }

  public func next(_ group: EventPattern) -> EventPattern {
    adding(PatternStage(group, contiguity: .strict))
  }
  public func followedBy(_ group: EventPattern) -> EventPattern {
    adding(PatternStage(group, contiguity: .relaxed))
  }
  public func followedByAny(_ group: EventPattern) -> EventPattern {
    adding(PatternStage(group, contiguity: .anything))
  }

  /// The very next event must not hold.
  public func notNext(
    _ name: String, _ condition: StageCondition<Event> = .always
  ) throws(PatternMistake) -> EventPattern {
    try refuseOptionalBeforeNot(name)
    return adding(PatternStage(name: name, .event(condition), contiguity: .notNext))
  }

  /// No event until the next stage may hold; as the last stage it needs a window.
  public func notFollowedBy(
    _ name: String, _ condition: StageCondition<Event> = .always
  ) throws(PatternMistake) -> EventPattern {
    try refuseOptionalBeforeNot(name)
    return adding(PatternStage(name: name, .event(condition), contiguity: .notFollowedBy))
  }

  // MARK: conditions of the last stage

  /// Both what was asked so far and this must hold.
  public func `where`(_ condition: StageCondition<Event>) throws(PatternMistake) -> EventPattern {
    try changingCondition { held in
      if case .always = held { condition } else { .all([held, condition]) }
    }
  }

  /// What was asked so far or this must hold.
  public func or(_ condition: StageCondition<Event>) throws(PatternMistake) -> EventPattern {
    try changingCondition { held in
      if case .always = held { condition } else { .any([held, condition]) }
    }
  }

  // MARK: quantifiers of the last stage

  public func times(_ count: Int) throws(PatternMistake) -> EventPattern { try times(count, count) }

  /// From 0 means optional.
  public func times(_ from: Int, _ to: Int) throws(PatternMistake) -> EventPattern {
    try changing { stage throws(PatternMistake) in
      try stage.repeats(.times(max(from, 1), to), stated: (from, to))
      if from == 0 { stage.isOptional = true }
    }
  }

  public func oneOrMore() throws(PatternMistake) -> EventPattern { try timesOrMore(1) }

  public func timesOrMore(_ count: Int) throws(PatternMistake) -> EventPattern {
    try changing { stage throws(PatternMistake) in
      try stage.repeats(.orMore(count), stated: (count, count))
    }
  }

  public func optional() throws(PatternMistake) -> EventPattern {
    let isAfterGreedy = stages.dropLast().last?.isGreedy == true
    return try changing { stage throws(PatternMistake) in
      guard !isAfterGreedy else {
        throw PatternMistake("\(stage.name): optional after a greedy stage")
      }
      try stage.makeOptional()
    }
  }

  /// Takes as many events as it can.
  public func greedy() throws(PatternMistake) -> EventPattern {
    try changing { stage throws(PatternMistake) in try stage.makeGreedy() }
  }

  /// Nothing may stand between the events of a repeated stage.
  public func consecutive() throws(PatternMistake) -> EventPattern {
    try changing { stage throws(PatternMistake) in try stage.setInner(.strict, named: "consecutive")
    }
  }

  /// Any event may be left out between the events of a repeated stage.
  public func allowCombinations() throws(PatternMistake) -> EventPattern {
    try changing { stage throws(PatternMistake) in
      try stage.setInner(.anything, named: "allowCombinations")
    }
  }

  /// An event that ends a `oneOrMore` or `timesOrMore`; it is not taken.
  public func until(_ condition: StageCondition<Event>) throws(PatternMistake) -> EventPattern {
    try changing { stage throws(PatternMistake) in try stage.setUntil(condition) }
  }

  /// The longest time: a match needs time < `window`, and an equal time is too late.
  public func within(
    _ window: SimDuration, _ span: WindowSpan = .firstAndLast
  ) -> EventPattern {
    var copy = self
    let last = stages.count - 1
    switch span {
    case .firstAndLast: copy.stages[last].window = window
    case .previousAndCurrent: copy.stages[last].gap = window
    }
    return copy
  }

  // MARK: -

  private func adding(_ stage: PatternStage<Event>) -> EventPattern {
    EventPattern(stages: stages + [stage], skip: skip)
  }

  private func changing(
    _ change: (inout PatternStage<Event>) throws(PatternMistake) -> Void
  ) throws(PatternMistake) -> EventPattern {
    var copy = self
    try change(&copy.stages[stages.count - 1])
    return copy
  }

  private func changingCondition(
    _ change: (StageCondition<Event>) -> StageCondition<Event>
  ) throws(PatternMistake) -> EventPattern {
    try changing { stage throws(PatternMistake) in
      guard case .event(let held) = stage.content else {
        throw PatternMistake("\(stage.name): a group has no condition of its own")
      }
      stage.content = .event(change(held))
    }
  }

  private func refuseOptionalBeforeNot(_ name: String) throws(PatternMistake) {
    guard let last = stages.last, last.isOptional else { return }
    throw PatternMistake(
      "\(name): a stage that must not come cannot follow the optional stage \(last.name); "
        + "write two patterns, one with and one without it")
  }
}

/// What a window is measured between.
public enum WindowSpan: Sendable {
  /// From the first event of a match to its last; the shortest of a pattern counts for all of it.
  case firstAndLast
  /// From the event before to that of the stage it is stated on.
  case previousAndCurrent
}

/// A pattern that cannot mean anything.
public struct PatternMistake: Error, Equatable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

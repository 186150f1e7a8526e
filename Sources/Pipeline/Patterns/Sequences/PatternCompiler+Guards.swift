/// Which events a state takes, passes over, or goes on with.
extension PatternCompiler {
  /// The stage's condition as it stands, without its group's until.
  mutating func conditionGuard(_ stage: Stage) -> Guard {
    guard case .event(let condition) = stage.content else { return .always }
    return remembered(stage.number * 2) { $0.leafGuard(condition) }
  }

  mutating func untilGuard(_ stage: Stage) -> Guard? {
    guard let until = stage.until else { return nil }
    return remembered(stage.number * 2 + 1) { $0.leafGuard(until) }
  }

  mutating func takeGuard(_ place: Place, _ stage: Stage) -> Guard {
    let condition = conditionGuard(stage)
    return extendTake(condition, with: place.group.flatMap { untilGuard($0) })
  }

  /// What the stage passes over while it waits for its first event; nil for nothing.
  mutating func ignoreGuard(_ place: Place) -> Guard? {
    var contiguity = place.stage.contiguity
    if place.isHeadOfGroup, let group = place.group {
      contiguity = place.groupIsFirst ? group.contiguity : group.inner
    }
    return passing(place, contiguity)
  }

  /// What a repeated stage passes over between its events; nil for nothing.
  mutating func innerIgnoreGuard(_ place: Place) -> Guard? {
    var contiguity = place.stage.inner
    if place.isHeadOfGroup, let group = place.group { contiguity = group.inner }
    return passing(place, contiguity)
  }

  mutating func trueGuard(_ place: Place) -> Guard {
    extendTake(.always, with: place.group.flatMap { untilGuard($0) })
  }

  func extendTake(_ condition: Guard, with until: Guard?) -> Guard {
    guard let until else { return condition }
    return until.negated.and(condition)
  }

  func extend(_ condition: Guard?, with until: Guard?) -> Guard? {
    condition.map { extendTake($0, with: until) }
  }

  private mutating func passing(_ place: Place, _ contiguity: Stage.Contiguity) -> Guard? {
    let passed: Guard?
    switch contiguity {
    case .relaxed: passed = conditionGuard(place.stage).negated
    case .anything: passed = .always
    case .strict, .notNext, .notFollowedBy: passed = nil
    }
    return extend(passed, with: place.group.flatMap { untilGuard($0) })
  }

  /// One set of leaves for a condition, however many states ask for it.
  private mutating func remembered(
    _ key: Int, make: (inout PatternCompiler) -> Guard
  ) -> Guard {
    if let known = guards[key] { return known }
    let made = make(&self)
    guards[key] = made
    return made
  }

  private mutating func leafGuard(_ condition: StageCondition<Event>) -> Guard {
    switch condition {
    case .always: .always
    case .test, .iterative: leaf(condition)
    case .all(let parts): .all(parts.map { leafGuard($0) })
    case .any(let parts): .any(parts.map { leafGuard($0) })
    case .not(let part): leafGuard(part).negated
    }
  }

  private mutating func leaf(_ condition: StageCondition<Event>) -> Guard {
    leaves.append(condition)
    return .leaf(leaves.count - 1)
  }
}

/// Single, repeated and looping stages, and groups in their places.
extension PatternCompiler {
  /// A state that takes one event, with a twin for waiting where the stage may be passed over.
  mutating func addSingle(
    _ place: Place, sink: Int, past: Int?, take: Guard, ignore: Guard?, isOptional: Bool,
    groupIsFirst: Bool
  ) throws -> Int {
    if case .group(let pattern) = place.stage.content {
      return try addGroup(
        place, pattern, sink: sink, past: past, isOptional: isOptional, isFirst: groupIsFirst)
    }
    let state = addWaiting(place)
    let behind = withoutEarlierNots(place, sink)
    addEdge(from: state, .take, to: behind, take)
    let isHeadOfOptionalGroup =
      place.isHeadOfGroup && place.groupIsFirst && place.group?.isOptional == true
    if isOptional, let past {
      let always = trueGuard(place)
      if place.stage.isGreedy, let ending = untilGuard(place.stage) {
        addEdge(from: state, .proceed, to: ungreedy[past] ?? past, always.and(ending))
        addEdge(from: state, .proceed, to: past, always.and(ending.negated))
      } else {
        addEdge(from: state, .proceed, to: past, always)
      }
    }
    guard let ignore else { return state }
    var waiting = state
    if isOptional || isHeadOfOptionalGroup {
      waiting = addState(stage: graph.states[state].stage, .normal)
      addEdge(from: waiting, .take, to: behind, take)
      addEdge(from: waiting, .ignore, to: waiting, ignore)
      addStops(to: waiting, place)
    }
    addEdge(from: state, .ignore, to: waiting, ignore)
    return state
  }

  /// Copies for `from` to `to` events; `past` is where optional copies lead.
  mutating func addChain(
    _ place: Place, sink: Int, past: Int, _ from: Int, _ to: Int
  ) throws -> Int {
    let stage = place.stage
    let until = untilGuard(stage)
    let inner = extend(innerIgnoreGuard(place), with: until)
    let take = extendTake(takeGuard(place, stage), with: until)
    if stage.isGreedy, from != to {
      if until != nil { ungreedy[sink] = copy(of: sink) }
      forbid(take, in: sink)
    }
    var last = sink
    for _ in from..<to {
      last = try addSingle(
        place, sink: last, past: past, take: take, ignore: inner, isOptional: true,
        groupIsFirst: false)
      addStopOfFollowing(to: last, place)
    }
    for _ in 0..<(from - 1) {
      last = try addSingle(
        place, sink: last, past: nil, take: take, ignore: inner, isOptional: false,
        groupIsFirst: false)
      addStopOfFollowing(to: last, place)
    }
    return try addSingle(
      place, sink: last, past: past, take: take, ignore: ignoreGuard(place),
      isOptional: stage.isOptional, groupIsFirst: true)
  }

  /// A state that takes events again and again until the run goes on to `sink`.
  mutating func addLoop(_ place: Place, sink: Int) throws -> Int {
    if case .group(let pattern) = place.stage.content {
      return try addLoop(place, of: pattern, sink: sink)
    }
    let stage = place.stage
    let until = untilGuard(stage)
    let ignore = extend(innerIgnoreGuard(place), with: until)
    let take = extendTake(takeGuard(place, stage), with: until)
    let always = trueGuard(place)
    let state = addWaiting(place)
    if stage.isGreedy {
      if let until {
        let untouched = copy(of: sink)
        addEdge(from: state, .proceed, to: untouched, always.and(until))
        ungreedy[sink] = untouched
        addEdge(from: state, .proceed, to: sink, always.and(until.negated))
      } else {
        addEdge(from: state, .proceed, to: sink, always)
      }
      forbid(takeGuard(place, stage), in: sink)
    } else {
      addEdge(from: state, .proceed, to: sink, always)
    }
    addEdge(from: state, .take, to: state, take)
    addStopOfFollowing(to: state, place)
    if let ignore {
      let waiting = addState(stage: graph.states[state].stage, .normal)
      addEdge(from: waiting, .take, to: state, take)
      addEdge(from: waiting, .ignore, to: waiting, ignore)
      addEdge(from: state, .ignore, to: waiting, ignore)
      addStopOfFollowing(to: waiting, place)
    }
    return state
  }

  // MARK: groups

  private func inside(
    _ place: Place, _ pattern: EventPattern<Event>, isFirst: Bool
  ) -> Place {
    Place(
      stages: pattern.stages, index: pattern.stages.count - 1, following: place.following,
      group: place.stage, groupIsFirst: isFirst)
  }

  private mutating func addGroup(
    _ place: Place, _ pattern: EventPattern<Event>, sink: Int, past: Int?, isOptional: Bool,
    isFirst: Bool
  ) throws -> Int {
    let first = try convertAll(inside(place, pattern, isFirst: isFirst), sink: sink)
    if isOptional, let past { addEdge(from: first, .proceed, to: past, trueGuard(place)) }
    return first
  }

  private mutating func addLoop(
    _ place: Place, of pattern: EventPattern<Event>, sink: Int
  ) throws -> Int {
    let again = addState(stage: -1, .normal)
    let first = try convertAll(inside(place, pattern, isFirst: false), sink: again)
    let always = trueGuard(place)
    addEdge(from: first, .proceed, to: sink, always)
    addEdge(from: again, .proceed, to: first, always)
    try refuseCycles()
    return first
  }

  // MARK: greed

  private mutating func copy(of state: Int) -> Int {
    let original = graph.states[state]
    let copy = addState(stage: original.stage, original.kind)
    for edge in original.edges {
      addEdge(
        from: copy, edge.action, to: edge.target == state ? copy : edge.target, edge.guarding)
    }
    return copy
  }

  /// What a greedy stage would take, its successor neither takes nor passes over.
  private mutating func forbid(_ take: Guard, in state: Int) {
    for index in graph.states[state].edges.indices {
      let held = graph.states[state].edges[index].guarding
      graph.states[state].edges[index].guarding = held.and(take.negated)
    }
  }
}

import Clockwork

/// Turns a pattern into its graph, from the last stage to the first.
///
/// The construction follows what Flink's compiler builds, since its answers are the standard that
/// ours are held to: an optional stage has a twin that waits without the way past it; a repeated
/// stage is a chain of copies that may end in a loop; a greedy stage forbids its successor whatever
/// it would take itself; a stage that must not come is an edge to a stop.
struct PatternCompiler<Event: Sendable> {
  /// What nested repetitions may come to: the engine has no such bound, but memory has.
  static var stateCountMax: Int { 10_000 }

  typealias Graph = PatternGraph
  typealias Guard = PatternGuard
  typealias Stage = PatternStage<Event>

  /// Where the compiler stands: a list of stages, one of them, and the group they are in.
  struct Place {
    var stages: [Stage]
    var index: Int
    /// The stage behind this one, also beyond the end of a group.
    var following: Stage?
    var group: Stage?
    /// Whether the group's current copy is the one that a run enters first.
    var groupIsFirst = true
    var stage: Stage { stages[index] }
    var isHeadOfGroup: Bool { group != nil && index == 0 }
  }

  var graph = Graph()
  /// The conditions that guards ask, each once.
  var leaves: [StageCondition<Event>] = []
  /// Guards of conditions that were met before, by the stage's number.
  var guards: [Int: Guard] = [:]
  private var stopStates: [String: Int] = [:]
  /// For a greedy stage with until: the successor as it was before greed forbade it things.
  var ungreedy: [Int: Int] = [:]
  private var window: SimDuration?
  private var stageCount = 0

  static func compile(
    _ pattern: EventPattern<Event>
  ) throws -> (graph: Graph, leaves: [StageCondition<Event>]) {
    var compiler = PatternCompiler()
    let numbered = try compiler.numbered(pattern)
    compiler.graph.skip = pattern.skip
    try compiler.checkSkip(pattern)
    try compiler.build(numbered)
    return (compiler.graph, compiler.leaves)
  }

  private mutating func build(_ pattern: EventPattern<Event>) throws {
    let end = addState(stage: -1, .final)
    window = pattern.stages.last?.window
    let place = Place(
      stages: pattern.stages, index: pattern.stages.count - 1, following: nil, group: nil)
    graph.start = try convertAll(place, sink: end)
    graph.window = window?.microseconds ?? 0
    if let window, graph.states.contains(where: { $0.gap > window.microseconds }) {
      throw PatternMistake("a window between neighbours is longer than the whole pattern's")
    }
    if let last = pattern.stages.last, last.contiguity == .notFollowedBy,
      graph.window <= 0, (last.gap?.microseconds ?? 0) <= 0
    {
      throw PatternMistake(
        "\(last.name): a last stage that must not come needs a window (within)")
    }
    try refuseCycles()
  }

  // MARK: names

  /// The pattern with a number of its own for every stage, groups too; names go to the graph.
  private mutating func numbered(_ pattern: EventPattern<Event>) throws -> EventPattern<Event> {
    var stages = pattern.stages
    for index in stages.indices {
      stageCount += 1
      guard stageCount <= 1_000 else { throw PatternMistake("more than 1000 stages") }
      stages[index].number = stageCount
      if case .group(let inner) = stages[index].content {
        stages[index].content = .group(try numbered(inner))
        continue
      }
      let name = stages[index].name
      guard !graph.names.contains(name) else {
        throw PatternMistake("\(name): two stages have this name")
      }
      graph.names.append(name)
    }
    return EventPattern(stages: stages, skip: pattern.skip)
  }

  private func checkSkip(_ pattern: EventPattern<Event>) throws {
    guard let name = pattern.skip.stageName else { return }
    let isKnown = pattern.stages.contains { stage in
      if case .group = stage.content { false } else { stage.name == name }
    }
    guard isKnown else {
      throw PatternMistake("\(name): the stage to skip to is none of the pattern's")
    }
  }

  // MARK: states

  mutating func addState(stage: Int, _ kind: Graph.Kind, gap: SimDuration? = nil) -> Int {
    graph.states.append(
      Graph.State(stage: stage, kind: kind, gap: gap?.microseconds ?? 0))
    return graph.states.count - 1
  }

  /// A state that waits for the stage's event.
  mutating func addWaiting(_ place: Place, _ kind: Graph.Kind = .normal) -> Int {
    let stage = place.stage
    let gap = stage.repetition == .once ? stage.gap : nil
    return addState(stage: graph.names.firstIndex(of: stage.name) ?? -1, kind, gap: gap)
  }

  mutating func addEdge(from state: Int, _ action: Graph.Action, to target: Int, _ guarding: Guard)
  {
    graph.states[state].edges.append(
      Graph.Edge(action: action, target: target, guarding: guarding))
  }

  private mutating func stopState(for name: String, _ condition: Guard) -> Int {
    if let known = stopStates[name] { return known }
    let stop = addState(stage: graph.names.firstIndex(of: name) ?? -1, .stop)
    addEdge(from: stop, .take, to: stop, condition)
    stopStates[name] = stop
    return stop
  }

  // MARK: stages, last to first

  /// Converts the stages of a list from the place's to its first; the state to enter.
  mutating func convertAll(_ place: Place, sink: Int) throws -> Int {
    var place = place
    var sink = sink
    while place.index > 0 {
      switch place.stage.contiguity {
      case .notFollowedBy: sink = convertTrailingNot(place, sink: sink)
      case .notNext: sink = convertNotNext(place, sink: sink)
      case .strict, .relaxed, .anything: sink = try convert(place, sink: sink)
      }
      place.following = place.stage
      place.index -= 1
      if let stated = place.stage.window, window.map({ stated < $0 }) ?? true { window = stated }
    }
    return try convert(place, sink: sink)
  }

  /// A stage that must not come is an edge of its neighbours, unless it is the last: then a run
  /// waits here until its window is over.
  private mutating func convertTrailingNot(_ place: Place, sink: Int) -> Int {
    guard graph.states[sink].kind == .final,
      place.stage.gap != nil || (window?.microseconds ?? 0) > 0
    else { return sink }
    let waiting = addWaiting(place, .pending)
    let condition = takeGuard(place, place.stage)
    let stop = stopState(for: place.stage.name, condition)
    addEdge(from: waiting, .proceed, to: stop, condition)
    addEdge(from: waiting, .ignore, to: waiting, condition.negated)
    return waiting
  }

  private mutating func convertNotNext(_ place: Place, sink: Int) -> Int {
    let waiting = addWaiting(place)
    let condition = takeGuard(place, place.stage)
    let stop = stopState(for: place.stage.name, condition)
    // At the end the event itself has to come: nothing is told before it did.
    let action: Graph.Action = graph.states[sink].kind == .final ? .ignore : .proceed
    addEdge(from: waiting, action, to: sink, condition.negated)
    addEdge(from: waiting, .proceed, to: stop, condition)
    return waiting
  }

  private mutating func convert(_ place: Place, sink: Int) throws -> Int {
    guard graph.states.count < Self.stateCountMax else {
      throw PatternMistake("more than \(Self.stateCountMax) states, counting every repetition")
    }
    let first: Int
    switch place.stage.repetition {
    case .orMore(let count):
      let behind = withoutEarlierNots(place, sink)
      let loop = try addLoop(place, sink: behind)
      first = try addChain(place, sink: loop, past: sink, count, count)
    case .times(let from, let to):
      first = try addChain(place, sink: sink, past: sink, from, to)
    case .once:
      first = try addSingle(
        place, sink: sink, past: sink, take: takeGuard(place, place.stage),
        ignore: ignoreGuard(place), isOptional: place.stage.isOptional, groupIsFirst: true)
    }
    addStops(to: first, place)
    return first
  }

  // MARK: stages that must not come

  /// The stages that must not come directly before this one, or before optional ones before it.
  private func earlierNots(_ place: Place) -> [Stage] {
    var found: [Stage] = []
    var index = place.index
    while index > 0 {
      let before = place.stages[index - 1]
      guard before.isOptional || before.contiguity == .notFollowedBy else { break }
      if before.contiguity == .notFollowedBy { found.append(before) }
      index -= 1
    }
    return found
  }

  mutating func addStops(to state: Int, _ place: Place) {
    for not in earlierNots(place) {
      let condition = takeGuard(place, not)
      let stop = stopState(for: not.name, condition)
      addEdge(from: state, .proceed, to: stop, condition)
    }
  }

  mutating func addStopOfFollowing(to state: Int, _ place: Place) {
    guard let following = place.following, following.contiguity == .notFollowedBy else { return }
    let condition = takeGuard(place, following)
    let stop = stopState(for: following.name, condition)
    addEdge(from: state, .proceed, to: stop, condition)
  }

  /// An optional stage that took an event has passed what must not come before it, so what comes
  /// after it is a copy without those stops.
  mutating func withoutEarlierNots(_ place: Place, _ sink: Int) -> Int {
    let nots = earlierNots(place)
    guard !nots.isEmpty, place.stage.isOptional else { return sink }
    let original = graph.states[sink]
    let copy = addState(stage: original.stage, original.kind)
    for edge in original.edges {
      guard edge.action == .proceed else {
        addEdge(
          from: copy, edge.action, to: edge.target == sink ? copy : edge.target, edge.guarding)
        continue
      }
      let target = graph.states[edge.target]
      if target.kind == .stop {
        let isEarlier = nots.contains { stopStates[$0.name] == edge.target }
        if !isEarlier { addEdge(from: copy, .proceed, to: edge.target, edge.guarding) }
      } else {
        let copied = withoutEarlierNots(place, edge.target)
        addEdge(from: copy, .proceed, to: copied, edge.guarding)
      }
    }
    return copy
  }

  /// Following edges that take nothing must come to an end.
  func refuseCycles() throws {
    var marks = Array(repeating: 0, count: graph.states.count)
    func visit(_ state: Int) -> Bool {
      if marks[state] != 0 { return marks[state] == 2 }
      marks[state] = 1
      for edge in graph.states[state].edges where edge.action == .proceed {
        if !visit(edge.target) { return false }
      }
      marks[state] = 2
      return true
    }
    for state in graph.states.indices where !visit(state) {
      throw PatternMistake("a repeated group whose stages are all optional would never end")
    }
  }
}

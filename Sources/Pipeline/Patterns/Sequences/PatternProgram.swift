/// A compiled pattern, laid out to be run: states with ranges of edges in one array. It knows
/// events only by the answers to the pattern's conditions.
struct PatternProgram: Sendable {
  struct Edge: Sendable {
    var action: PatternGraph.Action
    var source: Int32
    var target: Int32
    var guarding: Int32
  }
  struct State: Sendable {
    var stage: Int32
    var kind: PatternGraph.Kind
    var edges: Range<Int32>
    var gap: Int64
    /// Whether the end can be reached from here by going on.
    var mayEnd = false
  }

  let states: [State]
  let edges: [Edge]
  let guards: GuardTable
  let start: Int32
  let window: Int64
  let hasGaps: Bool
  let skip: AfterMatch
  let names: [String]

  init(_ graph: PatternGraph, bits: [UInt64?]) {
    var guards = GuardTable(testCount: bits.count { $0 != nil })
    var states: [State] = []
    var edges: [Edge] = []
    for (index, state) in graph.states.enumerated() {
      let first = Int32(edges.count)
      for edge in state.edges {
        edges.append(
          Edge(
            action: edge.action, source: Int32(index), target: Int32(edge.target),
            guarding: guards.add(edge.guarding, bits: bits)))
      }
      states.append(
        State(
          stage: Int32(state.stage), kind: state.kind, edges: first..<Int32(edges.count),
          gap: state.gap))
    }
    Self.markEnds(&states, edges)
    self.states = states
    self.edges = edges
    self.guards = guards
    start = Int32(graph.start)
    window = graph.window
    hasGaps = states.contains { $0.gap > 0 }
    skip = graph.skip
    names = graph.names
  }

  var startRun: PatternRun {
    PatternRun(state: start, last: -1, start: .never, previousTime: 0)
  }

  /// Follows the edges that take nothing backwards from the end.
  private static func markEnds(_ states: inout [State], _ edges: [Edge]) {
    for index in states.indices where states[index].kind == .final { states[index].mayEnd = true }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for edge in edges where edge.action == .proceed && states[Int(edge.target)].mayEnd {
        if !states[Int(edge.source)].mayEnd {
          states[Int(edge.source)].mayEnd = true
          hasChanged = true
        }
      }
    }
  }
}

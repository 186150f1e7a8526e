/// A graph's guards flattened, each test asked at most once an event.
struct GuardTable<Event: Sendable>: Sendable {
  typealias Graph = PatternGraph<Event>

  /// Nodes refer to their parts by index; parts stand before what they are part of.
  private enum Node: Sendable {
    case always
    case leaf(Int)
    case not(Int)
    case both(Int, Int)
    case either(Int, Int)
  }

  private var nodes: [Node] = [.always]
  private let leaves: [Graph.Leaf]
  private let names: [String]
  /// Whether any leaf looks at what was taken before.
  private(set) var hasIterative = false

  /// Answers of the event at hand: 0 not asked, 1 no, 2 yes.
  struct Answers { var known: [UInt8] }

  init(_ graph: Graph) {
    leaves = graph.leaves
    names = graph.names
    for case .iterative in leaves { hasIterative = true }
  }

  func newAnswers() -> Answers { Answers(known: Array(repeating: 0, count: leaves.count)) }

  mutating func add(_ guarding: Graph.Guard) -> Int {
    switch guarding {
    case .always: return 0
    case .leaf(let leaf): return append(.leaf(leaf))
    case .not(let part):
      let index = add(part)
      return append(.not(index))
    case .all(let parts):
      return parts.map { add($0) }.reduce(0) { $0 == 0 ? $1 : append(.both($0, $1)) }
    case .any(let parts):
      guard let first = parts.first else { return append(.not(0)) }
      return parts.dropFirst().reduce(add(first)) { known, part in
        let index = add(part)
        return append(.either(known, index))
      }
    }
  }

  private mutating func append(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  func holds(
    _ guarding: Int, _ event: Event, taken: MatchNodes<Event>, last: Int32,
    _ answers: inout Answers
  ) -> Bool {
    switch nodes[guarding] {
    case .always: return true
    case .leaf(let leaf):
      switch leaves[leaf] {
      case .test(let test):
        if answers.known[leaf] == 0 { answers.known[leaf] = test(event) ? 2 : 1 }
        return answers.known[leaf] == 2
      case .iterative(let test):
        return test(event, TakenEvents(nodes: taken, last: last, names: names))
      }
    case .not(let part): return !holds(part, event, taken: taken, last: last, &answers)
    case .both(let a, let b):
      return holds(a, event, taken: taken, last: last, &answers)
        && holds(b, event, taken: taken, last: last, &answers)
    case .either(let a, let b):
      return holds(a, event, taken: taken, last: last, &answers)
        || holds(b, event, taken: taken, last: last, &answers)
    }
  }
}

/// A graph's guards flattened over the answers of one event.
@usableFromInline struct GuardTable: Sendable {
  /// Nodes refer to their parts by index; parts stand before what they are part of.
  private enum Node: Sendable {
    case always
    /// A test that the event alone answers: a bit of the answers.
    case test(UInt64)
    /// Every answer to at most six tests: one bit for each.
    case answered(UInt64)
    /// A condition that also looks at what was taken.
    case iterative(Int32)
    case not(Int32)
    case both(Int32, Int32)
    case either(Int32, Int32)
  }

  private var nodes: [Node] = [.always]
  private let testCount: Int

  init(testCount: Int) { self.testCount = testCount }

  /// Adds a guard; `bits` says of each leaf which bit answers it, nil for an iterative one.
  mutating func add(_ guarding: PatternGuard, bits: [UInt64?]) -> Int32 {
    let index = addParts(guarding, bits: bits)
    guard testCount <= 6, index > 0, guarding.isAnswered(bits: bits) else { return index }
    var table: UInt64 = 0
    for answers in 0..<(UInt64(1) << UInt64(testCount))
    where holds(index, answers, MatchNodes(), -1, { _, _, _ in false }) {
      table |= 1 << answers
    }
    return append(.answered(table))
  }

  private mutating func addParts(_ guarding: PatternGuard, bits: [UInt64?]) -> Int32 {
    switch guarding {
    case .always: return 0
    case .leaf(let leaf):
      return append(bits[leaf].map { .test($0) } ?? .iterative(Int32(leaf)))
    case .not(let part):
      let index = addParts(part, bits: bits)
      return append(.not(index))
    case .all(let parts):
      var known: Int32 = 0
      for part in parts {
        let index = addParts(part, bits: bits)
        known = known == 0 ? index : append(.both(known, index))
      }
      return known
    case .any(let parts):
      var known = append(.not(0))
      for part in parts {
        let index = addParts(part, bits: bits)
        known = append(.either(known, index))
      }
      return known
    }
  }

  private mutating func append(_ node: Node) -> Int32 {
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  /// Answers a condition (by its number) that also looks at the chain that ends in a node.
  @usableFromInline typealias Asking = (MatchNodes, _ leaf: Int32, _ last: Int32) -> Bool

  /// Whether a guard holds for an event with these answers and a run that took `last`.
  func holds(
    _ guarding: Int32, _ answers: UInt64, _ taken: MatchNodes, _ last: Int32, _ asking: Asking
  ) -> Bool {
    switch nodes[Int(guarding)] {
    case .always: true
    case .test(let bit): answers & bit != 0
    case .answered(let table): table >> answers & 1 != 0
    case .iterative(let leaf): asking(taken, leaf, last)
    case .not(let part): !holds(part, answers, taken, last, asking)
    case .both(let a, let b):
      holds(a, answers, taken, last, asking) && holds(b, answers, taken, last, asking)
    case .either(let a, let b):
      holds(a, answers, taken, last, asking) || holds(b, answers, taken, last, asking)
    }
  }
}

/// A boolean over a pattern's leaf conditions.
indirect enum PatternGuard: Sendable {
  case always
  case leaf(Int)
  case not(PatternGuard)
  case all([PatternGuard])
  case any([PatternGuard])

  func and(_ other: PatternGuard) -> PatternGuard {
    if case .always = self { return other }
    if case .always = other { return self }
    return .all([self, other])
  }

  var negated: PatternGuard { if case .not(let inner) = self { inner } else { .not(self) } }

  /// Whether an event's own answers decide it.
  func isAnswered(bits: [UInt64?]) -> Bool {
    switch self {
    case .always: true
    case .leaf(let leaf): bits[leaf] != nil
    case .not(let part): part.isAnswered(bits: bits)
    case .all(let parts), .any(let parts): parts.allSatisfy { $0.isAnswered(bits: bits) }
    }
  }
}

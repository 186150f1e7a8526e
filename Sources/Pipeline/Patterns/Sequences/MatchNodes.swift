/// What partial matches have taken: chains from the newest to the oldest, shared where matches have
/// a beginning in common, freed when the last of them is done. The events lie with whoever owns
/// them, under the nodes' numbers.
@usableFromInline struct MatchNodes: Sendable {
  @usableFromInline struct Node: Sendable {
    @usableFromInline var parent: Int32
    @usableFromInline var stage: Int32
    /// Runs and nodes that point here.
    var holders: Int32
    var moment: EventMoment
  }

  private var nodes: [Node] = []
  private var free: [Int32] = []
  /// Nodes that were added since somebody looked.
  @usableFromInline private(set) var added: [Int32] = []

  @usableFromInline var count: Int { nodes.count - free.count }

  @usableFromInline subscript(index: Int32) -> Node { nodes[Int(index)] }

  /// Adds an event behind `parent` (-1 for none), which it then holds; nobody holds it yet.
  mutating func add(_ moment: EventMoment, stage: Int32, behind parent: Int32) -> Int32 {
    if parent >= 0 { nodes[Int(parent)].holders += 1 }
    let node = Node(parent: parent, stage: stage, holders: 0, moment: moment)
    let index: Int32
    if let reused = free.popLast() {
      index = reused
      nodes[Int(index)] = node
    } else {
      index = Int32(nodes.count)
      nodes.append(node)
    }
    added.append(index)
    return index
  }

  mutating func hold(_ index: Int32) { if index >= 0 { nodes[Int(index)].holders += 1 } }

  /// Lets go of a chain, and frees what nobody holds any more.
  @usableFromInline mutating func release(_ index: Int32) {
    var index = index
    while index >= 0 {
      nodes[Int(index)].holders -= 1
      guard nodes[Int(index)].holders == 0 else { return }
      free.append(index)
      index = nodes[Int(index)].parent
    }
  }

  @usableFromInline mutating func forgetAdded() { added.removeAll(keepingCapacity: true) }

  /// The newest node of a stage in the chain that ends in `last`.
  func lastIndex(of stage: Int32, from last: Int32) -> Int32? {
    var index = last
    while index >= 0, nodes[Int(index)].stage != stage { index = nodes[Int(index)].parent }
    return index >= 0 ? index : nil
  }

  func forEachBackwards(from last: Int32, _ body: (Int32, Node) -> Void) {
    var index = last
    while index >= 0 {
      body(index, nodes[Int(index)])
      index = nodes[Int(index)].parent
    }
  }
}

/// When an event came: equal times are told apart by their order of arrival.
@usableFromInline struct EventMoment: Comparable, Sendable {
  /// Microseconds.
  @usableFromInline var time: Int64
  @usableFromInline var order: Int64

  @inlinable init(time: Int64, order: Int64) {
    self.time = time
    self.order = order
  }

  /// Behind every event: when the search for a first event "began".
  static let never = EventMoment(time: .max, order: .max)

  @inlinable static func < (a: Self, b: Self) -> Bool {
    a.time != b.time ? a.time < b.time : a.order < b.order
  }
}

/// A partial or finished match on its way.
struct PatternRun: Sendable {
  /// The state that it waits in.
  var state: Int32
  /// The node that it took last; -1 for none.
  var last: Int32
  var start: EventMoment
  /// When it took its last event, microseconds.
  var previousTime: Int64
}

/// Runs by the moment they began, as a binary heap.
///
/// Which of two runs with one beginning stands first decides what a skip strategy drops, and the
/// answers that ours are held to come from a heap in an array (`java.util.PriorityQueue`). So this
/// one does the same exchanges: climbing stops at an equal parent, sinking at an equal child, and
/// after a removal in bulk the survivors are ordered again from the middle down.
struct RunQueue: Sendable {
  private(set) var runs: [PatternRun] = []

  var isEmpty: Bool { runs.isEmpty }
  var count: Int { runs.count }
  var first: PatternRun? { runs.first }

  mutating func push(_ run: PatternRun) {
    runs.append(run)
    var index = runs.count - 1
    guard index > 0 else { return }
    while index > 0 {
      let parent = (index - 1) / 2
      guard run.start < runs[parent].start else { break }
      runs[index] = runs[parent]
      index = parent
    }
    runs[index] = run
  }

  mutating func popFirst() -> PatternRun? {
    guard let first = runs.first, let moved = runs.popLast() else { return nil }
    if !runs.isEmpty { sink(moved, from: 0) }
    return first
  }

  /// Removes what the rule says; the removed ones in the order in which they stood.
  mutating func removeAll(where rule: (PatternRun) -> Bool) -> [PatternRun] {
    var removed: [PatternRun] = []
    runs.removeAll { run in
      guard rule(run) else { return false }
      removed.append(run)
      return true
    }
    guard !removed.isEmpty, runs.count > 1 else { return removed }
    for index in stride(from: runs.count / 2 - 1, through: 0, by: -1) {
      sink(runs[index], from: index)
    }
    return removed
  }

  mutating func removeAll(keepingCapacity: Bool) {
    runs.removeAll(keepingCapacity: keepingCapacity)
  }

  private mutating func sink(_ run: PatternRun, from place: Int) {
    var index = place
    while 2 * index + 1 < runs.count {
      var child = 2 * index + 1
      if child + 1 < runs.count, runs[child + 1].start < runs[child].start { child += 1 }
      guard runs[child].start < run.start else { break }
      runs[index] = runs[child]
      index = child
    }
    runs[index] = run
  }
}

/// When keys have to be looked at because the window of one of their partial matches is over.
struct WindowTimers: Sendable {
  struct Due: Sendable {
    var time: Int64
    var slot: Int
    var generation: Int64
  }

  private var heap: [Due] = []

  mutating func push(time: Int64, slot: Int, generation: Int64) {
    let due = Due(time: time, slot: slot, generation: generation)
    heap.append(due)
    var index = heap.count - 1
    while index > 0, Self.isEarlier(due, heap[(index - 1) / 2]) {
      heap[index] = heap[(index - 1) / 2]
      index = (index - 1) / 2
    }
    heap[index] = due
  }

  /// The first timer at or before a time.
  mutating func popFirst(until time: Int64) -> Due? {
    guard let first = heap.first, first.time <= time, let moved = heap.popLast() else {
      return nil
    }
    guard !heap.isEmpty else { return first }
    var index = 0
    while 2 * index + 1 < heap.count {
      var child = 2 * index + 1
      if child + 1 < heap.count, Self.isEarlier(heap[child + 1], heap[child]) { child += 1 }
      guard Self.isEarlier(heap[child], moved) else { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = moved
    return first
  }

  private static func isEarlier(_ a: Due, _ b: Due) -> Bool {
    a.time != b.time ? a.time < b.time : a.generation < b.generation
  }
}

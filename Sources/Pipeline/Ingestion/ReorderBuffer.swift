import Clockwork

/// Readings that wait for the watermark, in order of event time.
struct ReorderBuffer: Sendable {
  private var items: [IngestedReading] = []
  private var head = 0
  private var isSorted = true
  /// How far back a reading is put by hand before the buffer is rather sorted as a whole.
  private static let shiftMax = 32

  var count: Int { items.count - head }

  /// Adds a reading at its place.
  mutating func insert(_ item: IngestedReading) {
    var place = items.count
    items.append(item)
    guard isSorted else { return }
    let lowest = max(head, place - Self.shiftMax)
    while place > lowest, Self.precedes(item, items[place - 1]) {
      items[place] = items[place - 1]
      place -= 1
    }
    items[place] = item
    if place == lowest, place > head, Self.precedes(item, items[place - 1]) { isSorted = false }
  }

  /// Adds a reading at the end, for arrival order.
  mutating func append(_ item: IngestedReading) { items.append(item) }

  /// Hands over the readings up to a time, the oldest first.
  mutating func take(upTo limit: SimTime, _ body: (IngestedReading) -> Void) {
    if !isSorted {
      items[head...].sort(by: Self.precedes)
      isSorted = true
    }
    items.withUnsafeBufferPointer { all in
      while head < all.count, all[head].eventTime <= limit {
        body(all[head])
        head += 1
      }
    }
    dropTaken()
  }

  /// Hands over all readings as they are.
  mutating func takeAll(_ body: (IngestedReading) -> Void) {
    for item in items[head...] { body(item) }
    head = items.count
    dropTaken()
  }

  /// Looks at what waits, in no particular order.
  func forEach(_ body: (IngestedReading) -> Void) {
    for item in items[head...] { body(item) }
  }

  private mutating func dropTaken() {
    if head == items.count {
      items.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 64, head > items.count - head {
      items.removeSubrange(0..<head)
      head = 0
    }
  }

  /// Event time, then message and place: a total order that does not depend on arrival.
  private static func precedes(_ a: IngestedReading, _ b: IngestedReading) -> Bool {
    if a.eventTime != b.eventTime { return a.eventTime < b.eventTime }
    if a.message != b.message { return a.message < b.message }
    if a.position != b.position { return a.position < b.position }
    return a.arrival < b.arrival
  }
}

/// The last so many values, oldest first only until it is full: order is not kept.
struct TrailingWindow: Hashable, Sendable {
  let count: Int
  private(set) var values: [Double] = []
  private var next = 0

  init(count: Int) { self.count = count }

  var isFull: Bool { values.count == count }

  mutating func append(_ value: Double) {
    if values.count < count {
      values.append(value)
    } else {
      values[next] = value
      next = (next + 1) % count
    }
  }

  mutating func removeAll() {
    values.removeAll(keepingCapacity: true)
    next = 0
  }
}

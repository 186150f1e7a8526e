/// A heap with four children a node, in one allocation.
///
/// Four children lie in two cache lines and halve the depth of a binary heap; the smallest of four
/// is found without a branch (LaMarca and Ladner, "The influence of caches on the performance of
/// heaps", 1996). An event taken leaves its place vacant, so that the next one put in can sink from
/// there: most events that are handled schedule one more. An empty heap holds a sentinel, so that
/// the first place can always be read.
@frozen
@usableFromInline
struct EventHeap<Payload: BitwiseCopyable & Sendable> {
  @usableFromInline typealias Event = QueuedEvent<Payload>
  @usableFromInline var buffer: EventBuffer<Event>
  /// The places used, the vacant one among them.
  @usableFromInline var size = 0
  @usableFromInline var isFirstVacant = false

  @inlinable
  init(capacity: Int) {
    buffer = EventBuffer(capacity: capacity)
    buffer.base[0] = .sentinel
  }

  /// The number of events held.
  @inlinable @inline(__always)
  var count: Int { size &- (isFirstVacant ? 1 : 0) }

  /// Gives this heap memory of its own; call once before a change of a heap that may be shared.
  @inlinable
  mutating func separate() {
    buffer.reallocate(capacity: buffer.capacity, keeping: max(size, 1))
  }

  /// Forgets all events. The heap must not be shared.
  @inlinable
  mutating func removeAll() {
    size = 0
    isFirstVacant = false
    buffer.base[0] = .sentinel
  }

  /// Puts an event in. The heap must not be shared.
  @inlinable @inline(__always)
  mutating func push(_ event: Event) {
    if isFirstVacant {
      isFirstVacant = false
      sink(event)
    } else {
      rise(event)
    }
  }

  /// Takes the first event out and leaves its place vacant. The heap must not be empty.
  @inlinable @inline(__always)
  mutating func pop() -> Event {
    isFirstVacant = true
    return buffer.base[0]
  }

  /// Fills the vacant place with the last event. The heap must not be shared.
  @inlinable @inline(__always)
  mutating func fillVacancy() {
    isFirstVacant = false
    size &-= 1
    if size > 0 { sink(buffer.base[size]) } else { buffer.base[0] = .sentinel }
  }

  @inlinable @inline(__always)
  mutating func rise(_ event: Event) {
    if _slowPath(size == buffer.capacity) {
      buffer.reallocate(capacity: max(4, 2 &* size), keeping: size)
    }
    let base = buffer.base
    let key = event.key
    var hole = size
    size &+= 1
    while hole > 0 {
      let parent = (hole &- 1) &>> 2
      if base[parent].key < key { break }
      base[hole] = base[parent]
      hole = parent
    }
    base[hole] = event
  }

  @inlinable @inline(__always)
  func sink(_ event: Event) {
    let base = buffer.base
    let key = event.key
    var hole = 0
    var child = 1
    while child &+ 3 < size {
      // Two pairs, then their winners: a tournament that compiles to conditional moves.
      let left = base[child &+ 1].key < base[child].key ? child &+ 1 : child
      let right = base[child &+ 3].key < base[child &+ 2].key ? child &+ 3 : child &+ 2
      let least = base[right].key < base[left].key ? right : left
      if key < base[least].key {
        base[hole] = event
        return
      }
      base[hole] = base[least]
      hole = least
      child = 4 &* hole &+ 1
    }
    if child < size {
      var least = child
      var other = child &+ 1
      while other < size {
        if base[other].key < base[least].key { least = other }
        other &+= 1
      }
      if base[least].key < key {
        base[hole] = base[least]
        hole = least
      }
    }
    base[hole] = event
  }

  /// Stops the program if a child runs before its parent; for tests.
  @usableFromInline
  func checkInvariants() {
    precondition(size >= 0 && size <= buffer.capacity, "A heap's size left its capacity.")
    for child in stride(from: 1, to: size, by: 1) {
      precondition(
        buffer.base[(child - 1) / 4].key <= buffer.base[child].key, "A heap lost its order.")
    }
  }
}

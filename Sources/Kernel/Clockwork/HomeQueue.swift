/// The pending events of one home: periodic timers in rings, everything irregular in a heap.
///
/// Timers of one period lie in a ring sorted by their next due time. A timer that fires goes to the
/// ring's end in place, so it costs a few instructions and no search. The queue is a value: a copy
/// is a fork, and shares memory until one of the two changes.
///
/// Order: (time, entity, sequence). An entity's timers come first, numbered in the order in which
/// that entity got them, then its irregular events in the order in which they were scheduled for
/// it.
/// Nothing about other entities enters. Entities are small dense indices within the home.
@frozen
public struct HomeQueue<Payload: BitwiseCopyable & Sendable> {
  public typealias Event = QueuedEvent<Payload>

  /// The moment of the event taken last; nothing may be scheduled before it.
  @inlinable
  public var now: SimTime { present }
  @usableFromInline var present: SimTime
  @usableFromInline var heap: EventHeap<Payload>
  @usableFromInline var rings: EventBuffer<TimerRing>
  @usableFromInline var slots: EventBuffer<Event>
  @usableFromInline var numbers: [EntityNumbers] = []
  /// At least one: the first ring is there before it has a period.
  @usableFromInline var ringCount = 1
  /// The slots in use, the sentinel in slot 0 among them.
  @usableFromInline var slotsUsed = 1
  /// The ring whose first timer was taken last and awaits its next time, or -1.
  @usableFromInline var openRing = -1

  /// - Parameter start: nothing may be scheduled before it.
  public init(start: SimTime = .distantPast) {
    present = start
    heap = EventHeap(capacity: 4)
    rings = EventBuffer(capacity: 1)
    rings.base[0] = TimerRing(period: 0, start: 1)
    slots = EventBuffer(capacity: 4)
    slots.base[0] = .sentinel
  }

  /// The number of events pending, a timer counting as one.
  @inlinable
  public var count: Int { heap.count &+ slotsUsed &- 1 }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// Schedules one irregular event.
  @inlinable @inline(__always)
  public mutating func schedule(at time: SimTime, entity: UInt32, payload: Payload) {
    precondition(time >= present, "An event cannot be scheduled before the present.")
    separateIfShared()
    let sequence = nextNumber(of: entity)
    heap.push(Event(time: time, entity: entity, sequence: sequence, payload: payload))
  }

  /// Takes the first event before a limit; a timer goes on by itself.
  ///
  /// A timer's next time is one period on, unless ``repeatLast(at:)`` or ``stopLast()`` says
  /// otherwise before the next event is taken.
  @inlinable @inline(__always)
  public mutating func popNext(before limit: SimTime) -> Event? {
    if openRing >= 0 || heap.isFirstVacant { settle() }
    let rings = self.rings.base
    let slots = self.slots.base
    var first = slots + rings[0].head
    var chosen = 0
    var index = 1
    while index < ringCount {
      let other = slots + rings[index].head
      if other.pointee.key < first.pointee.key {
        first = other
        chosen = index
      }
      index &+= 1
    }
    let irregular = heap.buffer.base
    if irregular[0].time <= first.pointee.time, irregular[0].key < first.pointee.key {
      if irregular[0].time >= limit { return nil }
      present = irregular[0].time
      return heap.pop()
    }
    let event = first.pointee
    if event.time >= limit { return nil }
    present = event.time
    openRing = chosen
    return event
  }

  /// When the first event is due, or nil if none is pending; the last timer's time is then fixed.
  public mutating func nextTime() -> SimTime? {
    settle()
    var first = heap.buffer.base[0].key
    for index in 0..<ringCount { first = min(first, slots.base[rings.base[index].head].key) }
    if first == .max { return nil }
    return SimTime(microseconds: Int64(truncatingIfNeeded: first &>> 64))
  }

  /// Completes what the last event taken left open; a timer goes on after its period.
  @inlinable @inline(never)
  mutating func settle() {
    separateIfShared()
    if openRing >= 0 {
      let ring = rings.base + openRing
      let due = slots.base[ring.pointee.head].time.microseconds
      close(ring, at: SimTime(microseconds: due &+ ring.pointee.period))
    } else if heap.isFirstVacant {
      heap.fillVacancy()
    }
  }

  @inlinable @inline(__always)
  mutating func nextNumber(of entity: UInt32) -> UInt32 {
    let index = Int(entity)
    if index >= numbers.count { addNumbers(upTo: index) }
    let number = numbers[index].events
    numbers[index].events = number &+ 1
    return number | 0x8000_0000
  }

  @usableFromInline @inline(never)
  mutating func addNumbers(upTo index: Int) {
    precondition(index < 1 << 24, "A home's entities are small dense indices.")
    let missing = index + 1 - numbers.count
    numbers.append(contentsOf: repeatElement(EntityNumbers(), count: missing))
  }

  /// The buffers are copied together, so one of them tells whether all are shared.
  @inlinable @inline(__always)
  mutating func separateIfShared() {
    if !_fastPath(slots.isUnique()) { separate() }
  }

  @usableFromInline @inline(never)
  mutating func separate() {
    heap.separate()
    rings.reallocate(capacity: rings.capacity, keeping: ringCount)
    slots.reallocate(capacity: slots.capacity, keeping: slotsUsed)
  }
}

// The buffers are never changed while shared, so a copy may go to another thread.
extension HomeQueue: @unchecked Sendable {}

/// What numbers an entity has given out.
@frozen
@usableFromInline
struct EntityNumbers: BitwiseCopyable, Sendable {
  @usableFromInline var timers: UInt32 = 0
  @usableFromInline var events: UInt32 = 0

  @usableFromInline init() {}
}

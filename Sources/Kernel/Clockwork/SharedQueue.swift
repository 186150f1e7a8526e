/// A queue for very many pending events: the cloud's, a broker's, a network's.
///
/// Time is cut into buckets of equal width. An event goes to its bucket unsorted; only the bucket
/// whose turn it is gets sorted, into a run that is read in order. Events for the current bucket
/// that come late wait in a small heap beside the run, events beyond the last bucket in one more
/// bucket. Width and number of buckets follow the events pending (``retune()``). Few events live in
/// the heap alone. A push and a pop take constant time on the average, a logarithm at worst.
///
/// Order: (time, entity, sequence); the sender numbers its events itself, for it must name them in
/// random keys as well. The queue is a value: copies share memory until one of them changes.
///
/// - Source: Brown, "Calendar queues", CACM 31, 1988; Tang, Goh, Thng, "Ladder queue", ACM TOMACS
///   15, 2005, for sorting only the bucket whose turn it is.
@frozen
public struct SharedQueue<Payload: BitwiseCopyable & Sendable> {
  public typealias Event = QueuedEvent<Payload>

  /// The number of events pending.
  @inlinable
  public var count: Int { pending }
  @inlinable
  public var isEmpty: Bool { pending == 0 }
  /// The moment of the event taken last; nothing may be scheduled before it.
  @inlinable
  public var now: SimTime { present }

  @usableFromInline var present: SimTime
  @usableFromInline var pending = 0
  @usableFromInline var growthLimit = Self.heapLimit
  /// Late events of the current bucket, or all events while there are few.
  @usableFromInline var late: EventHeap<Payload>
  /// The current bucket, sorted; a sentinel that runs after everything stands behind it.
  @usableFromInline var run: EventBuffer<Event>
  @usableFromInline var runIndex = 0
  @usableFromInline var runCount = 0
  @usableFromInline var buckets: BucketStore<Payload>
  /// The bucket in the run, counted from 1970; no bucket is open while all events are in the heap.
  @usableFromInline var current = Int64.max
  /// A bucket spans 2^shift microseconds.
  @usableFromInline var shift: Int64 = 0
  /// The earliest time beyond the last bucket.
  @usableFromInline var farthestMin = Int64.max
  @usableFromInline var openedBuckets = 0
  @usableFromInline var openedEvents = 0

  /// Up to this many events a heap is faster than buckets.
  @usableFromInline static var heapLimit: Int { 64 }

  /// - Parameter start: nothing may be scheduled before it.
  @inlinable
  public init(start: SimTime = .distantPast) {
    present = start
    late = EventHeap(capacity: 8)
    run = EventBuffer(capacity: 8)
    run.base[0] = .sentinel
    buckets = BucketStore(bucketCount: 64)
  }

  /// Schedules an event.
  ///
  /// - Parameter sequence: the entity's own number of the event; orders its events of one time.
  @inlinable @inline(__always)
  public mutating func schedule(
    at time: SimTime, entity: UInt32, sequence: UInt32, payload: Payload
  ) {
    precondition(time >= present, "An event cannot be scheduled before the present.")
    separateIfShared()
    let event = Event(time: time, entity: entity, sequence: sequence, payload: payload)
    place(event)
    pending &+= 1
    if _slowPath(pending > growthLimit) { retune() }
  }

  /// Takes the first event before a limit.
  @inlinable @inline(__always)
  public mutating func popNext(before limit: SimTime) -> Event? {
    if late.isFirstVacant { fillVacancy() }
    if runIndex == runCount && late.size == 0 {
      if pending == 0 { return nil }
      openNextBucket()
    }
    let event = run.base[runIndex]
    let other = late.buffer.base
    if other[0].key < event.key {
      if other[0].time >= limit { return nil }
      present = other[0].time
      pending &-= 1
      return late.pop()
    }
    if event.time >= limit { return nil }
    present = event.time
    pending &-= 1
    runIndex &+= 1
    return event
  }

  /// When the first event is due, or nil if none is pending.
  @inlinable
  public mutating func nextTime() -> SimTime? {
    if pending == 0 { return nil }
    if late.isFirstVacant { fillVacancy() }
    if late.size == 0 && runIndex == runCount { openNextBucket() }
    let time = run.base[runIndex].time
    return min(late.buffer.base[0].time, time)
  }

  @inlinable @inline(__always)
  mutating func fillVacancy() {
    separateIfShared()
    late.fillVacancy()
  }

  /// Puts an event into the heap, its bucket, or beyond the last bucket.
  @inlinable @inline(__always)
  mutating func place(_ event: Event) {
    let bucket = event.time.microseconds &>> shift
    if bucket <= current {
      late.push(event)
    } else if UInt64(bitPattern: bucket &- current) <= UInt64(buckets.mask) &+ 1 {
      buckets.append(event, to: Int(truncatingIfNeeded: bucket) & buckets.mask)
    } else {
      farthestMin = min(farthestMin, event.time.microseconds)
      buckets.append(event, to: buckets.beyond)
    }
  }

  /// The buffers are copied together, so one of them tells whether all are shared.
  @inlinable @inline(__always)
  mutating func separateIfShared() {
    if !_fastPath(run.isUnique()) { separate() }
  }

  @inlinable @inline(never)
  mutating func separate() {
    run.reallocate(capacity: run.capacity, keeping: runCount + 1)
    late.separate()
    buckets.separate()
  }
}

// The buffers are never changed while shared, so a copy may go to another thread.
extension SharedQueue: @unchecked Sendable {}

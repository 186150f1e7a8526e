/// Where in a home's slots the timers of one period lie: in start..<end, sorted by due time from
/// `head` round. An empty ring's head is slot 0, which holds a sentinel and belongs to no ring.
@frozen
@usableFromInline
struct TimerRing: BitwiseCopyable, Sendable {
  @usableFromInline var period: Int64
  @usableFromInline var start: Int
  @usableFromInline var end: Int
  @usableFromInline var head: Int

  @inlinable @inline(__always)
  var count: Int { end &- start }

  @usableFromInline
  init(period: Int64, start: Int) {
    self.period = period
    self.start = start
    end = start
    head = 0
  }
}

extension HomeQueue {
  /// Adds a timer that fires at `first` and then every period until stopped.
  ///
  /// Meant for up to some thousands of timers: adding one moves the others.
  public mutating func addPeriodic(
    every period: SimDuration, first: SimTime, entity: UInt32, payload: Payload
  ) {
    precondition(period > .zero, "A timer needs a positive period.")
    precondition(first >= present, "A timer cannot start before the present.")
    settle()
    separateIfShared()
    let index = Int(entity)
    if index >= numbers.count { addNumbers(upTo: index) }
    let number = numbers[index].timers
    numbers[index].timers = number + 1
    let event = Event(time: first, entity: entity, sequence: number, payload: payload)
    insert(event, intoRing: ring(of: period.microseconds))
  }

  /// Sets when the timer just taken fires next, in place of one period on; for jitter and pauses.
  @inlinable @inline(__always)
  public mutating func repeatLast(at time: SimTime) {
    precondition(openRing >= 0, "Only a timer just taken can be given another time.")
    precondition(time >= present, "A timer cannot fire before the present.")
    separateIfShared()
    close(rings.base + openRing, at: time)
  }

  /// Ends the timer just taken.
  public mutating func stopLast() {
    precondition(openRing >= 0, "Only a timer just taken can be stopped.")
    separateIfShared()
    removeSlot(rings.base[openRing].head, ofRing: openRing)
    openRing = -1
  }

  /// Ends all timers of an entity.
  public mutating func stopTimers(of entity: UInt32) {
    settle()
    separateIfShared()
    for index in 0..<ringCount {
      unroll(index)
      var slot = rings.base[index].start
      while slot < rings.base[index].end {
        if slots.base[slot].entity == entity {
          removeSlot(slot, ofRing: index)
        } else {
          slot += 1
        }
      }
    }
  }

  /// Gives the ring's first timer its next time and puts it last, or where its time belongs.
  @inlinable @inline(__always)
  mutating func close(_ ring: UnsafeMutablePointer<TimerRing>, at time: SimTime) {
    openRing = -1
    let slots = self.slots.base
    let place = ring.pointee.head
    slots[place].time = time
    var head = place &+ 1
    if head == ring.pointee.end { head = ring.pointee.start }
    ring.pointee.head = head
    let before = (place == ring.pointee.start ? ring.pointee.end : place) &- 1
    if _slowPath(time <= slots[before].time) {
      Self.moveForward(slots, place, ring.pointee)
    }
  }

  /// Moves a timer before those that are due later, at most to the head.
  @inlinable @inline(never)
  static func moveForward(
    _ slots: UnsafeMutablePointer<Event>, _ place: Int, _ ring: TimerRing
  ) {
    let event = slots[place]
    var hole = place
    while hole != ring.head {
      let before = (hole == ring.start ? ring.end : hole) &- 1
      if slots[before].key < event.key { break }
      slots[hole] = slots[before]
      hole = before
    }
    slots[hole] = event
  }

  /// The ring of a period, opened if need be.
  private mutating func ring(of period: Int64) -> Int {
    if rings.base[0].period == 0 { rings.base[0].period = period }
    for index in 0..<ringCount where rings.base[index].period == period { return index }
    if ringCount == rings.capacity { rings.reallocate(capacity: 2 * ringCount, keeping: ringCount) }
    rings.base[ringCount] = TimerRing(period: period, start: slotsUsed)
    ringCount += 1
    return ringCount - 1
  }

  private mutating func insert(_ event: Event, intoRing index: Int) {
    if slotsUsed == slots.capacity {
      slots.reallocate(capacity: slotsUsed + slotsUsed / 2 + 2, keeping: slotsUsed)
    }
    let ring = rings.base[index]
    unroll(index)
    let first = slots.base + ring.start
    var place = ring.count
    while place > 0 && event.key < first[place - 1].key { place -= 1 }
    let behind = slotsUsed - ring.start - place
    (first + place + 1).update(from: first + place, count: behind)
    first[place] = event
    resize(index, by: 1)
  }

  private mutating func removeSlot(_ slot: Int, ofRing index: Int) {
    let ring = rings.base[index]
    var place = slot - ring.head
    if place < 0 { place += ring.count }
    unroll(index)
    let first = slots.base + ring.start
    let behind = slotsUsed - ring.start - place - 1
    (first + place).update(from: first + place + 1, count: behind)
    resize(index, by: -1)
  }

  /// Turns a ring until its head lies in its first slot.
  private mutating func unroll(_ index: Int) {
    let ring = rings.base[index]
    if ring.head == ring.start || ring.count == 0 { return }
    let first = slots.base + ring.start
    let turn = ring.head - ring.start
    let turned = (0..<ring.count).map { first[($0 + turn) % ring.count] }
    for (place, event) in turned.enumerated() { first[place] = event }
    rings.base[index].head = ring.start
  }

  /// Notes that an unrolled ring has another length.
  private mutating func resize(_ index: Int, by change: Int) {
    slotsUsed += change
    rings.base[index].end += change
    for later in (index + 1)..<max(ringCount, index + 1) {
      rings.base[later].start += change
      rings.base[later].end += change
      if rings.base[later].count > 0 { rings.base[later].head += change }
    }
    rings.base[index].head = rings.base[index].count == 0 ? 0 : rings.base[index].start
  }

  /// Stops the program if a settled ring or the heap lost its order; for tests.
  func checkInvariants() {
    heap.checkInvariants()
    var start = 1
    for index in 0..<ringCount {
      let ring = rings.base[index]
      precondition(ring.start == start, "A ring left its place.")
      start += ring.count
      for place in stride(from: 1, to: ring.count, by: 1) {
        let turn = ring.head - ring.start
        let a = slots.base[ring.start + (turn + place - 1) % ring.count]
        let b = slots.base[ring.start + (turn + place) % ring.count]
        precondition(a.key < b.key, "A ring lost its order.")
      }
    }
    precondition(start == slotsUsed && slotsUsed <= slots.capacity, "A slot was lost.")
  }
}

extension SharedQueue {
  /// Sorts the next bucket that is not empty into the run; the run and the heap are empty.
  @inlinable @inline(never)
  mutating func openNextBucket() {
    separateIfShared()
    if pending <= Self.heapLimit / 4 || isBadlyTuned {
      retune()
      if current == .max { return }
    }
    while true {
      let start = Int(truncatingIfNeeded: current &+ 1) & buckets.mask
      guard let steps = buckets.stepsToNext(from: start) else {
        // Everything lies beyond the last bucket.
        retune()
        if current == .max { return }
        continue
      }
      let next = current &+ 1 &+ Int64(steps)
      if farthestMin &>> shift <= next {
        current = min(next, farthestMin &>> shift) &- 1
        fetchFarthest()
        continue
      }
      current = next
      let index = Int(truncatingIfNeeded: next) & buckets.mask
      openedBuckets &+= 1
      openedEvents &+= Int(buckets.headers.base[index].count)
      sortIntoRun(index)
      buckets.clear(index)
      return
    }
  }

  /// True once as many events as are pending have shown that buckets hold far too many or too few.
  @inlinable
  var isBadlyTuned: Bool {
    if openedEvents < max(pending, 1024) { return false }
    let target = Self.targetSize(pending)
    return openedEvents > 4 * target * openedBuckets || 4 * openedEvents < target * openedBuckets
  }

  /// How many events a bucket should hold: few fit the nearest cache, many spare memory pages.
  @inlinable
  static func targetSize(_ pending: Int) -> Int { min(max(pending / 512, 8), 512) }

  /// Distributes the events beyond the last bucket again.
  @inlinable
  mutating func fetchFarthest() {
    let count = Int(buckets.headers.base[buckets.beyond].count)
    let events = UnsafeMutablePointer<Event>.allocate(capacity: count)
    defer { events.deallocate() }
    var index = 0
    buckets.forEach(in: buckets.beyond) { event in
      events[index] = event
      index &+= 1
    }
    buckets.clear(buckets.beyond)
    farthestMin = .max
    for index in 0..<count { place(events[index]) }
  }

  /// Sorts one bucket's events into the run, or into the heap where they crowd at few times.
  @inlinable
  mutating func sortIntoRun(_ index: Int) {
    let count = Int(buckets.headers.base[index].count)
    if run.capacity <= count { run = EventBuffer(capacity: 2 * count + 1) }
    let base = run.base
    runIndex = 0
    runCount = count
    if count <= 24 {
      sortChunks(index, into: base)
    } else if !distribute(index, count) {
      for place in 0..<count { late.push(base[place]) }
      runCount = 0
    }
    run.base[runCount] = .sentinel
  }

  /// Sorts a small bucket's events by insertion.
  @inlinable @inline(__always)
  func sortChunks(_ index: Int, into base: UnsafeMutablePointer<Event>) {
    let header = buckets.headers.base[index]
    let count = Int(header.count)
    var chunk = Int(header.chunk)
    var end = (count &- 1) & BucketStore<Payload>.chunkMask &+ 1
    var filled = 0
    while true {
      let events = buckets.events.base + chunk &<< BucketStore<Payload>.chunkShift
      var offset = 0
      while offset < end {
        Self.insert(events[offset], base, filled)
        filled &+= 1
        offset &+= 1
      }
      if filled == count { return }
      chunk = Int(buckets.links.base[chunk])
      end = BucketStore<Payload>.chunkMask &+ 1
    }
  }

  /// Inserts an event behind the `filled` sorted ones.
  @inlinable @inline(__always)
  static func insert(_ event: Event, _ base: UnsafeMutablePointer<Event>, _ filled: Int) {
    var hole = filled
    let key = event.key
    while hole > 0 && key < base[hole &- 1].key {
      base[hole] = base[hole &- 1]
      hole &-= 1
    }
    base[hole] = event
  }

  /// Sorts a bucket by the upper bits of the time within it, then by insertion.
  ///
  /// - Returns: false, with the events unsorted, if too many share those bits.
  @inlinable
  mutating func distribute(_ index: Int, _ count: Int) -> Bool {
    let wanted = Int64(Int.bitWidth - count.leadingZeroBitCount)
    let bits = min(wanted, min(shift, 12))
    let slots = 1 << Int(bits)
    let down = shift &- bits
    let slotMask = Int64(slots &- 1)
    let base = run.base
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: slots) { tally in
      tally.initialize(repeating: 0)
      let tally = tally.baseAddress.unsafelyUnwrapped
      buckets.forEach(in: index) { event in
        tally[Int((event.time.microseconds &>> down) & slotMask)] &+= 1
      }
      var sum: UInt32 = 0
      var largest: UInt32 = 0
      for slot in 0..<slots {
        let size = tally[slot]
        largest = max(largest, size)
        tally[slot] = sum
        sum &+= size
      }
      buckets.forEach(in: index) { event in
        let slot = Int((event.time.microseconds &>> down) & slotMask)
        base[Int(tally[slot])] = event
        tally[slot] &+= 1
      }
      if largest > 64 { return false }
      for place in 1..<count {
        let event = base[place]
        if event.key < base[place &- 1].key { Self.insert(event, base, place) }
      }
      return true
    }
  }

  /// Chooses width and number of buckets anew and places every event again.
  @inlinable @inline(never)
  mutating func retune() {
    let events = UnsafeMutablePointer<Event>.allocate(capacity: pending)
    defer { events.deallocate() }
    var filled = 0
    for index in runIndex..<runCount {
      events[filled] = run.base[index]
      filled += 1
    }
    if late.isFirstVacant { late.fillVacancy() }
    for index in 0..<late.size {
      events[filled] = late.buffer.base[index]
      filled += 1
    }
    for index in 0...buckets.beyond {
      buckets.forEach(in: index) { event in
        events[filled] = event
        filled += 1
      }
    }
    precondition(filled == pending, "A queue lost an event.")
    late.removeAll()
    runIndex = 0
    runCount = 0
    run.base[0] = .sentinel
    farthestMin = .max
    openedBuckets = 0
    openedEvents = 0
    growthLimit = max(2 * pending, Self.heapLimit)
    if pending <= Self.heapLimit / 2 {
      current = .max
      buckets = BucketStore(bucketCount: 64)
    } else {
      chooseBuckets(events)
    }
    for index in 0..<pending { place(events[index]) }
  }

  /// Chooses width and number of buckets by quantiles of a sample of the pending times.
  @inlinable
  mutating func chooseBuckets(_ events: UnsafeMutablePointer<Event>) {
    var first = Int64.max
    for index in 0..<pending { first = min(first, events[index].time.microseconds) }
    let stride = max(1, pending / 1024)
    var times: [Int64] = []
    for index in Swift.stride(from: 0, to: pending, by: stride) {
      times.append(events[index].time.microseconds)
    }
    times.sort()
    // The density near the head decides the width; ties there leave it to the later quantiles.
    var width = 1.0
    for share in [0.25, 0.5, 0.98] {
      let span = times[Int(share * Double(times.count - 1))] &- first
      if span > 0 {
        width = Double(span) / (share * Double(pending)) * Double(Self.targetSize(pending))
        break
      }
    }
    shift = 0
    while shift < 60 && Double(Int64(2) << shift) <= width { shift += 1 }
    let needed = (times[Int(0.98 * Double(times.count - 1))] &- first) >> shift
    var bucketCount = 64
    while bucketCount < needed + 2 && bucketCount < 1 << 16 && bucketCount < 2 * pending {
      bucketCount *= 2
    }
    current = (first >> shift) &- 1
    buckets = BucketStore(bucketCount: bucketCount)
  }
}

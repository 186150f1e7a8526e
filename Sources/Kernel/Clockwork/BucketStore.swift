/// Unsorted buckets of events, kept as chains of chunks from one pool.
///
/// A bucket's newest chunk is reached first. Freed chunks are used again at once, while they are in
/// the cache. One bit a bucket says which are not empty.
@frozen
@usableFromInline
struct BucketStore<Payload: BitwiseCopyable & Sendable> {
  @usableFromInline typealias Event = QueuedEvent<Payload>

  @frozen
  @usableFromInline
  struct Bucket: BitwiseCopyable {
    @usableFromInline var chunk: UInt32 = .max
    @usableFromInline var count: UInt32 = 0
    @inlinable init() {}
  }

  @usableFromInline var headers: EventBuffer<Bucket>
  @usableFromInline var bits: EventBuffer<UInt64>
  @usableFromInline var events: EventBuffer<Event>
  @usableFromInline var links: EventBuffer<UInt32>
  /// The number of buckets less one; their number is a power of two, at least 64.
  @usableFromInline var mask: Int
  @usableFromInline var freeChunk = UInt32.max
  @usableFromInline var usedChunks = 0

  /// A chunk holds 2^chunkShift events.
  @inlinable @inline(__always)
  static var chunkShift: Int { 3 }
  @inlinable @inline(__always)
  static var chunkMask: Int { 1 &<< chunkShift &- 1 }

  /// The bucket behind all others.
  @inlinable @inline(__always)
  var beyond: Int { mask &+ 1 }

  @inlinable
  init(bucketCount: Int) {
    mask = bucketCount - 1
    headers = EventBuffer(capacity: bucketCount + 1)
    headers.base.initialize(repeating: Bucket(), count: bucketCount + 1)
    bits = EventBuffer(capacity: bucketCount / 64)
    bits.base.initialize(repeating: 0, count: bucketCount / 64)
    events = EventBuffer(capacity: 0)
    links = EventBuffer(capacity: 0)
  }

  @inlinable
  mutating func separate() {
    headers.reallocate(capacity: mask + 2, keeping: mask + 2)
    bits.reallocate(capacity: (mask + 1) / 64, keeping: (mask + 1) / 64)
    events.reallocate(
      capacity: events.capacity, keeping: usedChunks << Self.chunkShift)
    links.reallocate(capacity: links.capacity, keeping: usedChunks)
  }

  @inlinable @inline(__always)
  mutating func append(_ event: Event, to index: Int) {
    let header = headers.base + index
    let count = Int(header.pointee.count)
    let offset = count & Self.chunkMask
    if offset == 0 { addChunk(to: index) }
    events.base[Int(header.pointee.chunk) &<< Self.chunkShift &+ offset] = event
    header.pointee.count = UInt32(truncatingIfNeeded: count &+ 1)
  }

  @inlinable @inline(__always)
  mutating func addChunk(to index: Int) {
    if _slowPath(freeChunk == .max) { extendPool() }
    let chunk = freeChunk
    freeChunk = links.base[Int(chunk)]
    let header = headers.base + index
    links.base[Int(chunk)] = header.pointee.chunk
    if header.pointee.count == 0 && index <= mask {
      bits.base[index &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: index & 63)
    }
    header.pointee.chunk = chunk
  }

  /// Offers the next chunk that was never used, in more memory if need be.
  @inlinable @inline(never)
  mutating func extendPool() {
    precondition(usedChunks < Int(UInt32.max), "A queue holds at most 2^35 events.")
    if usedChunks == links.capacity {
      let capacity = usedChunks + usedChunks / 2 + 8
      events.reallocate(
        capacity: capacity << Self.chunkShift, keeping: usedChunks << Self.chunkShift)
      links.reallocate(capacity: capacity, keeping: usedChunks)
    }
    links.base[usedChunks] = .max
    freeChunk = UInt32(usedChunks)
    usedChunks += 1
  }

  /// The number of steps from one bucket round to the next that is not empty, itself included.
  @inlinable
  func stepsToNext(from index: Int) -> Int? {
    let bits = self.bits.base
    let wordMask = mask &>> 6
    var word = index &>> 6
    var value = bits[word] & (UInt64.max &<< UInt64(truncatingIfNeeded: index & 63))
    for _ in 0...(wordMask &+ 1) {
      if value != 0 {
        return (word &<< 6 &+ value.trailingZeroBitCount &- index) & mask
      }
      word = (word &+ 1) & wordMask
      value = bits[word]
    }
    return nil
  }

  /// Calls back for each event of a bucket, the newest chunk first.
  @inlinable @inline(__always)
  func forEach(in index: Int, _ body: (Event) -> Void) {
    let header = headers.base[index]
    if header.count == 0 { return }
    var chunk = Int(header.chunk)
    var filled = (Int(header.count) &- 1) & Self.chunkMask &+ 1
    var left = Int(header.count)
    while true {
      let first = events.base + chunk &<< Self.chunkShift
      var offset = 0
      while offset < filled {
        body(first[offset])
        offset &+= 1
      }
      left &-= filled
      if left == 0 { return }
      chunk = Int(links.base[chunk])
      filled = Self.chunkMask &+ 1
    }
  }

  /// Empties a bucket and frees its chunks.
  @inlinable
  mutating func clear(_ index: Int) {
    let header = headers.base[index]
    if header.count == 0 { return }
    var last = Int(header.chunk)
    var left = (Int(header.count) - 1) >> Self.chunkShift
    while left > 0 {
      last = Int(links.base[last])
      left -= 1
    }
    links.base[last] = freeChunk
    freeChunk = header.chunk
    headers.base[index] = Bucket()
    if index <= mask { bits.base[index >> 6] &= ~(1 << UInt64(index & 63)) }
  }
}

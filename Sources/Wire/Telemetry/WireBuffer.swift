public import Clockwork

/// Copies of encoded messages on their way to the pipeline, taken out in arrival order.
///
/// Ties go to the copy that was put in first. A value without handles, so that a home can be
/// copied.
@frozen public struct WireBuffer: Sendable {
  @frozen public struct Entry: Sendable {
    public var arrival: SimTime
    public var offset: Int32
    public var length: Int32
    @inlinable init(arrival: SimTime, offset: Int32, length: Int32) {
      self.arrival = arrival
      self.offset = offset
      self.length = length
    }
  }

  public var entries: [Entry] = []
  public var bytes: [UInt8] = []
  /// How many entries from the front were taken and may be dropped.
  @usableFromInline var takenCount = 0
  @usableFromInline var isSorted = true

  @inlinable public init() {}

  /// Copies that have not been taken yet.
  @inlinable public var pendingCount: Int { entries.count - takenCount }

  /// Adds one copy that will arrive at `arrival`.
  @inlinable public mutating func append(_ message: UnsafeRawBufferPointer, arrival: SimTime) {
    if let last = entries.last, arrival < last.arrival { isSorted = false }
    entries.append(
      Entry(arrival: arrival, offset: Int32(bytes.count), length: Int32(message.count)))
    bytes.append(contentsOf: message)
  }

  /// Calls `body` with each copy that arrives up to and including `limit`, in order of arrival.
  @inlinable public mutating func take(
    upTo limit: SimTime, _ body: (SimTime, UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    sortPending()
    try bytes.withUnsafeBytes { all in
      while takenCount < entries.count, entries[takenCount].arrival <= limit {
        let entry = entries[takenCount]
        takenCount += 1
        let start = Int(entry.offset)
        try body(
          entry.arrival, UnsafeRawBufferPointer(rebasing: all[start..<start + Int(entry.length)]))
      }
    }
    dropTaken()
  }

  /// Calls `body` with each copy that is still on its way, in no particular order.
  @inlinable public func forEachPending(_ body: (UnsafeRawBufferPointer) -> Void) {
    bytes.withUnsafeBytes { all in
      for entry in entries[takenCount...] {
        let start = Int(entry.offset)
        body(UnsafeRawBufferPointer(rebasing: all[start..<start + Int(entry.length)]))
      }
    }
  }

  /// The arrival of the next copy, or nil when none is on its way.
  @inlinable public mutating func nextArrival() -> SimTime? {
    sortPending()
    return takenCount < entries.count ? entries[takenCount].arrival : nil
  }

  /// Insertion sort: copies are nearly in order, and equal arrivals must keep theirs.
  @usableFromInline mutating func sortPending() {
    guard !isSorted else { return }
    var i = takenCount + 1
    while i < entries.count {
      let entry = entries[i]
      var j = i
      while j > takenCount, entry.arrival < entries[j - 1].arrival {
        entries[j] = entries[j - 1]
        j -= 1
      }
      entries[j] = entry
      i += 1
    }
    isSorted = true
  }

  /// Gives back the space that is not needed for what is still on its way.
  public mutating func releaseSpace() {
    var tight = WireBuffer()
    for entry in entries[takenCount...] {
      bytes.withUnsafeBytes {
        let start = Int(entry.offset)
        tight.append(
          UnsafeRawBufferPointer(rebasing: $0[start..<start + Int(entry.length)]),
          arrival: entry.arrival)
      }
    }
    self = tight
  }

  /// Frees the space of what was taken once nothing is pending, or once it dominates.
  @usableFromInline mutating func dropTaken() {
    if takenCount == entries.count {
      entries.removeAll(keepingCapacity: true)
      bytes.removeAll(keepingCapacity: true)
      takenCount = 0
      isSorted = true
    } else if takenCount > 256, takenCount > 4 * pendingCount {
      var kept: [UInt8] = []
      var moved: [Entry] = []
      for entry in entries[takenCount...] {
        moved.append(
          Entry(arrival: entry.arrival, offset: Int32(kept.count), length: entry.length))
        kept.append(contentsOf: bytes[Int(entry.offset)..<Int(entry.offset + entry.length)])
      }
      entries = moved
      bytes = kept
      takenCount = 0
    }
  }
}

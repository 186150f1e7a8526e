public import Clockwork

/// Counts by cause, device kind and day: the common part of both ledgers.
///
/// A day is a UTC day. ``drainDays(before:)`` hands over finished days, so that memory does not
/// grow with the duration of a run; totals keep what was handed over.
@frozen public struct LedgerCounters: Sendable {
  /// One row of the counters.
  @frozen public struct Row: Hashable, Sendable {
    /// Days since 1970-01-01.
    public var day: Int32
    /// nil for services and for copies that could not be read.
    public var kind: DeviceKind?
    public var cause: UInt8
    public var ids: IDSum

    @inlinable public init(day: Int32, kind: DeviceKind?, cause: UInt8, ids: IDSum) {
      self.day = day
      self.kind = kind
      self.cause = cause
      self.ids = ids
    }
  }

  /// Room for device kinds 0 (none) to 19.
  @usableFromInline static let kindCount = 20
  @usableFromInline static let dayMicroseconds: Int64 = 86_400_000_000

  @usableFromInline let causeCount: Int
  @usableFromInline var drained: [IDSum]
  @usableFromInline var days: [Int32] = []
  /// For each day in `days`, causes x kinds.
  @usableFromInline var cells: [IDSum] = []
  @usableFromInline var lastDay = Int32.min
  @usableFromInline var lastBase = 0

  @inlinable init(causeCount: Int) {
    self.causeCount = causeCount
    drained = [IDSum](repeating: .zero, count: causeCount)
  }

  @inlinable mutating func add(_ id: UInt64, cause: Int, kind: DeviceKind?, time: SimTime) {
    let cell = cellIndex(cause: cause, kind: kind, time: time)
    cells[cell].add(id)
  }

  @inlinable mutating func remove(_ id: UInt64, cause: Int, kind: DeviceKind?, time: SimTime) {
    let cell = cellIndex(cause: cause, kind: kind, time: time)
    cells[cell].remove(id)
  }

  /// Counts something whose id is not known.
  @inlinable mutating func addUnknown(cause: Int, kind: DeviceKind?, time: SimTime) {
    let cell = cellIndex(cause: cause, kind: kind, time: time)
    cells[cell].count += 1
  }

  @inlinable mutating func add(_ ids: IDSum, cause: Int) { drained[cause] += ids }

  @inlinable mutating func cellIndex(cause: Int, kind: DeviceKind?, time: SimTime) -> Int {
    let quotient = time.microseconds / Self.dayMicroseconds
    let isBefore1970 = time.microseconds % Self.dayMicroseconds < 0
    let day = Int32(truncatingIfNeeded: isBefore1970 ? quotient - 1 : quotient)
    if day != lastDay { openDay(day) }
    let column = kind.map { Int($0.rawValue) } ?? 0
    return lastBase + cause * Self.kindCount + column
  }

  @usableFromInline mutating func openDay(_ day: Int32) {
    let stride = causeCount * Self.kindCount
    var position = days.count
    while position > 0, days[position - 1] > day { position -= 1 }
    if position > 0, days[position - 1] == day {
      position -= 1
    } else {
      days.insert(day, at: position)
      // No more than is needed: an array left to itself would double.
      cells.reserveCapacity(cells.count + stride)
      cells.insert(
        contentsOf: repeatElement(IDSum.zero, count: stride), at: position * stride)
    }
    lastDay = day
    lastBase = position * stride
  }

  /// Everything counted so far under a cause.
  public func total(cause: Int) -> IDSum {
    var total = drained[cause]
    let stride = causeCount * Self.kindCount
    for day in days.indices {
      let base = day * stride + cause * Self.kindCount
      for cell in base..<base + Self.kindCount { total += cells[cell] }
    }
    return total
  }

  /// The non-empty counters of the days that were not handed over yet.
  public func rows() -> [Row] { rows(dayCount: days.count) }

  /// Hands over the non-empty counters of all days before the one of `time` and forgets them.
  public mutating func drainDays(before time: SimTime) -> [Row] {
    let limit = time.microseconds / Self.dayMicroseconds
    var count = 0
    while count < days.count, Int64(days[count]) < limit { count += 1 }
    guard count > 0 else { return [] }
    let result = rows(dayCount: count)
    for row in result { drained[Int(row.cause)] += row.ids }
    days.removeFirst(count)
    // Their space goes with them.
    cells = Array(cells.dropFirst(count * causeCount * Self.kindCount))
    lastDay = .min
    return result
  }

  /// Adds another home's counters.
  public mutating func merge(_ other: LedgerCounters) {
    precondition(causeCount == other.causeCount, "counters of the same ledger")
    for cause in drained.indices { drained[cause] += other.drained[cause] }
    let stride = causeCount * Self.kindCount
    for (position, day) in other.days.enumerated() {
      openDay(day)
      for cell in 0..<stride { cells[lastBase + cell] += other.cells[position * stride + cell] }
    }
  }

  private func rows(dayCount: Int) -> [Row] {
    var rows: [Row] = []
    let stride = causeCount * Self.kindCount
    for position in 0..<dayCount {
      for cell in 0..<stride where cells[position * stride + cell] != .zero {
        rows.append(
          Row(
            day: days[position], kind: DeviceKind(rawValue: UInt8(cell % Self.kindCount)),
            cause: UInt8(cell / Self.kindCount), ids: cells[position * stride + cell]))
      }
    }
    return rows
  }
}

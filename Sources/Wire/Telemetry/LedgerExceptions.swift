public import Clockwork

/// One thing that did not go the usual way.
@frozen public struct LedgerRow: Hashable, Sendable {
  public var message: MessageID
  /// ``WorldCause`` or ``PipelineCause``, by the ledger that holds the row.
  public var cause: UInt8
  public var time: SimTime

  @inlinable public init(message: MessageID, cause: UInt8, time: SimTime) {
    self.message = message
    self.cause = cause
    self.time = time
  }
}

/// The first exceptions up to a cap; what comes after is only counted.
@frozen public struct LedgerExceptions: Sendable {
  public private(set) var rows: [LedgerRow] = []
  /// Exceptions that found no room.
  public private(set) var omittedCount: Int64 = 0
  private var keptCount = 0
  /// How many rows are kept in all, those already taken included.
  public let cap: Int

  public init(cap: Int) { self.cap = max(0, cap) }

  public mutating func record(_ message: MessageID, cause: UInt8, time: SimTime) {
    guard keptCount < cap else {
      omittedCount += 1
      return
    }
    keptCount += 1
    rows.append(LedgerRow(message: message, cause: cause, time: time))
  }

  /// Hands over the rows kept since the last call.
  public mutating func takeRows() -> [LedgerRow] {
    // Their space goes with them: a day with many must not weigh on all that follow.
    defer { rows = [] }
    return rows
  }
}

public import Clockwork

/// What one side's ledger hands over to be written: finished days and new exceptions.
public struct LedgerPage: Sendable {
  public var rows: [LedgerCounters.Row] = []
  public var exceptions: [LedgerRow] = []

  public init() {}
}

extension WorldLedger {
  /// Hands over all days before the one of `time` and the exceptions kept since the last call.
  ///
  /// Totals stay. What is counted for such a day later becomes a row of its own.
  public mutating func takePage(before time: SimTime) -> LedgerPage {
    var page = LedgerPage()
    page.rows = counters.drainDays(before: time)
    page.exceptions = exceptions.takeRows()
    return page
  }
}

extension PipelineLedger {
  /// Hands over all days before the one of `time` and the exceptions kept since the last call.
  public mutating func takePage(before time: SimTime) -> LedgerPage {
    var page = LedgerPage()
    page.rows = counters.drainDays(before: time)
    page.exceptions = exceptions.takeRows()
    return page
  }
}

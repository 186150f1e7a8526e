internal import Calendar
internal import Clockwork
internal import Compression
internal import Exchange
internal import Homes
internal import Ingestion
internal import Lanes
internal import Storage
internal import Telemetry

/// What one home hands to the writer at a window's end, packed on the home's own thread.
struct ShardPage {
  var home: Int
  var window: Int64
  var bornAt: SimTime
  /// The site plan, once, before the first batch.
  var plan: SitePlan?
  var segment: Segment?
  var batch: StoreBatch?
  var truth: TruthRows
  var hours: HoursPage?
  var labels: TruthLines?
  var readings: ReadingRows
  /// The home's channels, once, before the first readings.
  var series: [ReadingSeries]
  var world: LedgerPage
  var pipeline: LedgerPage
}

extension Shard {
  /// A held measurement may still be sent a while later; until then its day's counters stay.
  static let ledgerKeeps = SimDuration.days(2)

  /// Checks ledger and plausibility at a window's end, then packs what the window has brought.
  ///
  /// - Throws: ``RunError/bug(_:)`` if a balance does not close or a home broke a law.
  func closeWindow(
    _ window: Int64, at end: SimTime, isLast: Bool, using compressor: Compressor
  ) throws -> ShardPage {
    try checkLedger(window: window, at: end)
    try RunError.check(home.plausibility, ofHome: index)
    let ledgerLimit = isLast ? SimTime.distantFuture : end - Self.ledgerKeeps
    var page = ShardPage(
      home: index, window: window, bornAt: home.specification.birth,
      segment: segment.finish(window: window, using: compressor),
      batch: lane.takeBatch(using: compressor, isLast: isLast), truth: truthRows,
      hours: hours.finish(using: compressor), labels: labels?.finish(),
      readings: readings,
      series: keeping.readings && window == 0 ? ReadingSeries.all(of: home) : [],
      world: home.takeLedgerPage(before: ledgerLimit),
      pipeline: lane.takeLedgerPage(before: ledgerLimit))
    truthRows = TruthRows()
    readings = ReadingRows()
    // The other homes have their turn now; the matrices are made again when this one's comes.
    home.releaseCaches()
    if !hasHandedPlan, let plan = lane.intake.plan {
      page.plan = plan
      hasHandedPlan = true
    }
    if lane.settings.storeMode == nil, let batch = page.batch {
      lane.recordNotKept(batch.notKept)
      page.batch = nil
    }
    return page
  }

  /// Books what the store says it took of this home.
  func book(_ receipt: Store.Receipt) { lane.recordStored(receipt) }

  /// The world's account beside the pipeline's, as they stand now.
  var balance: LedgerBalance {
    var inFlight = IDSum.zero
    var damaged = IDSum.zero
    wire.forEachPending { bytes in
      if let message = lane.intake.message(of: bytes) {
        inFlight.add(message.rawValue)
      } else {
        damaged.count += 1
      }
    }
    let ledger = lane.intake.ledger
    return LedgerBalance(
      world: home.ledger, pipeline: ledger, inFlight: inFlight, inFlightDamaged: damaged,
      waiting: lane.waitingForStore,
      storedNow: ledger.total(.readingsStored) - ledger.total(.readingsExpired))
  }

  private func checkLedger(window: Int64, at end: SimTime) throws {
    let imbalances = balance.check()
    guard !imbalances.isEmpty else { return }
    let found = imbalances.map(\.description).joined(separator: "; ")
    throw RunError.bug(
      "the ledger does not balance in home \(index) at the end of window \(window), "
        + "\(Timestamp.utcText(end)): \(found)")
  }
}

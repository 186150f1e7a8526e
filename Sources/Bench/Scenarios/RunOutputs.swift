internal import Clockwork
internal import Exchange
internal import Homes
internal import Ingestion
internal import Lanes
public import ScenarioFiles
internal import SQLite
internal import Storage
internal import Telemetry

/// The files that grow while a run goes on: the wire's log, the truth, its hours, tables and
/// readings, the ledger, the stores.
///
/// A class because it owns database connections; a ``PageDesk`` lets one thread at a time in.
public final class RunOutputs: @unchecked Sendable {
  private let log: Log?
  private let truth: TruthFile?
  private let hours: HoursFile?
  private let labels: TruthWriter?
  private let ledger: LedgerFile?
  private let readings: ReadingsFile?
  private let store: Store?

  /// - Parameter folder: the partial run folder; must exist.
  public init(
    folder: String, keep: [Scenario.Keep], store mode: Scenario.Store,
    durability: Scenario.Durability
  ) throws {
    if keep.contains(.stores), let mode = StoreMode(rawValue: mode.rawValue), mode != .none {
      store = try Store(
        path: folder + "/twin.sqlite", mode: mode,
        durability: durability == .full ? .full : .batch)
    } else {
      store = nil
    }
    log =
      keep.contains(.wire)
      ? try Log(
        path: folder + "/wire.sqlite", durability: durability == .full ? .full : .batch) : nil
    truth = keep.contains(.truth) ? try TruthFile(path: folder + "/truth.sqlite") : nil
    hours = keep.contains(.hours) ? try HoursFile(path: folder + "/" + HoursFile.name) : nil
    labels = keep.contains(.labels) ? try TruthWriter(folder: folder + "/labels") : nil
    readings =
      keep.contains(.readings) ? try ReadingsFile(path: folder + "/" + ReadingsFile.name) : nil
    ledger = keep.contains(.ledger) ? try LedgerFile(path: folder + "/ledger.sqlite") : nil
  }

  /// What the lanes shall collect for the store.
  var storeMode: StoreMode? { store?.mode }

  /// What the shards shall collect.
  var keeping: Shard.Keeping {
    Shard.Keeping(
      wire: log != nil, truth: truth != nil, hours: hours != nil, labels: labels != nil,
      readings: readings != nil, records: true)
  }

  /// Where the store can be asked once it is closed; nil where there is none.
  var storePath: String? { store?.path }

  /// Writes one home's window; call it in (window, home) order.
  ///
  /// - Returns: what the store says it took of the batch.
  func write(_ page: ShardPage) throws -> Store.Receipt? {
    if let segment = page.segment { try log?.append(segment) }
    try truth?.append(page.truth)
    if let packed = page.hours {
      try hours?.append(packed, home: page.home, window: page.window)
    }
    if let lines = page.labels { try labels?.append(lines, home: page.home) }
    try readings?.append(page.readings, home: page.home, series: page.series)
    try ledger?.append(home: page.home, world: page.world, pipeline: page.pipeline)
    guard let store else { return nil }
    if let plan = page.plan { try store.register(plan, at: page.bornAt) }
    return try page.batch.map { try store.append($0, window: page.window) }
  }

  /// Writes what is known at the end only, makes indices and closes all files.
  func finish(_ shards: [Shard]) throws {
    try checkStore(shards)
    if let ledger {
      for shard in shards { try ledger.finish(home: shard.index, balance: shard.balance) }
    }
    try log?.close()
    try truth?.close()
    try hours?.close(
      shards.map {
        HoursFacts(readingCount: $0.putReadingCount, wire: $0.fingerprints.wire.value)
      })
    try labels?.finish()
    try readings?.close()
    try ledger?.close()
  }

  /// The store's own count must be what the lanes were told it took.
  private func checkStore(_ shards: [Shard]) throws {
    guard let store else { return }
    let told = shards.reduce(IDSum.zero) {
      $0 + $1.lane.intake.ledger.total(.readingsStored)
    }
    let held = try store.storedNow()
    guard held == told else {
      throw RunError.bug("the store holds \(held.count) readings, the lanes booked \(told.count)")
    }
    try store.close()
  }
}

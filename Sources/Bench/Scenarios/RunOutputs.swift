internal import Clockwork
internal import Compression
internal import Homes
internal import Ingestion
internal import Lanes
public import ScenarioFiles
internal import SQLite
internal import Storage
internal import Telemetry

/// The files that grow while a run goes on: the wire's log, the truth, the ledger.
public final class RunOutputs {
  private let keep: [Scenario.Keep]
  private let log: Log?
  private let truth: Database?
  private let insertTruth: Statement?
  private let ledger: Database?
  private let store: Store?
  private var registeredCount = 0
  private var lastWindow: Int64 = 0
  private let compressor = Compressor()

  /// - Parameter folder: the partial run folder; must exist.
  public init(
    folder: String, keep: [Scenario.Keep], store mode: Scenario.Store,
    durability: Scenario.Durability
  ) throws {
    self.keep = keep
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
    if keep.contains(.truth) {
      let database = try Database(path: folder + "/truth.sqlite", access: .create)
      try database.execute(
        """
        CREATE TABLE event (home INTEGER NOT NULL, kind TEXT NOT NULL, subject INTEGER NOT NULL,
          detail TEXT NOT NULL, value REAL NOT NULL, start_us INTEGER NOT NULL,
          end_us INTEGER NOT NULL) STRICT;
        """)
      insertTruth = try database.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)")
      truth = database
    } else {
      truth = nil
      insertTruth = nil
    }
    ledger =
      keep.contains(.ledger)
      ? try Database(path: folder + "/ledger.sqlite", access: .create) : nil
  }

  /// What the lanes shall collect for the store.
  var storeMode: StoreMode? { store?.mode }

  /// Writes one window of all homes, in home order.
  func flush(_ shards: [Shard], window: Int64) throws {
    if let log {
      for shard in shards {
        if let segment = shard.segment.finish(window: window, using: compressor) {
          try log.append(segment)
        }
      }
    }
    try writeTruth(shards)
    try writeStore(shards, window: window, isLast: false)
  }

  private func writeStore(_ shards: [Shard], window: Int64, isLast: Bool) throws {
    guard let store else { return }
    lastWindow = window
    if registeredCount == 0 {
      for shard in shards {
        guard let plan = shard.lane.intake.plan else { continue }
        try store.register(plan, at: shard.home.specification.birth)
        registeredCount += 1
      }
    }
    for shard in shards {
      try shard.store(in: store, window: window, using: compressor, isLast: isLast)
    }
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

  private func writeTruth(_ shards: [Shard]) throws {
    guard let truth, let insert = insertTruth else {
      for shard in shards { _ = shard.takeTruthRows() }
      return
    }
    try truth.transaction {
      for shard in shards {
        for row in shard.takeTruthRows().rows {
          try insert.bind(row.home, at: 1)
          try insert.bind(row.kind, at: 2)
          try insert.bind(row.subject, at: 3)
          try insert.bind(row.detail, at: 4)
          try insert.bind(row.value, at: 5)
          try insert.bind(row.start.microseconds, at: 6)
          try insert.bind(row.end.microseconds, at: 7)
          try insert.run()
        }
      }
    }
  }

  /// Writes what is known at the end only, makes indices and closes all files.
  func finish(_ shards: [Shard]) throws {
    try writeTruth(shards)
    try writeStore(shards, window: lastWindow + 1, isLast: true)
    try checkStore(shards)
    try truth?.execute("CREATE INDEX event_by_home ON event (home, start_us)")
    if let ledger { try writeLedger(ledger, shards) }
    try log?.close()
    try truth?.close()
    try ledger?.close()
  }

  private func writeLedger(_ ledger: Database, _ shards: [Shard]) throws {
    try ledger.execute(
      """
      CREATE TABLE counter (home INTEGER NOT NULL, side TEXT NOT NULL, cause TEXT NOT NULL,
        device_kind TEXT, day INTEGER NOT NULL, count INTEGER NOT NULL,
        id_hash_sum INTEGER NOT NULL) STRICT;
      """)
    let insert = try ledger.prepare("INSERT INTO counter VALUES (?, ?, ?, ?, ?, ?, ?)")
    try ledger.transaction {
      for shard in shards {
        for row in shard.home.ledger.counters.rows() {
          guard let cause = WorldCause(rawValue: row.cause) else { continue }
          try write(row, cause.name, "world", shard.index, insert)
        }
        for row in shard.lane.intake.ledger.counters.rows() {
          guard let cause = PipelineCause(rawValue: row.cause) else { continue }
          try write(row, cause.name, "pipeline", shard.index, insert)
        }
      }
    }
  }

  private func write(
    _ row: LedgerCounters.Row, _ cause: String, _ side: String, _ home: Int,
    _ insert: Statement
  ) throws {
    try insert.bind(home, at: 1)
    try insert.bind(side, at: 2)
    try insert.bind(cause, at: 3)
    if let kind = row.kind {
      try insert.bind(kind.name, at: 4)
    } else {
      try insert.bindNull(at: 4)
    }
    try insert.bind(Int(row.day), at: 5)
    try insert.bind(row.ids.count, at: 6)
    try insert.bind(Int64(bitPattern: row.ids.hashSum), at: 7)
    try insert.run()
  }
}

internal import Clockwork
internal import SQLite
internal import Telemetry

/// `ledger.sqlite`: counters by home, device kind, cause and day; exceptions one by one up to a
/// cap; and the balances as they closed.
///
/// A class because it owns a database connection. Days are written as they end, so that memory
/// does not grow with a run. Sums of id hashes wrap at 64 bits: add them as such, not in SQL.
final class LedgerFile {
  private let database: Database
  private let insertCounter: Statement
  private let insertException: Statement
  private let insertTerm: Statement
  private let insertOmitted: Statement

  init(path: String) throws {
    database = try Database(path: path, access: .create)
    try database.execute(Self.schema)
    insertCounter = try database.prepare("INSERT INTO counter VALUES (?, ?, ?, ?, ?, ?, ?)")
    insertException = try database.prepare("INSERT INTO exception VALUES (?, ?, ?, ?, ?, ?)")
    insertTerm = try database.prepare("INSERT INTO balance VALUES (?, ?, ?, ?, ?, ?)")
    insertOmitted = try database.prepare("INSERT INTO omitted VALUES (?, ?, ?)")
    try database.execute("BEGIN")
  }

  private static let schema = """
    -- Readings: taken, sampled_away, in_messages, readings_*. Copies of messages: the others.
    -- day: days since 1970-01-01, UTC; NULL where the side that counts knows no day.
    CREATE TABLE counter (home INTEGER NOT NULL, side TEXT NOT NULL, cause TEXT NOT NULL,
      device_kind TEXT, day INTEGER, count INTEGER NOT NULL, id_hash_sum INTEGER NOT NULL) STRICT;
    -- device and sequence are NULL for a copy that could not be read.
    CREATE TABLE exception (home INTEGER NOT NULL, side TEXT NOT NULL, cause TEXT NOT NULL,
      device INTEGER, sequence INTEGER, time_us INTEGER NOT NULL) STRICT;
    -- Exceptions that found no room under ledger.rows; the counters have them.
    CREATE TABLE omitted (home INTEGER NOT NULL, side TEXT NOT NULL, count INTEGER NOT NULL) STRICT;
    -- Each balance at the end of the run: the terms of the left add up to those of the right.
    CREATE TABLE balance (home INTEGER NOT NULL, balance TEXT NOT NULL, side TEXT NOT NULL,
      term TEXT NOT NULL, count INTEGER NOT NULL, id_hash_sum INTEGER NOT NULL) STRICT;
    CREATE VIEW counts AS SELECT side, cause, device_kind,
      date(day * 86400, 'unixepoch') AS date, sum(count) AS count FROM counter
      GROUP BY side, cause, device_kind, day;
    """

  func append(home: Int, world: LedgerPage, pipeline: LedgerPage) throws {
    try append(world, "world", home) { WorldCause(rawValue: $0)?.name }
    try append(pipeline, "pipeline", home) { PipelineCause(rawValue: $0)?.name }
  }

  /// Both kinds of rows name their cause by the side's own code.
  private func append(
    _ page: LedgerPage, _ side: String, _ home: Int, name: (UInt8) -> String?
  ) throws {
    for row in page.rows {
      if let cause = name(row.cause) { try write(row, cause, side, home) }
    }
    for row in page.exceptions {
      if let cause = name(row.cause) { try write(row, cause, side, home) }
    }
  }

  /// Writes what only the end of a run knows of a home.
  func finish(home: Int, balance: LedgerBalance) throws {
    for equation in balance.equations {
      for term in equation.left { try write(term, equation.balance, "left", home) }
      for term in equation.right { try write(term, equation.balance, "right", home) }
    }
    // The store's receipts name neither kind nor day.
    for cause in [PipelineCause.readingsStored, .readingsExpired, .readingsNotKept] {
      let ids = balance.pipeline.total(cause)
      if ids == .zero { continue }
      try write(cause.name, "pipeline", home, kind: nil, day: nil, ids)
    }
    try writeOmitted(balance.world.exceptions.omittedCount, "world", home)
    try writeOmitted(balance.pipeline.exceptions.omittedCount, "pipeline", home)
  }

  func close() throws {
    try database.execute("COMMIT; CREATE INDEX counter_by_cause ON counter (cause, home, day)")
    try database.close()
  }

  // MARK: Rows

  private func write(
    _ row: LedgerCounters.Row, _ cause: String, _ side: String, _ home: Int
  ) throws {
    try write(cause, side, home, kind: row.kind?.name, day: Int64(row.day), row.ids)
  }

  private func write(
    _ cause: String, _ side: String, _ home: Int, kind: String?, day: Int64?, _ ids: IDSum
  ) throws {
    try insertCounter.bind(home, at: 1)
    try insertCounter.bind(side, at: 2)
    try insertCounter.bind(cause, at: 3)
    if let kind { try insertCounter.bind(kind, at: 4) } else { try insertCounter.bindNull(at: 4) }
    if let day { try insertCounter.bind(day, at: 5) } else { try insertCounter.bindNull(at: 5) }
    try insertCounter.bind(ids.count, at: 6)
    try insertCounter.bind(Int64(bitPattern: ids.hashSum), at: 7)
    try insertCounter.run()
  }

  private func write(_ row: LedgerRow, _ cause: String, _ side: String, _ home: Int) throws {
    try insertException.bind(home, at: 1)
    try insertException.bind(side, at: 2)
    try insertException.bind(cause, at: 3)
    if row.message == PipelineLedger.unreadable {
      try insertException.bindNull(at: 4)
      try insertException.bindNull(at: 5)
    } else {
      try insertException.bind(row.message.device.index, at: 4)
      try insertException.bind(Int64(row.message.sequence), at: 5)
    }
    try insertException.bind(row.time.microseconds, at: 6)
    try insertException.run()
  }

  private func write(
    _ term: LedgerBalance.Equation.Term, _ balance: String, _ side: String, _ home: Int
  ) throws {
    try insertTerm.bind(home, at: 1)
    try insertTerm.bind(balance, at: 2)
    try insertTerm.bind(side, at: 3)
    try insertTerm.bind(term.name, at: 4)
    try insertTerm.bind(term.ids.count, at: 5)
    try insertTerm.bind(Int64(bitPattern: term.ids.hashSum), at: 6)
    try insertTerm.run()
  }

  private func writeOmitted(_ count: Int64, _ side: String, _ home: Int) throws {
    guard count > 0 else { return }
    try insertOmitted.bind(home, at: 1)
    try insertOmitted.bind(side, at: 2)
    try insertOmitted.bind(count, at: 3)
    try insertOmitted.run()
  }
}

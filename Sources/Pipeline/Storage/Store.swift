public import Clockwork
public import SQLite
public import Telemetry

/// The stores of a run in one SQLite file: time series and relational tables.
///
/// A class because it owns a database connection. One thread writes, batches in (window, home)
/// order. Reading is ``StoreReader``'s part. In batch mode the file is whole only after
/// ``close()``; with full durability every ``append(_:window:)`` is on the disk when it returns.
public final class Store {
  /// Raised when the format changes.
  public static let formatVersion: Int64 = 2

  /// What became of a batch's readings.
  public struct Receipt: Hashable, Sendable {
    public var stored: IDSum
    public var notKept: IDSum
  }

  public let path: String
  public let mode: StoreMode
  let database: Database
  private let durability: Database.Durability
  private let statements: StoreStatements
  private var homes: Set<HomeID> = []
  private var lastPlace: (window: Int64, home: HomeID)?
  private var isInTransaction = false
  private var pendingCount = 0
  /// Rows in one transaction of batch mode.
  private static let transactionSize = 200_000

  /// Makes a new store, or goes on with the one that is there after counting its readings.
  public init(path: String, mode: StoreMode, durability: Database.Durability) throws(StoreError) {
    self.path = path
    self.mode = mode
    self.durability = durability
    do throws(DatabaseError) {
      database = try Database(path: path, access: .create)
      try database.setDurability(durability)
      if try database.integer("SELECT count(*) FROM sqlite_schema") == 0 {
        try database.execute("PRAGMA page_size = 16384; BEGIN; \(Schema.text(mode: mode)); COMMIT;")
      }
    } catch { throw Self.openError(error) }
    let found = try Self.checkFormat(of: database)
    guard found == mode.rawValue else {
      throw .modeMismatch(path: path, found: found, expected: mode)
    }
    try Self.checkCounts(of: database, mode: mode)
    do throws(DatabaseError) {
      try database.execute("PRAGMA foreign_keys = ON")
      statements = try StoreStatements(database)
      let known = try database.prepare("SELECT id >> 9 FROM locations WHERE type = 'home'")
      while try known.step() {
        homes.insert(HomeID(UInt32(truncatingIfNeeded: known.integer(0))))
      }
    } catch { throw .database(error) }
  }

  /// Enters a home's rooms, devices, series and residents; once, before its first batch.
  public func register(_ plan: SitePlan, at time: SimTime) throws(StoreError) {
    guard homes.insert(plan.home).inserted else {
      throw .badHome(path: path, home: plan.home, why: "is registered already")
    }
    do throws(DatabaseError) {
      try begin()
      try PlanWriter(database).write(plan, at: time)
      try commitIfDurable()
    } catch { throw .database(error) }
  }

  /// Writes a batch and says what was kept.
  public func append(_ batch: StoreBatch, window: Int64) throws(StoreError) -> Receipt {
    guard homes.contains(batch.home) else {
      throw .badHome(path: path, home: batch.home, why: "is not registered")
    }
    if let last = lastPlace, (window, batch.home) <= last {
      throw .outOfOrder(path: path, home: batch.home, window: window)
    }
    lastPlace = (window, batch.home)
    guard !batch.isEmpty else { return Receipt(stored: .zero, notKept: .zero) }
    do throws(DatabaseError) {
      try begin()
      let stored = try statements.write(batch)
      pendingCount += batch.rows.count + 100 * batch.chunks.count
      try commitIfDurable()
      return Receipt(stored: stored, notKept: batch.notKept)
    } catch { throw .database(error) }
  }

  /// Lets go of the readings of all days before the one of `time`.
  ///
  /// - Returns: what was let go, by home, in home order.
  public func expire(before time: SimTime) throws(StoreError) -> [(home: HomeID, ids: IDSum)] {
    let limit = Day.of(time.microseconds)
    do throws(DatabaseError) {
      try begin()
      let statement = try database.prepare(
        "SELECT home, reading_count, id_sum FROM kept WHERE day < ? ORDER BY home, day")
      try statement.bind(limit, at: 1)
      var expired: [(home: HomeID, ids: IDSum)] = []
      while try statement.step() {
        let home = HomeID(UInt32(truncatingIfNeeded: statement.integer(0)))
        let ids = IDSum(
          count: statement.integer(1), hashSum: UInt64(bitPattern: statement.integer(2)))
        if expired.last?.home == home {
          expired[expired.count - 1].ids += ids
        } else {
          expired.append((home, ids))
        }
      }
      let limitMicroseconds = limit * Day.microseconds
      try database.execute(
        """
        DELETE FROM telemetry_row WHERE time_us < \(limitMicroseconds);
        DELETE FROM telemetry_range WHERE last_us < \(limitMicroseconds);
        DELETE FROM telemetry_chunk WHERE day < \(limit);
        DELETE FROM telemetry_hour WHERE hour_us < \(limitMicroseconds);
        DELETE FROM kept WHERE day < \(limit);
        """)
      try commitIfDurable()
      return expired
    } catch { throw .database(error) }
  }

  /// What the store holds now, by its own count.
  public func storedNow() throws(StoreError) -> IDSum { try Self.storedNow(in: database) }

  /// Indexes what was written and ends the store: one file without side files.
  ///
  /// - Parameter indexesRows: makes an index over the raw rows too, for SQL other than
  ///   ``StoreReader``'s; it doubles the cost of writing.
  public func close(indexesRows: Bool = false) throws(StoreError) {
    do throws(DatabaseError) {
      try begin()
      try database.execute(Schema.indexes)
      if indexesRows { try database.execute(Schema.rowIndex) }
      try commit()
    } catch { throw .database(error) }
    try Self.checkCounts(of: database, mode: mode)
    do throws(DatabaseError) { try database.close() } catch { throw .database(error) }
  }

  // MARK: Transactions

  func begin() throws(DatabaseError) {
    if isInTransaction { return }
    try database.execute("BEGIN IMMEDIATE")
    isInTransaction = true
  }

  func commitIfDurable() throws(DatabaseError) {
    if durability == .full || pendingCount >= Self.transactionSize { try commit() }
  }

  private func commit() throws(DatabaseError) {
    try database.execute("COMMIT")
    isInTransaction = false
    pendingCount = 0
  }

  // MARK: Checks

  static func openError(_ error: DatabaseError) -> StoreError {
    guard error.isNotADatabase else { return .database(error) }
    return .notAStore(path: error.path, found: "a file that is no database")
  }

  /// - Returns: the mode that the file states.
  static func checkFormat(of database: Database) throws(StoreError) -> String {
    let id: Int64?
    let version: Int64?
    do throws(DatabaseError) {
      id = try database.integer("PRAGMA application_id")
      version = try database.integer("PRAGMA user_version")
    } catch { throw openError(error) }
    guard id == Schema.applicationID else {
      throw .notAStore(path: database.path, found: "another kind of file")
    }
    guard version == formatVersion else {
      throw .notAStore(path: database.path, found: "version \(version ?? 0)")
    }
    do throws(DatabaseError) {
      let mode = try database.prepare("SELECT value FROM store_meta WHERE name = 'mode'")
      return try mode.step() ? mode.text(0) : "nothing"
    } catch { throw .database(error) }
  }

  /// The readings that are there must be those that were counted when they were written.
  static func checkCounts(of database: Database, mode: StoreMode) throws(StoreError) {
    guard mode.keepsReadings else { return }
    let query =
      mode == .raw
      ? "SELECT count(*) FROM telemetry_row"
      : "SELECT coalesce(sum(reading_count), 0) FROM telemetry_chunk"
    let expected = try storedNow(in: database)
    let found: Int64
    do throws(DatabaseError) { found = try database.integer(query) ?? 0 } catch {
      throw .database(error)
    }
    guard found == expected.count else {
      throw .miscount(path: database.path, found: found, expected: expected.count)
    }
  }

  static func storedNow(in database: Database) throws(StoreError) -> IDSum {
    do throws(DatabaseError) {
      // Summed here because SQL sums do not wrap.
      let statement = try database.prepare("SELECT reading_count, id_sum FROM kept")
      var sum = IDSum.zero
      while try statement.step() {
        sum += IDSum(
          count: statement.integer(0), hashSum: UInt64(bitPattern: statement.integer(1)))
      }
      return sum
    } catch { throw .database(error) }
  }
}

import Clockwork
public import SQLite
import Telemetry

/// The durable log of everything received: append-only, one blob a home and window.
///
/// A class because it owns a database connection. One thread writes. In batch mode the file is
/// whole only after ``close()``; the caller writes it beside its final name, flushes and renames
/// it. With full durability each ``append(_:)`` returns after its segment is on the disk.
public final class Log {
  /// Raised when the format changes.
  public static let formatVersion: Int64 = 1
  /// "HTLG", as SQLite's application id.
  static let applicationID: Int64 = 0x4854_4C47

  public let path: String
  private let database: Database
  private let insert: Statement
  private let durability: Database.Durability
  private var pendingCount = 0
  /// The last window of each home, so that a segment cannot be written twice or out of order.
  private var lastWindow: [HomeID: Int64] = [:]
  /// Segments in one transaction of batch mode.
  private static let batchSize = 1024

  /// Makes a new log, or goes on with the one that is there.
  public init(path: String, durability: Database.Durability) throws(LogError) {
    self.path = path
    self.durability = durability
    do throws(DatabaseError) {
      database = try Database(path: path, access: .create)
      try database.setDurability(durability)
      if try database.integer("SELECT count(*) FROM sqlite_schema") == 0 {
        try database.execute(Self.schema)
      }
    } catch { throw Self.openError(error) }
    try Self.checkFormat(of: database)
    do throws(DatabaseError) {
      insert = try database.prepare(
        "INSERT INTO segment VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)")
      let windows = try database.prepare("SELECT home, max(window) FROM segment GROUP BY home")
      while try windows.step() {
        lastWindow[HomeID(UInt32(truncatingIfNeeded: windows.integer(0)))] = windows.integer(1)
      }
    } catch { throw .database(error) }
  }

  /// Writes a segment; a home's segments come in the order of their windows.
  public func append(_ segment: Segment) throws(LogError) {
    if let last = lastWindow[segment.home], segment.window <= last {
      throw .outOfOrder(path: path, home: segment.home, window: segment.window)
    }
    do throws(DatabaseError) {
      if durability == .batch, pendingCount == 0 { try database.execute("BEGIN") }
      try insert.bind(Int64(segment.home.rawValue), at: 1)
      try insert.bind(segment.window, at: 2)
      try insert.bind(segment.copyCount, at: 3)
      try insert.bind(segment.firstArrival.microseconds, at: 4)
      try insert.bind(segment.lastArrival.microseconds, at: 5)
      try insert.bind(segment.byteCount, at: 6)
      try insert.bind(Int64(segment.checksum), at: 7)
      try insert.bind(segment.data, at: 8)
      try insert.run()
      pendingCount += 1
      if durability == .batch, pendingCount == Self.batchSize { try commit() }
    } catch { throw .database(error) }
    lastWindow[segment.home] = segment.window
  }

  /// Ends the log: one file, indexed, without side files.
  public func close() throws(LogError) {
    do throws(DatabaseError) {
      if durability == .batch, pendingCount > 0 { try commit() }
      try database.execute(
        "CREATE UNIQUE INDEX IF NOT EXISTS segment_place ON segment(home, window)")
      try database.close()
    } catch { throw .database(error) }
  }

  private func commit() throws(DatabaseError) {
    try database.execute("COMMIT")
    pendingCount = 0
  }

  static func checkFormat(of database: Database) throws(LogError) {
    let id: Int64?
    let version: Int64?
    do throws(DatabaseError) {
      id = try database.integer("PRAGMA application_id")
      version = try database.integer("PRAGMA user_version")
    } catch {
      throw openError(error)
    }
    guard id == applicationID else {
      throw .notALog(path: database.path, found: "another kind of file")
    }
    guard version == formatVersion else {
      throw .notALog(path: database.path, found: "version \(version ?? 0)")
    }
  }

  private static func openError(_ error: DatabaseError) -> LogError {
    guard error.isNotADatabase else { return .database(error) }
    return .notALog(path: error.path, found: "a file that is no database")
  }

  private static let schema = """
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(formatVersion);
    CREATE TABLE segment(
      id INTEGER PRIMARY KEY,
      home INTEGER NOT NULL,
      window INTEGER NOT NULL,
      copy_count INTEGER NOT NULL,
      first_arrival_us INTEGER NOT NULL,
      last_arrival_us INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      crc32c INTEGER NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
    """
}

public import SQLite

/// What became of records.
public struct IngestCounts: Hashable, Sendable {
  /// Taken from the log: stored + duplicates + refused.
  public var records: Int64 = 0
  /// Records of which something was stored.
  public var stored: Int64 = 0
  /// Records that were there already, with the same content.
  public var duplicates: Int64 = 0
  public var refused: Int64 = 0
  public var readings: Int = 0
  public var documents: Int64 = 0

  var named: [(String, Int64)] {
    [
      ("records", records), ("stored", stored), ("duplicates", duplicates), ("refused", refused),
      ("readings", Int64(readings)), ("documents", documents),
    ]
  }
}

extension MessageStore {
  static func prepare(_ database: Database, _ durability: Broker.Durability) throws {
    do throws(DatabaseError) { try database.setDurability(.full) } catch {
      guard error.isNotADatabase else { throw error }
      throw MessageStoreError(path: database.path, found: "a file that is no database")
    }
    if durability == .process { try database.execute("PRAGMA synchronous = NORMAL") }
    try database.transaction { try makeTables(in: database) }
    try checkFormat(of: database)
  }

  private static func makeTables(in database: Database) throws(DatabaseError) {
    guard try database.integer("SELECT count(*) FROM sqlite_schema") == 0 else { return }
    try database.execute(schema)
  }

  private static func checkFormat(of database: Database) throws {
    let id = try database.integer("PRAGMA application_id")
    let version = try database.integer("PRAGMA user_version")
    guard id == applicationID, version == formatVersion else {
      throw MessageStoreError(path: database.path, found: "another kind of file")
    }
  }

  /// What has been taken in over all runs.
  public func totals() throws(DatabaseError) -> IngestCounts {
    func count(_ name: String) throws(DatabaseError) -> Int64 {
      try database.integer("SELECT count FROM ingest_count WHERE name = '\(name)'") ?? 0
    }
    return IngestCounts(
      records: try count("records"), stored: try count("stored"),
      duplicates: try count("duplicates"), refused: try count("refused"),
      readings: Int(try count("readings")), documents: try count("documents"))
  }

  static let schema = """
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(formatVersion);
    CREATE TABLE series(
      id INTEGER PRIMARY KEY,
      home_id TEXT NOT NULL,
      device_id TEXT NOT NULL,
      sensor_type TEXT NOT NULL,
      location_id TEXT NOT NULL,
      unit TEXT NOT NULL,
      newest_us INTEGER,
      UNIQUE (home_id, device_id, sensor_type)
    ) STRICT;
    CREATE TABLE reading(
      series INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      position INTEGER NOT NULL,
      time_us INTEGER NOT NULL,
      value REAL NOT NULL,
      battery_level REAL,
      signal_strength_dbm INTEGER,
      error_code INTEGER NOT NULL,
      PRIMARY KEY (series, sequence, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE document(
      kind TEXT NOT NULL,
      home TEXT NOT NULL,
      sender TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      time_us INTEGER NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (kind, home, sender, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE dead_letter(
      id INTEGER PRIMARY KEY,
      reason TEXT NOT NULL,
      detail TEXT NOT NULL,
      topic TEXT NOT NULL,
      partition INTEGER NOT NULL,
      record_offset INTEGER NOT NULL,
      ingest_us INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      payload BLOB NOT NULL
    ) STRICT;
    CREATE TABLE dead_letter_count(
      reason TEXT PRIMARY KEY, count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ingest_count(name TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE VIEW device_telemetry AS
      SELECT strftime('%Y-%m-%dT%H:%M:%fZ', time_us / 1e6, 'unixepoch') AS time, time_us, home_id,
        device_id, sensor_type, location_id, unit, value, battery_level,
        signal_strength_dbm AS signal_strength, error_code, sequence
      FROM reading JOIN series ON series.id = reading.series;
    """
}

/// A file that is no store of messages.
public struct MessageStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  public var found: String

  public var description: String {
    "\(path): found \(found), expected a store of messages of version "
      + "\(MessageStore.formatVersion), or no file"
  }
}

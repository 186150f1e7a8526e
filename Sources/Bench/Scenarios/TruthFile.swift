internal import Clockwork
internal import SQLite

/// `truth.sqlite`: what was really so, an event a row.
///
/// A class because it owns a database connection.
final class TruthFile {
  /// 1 had the coldest of drawn water within `detail`.
  static let formatVersion = 2

  private let database: Database
  private let insert: Statement

  init(path: String) throws {
    database = try Database(path: path, access: .create)
    try database.execute(
      """
      PRAGMA user_version = \(Self.formatVersion);
      CREATE TABLE event (home INTEGER NOT NULL, kind TEXT NOT NULL, subject INTEGER NOT NULL,
        detail TEXT NOT NULL, value REAL NOT NULL, start_us INTEGER NOT NULL,
        end_us INTEGER NOT NULL, coldest_c REAL) STRICT;
      """)
    insert = try database.prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    try database.execute("BEGIN")
  }

  func append(_ rows: TruthRows) throws {
    for row in rows.rows {
      try insert.bind(row.home, at: 1)
      try insert.bind(row.kind, at: 2)
      try insert.bind(row.subject, at: 3)
      try insert.bind(row.detail, at: 4)
      try insert.bind(row.value, at: 5)
      try insert.bind(row.start.microseconds, at: 6)
      try insert.bind(row.end.microseconds, at: 7)
      if let coldestC = row.coldestC {
        try insert.bind(coldestC, at: 8)
      } else {
        try insert.bindNull(at: 8)
      }
      try insert.run()
    }
  }

  func close() throws {
    try database.execute("COMMIT; CREATE INDEX event_by_home ON event (home, start_us)")
    try database.close()
  }
}

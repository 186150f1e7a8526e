import CSQLite

/// One connection to an SQLite file.
///
/// A class because it owns a C handle that must be closed once. Not shared between threads: whoever
/// opens it writes with it.
public final class Database {
  /// How a file is opened.
  public enum Access: Sendable {
    /// Makes the file if it is missing.
    case create
    case readWrite
    case readOnly
  }

  /// What must survive a crash.
  public enum Durability: Sendable {
    /// Nothing until ``close()``: for files written beside their final name.
    case batch
    /// Every transaction: a write-ahead log, flushed at each commit.
    case full
  }

  public let path: String
  /// Called with every statement that may write, before it runs; what it throws is thrown in the
  /// statement's place. For tests that end a program at each of its writes.
  public var beforeWrite: ((_ sql: String) throws(DatabaseError) -> Void)?
  private var handle: OpaquePointer?

  public init(path: String, access: Access) throws(DatabaseError) {
    self.path = path
    let flags =
      switch access {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readWrite: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    let flagsNoMutex = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &handle, flagsNoMutex, nil)
    guard code == SQLITE_OK, handle != nil else {
      let error = DatabaseError(code: code, message: lastMessage(code), path: path)
      sqlite3_close_v2(handle)
      handle = nil
      throw error
    }
    sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Chooses between speed and safety; call it before the first write.
  public func setDurability(_ durability: Durability) throws(DatabaseError) {
    switch durability {
    case .batch:
      try execute(
        """
        PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1024;
        """)
    case .full:
      try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    }
  }

  /// Runs statements that return nothing, separated by semicolons.
  public func execute(_ sql: String) throws(DatabaseError) {
    try beforeWrite?(sql)
    let code = sqlite3_exec(try openHandle(), sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql: sql) }
  }

  /// Compiles one statement for repeated use.
  public func prepare(_ sql: String) throws(DatabaseError) -> Statement {
    var pointer: OpaquePointer?
    let code = sqlite3_prepare_v3(
      try openHandle(), sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
    guard code == SQLITE_OK else { throw error(code, sql: sql) }
    guard let pointer else { throw error(SQLITE_MISUSE, sql: sql) }
    return Statement(pointer, of: self, sql: sql)
  }

  /// Runs `body` between BEGIN and COMMIT; an error undoes all of it and is passed on.
  public func transaction<T>(_ body: () throws -> T) throws -> T {
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // The first error matters; a ROLLBACK that fails as well has nothing left to undo.
      try? execute("ROLLBACK")
      throw error
    }
  }

  /// The single integer that a query answers, or nil if it answers none.
  public func integer(_ sql: String) throws(DatabaseError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  /// The row number of the last insert.
  public var lastRowID: Int64 { handle.map { sqlite3_last_insert_rowid($0) } ?? 0 }

  /// How many rows the last statement changed.
  public var changedRowCount: Int { handle.map { Int(sqlite3_changes64($0)) } ?? 0 }

  /// Ends the connection so that the file stands alone, without `-wal`, `-shm` or `-journal`.
  ///
  /// Statements that are still alive become unusable.
  public func close() throws(DatabaseError) {
    guard handle != nil else { return }
    while let statement = sqlite3_next_stmt(handle, nil) { sqlite3_finalize(statement) }
    isClosed = true
    var failure: DatabaseError?
    if sqlite3_db_readonly(handle, "main") == 0 {
      do throws(DatabaseError) {
        try execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")
      } catch { failure = error }
    }
    sqlite3_close_v2(handle)
    handle = nil
    if let failure { throw failure }
  }

  /// Set once statements have been finalised behind the backs of their owners.
  private(set) var isClosed = false

  func error(_ code: Int32, sql: String?) -> DatabaseError {
    DatabaseError(code: code, message: lastMessage(code), path: path, sql: sql)
  }

  private func openHandle() throws(DatabaseError) -> OpaquePointer {
    guard let handle else {
      throw DatabaseError(code: SQLITE_MISUSE, message: "the database is closed", path: path)
    }
    return handle
  }

  private func lastMessage(_ code: Int32) -> String {
    if let handle, let text = sqlite3_errmsg(handle) { return String(cString: text) }
    return sqlite3_errstr(code).map { String(cString: $0) } ?? "unknown error"
  }
}

import CSQLite

/// A compiled statement: bind, step through its rows, reset.
///
/// A class because it owns a C handle. Parameters count from 1 and columns from 0, as in SQLite.
public final class Statement {
  public let sql: String
  private let database: Database
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer, of database: Database, sql: String) {
    self.pointer = pointer
    self.database = database
    self.sql = sql
  }

  deinit { if !database.isClosed { sqlite3_finalize(pointer) } }

  // MARK: Parameters

  public func bind(_ value: Int64, at parameter: Int32) throws(DatabaseError) {
    try checkOpen()
    try check(sqlite3_bind_int64(pointer, parameter, value))
  }

  public func bind(_ value: Int, at parameter: Int32) throws(DatabaseError) {
    try bind(Int64(value), at: parameter)
  }

  /// Not-a-number becomes NULL, as SQLite has no other way to say it.
  public func bind(_ value: Double, at parameter: Int32) throws(DatabaseError) {
    try checkOpen()
    try check(sqlite3_bind_double(pointer, parameter, value))
  }

  public func bindNull(at parameter: Int32) throws(DatabaseError) {
    try checkOpen()
    try check(sqlite3_bind_null(pointer, parameter))
  }

  public func bind(_ text: String, at parameter: Int32) throws(DatabaseError) {
    try checkOpen()
    var text = text
    let code = text.withUTF8 { utf8 -> Int32 in
      guard let size = Int32(exactly: utf8.count) else { return SQLITE_TOOBIG }
      guard let base = utf8.baseAddress else {
        return hometwin_bind_text(pointer, parameter, "", 0)
      }
      return base.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
        hometwin_bind_text(pointer, parameter, $0, size)
      }
    }
    try check(code)
  }

  public func bind(_ bytes: [UInt8], at parameter: Int32) throws(DatabaseError) {
    try checkOpen()
    let code = bytes.withUnsafeBytes { raw -> Int32 in
      guard let size = Int32(exactly: raw.count) else { return SQLITE_TOOBIG }
      guard size > 0 else { return sqlite3_bind_zeroblob(pointer, parameter, 0) }
      return hometwin_bind_blob(pointer, parameter, raw.baseAddress, size)
    }
    try check(code)
  }

  // MARK: Running

  /// Moves to the next row; false when there is none.
  public func step() throws(DatabaseError) -> Bool {
    try checkOpen()
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw database.error(code, sql: sql)
    }
  }

  /// Makes the statement ready to run again; bound values stay.
  public func reset() {
    guard !database.isClosed else { return }
    sqlite3_reset(pointer)
  }

  /// Runs a statement that returns no rows and resets it.
  public func run() throws(DatabaseError) {
    defer { reset() }
    if let beforeWrite = database.beforeWrite { try beforeWrite(sql) }
    _ = try step()
  }

  // MARK: Columns of the current row

  public func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  public func double(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }

  public func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(pointer, column) == SQLITE_NULL
  }

  /// The text of a column; empty for NULL.
  public func text(_ column: Int32) -> String {
    guard let base = sqlite3_column_text(pointer, column) else { return "" }
    let size = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: base, count: size), as: UTF8.self)
  }

  /// Lends the bytes of a column until `body` returns.
  public func withBytes<T>(
    _ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> T
  ) rethrows -> T {
    let base = sqlite3_column_blob(pointer, column)
    let size = Int(sqlite3_column_bytes(pointer, column))
    return try body(UnsafeRawBufferPointer(start: base, count: base == nil ? 0 : size))
  }

  private func check(_ code: Int32) throws(DatabaseError) {
    if code != SQLITE_OK { throw database.error(code, sql: sql) }
  }

  private func checkOpen() throws(DatabaseError) {
    if database.isClosed { throw database.error(SQLITE_MISUSE, sql: sql) }
  }
}

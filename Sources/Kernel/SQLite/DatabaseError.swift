/// What SQLite refused, with the statement that it was asked to run.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// SQLite's extended result code.
  public var code: Int32
  public var message: String
  public var path: String
  /// The statement, or nil where there was none. Bound values are left out: they may be private.
  public var sql: String?

  public init(code: Int32, message: String, path: String, sql: String? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.sql = sql
  }

  /// Whether the disk has no room left.
  public var isDiskFull: Bool { code & 0xFF == 13 }

  /// Whether the file holds something else.
  public var isNotADatabase: Bool { code & 0xFF == 26 }

  /// Whether the file's pages do not hang together.
  public var isCorrupt: Bool { code & 0xFF == 11 }

  /// Whether the machine refused: no permission, read-only, an I/O error, a file that cannot open.
  public var isOfTheMachine: Bool { [3, 8, 10, 14].contains(code & 0xFF) }

  public var description: String {
    let statement = sql.map { " in \"\($0)\"" } ?? ""
    return "\(path): SQLite error \(code): \(message)\(statement)"
  }
}

import SQLite

/// Counts writes and refuses every one from a given one on, as a dead process would make none.
final class Fuse {
  var count = 0
  let limit: Int

  init(limit: Int) { self.limit = limit }

  func burn(_ sql: String) throws(DatabaseError) {
    count += 1
    guard limit > 0, count >= limit else { return }
    throw DatabaseError(code: -99, message: "the process is dead", path: "")
  }
}

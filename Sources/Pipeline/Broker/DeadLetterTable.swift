import Clockwork
public import SQLite

/// The dead letters of a store: every one counted, the first ones of a reason kept.
struct DeadLetterTable {
  private let insert: Statement
  private let read: Statement
  private let write: Statement
  private var counts: [DeadLetterReason: Int64] = [:]
  private var isChanged = false

  init(_ database: Database) throws(DatabaseError) {
    insert = try database.prepare("INSERT INTO dead_letter VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)")
    read = try database.prepare("SELECT count FROM dead_letter_count WHERE reason = ?")
    write = try database.prepare("INSERT OR REPLACE INTO dead_letter_count VALUES (?, ?)")
  }

  mutating func add(
    _ stored: StoredRecord, _ reason: DeadLetterReason, _ detail: String, topic: String,
    _ partition: Int
  ) throws(DatabaseError) {
    let count = try count(of: reason)
    counts[reason] = count + 1
    isChanged = true
    guard count < MessageStore.deadLettersMax else { return }
    try insert.bind(reason.rawValue, at: 1)
    try insert.bind(detail, at: 2)
    try insert.bind(topic, at: 3)
    try insert.bind(partition, at: 4)
    try insert.bind(stored.offset, at: 5)
    try insert.bind(stored.ingestTime.microseconds, at: 6)
    try insert.bind(LineSource.byteCount(of: stored.record), at: 7)
    try insert.bind(Array(stored.record.payload.prefix(MessageStore.deadLetterBytesMax)), at: 8)
    try insert.run()
  }

  mutating func writeCounts() throws(DatabaseError) {
    guard isChanged else { return }
    for reason in DeadLetterReason.allCases {
      guard let count = counts[reason] else { continue }
      try write.bind(reason.rawValue, at: 1)
      try write.bind(count, at: 2)
      try write.run()
    }
    isChanged = false
  }

  mutating func forget() {
    counts.removeAll()
    isChanged = false
  }

  private mutating func count(of reason: DeadLetterReason) throws(DatabaseError) -> Int64 {
    if let count = counts[reason] { return count }
    defer { read.reset() }
    try read.bind(reason.rawValue, at: 1)
    return try read.step() ? read.integer(0) : 0
  }
}

/// A dead letter as it is kept.
public struct DeadLetter: Hashable, Sendable {
  public var reason: DeadLetterReason
  public var detail: String
  public var partition: Int
  public var offset: Int64
  /// Of the whole record; ``payload`` may be its beginning only.
  public var byteCount: Int64
  public var payload: [UInt8]
}

extension MessageStore {
  /// How many records were refused, by reason, over all runs.
  public func deadLetterCounts() throws(DatabaseError) -> [(DeadLetterReason, Int64)] {
    let statement = try database.prepare("SELECT reason, count FROM dead_letter_count")
    var counts: [String: Int64] = [:]
    while try statement.step() { counts[statement.text(0)] = statement.integer(1) }
    return DeadLetterReason.allCases.compactMap { reason in
      counts[reason.rawValue].map { (reason, $0) }
    }
  }

  /// Hands over the dead letters that are kept, in the order in which they were refused.
  public func forEachDeadLetter(_ body: (DeadLetter) throws -> Void) throws {
    let statement = try database.prepare(
      """
      SELECT reason, detail, partition, record_offset, byte_count, payload FROM dead_letter
      ORDER BY id
      """)
    while try statement.step() {
      guard let reason = DeadLetterReason(rawValue: statement.text(0)) else { continue }
      try body(
        DeadLetter(
          reason: reason, detail: statement.text(1), partition: Int(statement.integer(2)),
          offset: statement.integer(3), byteCount: statement.integer(4),
          payload: statement.withBytes(5) { [UInt8]($0) }))
    }
  }
}

public import Clockwork
public import SQLite

/// How far a store has taken in a partition of a log.
public struct SinkPosition: Hashable, Sendable {
  public var nextOffset: Int64
  /// The newest event time among the records before it.
  public var newestEvent: SimTime

  public static let start = SinkPosition(nextOffset: 0, newestEvent: .distantPast)
}

/// What a sink refuses.
public enum SinkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Records that were taken in before, or that leave some out.
  case notNext(topic: String, partition: Int, found: Int64, expected: Int64)

  public var description: String {
    switch self {
    case .notNext(let topic, let partition, let found, let expected):
      "\(topic)/\(partition): found records from offset \(found), expected \(expected): they would "
        + (found < expected ? "be doubled" : "leave some out")
    }
  }
}

/// Rows and the offsets that they come from in one transaction of the rows' own database.
///
/// A crash leaves both or neither, so whoever reads on at ``position(of:partition:)`` neither
/// doubles nor loses a row. A second consumer that believes itself in charge cannot either: its
/// records do not follow what is there. A class because it owns statements.
public final class ExactlyOnceSink {
  public let database: Database
  private let logID: Int64
  private let read: Statement
  private let write: Statement

  /// - Parameters:
  ///   - database: where the rows go, open for writing.
  ///   - broker: whose offsets are meant; those of another log are kept apart.
  public init(_ database: Database, broker: Broker) throws(DatabaseError) {
    self.database = database
    logID = broker.logID
    try database.execute(
      """
      CREATE TABLE IF NOT EXISTS sink_position(
        log_id INTEGER NOT NULL,
        topic TEXT NOT NULL,
        partition INTEGER NOT NULL,
        next_offset INTEGER NOT NULL,
        newest_event_us INTEGER NOT NULL,
        PRIMARY KEY (log_id, topic, partition)
      ) STRICT, WITHOUT ROWID;
      """)
    read = try database.prepare(
      """
      SELECT next_offset, newest_event_us FROM sink_position
      WHERE log_id = ? AND topic = ? AND partition = ?
      """)
    write = try database.prepare("INSERT OR REPLACE INTO sink_position VALUES (?, ?, ?, ?, ?)")
  }

  /// Where to go on reading.
  public func position(of topic: Topic, partition: Int) throws(DatabaseError) -> SinkPosition {
    defer { read.reset() }
    try read.bind(logID, at: 1)
    try read.bind(topic.name, at: 2)
    try read.bind(partition, at: 3)
    guard try read.step() else { return .start }
    return SinkPosition(
      nextOffset: read.integer(0), newestEvent: SimTime(microseconds: read.integer(1)))
  }

  /// Takes in what a poll found: whatever `body` writes, and the new position.
  ///
  /// - Parameters:
  ///   - firstOffset: of the records; must be the position's, unless the log lets go of what lies
  ///     before and `skipsGaps` allows for it.
  ///   - body: gets the newest event time so far and moves it on.
  public func take(
    _ found: FetchedRecords, from firstOffset: Int64, skipsGaps: Bool = false,
    _ body: (inout SimTime) throws -> Void
  ) throws {
    try database.transaction {
      var position = try position(of: found.topic, partition: found.partition)
      guard
        firstOffset == position.nextOffset || skipsGaps && firstOffset > position.nextOffset
      else {
        throw SinkError.notNext(
          topic: found.topic.name, partition: found.partition, found: firstOffset,
          expected: position.nextOffset)
      }
      try body(&position.newestEvent)
      try write.bind(logID, at: 1)
      try write.bind(found.topic.name, at: 2)
      try write.bind(found.partition, at: 3)
      try write.bind(found.nextOffset, at: 4)
      try write.bind(position.newestEvent.microseconds, at: 5)
      try write.run()
    }
  }
}

import Clockwork
import Compression
public import SQLite
import Telemetry

/// A durable log of topics in one SQLite file: partitions to which records are only appended.
///
/// What Apache Kafka's broker is to a fleet this is to one machine: producers with sequence
/// numbers, consumer groups with committed offsets, retention, back pressure. Several processes may
/// have the same file open; each change is one transaction. A class because it owns a connection;
/// one thread uses it. Time is given by the caller, so that the same calls make the same log.
public final class Broker {
  /// What has happened to a batch when ``append(_:from:position:now:)`` returns.
  public enum Durability: Sendable {
    /// It is on the disk.
    case eachBatch
    /// It outlives this process; a power cut may take the last batches, whole and from the end.
    case process
  }

  /// Raised when the format changes.
  public static let formatVersion: Int64 = 1
  /// "HTBR", as SQLite's application id.
  static let applicationID: Int64 = 0x4854_4252
  /// What a batch may take before compression.
  public static let batchBytesMax = 16 << 20

  public let path: String
  /// Drawn when the file was made: offsets of another log mean nothing here.
  public let logID: Int64
  let database: Database
  let statements: BrokerStatements
  let compressor = Compressor()
  let decompressor = Decompressor()
  var topics: [String: Topic] = [:]

  /// Makes a new log, or goes on with the one that is there.
  ///
  /// - Parameter beforeWrite: see `Database.beforeWrite`.
  public init(
    path: String, durability: Durability,
    beforeWrite: ((_ sql: String) throws(DatabaseError) -> Void)? = nil
  ) throws(BrokerError) {
    self.path = path
    (database, logID, statements) = try BrokerError.wrapping {
      let database = try Database(path: path, access: .create)
      database.beforeWrite = beforeWrite
      do {
        try database.setDurability(.full)
        if durability == .process { try database.execute("PRAGMA synchronous = NORMAL") }
        try database.transaction {
          if try database.integer("SELECT count(*) FROM sqlite_schema") == 0 {
            try database.execute(Self.schema)
          }
        }
      } catch let error as DatabaseError where error.isNotADatabase {
        throw BrokerError.notABroker(path: path, found: "a file that is no database")
      }
      try Self.checkFormat(of: database)
      let id = try database.integer("SELECT value FROM broker_meta WHERE name = 'log_id'")
      return (database, id ?? 0, try BrokerStatements(database))
    }
  }

  /// Ends the connection; the file stands alone if no other process has it open.
  public func close() throws(BrokerError) {
    try BrokerError.wrapping { try database.close() }
  }

  // MARK: Topics

  /// Makes a topic, or finds the one that is there and has as many partitions.
  ///
  /// Its other settings may change; a key's partition may not.
  @discardableResult
  public func createTopic(_ name: String, _ settings: TopicSettings) throws(BrokerError) -> Topic {
    guard (1...TopicSettings.partitionCountMax).contains(settings.partitionCount) else {
      throw .badTopic(
        name,
        why: "found \(settings.partitionCount) partitions, expected "
          + "1...\(TopicSettings.partitionCountMax)")
    }
    guard !name.isEmpty, name.utf8.count <= 249 else {
      throw .badTopic(name, why: "expected a name of 1...249 bytes")
    }
    try BrokerError.wrapping {
      try database.transaction {
        if let found = try readTopic(name) {
          guard found.settings.partitionCount == settings.partitionCount else {
            throw BrokerError.badTopic(
              name,
              why: "found \(found.settings.partitionCount) partitions, expected "
                + "\(settings.partitionCount); another number would move keys")
          }
          if found.settings != settings { try change(found, to: settings) }
        } else {
          try make(name, settings)
        }
      }
    }
    topics[name] = nil
    return try topic(name)
  }

  public func topic(_ name: String) throws(BrokerError) -> Topic {
    if let topic = topics[name] { return topic }
    let topic = try BrokerError.wrapping { try readTopic(name) }
    guard let topic else { throw .unknownTopic(name) }
    topics[name] = topic
    return topic
  }

  /// The offset of the oldest record that is kept, and the one that the next record will get.
  public func offsets(
    of topic: Topic, partition: Int
  ) throws(BrokerError) -> (first: Int64, next: Int64) {
    let ends = try BrokerError.wrapping { try self.ends(of: topic, partition) }
    return (ends.first, ends.next)
  }

  struct Ends {
    var first: Int64
    var next: Int64
    /// Bytes ever written to the partition.
    var byteEnd: Int64
  }

  func ends(of topic: Topic, _ partition: Int) throws -> Ends {
    guard (0..<topic.settings.partitionCount).contains(partition) else {
      throw BrokerError.unknownPartition(
        topic: topic.name, partition: partition, count: topic.settings.partitionCount)
    }
    let statement = statements.ends
    defer { statement.reset() }
    try statement.bind(topic.partitionKey(partition), at: 1)
    guard try statement.step() else { throw BrokerError.unknownTopic(topic.name) }
    return Ends(
      first: statement.integer(0), next: statement.integer(1), byteEnd: statement.integer(2))
  }

  private func readTopic(_ name: String) throws -> Topic? {
    let statement = try database.prepare(
      """
      SELECT id, partition_count, retention_us, retention_bytes, backlog_bytes, packs
      FROM topic WHERE name = ?
      """)
    try statement.bind(name, at: 1)
    guard try statement.step() else { return nil }
    func optional(_ column: Int32) -> Int64? {
      statement.isNull(column) ? nil : statement.integer(column)
    }
    return Topic(
      id: statement.integer(0), name: name,
      settings: TopicSettings(
        partitionCount: Int(statement.integer(1)),
        retention: optional(2).map { SimDuration(microseconds: $0) },
        retentionBytes: optional(3), backlogBytesMax: optional(4),
        packs: statement.integer(5) != 0))
  }

  private func make(_ name: String, _ settings: TopicSettings) throws {
    let statement = try database.prepare("INSERT INTO topic VALUES (NULL, ?, ?, ?, ?, ?, ?)")
    try bind(name, settings, to: statement)
    try statement.run()
    let topic = Topic(id: database.lastRowID, name: name, settings: settings)
    guard topic.id <= Topic.idMax else {
      throw BrokerError.badTopic(name, why: "there are \(Topic.idMax) topics already")
    }
    let partition = try database.prepare("INSERT INTO partition VALUES (?, 0, 0, 0)")
    for number in 0..<settings.partitionCount {
      try partition.bind(topic.partitionKey(number), at: 1)
      try partition.run()
    }
  }

  private func change(_ topic: Topic, to settings: TopicSettings) throws {
    let statement = try database.prepare(
      """
      UPDATE topic SET partition_count = ?2, retention_us = ?3, retention_bytes = ?4,
      backlog_bytes = ?5, packs = ?6 WHERE name = ?1
      """)
    try bind(topic.name, settings, to: statement)
    try statement.run()
  }

  private func bind(_ name: String, _ settings: TopicSettings, to statement: Statement) throws {
    try statement.bind(name, at: 1)
    try statement.bind(settings.partitionCount, at: 2)
    let optionals = [
      settings.retention?.microseconds, settings.retentionBytes, settings.backlogBytesMax,
    ]
    for (index, value) in optionals.enumerated() {
      let place = Int32(3 + index)
      if let value {
        try statement.bind(value, at: place)
      } else {
        try statement.bindNull(at: place)
      }
    }
    try statement.bind(settings.packs ? 1 : 0, at: 6)
  }
}

import Clockwork
import SQLite
import Telemetry

/// Who sends: a name's number and how often it was registered.
public struct ProducerIdentity: Hashable, Sendable {
  public var id: Int64
  public var name: String
  /// Goes up by one at every registration: whoever has an older one is fenced off.
  public var epoch: Int64
  /// How far the producer had read its source when its last batch was written; nil at first.
  public var position: String?
}

/// Producers whose doubles are recognised.
///
/// - Source: KIP-98, "Exactly Once Delivery and Transactional Messaging", of Apache Kafka: producer
///   id, epoch, and a sequence number a partition; a broker remembers the last five batches of
///   each. The position of the source in the same transaction is that of KIP-618.
extension Broker {
  /// Takes over a name: all that an earlier holder sends from now on is refused.
  public func registerProducer(_ name: String) throws(BrokerError) -> ProducerIdentity {
    try BrokerError.wrapping {
      try database.transaction {
        let enter = try database.prepare(
          """
          INSERT INTO producer VALUES (NULL, ?, 0, NULL)
          ON CONFLICT (name) DO UPDATE SET epoch = epoch + 1
          """)
        try enter.bind(name, at: 1)
        try enter.run()
        let read = try database.prepare("SELECT id, epoch, position FROM producer WHERE name = ?")
        try read.bind(name, at: 1)
        _ = try read.step()
        return ProducerIdentity(
          id: read.integer(0), name: name, epoch: read.integer(1),
          position: read.isNull(2) ? nil : read.text(2))
      }
    }
  }

  func checkEpoch(of producer: ProducerIdentity) throws {
    let statement = statements.producer
    defer { statement.reset() }
    try statement.bind(producer.id, at: 1)
    guard try statement.step() else { throw BrokerError.unknownProducer(producer.id) }
    guard statement.integer(1) == producer.epoch else {
      throw BrokerError.producerFenced(
        name: statement.text(0), epoch: producer.epoch, current: statement.integer(1))
    }
  }

  func history(
    of producer: ProducerIdentity, _ batch: ProducedBatch
  ) throws -> ProducerHistory {
    let statement = statements.producerState
    defer { statement.reset() }
    try statement.bind(producer.id, at: 1)
    try statement.bind(batch.topic.partitionKey(batch.partition), at: 2)
    guard try statement.step(), statement.integer(0) == producer.epoch else {
      return ProducerHistory()
    }
    return statement.withBytes(1) { ProducerHistory($0) }
  }

  func write(
    _ history: ProducerHistory, of producer: ProducerIdentity, _ batch: ProducedBatch
  ) throws {
    let statement = statements.setProducerState
    try statement.bind(producer.id, at: 1)
    try statement.bind(batch.topic.partitionKey(batch.partition), at: 2)
    try statement.bind(producer.epoch, at: 3)
    try statement.bind(history.bytes, at: 4)
    try statement.run()
  }
}

/// The last batches of one producer's epoch in one partition, oldest first.
struct ProducerHistory {
  private struct Entry {
    var sequence: Int64
    var count: Int64
    var offset: Int64
  }

  static let capacity = 5
  private var entries: [Entry] = []

  init() {}

  init(_ bytes: UnsafeRawBufferPointer) {
    func integer(_ place: Int) -> Int64 {
      Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: place * 8, as: Int64.self))
    }
    for place in stride(from: 0, to: bytes.count / 24 * 3, by: 3) {
      entries.append(
        Entry(sequence: integer(place), count: integer(place + 1), offset: integer(place + 2)))
    }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes.appendLittleEndian(entry.sequence)
      bytes.appendLittleEndian(entry.count)
      bytes.appendLittleEndian(entry.offset)
    }
    return bytes
  }

  /// - Returns: the offset of a batch that was written already; nil for the one that is due.
  func check(_ batch: ProducedBatch) throws(BrokerError) -> Int64? {
    let count = Int64(batch.records.count)
    if let known = entries.first(where: { $0.sequence == batch.sequence && $0.count == count }) {
      return known.offset
    }
    let due = entries.last.map { $0.sequence + $0.count } ?? 0
    if batch.sequence == due { return nil }
    if batch.sequence >= 0, batch.sequence < due, batch.sequence + count <= due {
      throw .duplicateSequence(
        partition: batch.partition, found: batch.sequence, last: due - 1)
    }
    throw .outOfOrderSequence(
      partition: batch.partition, found: batch.sequence, expected: due)
  }

  mutating func add(_ batch: ProducedBatch, at offset: Int64) {
    entries.append(
      Entry(sequence: batch.sequence, count: Int64(batch.records.count), offset: offset))
    if entries.count > Self.capacity { entries.removeFirst() }
  }
}

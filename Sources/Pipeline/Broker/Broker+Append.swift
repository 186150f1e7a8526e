public import Clockwork
import Compression
import SQLite
import Telemetry

/// Records for one partition, as a producer sends them.
public struct ProducedBatch: Hashable, Sendable {
  public var topic: Topic
  public var partition: Int
  /// Of the first record; counts a producer's records in the partition from 0.
  public var sequence: Int64
  public var records: [Record]

  public init(topic: Topic, partition: Int, sequence: Int64, records: [Record]) {
    self.topic = topic
    self.partition = partition
    self.sequence = sequence
    self.records = records
  }
}

/// Where a batch lies.
public struct AppendReceipt: Hashable, Sendable {
  public var partition: Int
  public var firstOffset: Int64
  /// Whether it was there already: the producer had not heard of it and sent it again.
  public var isDuplicate: Bool
}

/// What became of an append.
public enum AppendOutcome: Hashable, Sendable {
  case appended([AppendReceipt])
  /// Nothing was written: more than `limit` bytes wait for the slowest consumer group.
  case full(topic: String, waiting: Int64, limit: Int64)
}

extension Broker {
  /// Writes batches, all or none, and with them how far their producer has read its source.
  ///
  /// - Parameters:
  ///   - producer: nil for one that does not mind doubles; `sequence` is then ignored.
  ///   - position: given back by ``registerProducer(_:)``, to go on from after a crash.
  ///   - now: the ingest time of the records.
  /// - Throws: ``BrokerError/outOfOrderSequence(partition:found:expected:)`` for a gap,
  ///   ``BrokerError/producerFenced(name:epoch:current:)`` for a process that was replaced.
  public func append(
    _ batches: [ProducedBatch], from producer: ProducerIdentity? = nil, position: String? = nil,
    now: SimTime
  ) throws(BrokerError) -> AppendOutcome {
    try BrokerError.wrapping {
      let packed = try batches.map(pack)
      return try database.transaction {
        if let producer { try checkEpoch(of: producer) }
        for topic in Set(batches.map(\.topic)).sorted(by: { $0.id < $1.id }) {
          guard let limit = topic.settings.backlogBytesMax else { continue }
          let waiting = try backlogBytes(of: topic)
          if waiting >= limit { return .full(topic: topic.name, waiting: waiting, limit: limit) }
        }
        var receipts: [AppendReceipt] = []
        for (batch, packed) in zip(batches, packed) where !batch.records.isEmpty {
          receipts.append(try write(batch, packed, from: producer, now: now))
        }
        if let producer, let position {
          try statements.setPosition.bind(producer.id, at: 1)
          try statements.setPosition.bind(position, at: 2)
          try statements.setPosition.run()
        }
        return .appended(receipts)
      }
    }
  }

  private struct Packed {
    var data: [UInt8]
    var unpackedCount: Int
    var isPacked: Bool
    var checksum: UInt32
  }

  private func pack(_ batch: ProducedBatch) throws -> Packed {
    let bytes = RecordBatch.bytes(of: batch.records)
    guard bytes.count <= Self.batchBytesMax else {
      throw BrokerError.batchTooLarge(
        topic: batch.topic.name, byteCount: bytes.count, limit: Self.batchBytesMax)
    }
    let packs = batch.topic.settings.packs
    let data = packs ? compressor.compress(bytes) : bytes
    return Packed(
      data: data, unpackedCount: bytes.count, isPacked: packs, checksum: CRC32C.checksum(data))
  }

  private func write(
    _ batch: ProducedBatch, _ packed: Packed, from producer: ProducerIdentity?, now: SimTime
  ) throws -> AppendReceipt {
    let ends = try ends(of: batch.topic, batch.partition)
    if let producer {
      var history = try history(of: producer, batch)
      if let offset = try history.check(batch) {
        return AppendReceipt(partition: batch.partition, firstOffset: offset, isDuplicate: true)
      }
      history.add(batch, at: ends.next)
      try write(history, of: producer, batch)
    }
    let next = ends.next + Int64(batch.records.count)
    guard next <= Topic.offsetMax else {
      throw BrokerError.badTopic(batch.topic.name, why: "a partition is at its last offset")
    }
    let insert = statements.insertBatch
    try insert.bind(batch.topic.key(batch.partition, ends.next), at: 1)
    try insert.bind(batch.records.count, at: 2)
    try insert.bind(ends.byteEnd, at: 3)
    try insert.bind(now.microseconds, at: 4)
    try insert.bind(batch.records.map(\.eventTime.microseconds).max() ?? 0, at: 5)
    try insert.bind(packed.unpackedCount, at: 6)
    try insert.bind(packed.isPacked ? 1 : 0, at: 7)
    try insert.bind(Int64(packed.checksum), at: 8)
    try insert.bind(packed.data, at: 9)
    try insert.run()
    let move = statements.moveEnd
    try move.bind(batch.topic.partitionKey(batch.partition), at: 1)
    try move.bind(next, at: 2)
    try move.bind(ends.byteEnd + Int64(packed.data.count), at: 3)
    try move.run()
    return AppendReceipt(
      partition: batch.partition, firstOffset: ends.next, isDuplicate: false)
  }

  /// How many bytes of a topic wait for the slowest group, or for any group if there is none.
  public func backlog(of topic: Topic) throws(BrokerError) -> Int64 {
    try BrokerError.wrapping { try backlogBytes(of: topic) }
  }

  private func backlogBytes(of topic: Topic) throws -> Int64 {
    var sum: Int64 = 0
    for partition in 0..<topic.settings.partitionCount {
      let ends = try ends(of: topic, partition)
      let slowest = statements.slowest
      defer { slowest.reset() }
      try slowest.bind(topic.partitionKey(partition), at: 1)
      var offset = ends.first
      if try slowest.step(), !slowest.isNull(0) { offset = max(offset, slowest.integer(0)) }
      if offset >= ends.next { continue }
      let start = statements.startOf
      defer { start.reset() }
      try start.bind(topic.key(partition, 0), at: 1)
      try start.bind(topic.key(partition, offset), at: 2)
      if try start.step() { sum += ends.byteEnd - start.integer(0) }
    }
    return sum
  }
}

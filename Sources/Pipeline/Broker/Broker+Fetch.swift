import Clockwork
import Compression
import SQLite
import Telemetry

/// What a fetch found.
public struct FetchedRecords: Hashable, Sendable {
  public var topic: Topic
  public var partition: Int
  public var records: [StoredRecord]
  /// Where the next fetch goes on.
  public var nextOffset: Int64
  /// The offset that the partition's next record will get.
  public var endOffset: Int64
}

extension Broker {
  /// Reads the records from an offset on.
  ///
  /// - Parameter bytesMax: batches are read until they have taken so many bytes, and one at
  ///   least, so that a batch that is larger stops nobody.
  /// - Throws: ``BrokerError/offsetOutOfRange(topic:partition:offset:first:next:)``
  public func fetch(
    _ topic: Topic, partition: Int, from offset: Int64, bytesMax: Int
  ) throws(BrokerError) -> FetchedRecords {
    try BrokerError.wrapping {
      let ends = try ends(of: topic, partition)
      guard offset >= ends.first, offset <= ends.next else {
        throw BrokerError.offsetOutOfRange(
          topic: topic.name, partition: partition, offset: offset, first: ends.first,
          next: ends.next)
      }
      var result = FetchedRecords(
        topic: topic, partition: partition, records: [], nextOffset: offset, endOffset: ends.next)
      guard offset < ends.next else { return result }
      let statement = statements.batches
      defer { statement.reset() }
      try statement.bind(topic.key(partition, 0), at: 1)
      try statement.bind(topic.key(partition, offset), at: 2)
      try statement.bind(topic.key(partition, ends.next), at: 3)
      var taken = 0
      while taken < bytesMax, try statement.step() {
        taken += try read(statement, topic, partition, from: offset, into: &result)
      }
      guard result.nextOffset > offset else {
        throw BrokerError.corruptBatch(
          topic: topic.name, partition: partition, offset: offset, why: "it is missing")
      }
      return result
    }
  }

  /// - Returns: the bytes that it took.
  private func read(
    _ row: Statement, _ topic: Topic, _ partition: Int, from offset: Int64,
    into result: inout FetchedRecords
  ) throws -> Int {
    let base = row.integer(0) & Topic.offsetMax
    func corrupt(_ why: String) -> BrokerError {
      .corruptBatch(topic: topic.name, partition: partition, offset: base, why: why)
    }
    let count = row.integer(1)
    let unpackedCount = row.integer(3)
    guard base <= result.nextOffset, base + count > result.nextOffset else {
      throw corrupt("it does not follow the batch before it")
    }
    guard (0...Int64(RecordBatch.byteCountMax)).contains(unpackedCount) else {
      throw corrupt("bad size")
    }
    let time = SimTime(microseconds: row.integer(2))
    try row.withBytes(6) { data in
      guard Int64(CRC32C.checksum(data)) == row.integer(5) else {
        throw corrupt("the checksum does not fit")
      }
      do {
        if row.integer(4) != 0 {
          let bytes = try decompressor.decompress(data, count: Int(unpackedCount))
          try bytes.withUnsafeBytes {
            try RecordBatch.read(
              $0, count: Int(count), base: base, from: offset, ingestTime: time,
              into: &result.records)
          }
        } else {
          try RecordBatch.read(
            data, count: Int(count), base: base, from: offset, ingestTime: time,
            into: &result.records)
        }
      } catch {
        throw corrupt("\(error)")
      }
    }
    result.nextOffset = base + count
    return Int(unpackedCount)
  }
}

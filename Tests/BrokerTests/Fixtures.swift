import Broker
import Clockwork
import Testing

/// The parts that the broker's tests share.
enum Fixture {
  static let now = SimTime(microseconds: 1_725_271_200_000_000)

  static func record(_ number: Int, key: String? = nil) -> Record {
    Record(
      key: key.map { Array($0.utf8) }, eventTime: now + .seconds(Int64(number)),
      payload: Array(String(number).utf8))
  }

  static func number(_ stored: StoredRecord) -> Int {
    Int(String(decoding: stored.record.payload, as: UTF8.self)) ?? -1
  }

  static func batch(
    _ topic: Topic, _ numbers: Range<Int>, sequence: Int64 = 0, partition: Int = 0
  ) -> ProducedBatch {
    ProducedBatch(
      topic: topic, partition: partition, sequence: sequence, records: numbers.map { record($0) })
  }

  /// The offsets at which an append's batches lie.
  static func offsets(_ outcome: AppendOutcome) -> [Int64] {
    if case .appended(let receipts) = outcome { receipts.map(\.firstOffset) } else { [] }
  }

  /// Everything in a partition, read in pieces.
  static func all(
    _ broker: Broker, _ topic: Topic, partition: Int = 0, bytesMax: Int = 64
  ) throws -> [StoredRecord] {
    var (offset, end) = try broker.offsets(of: topic, partition: partition)
    var records: [StoredRecord] = []
    while offset < end {
      let found = try broker.fetch(topic, partition: partition, from: offset, bytesMax: bytesMax)
      records += found.records
      offset = found.nextOffset
      end = found.endOffset
    }
    return records
  }
}

public import Clockwork
import SQLite

/// Letting go of old batches: whole ones, from a partition's beginning.
///
/// As in Kafka, nobody waits for consumers: who was slower than the retention gets
/// ``BrokerError/offsetOutOfRange(topic:partition:offset:first:next:)`` and decides where to go on.
/// Pages that become free are used again.
extension Broker {
  /// Lets go of what topics keep no longer by age and by bytes.
  ///
  /// - Returns: how many records went.
  @discardableResult
  public func applyRetention(now: SimTime) throws(BrokerError) -> Int64 {
    try BrokerError.wrapping {
      let names = try database.prepare("SELECT name FROM topic ORDER BY id")
      var list: [String] = []
      while try names.step() { list.append(names.text(0)) }
      var removed: Int64 = 0
      for name in list {
        topics[name] = nil
        let topic = try topic(name)
        for partition in 0..<topic.settings.partitionCount {
          removed += try applyRetention(to: topic, partition, now: now)
        }
      }
      return removed
    }
  }

  private func applyRetention(to topic: Topic, _ partition: Int, now: SimTime) throws -> Int64 {
    let ends = try ends(of: topic, partition)
    let batches = try database.prepare(
      """
      SELECT key, record_count, ingest_us, byte_start FROM batch WHERE key BETWEEN ? AND ?
      ORDER BY key
      """)
    try batches.bind(topic.key(partition, ends.first), at: 1)
    try batches.bind(topic.key(partition, ends.next), at: 2)
    var first = ends.first
    while try batches.step() {
      let isOld = topic.settings.retention.map {
        batches.integer(2) < (now - $0).microseconds
      }
      let isTooMuch = topic.settings.retentionBytes.map {
        ends.byteEnd - batches.integer(3) > $0
      }
      guard isOld == true || isTooMuch == true else { break }
      first = (batches.integer(0) & Topic.offsetMax) + batches.integer(1)
    }
    batches.reset()
    return first > ends.first ? try trimBatches(of: topic, partition, before: first) : 0
  }

  /// Lets go of the batches that lie wholly before an offset.
  ///
  /// - Returns: how many records went.
  @discardableResult
  public func trim(
    _ topic: Topic, partition: Int, before offset: Int64
  ) throws(BrokerError) -> Int64 {
    try BrokerError.wrapping { try trimBatches(of: topic, partition, before: offset) }
  }

  private func trimBatches(of topic: Topic, _ partition: Int, before offset: Int64) throws -> Int64
  {
    try database.transaction {
      let ends = try ends(of: topic, partition)
      let delete = try database.prepare(
        "DELETE FROM batch WHERE key >= ?1 AND key + record_count <= ?2 AND key < ?2")
      try delete.bind(topic.key(partition, 0), at: 1)
      try delete.bind(topic.key(partition, min(offset, ends.next)), at: 2)
      try delete.run()
      let oldest = try database.prepare("SELECT min(key) FROM batch WHERE key BETWEEN ? AND ?")
      try oldest.bind(topic.key(partition, 0), at: 1)
      try oldest.bind(topic.key(partition, Topic.offsetMax), at: 2)
      var first = ends.next
      if try oldest.step(), !oldest.isNull(0) { first = oldest.integer(0) & Topic.offsetMax }
      try statements.moveStart.bind(topic.partitionKey(partition), at: 1)
      try statements.moveStart.bind(first, at: 2)
      try statements.moveStart.run()
      return first - ends.first
    }
  }
}

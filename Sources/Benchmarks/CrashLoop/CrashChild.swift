import Broker
import Clockwork
import Foundation
import SQLite

/// The program that is killed: numbers from a source, through a log, into a table without any key,
/// so that nothing but the offsets keeps rows from being doubled.
struct CrashChild {
  static let topic = "numbers"
  static let partitionCount = 3
  private static let recordsPerFlush = 97

  let folder: String
  let rows: Int
  /// Kills itself just before its so-manieth write; 0: never.
  let dieAtWrite: Int

  func run() throws {
    var writeCount = 0
    let dieAtWrite = dieAtWrite
    let beforeWrite = { (_: String) throws(DatabaseError) in
      writeCount += 1
      if writeCount == dieAtWrite { kill(getpid(), SIGKILL) }
    }
    let broker = try Broker(
      path: folder + "/log.sqlite", durability: .process, beforeWrite: beforeWrite)
    let topic = try broker.createTopic(
      Self.topic, TopicSettings(partitionCount: Self.partitionCount, backlogBytesMax: 1 << 20))
    let store = try Database(path: folder + "/store.sqlite", access: .create)
    store.beforeWrite = beforeWrite
    try store.setDurability(.full)
    try store.execute("PRAGMA synchronous = NORMAL")
    try store.execute("CREATE TABLE IF NOT EXISTS arrived(number INTEGER NOT NULL) STRICT")
    let sink = try ExactlyOnceSink(store, broker: broker)
    let insert = try store.prepare("INSERT INTO arrived VALUES (?)")
    var producer = try Producer(broker, name: "source", topic: topic, bytesMax: 64 << 10)
    var next = producer.identity.position.flatMap(Int.init) ?? 0
    while true {
      let end = min(next + Self.recordsPerFlush, rows)
      while next < end {
        guard producer.tryAppend(Self.record(next)) == .accepted else { break }
        next += 1
      }
      let outcome = try producer.flush(
        position: String(next), now: SimTime(microseconds: Int64(next)))
      let moved = try drain(broker, topic, sink, insert)
      if next == rows, outcome == .flushed(0), !moved { return }
    }
  }

  /// - Returns: whether there was anything.
  private func drain(
    _ broker: Broker, _ topic: Topic, _ sink: ExactlyOnceSink, _ insert: Statement
  ) throws -> Bool {
    var moved = false
    for partition in 0..<Self.partitionCount {
      let start = try sink.position(of: topic, partition: partition).nextOffset
      let found = try broker.fetch(topic, partition: partition, from: start, bytesMax: 32 << 10)
      guard !found.records.isEmpty else { continue }
      moved = true
      try sink.take(found, from: start) { _ in
        for stored in found.records {
          try insert.bind(Self.number(of: stored.record), at: 1)
          try insert.run()
        }
      }
      try broker.resetOffset(
        group: "store", topic, partition: partition, to: found.nextOffset)
      try broker.trim(topic, partition: partition, before: found.nextOffset)
    }
    return moved
  }

  private static func record(_ number: Int) -> Record {
    let payload = withUnsafeBytes(of: Int64(number).littleEndian) { [UInt8]($0) }
    return Record(
      key: Array(String(number % 41).utf8), eventTime: SimTime(microseconds: Int64(number)),
      payload: payload)
  }

  private static func number(of record: Record) -> Int64 {
    record.payload.reversed().reduce(0) { $0 << 8 | Int64($1) }
  }
}

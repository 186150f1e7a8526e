@testable import Broker
import Clockwork
import SQLite
import TestSupport
import Testing

/// Ends the way from a source through the log into a table at each of its writes in turn.
@Suite struct SinkFaultTests {
  private static let rows = 40

  /// Lives from wherever an earlier life ended; the table has no key.
  ///
  /// - Parameter isNaive: writes rows and offset one after the other, as one should not.
  private func live(_ folder: String, _ fuse: Fuse, isNaive: Bool) throws {
    let broker = try Broker(
      path: folder + "/log.sqlite", durability: .process, beforeWrite: fuse.burn)
    let topic = try broker.createTopic("a", TopicSettings(partitionCount: 2))
    let store = try Database(path: folder + "/store.sqlite", access: .create)
    store.beforeWrite = fuse.burn
    try store.setDurability(.full)
    try store.execute("CREATE TABLE IF NOT EXISTS arrived(number INTEGER NOT NULL) STRICT")
    let sink = try ExactlyOnceSink(store, broker: broker)
    let insert = try store.prepare("INSERT INTO arrived VALUES (?)")
    var producer = try Producer(broker, name: "p", topic: topic)
    var next = producer.identity.position.flatMap(Int.init) ?? 0
    while next < Self.rows {
      for _ in 0..<13 where next < Self.rows {
        _ = producer.tryAppend(Fixture.record(next, key: "k\(next % 5)"))
        next += 1
      }
      _ = try producer.flush(position: String(next), now: Fixture.now)
      try drain(broker, topic, sink, insert, isNaive: isNaive)
    }
    try drain(broker, topic, sink, insert, isNaive: isNaive)
  }

  private func drain(
    _ broker: Broker, _ topic: Topic, _ sink: ExactlyOnceSink, _ insert: Statement, isNaive: Bool
  ) throws {
    for partition in 0..<2 {
      let start = try sink.position(of: topic, partition: partition).nextOffset
      let found = try broker.fetch(topic, partition: partition, from: start, bytesMax: 1 << 20)
      func write() throws {
        for stored in found.records {
          try insert.bind(Fixture.number(stored), at: 1)
          try insert.run()
        }
      }
      if isNaive { try write() }
      try sink.take(found, from: start) { _ in if !isNaive { try write() } }
      _ = try broker.trim(topic, partition: partition, before: found.nextOffset)
    }
  }

  /// - Returns: how many lives were ended, and in how many of them rows were doubled or lost.
  private func loop(isNaive: Bool, step: Int = 1) throws -> (ended: Int, wrong: Int) {
    var (ended, wrong) = (0, 0)
    for limit in stride(from: 1, to: Int.max, by: step) {
      let wasEnded = try withFolder { folder in
        var wasEnded = false
        do { try live(folder, Fuse(limit: limit), isNaive: isNaive) } catch { wasEnded = true }
        try live(folder, Fuse(limit: 0), isNaive: isNaive)
        let store = try Database(path: folder + "/store.sqlite", access: .readWrite)
        let list = try store.prepare("SELECT number FROM arrived ORDER BY number")
        var numbers: [Int64] = []
        while try list.step() { numbers.append(list.integer(0)) }
        if numbers != (0..<Int64(Self.rows)).map({ $0 }) { wrong += 1 }
        return wasEnded
      }
      if !wasEnded { break }
      ended += 1
    }
    return (ended, wrong)
  }

  @Test func noWriteIsAPlaceWhereRowsAreDoubledOrLost() throws {
    let (ended, wrong) = try loop(isNaive: false)
    #expect(ended > 100, "every write was tried, there are \(ended)")
    #expect(wrong == 0)
  }

  /// The alarm rings: with offsets in a transaction of their own the same loop finds doubles.
  @Test func offsetsBesideTheRowsWouldDouble() throws {
    let (_, wrong) = try loop(isNaive: true, step: 5)
    #expect(wrong > 3)
  }

  @Test func aSecondReaderCannotDouble() throws {
    try withFolder { folder in
      let broker = try Broker(path: folder + "/log.sqlite", durability: .process)
      let topic = try broker.createTopic("a", TopicSettings(partitionCount: 1))
      _ = try broker.append([Fixture.batch(topic, 0..<5)], now: Fixture.now)
      let store = try Database(path: folder + "/store.sqlite", access: .create)
      let sink = try ExactlyOnceSink(store, broker: broker)
      let found = try broker.fetch(topic, partition: 0, from: 0, bytesMax: 100)
      try sink.take(found, from: 0) { $0 = Fixture.now }
      #expect(
        try sink.position(of: topic, partition: 0)
          == SinkPosition(nextOffset: 5, newestEvent: Fixture.now))
      #expect(throws: SinkError.notNext(topic: "a", partition: 0, found: 0, expected: 5)) {
        try sink.take(found, from: 0) { _ in Issue.record("nothing is written") }
      }
      #expect(throws: SinkError.notNext(topic: "a", partition: 0, found: 6, expected: 5)) {
        try sink.take(found, from: 6) { _ in Issue.record("nothing is written") }
      }
      // Another log's offsets mean nothing here.
      let other = try Broker(path: folder + "/other.sqlite", durability: .process)
      let its = try other.createTopic("a", TopicSettings(partitionCount: 1))
      #expect(try ExactlyOnceSink(store, broker: other).position(of: its, partition: 0) == .start)
    }
  }
}

import Broker
import Clockwork
import SQLite
import TestSupport
import Testing

@Suite struct BrokerLogTests {
  @Test(arguments: [false, true])
  func whatWasAppendedIsReadAfterReopening(packs: Bool) throws {
    try withFolder { folder in
      let path = folder + "/log.sqlite"
      var expected: [Record] = []
      do {
        let broker = try Broker(path: path, durability: .eachBatch)
        let topic = try broker.createTopic(
          "a", TopicSettings(partitionCount: 2, packs: packs))
        for start in stride(from: 0, to: 100, by: 7) {
          var records = (start..<start + 7).map { Fixture.record($0, key: $0 % 2 == 0 ? "k" : nil) }
          records[3].headers = [
            .init(name: "trace", value: [1, 2, 3]), .init(name: "", value: []),
          ]
          records[4].payload = []
          records[5].key = []
          records[6].schema = 300
          let batch = ProducedBatch(topic: topic, partition: 1, sequence: 0, records: records)
          #expect(
            try Fixture.offsets(broker.append([batch], now: Fixture.now)) == [Int64(start)])
          expected += records
        }
        try broker.close()
      }
      let broker = try Broker(path: path, durability: .process)
      let topic = try broker.topic("a")
      #expect(topic.settings.packs == packs)
      let stored = try Fixture.all(broker, topic, partition: 1)
      #expect(stored.map(\.record) == expected)
      #expect(stored.map(\.offset) == Array(0..<105))
      #expect(stored.allSatisfy { $0.ingestTime == Fixture.now })
      #expect(try broker.offsets(of: topic, partition: 0) == (0, 0))
      let middle = try broker.fetch(topic, partition: 1, from: 10, bytesMax: 1)
      #expect(middle.records.map(\.offset) == [10, 11, 12, 13] && middle.nextOffset == 14)
    }
  }

  @Test func nothingIsReadOutsideTheLog() throws {
    try withFolder { folder in
      let broker = try Broker(path: folder + "/log.sqlite", durability: .process)
      let topic = try broker.createTopic("a", TopicSettings(partitionCount: 1))
      _ = try broker.append([Fixture.batch(topic, 0..<5)], now: Fixture.now)
      #expect(try broker.fetch(topic, partition: 0, from: 5, bytesMax: 9).records.isEmpty)
      #expect(
        throws: BrokerError.offsetOutOfRange(
          topic: "a", partition: 0, offset: 6, first: 0, next: 5)
      ) { try broker.fetch(topic, partition: 0, from: 6, bytesMax: 9) }
      #expect(throws: BrokerError.unknownPartition(topic: "a", partition: 1, count: 1)) {
        try broker.fetch(topic, partition: 1, from: 0, bytesMax: 9)
      }
      #expect(throws: BrokerError.unknownTopic("b")) { try broker.topic("b") }
      #expect(throws: BrokerError.self) {
        try broker.createTopic("a", TopicSettings(partitionCount: 2))
      }
    }
  }

  @Test func retentionLetsGoOfWholeBatches() throws {
    try withFolder { folder in
      let broker = try Broker(path: folder + "/log.sqlite", durability: .process)
      var settings = TopicSettings(partitionCount: 1, retention: .hours(1))
      var topic = try broker.createTopic("a", settings)
      for hour in 0..<4 {
        let now = Fixture.now + .hours(Int64(hour))
        _ = try broker.append([Fixture.batch(topic, hour * 10..<hour * 10 + 10)], now: now)
      }
      #expect(try broker.applyRetention(now: Fixture.now + .hours(3)) == 20)
      #expect(try broker.offsets(of: topic, partition: 0) == (20, 40))
      #expect(try Fixture.all(broker, topic).map(Fixture.number) == Array(20..<40))
      settings.retention = nil
      settings.retentionBytes = 1
      topic = try broker.createTopic("a", settings)
      #expect(try broker.applyRetention(now: Fixture.now) == 20)
      #expect(try broker.offsets(of: topic, partition: 0) == (40, 40))
      #expect(
        try Fixture.offsets(broker.append([Fixture.batch(topic, 40..<41)], now: Fixture.now))
          == [40], "offsets go on")
      #expect(try broker.trim(topic, partition: 0, before: 41) == 1)
    }
  }

  @Test func aDamagedBatchIsToldAndNeverRead() throws {
    try withFolder { folder in
      let path = folder + "/log.sqlite"
      let broker = try Broker(path: path, durability: .process)
      let topic = try broker.createTopic("a", TopicSettings(partitionCount: 1))
      _ = try broker.append([Fixture.batch(topic, 0..<5)], now: Fixture.now)
      _ = try broker.append([Fixture.batch(topic, 5..<9)], now: Fixture.now)
      try broker.close()
      let file = try Database(path: path, access: .readWrite)
      try file.execute("UPDATE batch SET data = zeroblob(length(data)) WHERE key & 7 = 5")
      try file.close()
      let again = try Broker(path: path, durability: .process)
      #expect(try again.fetch(topic, partition: 0, from: 0, bytesMax: 1).records.count == 5)
      #expect(
        throws: BrokerError.corruptBatch(
          topic: "a", partition: 0, offset: 5, why: "the checksum does not fit")
      ) { try again.fetch(topic, partition: 0, from: 5, bytesMax: 1) }
      try again.close()
      let hole = try Database(path: path, access: .readWrite)
      try hole.execute("DELETE FROM batch WHERE key & 7 = 0")
      try hole.close()
      let third = try Broker(path: path, durability: .process)
      #expect(throws: BrokerError.self) {
        try third.fetch(topic, partition: 0, from: 0, bytesMax: 1)
      }
    }
  }

  @Test func otherFilesAreRefused() throws {
    try withFolder { folder in
      let path = folder + "/other.sqlite"
      let other = try Database(path: path, access: .create)
      try other.execute("CREATE TABLE t(x)")
      try other.close()
      #expect(throws: BrokerError.notABroker(path: path, found: "another kind of file")) {
        try Broker(path: path, durability: .process)
      }
    }
  }

  @Test func twoConnectionsShareALog() throws {
    try withFolder { folder in
      let path = folder + "/log.sqlite"
      let one = try Broker(path: path, durability: .process)
      let topic = try one.createTopic("a", TopicSettings(partitionCount: 1))
      let two = try Broker(path: path, durability: .process)
      #expect(one.logID == two.logID && one.logID != 0)
      for round in 0..<6 {
        let writer = round % 2 == 0 ? one : two
        _ = try writer.append([Fixture.batch(topic, round..<round + 1)], now: Fixture.now)
      }
      #expect(try Fixture.all(one, topic).map(Fixture.number) == Array(0..<6))
      #expect(try Fixture.all(two, topic).map(\.offset) == Array(0..<6))
    }
  }
}

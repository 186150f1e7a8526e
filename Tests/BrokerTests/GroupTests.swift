import Broker
import Clockwork
import TestSupport
import Testing

@Suite struct GroupTests {
  private func withTopics(
    _ counts: [Int], _ body: (Broker, [Topic]) throws -> Void
  ) throws {
    try withFolder { folder in
      let broker = try Broker(path: folder + "/log.sqlite", durability: .process)
      let topics = try counts.enumerated().map { index, count in
        try broker.createTopic("t\(index)", TopicSettings(partitionCount: count))
      }
      try body(broker, topics)
    }
  }

  @Test func everyPartitionHasOneReaderThroughoutChanges() throws {
    try withTopics([5, 3]) { broker, topics in
      var random = TestRandom(seed: 7)
      var members: Set<String> = []
      var generation: Int64 = 0
      for _ in 0..<60 {
        let name = "m\(random.below(6))"
        if members.remove(name) != nil {
          try broker.leave(group: "g", member: name)
        } else {
          members.insert(name)
          _ = try broker.join(
            group: "g", member: name, topics: ["t0", "t1"], now: Fixture.now)
        }
        var owned: [TopicPartition] = []
        for member in members.sorted() {
          let assignment = try broker.heartbeat(group: "g", member: member, now: Fixture.now)
          #expect(assignment.generation > generation)
          owned += assignment.partitions
        }
        guard let first = members.min() else { continue }
        generation = try broker.heartbeat(
          group: "g", member: first, now: Fixture.now
        ).generation
        #expect(owned.count == 8 && Set(owned).count == 8)
      }
      _ = topics
    }
  }

  @Test func whoActsByAnOldGenerationIsRefused() throws {
    try withTopics([2]) { broker, topics in
      _ = try broker.append(
        [Fixture.batch(topics[0], 0..<4, partition: 1)], now: Fixture.now)
      let old = try broker.join(group: "g", member: "a", topics: ["t0"], now: Fixture.now)
      #expect(old.partitions.map(\.partition) == [0, 1])
      let other = try broker.join(group: "g", member: "b", topics: ["t0"], now: Fixture.now)
      #expect(other.partitions.map(\.partition) == [1])
      let place = TopicPartition(topic: "t0", partition: 1)
      #expect(
        throws: BrokerError.illegalGeneration(
          group: "g", found: old.generation, current: other.generation)
      ) {
        try broker.commit(
          group: "g", member: "a", generation: old.generation, [place: 3])
      }
      #expect(
        throws: BrokerError.notAssigned(group: "g", member: "a", topic: "t0", partition: 1)
      ) {
        try broker.commit(group: "g", member: "a", generation: other.generation, [place: 3])
      }
      try broker.commit(group: "g", member: "b", generation: other.generation, [place: 3])
      #expect(try broker.committed(group: "g", topics[0], partition: 1) == 3)
      #expect(try broker.lag(group: "g", topics[0], partition: 1) == 1)
      #expect(throws: BrokerError.unknownMember(group: "g", member: "c")) {
        try broker.commit(group: "g", member: "c", generation: other.generation, [:])
      }
      #expect(throws: BrokerError.self) {
        try broker.commit(group: "g", member: "b", generation: other.generation, [place: 5])
      }
    }
  }

  @Test func aSilentMemberGivesUpItsPartitions() throws {
    try withTopics([2]) { broker, _ in
      _ = try broker.join(group: "g", member: "a", topics: ["t0"], now: Fixture.now)
      _ = try broker.join(
        group: "g", member: "b", topics: ["t0"], now: Fixture.now + .seconds(30))
      let gone = try broker.expireMembers(of: "g", heardBefore: Fixture.now + .seconds(10))
      #expect(gone == ["a"])
      let left = try broker.heartbeat(group: "g", member: "b", now: Fixture.now + .seconds(31))
      #expect(left.partitions.count == 2)
      #expect(throws: BrokerError.unknownMember(group: "g", member: "a")) {
        try broker.heartbeat(group: "g", member: "a", now: Fixture.now)
      }
    }
  }

  @Test func aConsumerGoesOnWhereItsGroupCommitted() throws {
    try withTopics([3]) { broker, topics in
      for partition in 0..<3 {
        for start in stride(from: 0, to: 40, by: 4) {
          let batch = Fixture.batch(topics[0], start..<start + 4, partition: partition)
          _ = try broker.append([batch], now: Fixture.now)
        }
      }
      var seen = [[Int]](repeating: [], count: 3)
      for life in 0..<6 {
        var consumer = try Consumer(
          broker, group: "g", member: "m", topics: ["t0"], now: Fixture.now)
        for _ in 0..<7 {
          guard let found = try consumer.poll(bytesMax: 1) else { break }
          seen[found.partition] += found.records.map(Fixture.number)
        }
        try consumer.commit()
        if life == 0 { #expect(seen.map(\.count) == [12, 8, 8], "partitions take turns") }
      }
      #expect(seen == [Array(0..<40), Array(0..<40), Array(0..<40)])
      var again = try Consumer(broker, group: "g", member: "m", topics: ["t0"], now: Fixture.now)
      #expect(try again.poll(bytesMax: 1_000) == nil)
      again.seek(TopicPartition(topic: "t0", partition: 2), to: 38)
      #expect(try again.poll(bytesMax: 1_000)?.records.map(Fixture.number) == [38, 39])
    }
  }
}

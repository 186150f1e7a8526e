@testable import Broker
import Clockwork
import TestSupport
import Testing

/// The rules of KIP-98, one by one.
@Suite struct ProducerTests {
  private func withTopic(
    _ settings: TopicSettings = TopicSettings(partitionCount: 1),
    _ body: (Broker, Topic) throws -> Void
  ) throws {
    try withFolder { folder in
      let broker = try Broker(path: folder + "/log.sqlite", durability: .process)
      try body(broker, try broker.createTopic("a", settings))
    }
  }

  @Test func aBatchThatIsSentAgainKeepsItsOffset() throws {
    try withTopic { broker, topic in
      let producer = try broker.registerProducer("p")
      for start in 0..<7 {
        let batch = Fixture.batch(topic, start * 2..<start * 2 + 2, sequence: Int64(start * 2))
        let first = try broker.append([batch], from: producer, now: Fixture.now)
        #expect(Fixture.offsets(first) == [Int64(start * 2)])
        let again = try broker.append([batch], from: producer, now: Fixture.now)
        #expect(
          again
            == .appended([
              AppendReceipt(partition: 0, firstOffset: Int64(start * 2), isDuplicate: true)
            ]))
      }
      // The fifth from the end is remembered, the sixth only as long past.
      let old = Fixture.batch(topic, 4..<6, sequence: 4)
      #expect(try Fixture.offsets(broker.append([old], from: producer, now: Fixture.now)) == [4])
      #expect(throws: BrokerError.duplicateSequence(partition: 0, found: 2, last: 13)) {
        try broker.append(
          [Fixture.batch(topic, 2..<4, sequence: 2)], from: producer, now: Fixture.now)
      }
      #expect(try Fixture.all(broker, topic).map(Fixture.number) == Array(0..<14))
    }
  }

  @Test func gapsAndOverlapsAreRefused() throws {
    try withTopic { broker, topic in
      let producer = try broker.registerProducer("p")
      #expect(throws: BrokerError.outOfOrderSequence(partition: 0, found: 1, expected: 0)) {
        try broker.append(
          [Fixture.batch(topic, 0..<2, sequence: 1)], from: producer, now: Fixture.now)
      }
      _ = try broker.append([Fixture.batch(topic, 0..<4)], from: producer, now: Fixture.now)
      for sequence in [5, 3, -1] as [Int64] {
        #expect(throws: BrokerError.outOfOrderSequence(partition: 0, found: sequence, expected: 4))
        {
          try broker.append(
            [Fixture.batch(topic, 0..<2, sequence: sequence)], from: producer, now: Fixture.now)
        }
      }
      #expect(try Fixture.all(broker, topic).count == 4)
    }
  }

  @Test func anOlderEpochIsFencedOff() throws {
    try withTopic { broker, topic in
      let zombie = try broker.registerProducer("p")
      _ = try broker.append(
        [Fixture.batch(topic, 0..<2)], from: zombie, position: "line 2", now: Fixture.now)
      let heir = try broker.registerProducer("p")
      #expect(heir.id == zombie.id && heir.epoch == zombie.epoch + 1)
      #expect(heir.position == "line 2")
      #expect(throws: BrokerError.producerFenced(name: "p", epoch: 0, current: 1)) {
        try broker.append(
          [Fixture.batch(topic, 2..<4, sequence: 2)], from: zombie, position: "line 4",
          now: Fixture.now)
      }
      // A new epoch counts from 0.
      let next = try broker.append([Fixture.batch(topic, 2..<4)], from: heir, now: Fixture.now)
      #expect(Fixture.offsets(next) == [2])
      #expect(try broker.registerProducer("q").position == nil)
    }
  }

  @Test func batchesOfOneCallAreAllThereOrNone() throws {
    try withTopic(TopicSettings(partitionCount: 2)) { broker, topic in
      let producer = try broker.registerProducer("p")
      let good = Fixture.batch(topic, 0..<2)
      let bad = Fixture.batch(topic, 2..<4, sequence: 9, partition: 1)
      #expect(throws: BrokerError.self) {
        try broker.append([good, bad], from: producer, position: "x", now: Fixture.now)
      }
      #expect(try broker.offsets(of: topic, partition: 0) == (0, 0))
      #expect(try broker.registerProducer("p").position == nil)
    }
  }

  @Test func keysKeepTheirOrderAndPartition() throws {
    try withTopic(TopicSettings(partitionCount: 4)) { broker, topic in
      var producer = try Producer(broker, name: "p", topic: topic)
      for number in 0..<200 {
        #expect(producer.tryAppend(Fixture.record(number, key: "k\(number % 10)")) == .accepted)
        if number % 33 == 0 { _ = try producer.flush(position: nil, now: Fixture.now) }
      }
      #expect(try producer.flush(position: nil, now: Fixture.now) == .flushed(1))
      var seen: [String: [Int]] = [:]
      var home: [String: Set<Int>] = [:]
      for partition in 0..<4 {
        for stored in try Fixture.all(broker, topic, partition: partition) {
          let key = String(decoding: stored.record.key ?? [], as: UTF8.self)
          seen[key, default: []].append(Fixture.number(stored))
          home[key, default: []].insert(partition)
        }
      }
      #expect(seen.count == 10 && home.values.allSatisfy { $0.count == 1 })
      for (key, numbers) in seen {
        let first = Int(key.dropFirst()) ?? -1
        #expect(numbers == Array(stride(from: first, to: 200, by: 10)))
      }
    }
  }

  @Test func memoryIsBoundedAndAFullTopicHoldsProducersBack() throws {
    let settings = TopicSettings(partitionCount: 1, backlogBytesMax: 4_000)
    try withTopic(settings) { broker, topic in
      var producer = try Producer(broker, name: "p", topic: topic, bytesMax: 2_048)
      #expect(
        producer.tryAppend(
          Record(key: nil, eventTime: Fixture.now, payload: [UInt8](repeating: 0, count: 4_000)))
          == .tooLarge)
      var (sent, refused) = (0, 0)
      var outcome = Producer.FlushOutcome.flushed(0)
      while refused < 3 {
        if producer.tryAppend(Fixture.record(sent)) == .accepted {
          sent += 1
          continue
        }
        #expect(producer.bufferedBytes <= 2_048)
        outcome = try producer.flush(position: String(sent), now: Fixture.now)
        if case .full = outcome { refused += 1 }
      }
      guard case .full(let waiting, let limit) = outcome else { return }
      #expect(limit == 4_000 && waiting >= 4_000 && waiting < 4_000 + 2_048)
      let end = try broker.offsets(of: topic, partition: 0).next
      try broker.resetOffset(group: "g", topic, partition: 0, to: end)
      #expect(try broker.backlog(of: topic) == 0)
      guard case .flushed(let count) = try producer.flush(position: nil, now: Fixture.now) else {
        Issue.record("the topic has room again")
        return
      }
      #expect(count > 0)
      #expect(try Fixture.all(broker, topic).map(Fixture.number) == Array(0..<sent))
      #expect(try broker.registerProducer("p").position == String(sent))
    }
  }
}

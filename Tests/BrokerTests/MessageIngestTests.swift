import Clockwork
import SQLite
import TestSupport
import Testing

@testable import Broker

/// From a file through the log into the store.
@Suite struct MessageIngestTests {
  private static func line(
    _ sequence: Int, device: String = "d", value: String = "1", minute: Int? = nil
  ) -> String {
    let time = Fixture.now.microseconds + Int64(minute ?? sequence) * 60_000_000
    return #"{"kind":"device_telemetry","device_id":"\#(device)","sensor_type":"temperature","#
      + #""value":\#(value),"device_time_us":\#(time),"sequence":\#(sequence)}"#
  }

  private func ingest(_ folder: String, _ fuse: Fuse = Fuse(limit: 0)) throws -> IngestCounts {
    let broker = try Broker(
      path: folder + "/log.sqlite", durability: .process, beforeWrite: fuse.burn)
    try MessageIngest.registerSchemas(in: broker)
    let gate = try MessageGate(broker, settings: GateSettings())
    let store = try MessageStore(
      path: folder + "/store.sqlite", broker: broker, gate: gate, durability: .process,
      beforeWrite: fuse.burn)
    let source = try LineSource(
      path: folder + "/messages.jsonl", lineMax: gate.settings.byteCountMax)
    var ingest = try MessageIngest(source, name: "messages", broker: broker, store: store)
    try ingest.run(clock: { Fixture.now + .days(1) }, progress: { _ in })
    return try store.totals()
  }

  private func letters(_ folder: String) throws -> [String: Int64] {
    let store = try Database(path: folder + "/store.sqlite", access: .readWrite)
    let statement = try store.prepare("SELECT reason, count FROM dead_letter_count")
    var letters: [String: Int64] = [:]
    while try statement.step() { letters[statement.text(0)] = statement.integer(1) }
    return letters
  }

  @Test func everyMessageHasOneFate() throws {
    var lines = (0..<100).map { Self.line($0) }
    lines += [
      Self.line(5), Self.line(6, value: "2"), Self.line(200, minute: 2_000),
      Self.line(201, minute: 2_000 - 3 * 1_440), Self.line(202, value: "NaN"),
      "nonsense", Self.line(203, value: "\"x\""), String(repeating: "x", count: 300_000), "",
      Self.line(204, minute: 2_001),
    ]
    try withFolder { folder in
      try write(lines.joined(separator: "\n"), to: folder + "/messages.jsonl")
      let counts = try ingest(folder)
      #expect(
        counts
          == IngestCounts(
            records: 109, stored: 102, duplicates: 1, refused: 6, readings: 102, documents: 0))
      #expect(
        try letters(folder) == [
          "conflicting_duplicate": 1, "too_late": 1, "not_a_number": 1, "malformed": 1,
          "invalid_field": 1, "too_large": 1,
        ])
      #expect(try ingest(folder) == counts, "the same file again has nothing new")
      try write(
        (lines + ["", Self.line(300)]).joined(separator: "\n"), to: folder + "/messages.jsonl")
      #expect(try ingest(folder).readings == 103, "a file that has grown is read on")
      let store = try Database(path: folder + "/store.sqlite", access: .readWrite)
      let size = try store.prepare(
        "SELECT byte_count, length(payload) FROM dead_letter WHERE reason = 'too_large'")
      #expect(try size.step())
      #expect(size.integer(0) == 300_000 && size.integer(1) == 1_024)
    }
  }

  @Test func withoutItsLogAStoreStillDoublesNothing() throws {
    try withFolder { folder in
      try write(
        (0..<50).map { Self.line($0) }.joined(separator: "\n"), to: folder + "/messages.jsonl")
      #expect(try ingest(folder).readings == 50)
      for suffix in ["", "-wal", "-shm"] { remove(folder + "/log.sqlite" + suffix) }
      let again = try ingest(folder)
      #expect(again.readings == 50 && again.duplicates == 50)
      // And a log without its store begins at the beginning.
      for suffix in ["", "-wal", "-shm"] { remove(folder + "/store.sqlite" + suffix) }
      #expect(try ingest(folder).readings == 50)
    }
  }

  /// Ends the ingestion at each of its writes in turn and goes on.
  @Test func noWriteIsAPlaceWhereMessagesAreDoubledOrLost() throws {
    var lines: [String] = []
    for number in 0..<30 {
      lines.append(Self.line(number, device: "d\(number % 5)"))
      if number % 7 == 0 { lines.append("garbage \(number)") }
    }
    lines.append(Self.line(3, device: "d3"))
    try withFolder { base in
      var expected: IngestCounts?
      var ended = 0
      for limit in 0... {
        let (counts, refused, wasEnded) = try withFolder { folder in
          try write(lines.joined(separator: "\n"), to: folder + "/messages.jsonl")
          var wasEnded = false
          if limit > 0 {
            do { _ = try ingest(folder, Fuse(limit: limit)) } catch { wasEnded = true }
          }
          return (try ingest(folder), try letters(folder), wasEnded)
        }
        if expected == nil {
          #expect(counts.readings == 30 && counts.duplicates == 1 && counts.refused == 5)
          expected = counts
        }
        #expect(counts == expected, "ended at write \(limit)")
        #expect(refused == ["malformed": 5])
        if wasEnded { ended += 1 } else if limit > 0 { break }
      }
      #expect(ended > 100, "\(ended)")
      _ = base
    }
  }

  @Test func megabytesOfGarbageLeaveGoodMessagesAlone() throws {
    try withFolder { folder in
      var random = TestRandom(seed: 5)
      var bytes: [UInt8] = []
      for number in 0..<500 {
        for _ in 0..<random.below(8_000) { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
        bytes.append(0x0A)
        bytes += Array(Self.line(number).utf8)
        bytes.append(0x0A)
      }
      try write(bytes, to: folder + "/messages.jsonl")
      let counts = try ingest(folder)
      #expect(counts.readings == 500)
      #expect(counts.records == counts.stored + counts.duplicates + counts.refused)
      let store = try Database(path: folder + "/store.sqlite", access: .readWrite)
      let kept = try store.integer("SELECT count(*) FROM dead_letter") ?? 0
      #expect(kept <= MessageStore.deadLettersMax * Int64(DeadLetterReason.allCases.count))
      #expect(try store.integer("SELECT max(length(payload)) FROM dead_letter") ?? 0 <= 1_024)
    }
  }

  /// Messages that arrived as they say, one home after the other.
  private final class HomesSource: MessageSource {
    private var index = 0
    let messages: [SourceMessage]

    init(_ messages: [SourceMessage]) { self.messages = messages }

    var position: String { String(index) }

    func seek(to position: String) { index = Int(position) ?? 0 }

    func next() -> SourceMessage? {
      guard index < messages.count else { return nil }
      index += 1
      return messages[index - 1]
    }
  }

  @Test func homesThatFollowOneAnotherAreEachJudgedByTheirArrival() throws {
    var messages: [SourceMessage] = []
    for home in 0..<3 {
      for minute in stride(from: 0, to: 6 * 1_440, by: 30) {
        let line = Self.line(minute, device: "home\(home)")
        let time = Fixture.now + .minutes(Int64(minute))
        let record = Record(
          key: Array("\(home)".utf8), eventTime: time, payload: Array(line.utf8))
        messages.append(SourceMessage(record: record, arrival: time))
      }
    }
    try withFolder { folder in
      let broker = try Broker(path: folder + "/log.sqlite", durability: .process)
      try MessageIngest.registerSchemas(in: broker)
      let gate = try MessageGate(broker, settings: GateSettings())
      let store = try MessageStore(
        path: folder + "/store.sqlite", broker: broker, gate: gate, durability: .process)
      var ingest = try MessageIngest(
        HomesSource(messages), name: "homes", broker: broker, store: store)
      try ingest.run(clock: { .distantPast }, progress: { _ in })
      let counts = try store.totals()
      #expect(counts.stored == 3 * 288 && counts.refused == 0)
    }
  }
}

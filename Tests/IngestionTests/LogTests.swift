import Clockwork
import Compression
import Foundation
import Ingestion
import SQLite
import Telemetry
import TestSupport
import Testing

@Suite struct LogTests {
  private func copies(home: Int, window: Int) -> [Copy] {
    (0..<20).map { (n: Int) -> Copy in
      let value = 20 + Double(n + home) / 10
      let sent = SimDuration.seconds(Int64(window * 60 + n * 2))
      return Fixtures.copy(
        sequence: UInt32(window * 20 + n), sent: sent, values: [value],
        home: HomeID(UInt32(home)))
    }
  }

  private func segment(home: Int, window: Int, _ compressor: Compressor) throws -> Segment {
    var builder = SegmentBuilder(home: HomeID(UInt32(home)))
    for copy in copies(home: home, window: window) {
      copy.bytes.withUnsafeBytes { builder.append($0, arrival: copy.arrival) }
    }
    let segment = builder.finish(window: Int64(window), using: compressor)
    return try #require(segment)
  }

  @Test(arguments: [Database.Durability.batch, .full])
  func aHomesCopiesComeBackInOrderOfArrival(durability: Database.Durability) throws {
    try withFolder { folder in
      let path = folder + "/wire.log"
      let log = try Log(path: path, durability: durability)
      let compressor = Compressor()
      for window in 0..<5 {
        for home in 0..<3 {
          try log.append(segment(home: home, window: window, compressor))
        }
      }
      try log.close()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["wire.log"])
      let reader = try LogReader(path: path)
      #expect(try reader.homes().map(\.rawValue) == [0, 1, 2])
      #expect(try reader.totals().copyCount == 300)
      for home in 0..<3 {
        let expected = (0..<5).flatMap { copies(home: home, window: $0) }
        var found: [Copy] = []
        try reader.forEachCopy(of: HomeID(UInt32(home))) { arrival, bytes in
          found.append(
            Copy(arrival: arrival, bytes: Array(bytes), id: MessageID(rawValue: 0)))
        }
        #expect(found.map(\.bytes) == expected.map(\.bytes))
        #expect(found.map(\.arrival) == expected.map(\.arrival))
      }
      var count = 0
      try reader.forEachCopy(of: HomeID(1), window: 3) { _, _ in count += 1 }
      #expect(count == 20)
    }
  }

  @Test func anAppendedSegmentOutlivesACrashWithFullDurability() throws {
    try withFolder { folder in
      let path = folder + "/wire.log"
      let log = try Log(path: path, durability: .full)
      try log.append(segment(home: 0, window: 0, Compressor()))
      // A copy of the files as a crash would leave them: the log is still open.
      for suffix in ["", "-wal"] {
        try FileManager.default.copyItem(atPath: path + suffix, toPath: folder + "/crash" + suffix)
      }
      let again = try Log(path: folder + "/crash", durability: .full)
      #expect(throws: LogError.self) { try again.append(segment(home: 0, window: 0, Compressor())) }
      try again.append(segment(home: 0, window: 1, Compressor()))
      try again.close()
      #expect(try LogReader(path: folder + "/crash").totals().copyCount == 40)
    }
  }

  @Test(arguments: [
    ("data = substr(data, 1, length(data) - 3)", "is corrupt"),
    ("data = zeroblob(10)", "does not state a size"),
    ("crc32c = crc32c + 1", "the checksum does not fit"),
    ("copy_count = 21", "found 20 copies, expected 21"),
    ("byte_count = byte_count + 1", "does not state a size"),
    ("byte_count = -1", "bad size"), ("byte_count = 1 << 60", "bad size"),
  ])
  func aDamagedSegmentIsNamed(change: String, why: String) throws {
    try withFolder { folder in
      let path = folder + "/wire.log"
      let log = try Log(path: path, durability: .batch)
      for window in 0..<3 { try log.append(segment(home: 4, window: window, Compressor())) }
      try log.close()
      let database = try Database(path: path, access: .readWrite)
      try database.execute("UPDATE segment SET \(change) WHERE window = 1")
      try database.close()
      var count = 0
      let error = #expect(throws: LogError.self) {
        try LogReader(path: path).forEachCopy(of: HomeID(4)) { _, _ in count += 1 }
      }
      #expect(count == 20)
      let text = try #require(error?.description)
      #expect(text.contains("home_000004, window 1, is corrupt"))
      #expect(text.contains(why))
    }
  }

  @Test func otherFilesAreRefused() throws {
    try withFolder { folder in
      let text = folder + "/text"
      try String(repeating: "no database ", count: 200)
        .write(toFile: text, atomically: true, encoding: .utf8)
      let other = folder + "/other"
      let database = try Database(path: other, access: .create)
      try database.execute("CREATE TABLE t(x)")
      try database.close()
      for path in [text, other] {
        let reading = #expect(throws: LogError.self) { try LogReader(path: path) }
        #expect(reading?.description.contains("expected a message log of version 1") == true)
        let writing = #expect(throws: LogError.self) { try Log(path: path, durability: .batch) }
        #expect(writing?.description.contains("expected a message log of version 1") == true)
      }
      #expect(throws: LogError.self) { try LogReader(path: folder + "/missing") }
      #expect(throws: LogError.self) {
        try Log(path: folder + "/missing/wire.log", durability: .batch)
      }
    }
  }
}

@Suite struct HistogramTests {
  @Test func quantilesAreWithinAnEighth() throws {
    var histogram = LatencyHistogram()
    #expect(histogram.quantile(0.5) == nil)
    var other = LatencyHistogram()
    for n in 1...10_000 {
      if n % 2 == 0 {
        histogram.record(.microseconds(Int64(n) * 100))
      } else {
        other.record(.microseconds(Int64(n) * 100))
      }
    }
    histogram.merge(other)
    for share in [0.01, 0.5, 0.9, 0.99, 1] {
      let found = Double(try #require(histogram.quantile(share)).microseconds)
      #expect(abs(found / (share * 1e6) - 1) < 0.125, "\(share): \(found)")
    }
    histogram.record(.microseconds(.max))
    histogram.record(.microseconds(-5))
    #expect(histogram.count == 10_002)
  }
}

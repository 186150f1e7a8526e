import Clockwork
import Foundation
import Reporting
import SQLite
import ScenarioFiles
import Scoring
import Synchronization
import Telemetry
import Testing

@testable import Scenarios

/// The ledger in every window, and what is written of it.
@Suite struct LedgerFileTests {

  private func counters(_ path: String) throws -> [String: IDSum] {
    let rows = try Database(path: path, access: .readOnly).prepare(
      "SELECT home || side || cause, count, id_hash_sum FROM counter ORDER BY rowid")
    var sums: [String: IDSum] = [:]
    while try rows.step() {
      sums[rows.text(0), default: .zero] += IDSum(
        count: rows.integer(1), hashSum: UInt64(bitPattern: rows.integer(2)))
    }
    return sums
  }

  /// "name: 3 a = 2 b + 1 c".
  private func expectEqualSides(_ line: String) throws {
    let sides = try #require(line.split(separator: ": ", maxSplits: 1).last).split(separator: " = ")
    let sums = sides.map { side in
      side.split(separator: " + ").reduce(0) { sum, term in
        let number = term.split(separator: " ").first ?? ""
        return sum + (Int(number.filter { $0 != "," }) ?? -1_000_000)
      }
    }
    #expect(sums.count == 2 && sums.first == sums.last, "\(line)")
  }

  private func run(_ window: SimDuration, into folder: String) throws -> RunResult {
    let plan = try Fixture.plan(
      "faulty-sensors",
      ["homes=3", "duration=3d", "history=1d", "oracle.homes=0", "ledger.rows=60"]
    )
    let outputs = try RunOutputs(
      folder: folder, keep: [.ledger, .stores], store: .raw, durability: .fast)
    return try Fixture.run(plan, window: window, outputs: outputs)
  }

  @Test func countersHoldEveryReadingWhateverTheWindow() throws {
    let (daily, odd) = (try Fixture.temporaryFolder(), try Fixture.temporaryFolder())
    defer { for folder in [daily, odd] { try? FileManager.default.removeItem(atPath: folder) } }
    let result = try run(.days(1), into: daily)
    #expect(try run(.minutes(421), into: odd).fingerprint == result.fingerprint)
    let sums = try counters(daily + "/ledger.sqlite")
    #expect(try counters(odd + "/ledger.sqlite") == sums)
    let taken = (0..<3).reduce(0) { $0 + (sums["\($1)worldtaken"]?.count ?? 0) }
    #expect(taken == Int64(result.readingCount))

    let ledger = try Database(path: daily + "/ledger.sqlite", access: .readOnly)
    let open = try ledger.prepare(
      """
      SELECT home, balance, sum(CASE side WHEN 'left' THEN count ELSE -count END) AS rest
      FROM balance GROUP BY home, balance HAVING rest <> 0
      """)
    #expect(try open.step() == false, "an open balance was written")
    #expect(try ledger.integer("SELECT count(DISTINCT balance) FROM balance") == 5)
    #expect(
      try #require(
        try ledger.integer("SELECT sum(count) FROM balance WHERE term = 'accepted'")) > 10_000)
    let totals = try LedgerReader(path: daily + "/ledger.sqlite").totals()
    #expect(totals.first?.hasPrefix("readings: \(NumberText.whole(Int(taken))) taken = ") == true)
    for line in totals { try expectEqualSides(line) }
    #expect(totals.contains { $0.hasPrefix("copies: ") && $0.contains(" lost to radio") })
    // 60 rows are 10 a home and side.
    #expect(try ledger.integer("SELECT count(*) FROM exception") == 60)
    let counted = try #require(
      try ledger.integer(
        """
        SELECT sum(count) FROM counter WHERE cause LIKE 'lost%' OR cause LIKE 'rejected%'
          OR cause IN ('duplicate', 'late', 'corrupted', 'replayed', 'forged')
        """))
    let omitted = try ledger.integer("SELECT sum(count) FROM omitted")
    #expect(omitted == counted - 60, "every exception is a row or counted as omitted")
  }

  @Test func aForgedCopyEndsTheRunInItsWindow() throws {
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.birth + .hours(30))
    let shard = Shard(
      plan, home: 2, weather: weather, catalogue: ScoreCatalogue(), player: .ours,
      settings: plan.laneSettings)
    let pool = CompressorPool()
    func close(_ window: Int64, _ hours: Int64) throws {
      let end = plan.birth + .hours(hours)
      shard.run(to: end, weather: weather)
      _ = try pool.lend {
        try shard.closeWindow(window, at: end, isLast: false, using: $0)
      }
    }
    try close(0, 1)
    try close(1, 2)
    var underWay: [(arrival: SimTime, bytes: [UInt8])] = []
    shard.wire.take(upTo: .distantFuture) { underWay.append(($0, [UInt8]($1))) }
    // All that was under way goes back, and one copy more.
    underWay.append((plan.birth + .days(9), underWay.last?.bytes ?? [1, 2, 3]))
    for copy in underWay {
      copy.bytes.withUnsafeBytes { shard.wire.append($0, arrival: copy.arrival) }
    }
    do {
      try close(2, 3)
      Issue.record("a copy that nobody sent was not noticed")
    } catch let error as RunError {
      #expect(error.exitCode == 70)
      #expect(error.description.contains("in home 2 at the end of window 2, 20"))
      #expect(error.description.contains("unaccounted for"))
    }
  }

  @Test func pagesAreWrittenInHomeOrder() throws {
    for threads in [1, 2, 5] {
      let written = Mutex<[Int]>([])
      let desk = PageDesk { page in written.withLock { $0.append(page.home) } }
      // A number prime to 200 takes every home once, in a muddle.
      try ShardRunner(threadCount: threads).run(shardCount: 200) { index in
        try desk.handIn(
          ShardPage(
            home: index * 77 % 200, window: 0, bornAt: .distantPast, truth: TruthRows(),
            readings: ReadingRows(), series: [], world: LedgerPage(), pipeline: LedgerPage()))
      }
      #expect(written.withLock { $0 } == Array(0..<200), "\(threads) threads")
    }
  }
}

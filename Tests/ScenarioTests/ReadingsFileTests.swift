import Clockwork
import Devices
import Dwellings
import Foundation
import Ingestion
import Lanes
import Residents
import Sampling
import ScenarioFiles
import Scoring
import SQLite
import Telemetry
import Testing
import Truth

@testable import Homes
@testable import Scenarios

/// `readings.sqlite` has each reading once, and the truth that its message's life tells.
@Suite struct ReadingsFileTests {
  private static let settings = [
    "homes=2", "duration=1d", "history=0d", "oracle.homes=0", "players.agents=[]", "expect={}",
  ]

  private func file(_ plan: RunPlan, _ window: SimDuration) throws -> (Database, [Shard], String) {
    let folder = try Fixture.temporaryFolder()
    let outputs = try RunOutputs(
      folder: folder, keep: [.readings], store: .none, durability: .fast)
    let run = Run(
      plan, options: RunOptions(threadCount: 2, window: window), outputs: outputs,
      report: { _ in })
    let shards = try run.live(settings: plan.laneSettings, label: "run", player: .ours)
    let path = folder + "/" + ReadingsFile.name
    return (try Database(path: path, access: .readOnly), shards, folder)
  }

  @Test func everyReadingIsThereOnceWhateverTheWindow() throws {
    let plan = try Fixture.plan("faulty-sensors", Self.settings)
    let (daily, shards, folder) = try file(plan, .days(1))
    let (odd, _, other) = try file(plan, .minutes(427))
    defer { for folder in [folder, other] { try? FileManager.default.removeItem(atPath: folder) } }
    let count = try daily.integer("SELECT count(*) FROM reading")
    // Events are measurements too, but have no ticks.
    let taken = shards.reduce(Int64(0)) { sum, shard in
      sum + shard.home.ledger.total(.taken).count
        - shard.home.eventCounts.reduce(Int64(0)) { $0 + Int64($1) }
    }
    #expect(count == taken && taken > 20_000)
    let sums = """
      SELECT count(*) || ' ' || sum(tick) || ' ' || sum(CAST(measured * 1e6 AS INTEGER)) || ' '
        || sum(CAST(truth * 1e6 AS INTEGER)) FROM reading
      """
    func text(_ database: Database) throws -> String {
      let rows = try database.prepare(sums)
      return try rows.step() ? rows.text(0) : ""
    }
    #expect(try text(daily) == text(odd))
    #expect(
      try daily.integer("SELECT count(*) FROM change") == odd.integer("SELECT count(*) FROM change")
    )
  }

  @Test func theTruthIsTheOneOfTheMessage() throws {
    let plan = try Fixture.plan("quickstart", Self.settings)
    let (database, _, folder) = try file(plan, .days(1))
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let life = try plan.life(
      of: MessageName.parse("1/hygrometer_001/100", in: plan),
      options: RunOptions(threadCount: 1, window: .days(1)), ledger: nil)
    let reading = try #require(life.readings.first)
    let slot = try #require(reading.traced.slot)
    let rows = try database.prepare(
      "SELECT truth, measured FROM reading WHERE series = ? AND tick = ?")
    try rows.bind(Int64(1) << 16 | Int64(slot), at: 1)
    try rows.bind(reading.traced.tick, at: 2)
    #expect(try rows.step())
    #expect(rows.double(0) == reading.traced.truth && rows.double(1) == reading.traced.value)
    let named = try database.prepare(
      "SELECT count(*) FROM readings WHERE device_name = 'hygrometer_001' AND home = 1 AND "
        + "channel = 'temperature' AND time_us = ?")
    try named.bind(reading.traced.time.microseconds, at: 1)
    #expect(try named.step() && named.integer(0) == 1)
  }
}

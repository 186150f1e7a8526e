import Clockwork
import Foundation
import Lanes
import SQLite
import ScenarioFiles
import Scoring
import Storage
import Testing

@testable import Scenarios

/// The store answers as a pass over the accepted readings does, whatever it keeps.
@Suite struct StorageScoreTests {
  static let overrides = ["homes=2", "duration=1d", "oracle.homes=0", "audit.homes=2"]

  private func scores(
    store mode: String, window: SimDuration = .days(1), overrides: [String] = Self.overrides
  ) throws -> [String: Score] {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan("quickstart", overrides + ["store=\(mode)"])
    let outputs = try RunOutputs(
      folder: folder, keep: [.stores], store: plan.scenario.store, durability: .fast)
    let result = try Fixture.run(plan, window: window, outputs: outputs)
    return Dictionary(
      uniqueKeysWithValues: result.scores.filter { $0.stage == "storage" }.map { ($0.id, $0) })
  }

  @Test(arguments: [("raw", 20.0, 35.0), ("chunks", 1.0, 20.0), ("aggregates", 0.05, 20.0)])
  func everyQuestionIsAnswered(mode: String, least: Double, most: Double) throws {
    let scores = try scores(store: mode)
    let exact = try #require(scores["storage.queries.exact_ratio"])
    #expect(exact.value == 1 && exact.homeCount == 2 && exact.count > 12)
    let bytes = try #require(scores["storage.bytes_per_reading"]?.value)
    #expect((least...most).contains(bytes), "\(mode): \(bytes) bytes a reading")
    // How a run is cut into windows changes neither.
    let cut = try self.scores(store: mode, window: .minutes(97))
    #expect(cut["storage.queries.exact_ratio"]?.value == 1)
    #expect(cut["storage.bytes_per_reading"]?.value == bytes)
  }

  @Test func nothingStoredIsSaid() throws {
    let none = try scores(store: "none")
    let exact = try #require(none["storage.queries.exact_ratio"])
    #expect(exact.value == nil && exact.why?.hasPrefix("nothing was stored") == true)
    let unheard = try scores(
      store: "raw", overrides: ["homes=1", "duration=1d", "oracle.homes=0", "audit.homes=0"])
    #expect(unheard["storage.bytes_per_reading"]?.why?.hasPrefix("no home was audited") == true)
  }

  static let damages = [
    ("UPDATE telemetry_row SET value = value + 0.01 WHERE rowid % 50 = 0", 0.9),
    ("UPDATE telemetry_row SET time_us = time_us + 1 WHERE rowid % 50 = 0", 0.99),
    ("UPDATE energy_consumption SET energy_value = energy_value * 1.000001", 0.99),
    ("UPDATE devices SET location_id = location_id + 1 WHERE id % 5 = 0", 0.99),
  ]

  /// A store that lost or changed something does not answer exactly.
  @Test func damageIsFound() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/twin.sqlite"
    let plan = try Fixture.plan(
      "quickstart", ["homes=1", "duration=1d", "oracle.homes=0", "store=raw"])
    let outputs = try RunOutputs(
      folder: folder, keep: [.stores], store: .raw, durability: .fast)
    let run = Run(
      plan, options: RunOptions(threadCount: 1, window: .days(1)), outputs: outputs,
      report: { _ in })
    var settings = plan.laneSettings
    settings.storeMode = .raw
    let shards = try run.live(settings: settings, label: "test", player: .ours)
    func ratio() throws -> Double {
      var boards = shards.map { $0.scorer.board }
      try run.askStore(shards, &boards)
      let index = run.catalogue.storage
      return try #require(
        Judge.score(run.catalogue.definitions[index], tallies: [boards[0].tallies[index]]).value)
    }
    #expect(try ratio() == 1)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for (sql, most) in Self.damages {
      try whole.write(to: URL(fileURLWithPath: path))
      let database = try Database(path: path, access: .create)
      try database.execute(sql)
      try database.close()
      #expect(try ratio() < most, "\(sql)")
    }
  }
}

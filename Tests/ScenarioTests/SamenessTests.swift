import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Scoring
import Testing

/// Shipped files and small runs for these tests.
enum Fixture {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  static func plan(_ name: String, _ overrides: [String]) throws -> RunPlan {
    let loaded = try ScenarioReader.read(
      path: root + "/Scenarios/\(name).yaml", overrides: overrides,
      worldFolders: [root + "/Worlds"])
    let path = root + "/Worlds/climates/\(loaded.world.climate).epw"
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return try RunPlan(
      loaded, climateBytes: bytes, climateName: path,
      devices: DeviceCatalogue(folder: root + "/Worlds/devices"),
      dwellings: DwellingCatalogue(loaded, builtinFolder: root + "/Worlds/dwellings"))
  }

  static let small = [
    "homes=4", "duration=1d", "oracle.homes=0", "players.agents=[null]",
  ]

  static func run(
    _ plan: RunPlan, threads: Int = 2, window: SimDuration = .days(1), outputs: RunOutputs? = nil
  ) throws -> RunResult {
    try Run(
      plan, options: RunOptions(threadCount: threads, window: window), outputs: outputs,
      report: { _ in }
    ).execute()
  }

  static func temporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "hometwin-\(ProcessInfo.processInfo.globallyUniqueString)"
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
  }
}

/// Same seed, same bits: on any thread count and window.
@Suite struct SamenessTests {
  @Test func threadsAndWindowsChangeNoBit() throws {
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let base = try Fixture.run(plan, threads: 1).fingerprint
    #expect(try Fixture.run(plan, threads: 2).fingerprint == base, "2 threads")
    #expect(try Fixture.run(plan, threads: 4).fingerprint == base, "4 threads")
    for hours in [1, 5] as [Int64] {
      #expect(
        try Fixture.run(plan, window: .hours(hours)).fingerprint == base, "window \(hours) h")
    }
    #expect(try Fixture.run(plan, window: .minutes(97)).fingerprint == base, "window 97 min")
  }

  private static let schedules: [(threads: Int, hours: Int64)] = [(2, 24), (2, 5), (4, 5)]

  /// Each acting player is a whole life of the homes, on the threads too.
  @Test func actingPlayersChangeNoBit() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=2", "duration=1d", "oracle.homes=0", "audit.homes=0",
        "players.agents=[null, schedule, oracle]",
      ])
    let base = try Fixture.run(plan, threads: 1)
    let cost = try #require(base.scores.first { $0.id == "agents.energy.cost_kwh_per_day" })
    let schedule = try #require(
      base.scores.first { $0.id == "agents.energy.schedule.cost_kwh_per_day" })
    // Lives that differ, so that a swap of two would show; on its first day our agent does nothing.
    #expect(Set([cost.null, cost.oracle, schedule.value]).count == 3)
    #expect([cost.value, cost.null, cost.oracle, schedule.value].allSatisfy { $0 != nil })
    for (threads, hours) in Self.schedules {
      let other = try Fixture.run(plan, threads: threads, window: .hours(hours))
      #expect(other.fingerprint == base.fingerprint, "\(threads) threads, window \(hours) h")
    }
  }

  /// The oracle forks the world at a forecast, in the middle of a window.
  @Test func forksChangeNoBit() throws {
    let overrides = [
      "homes=2", "history=2d", "duration=125h", "audit.homes=0", "players.agents=[]",
      "pipeline.forecasting.model=harmonic-regression", "oracle.homes=2", "oracle.paths=3",
    ]
    let plan = try Fixture.plan("quickstart", overrides)
    let base = try Fixture.run(plan, threads: 1)
    let error = try #require(base.scores.first { $0.id == "forecasting.power_24h.mae_w" })
    #expect(error.value != nil && error.oracle != nil, "\(error.why ?? "")")
    for (threads, hours) in Self.schedules {
      let other = try Fixture.run(plan, threads: threads, window: .hours(hours))
      #expect(other.fingerprint == base.fingerprint, "\(threads) threads, window \(hours) h")
    }
  }

  @Test func anotherSeedIsAnotherRun() throws {
    let base = try Fixture.run(try Fixture.plan("quickstart", Fixture.small)).fingerprint
    let other = try Fixture.run(
      try Fixture.plan("quickstart", Fixture.small + ["seed=2"])
    ).fingerprint
    #expect(base.truth != other.truth)
    #expect(base.wire != other.wire)
    #expect(base.conclusions != other.conclusions)
    #expect(base.scores != other.scores)
  }

  /// A home's life does not depend on how many others there are.
  @Test func anotherHomeChangesNobody() throws {
    func scores(_ homes: Int) throws -> [Score] {
      try Fixture.run(
        try Fixture.plan(
          "quickstart",
          [
            "homes=\(homes)", "duration=1d", "oracle.homes=0", "faults=[]", "audit.homes=1",
            "players.agents=[null]",
          ])
      ).scores
    }
    let one = try scores(1).first { $0.id == "sampling.temperature.rmse_k" }
    let three = try scores(3).first { $0.id == "sampling.temperature.rmse_k" }
    #expect(one?.value != nil)
    #expect(one?.value == three?.value)
  }
}

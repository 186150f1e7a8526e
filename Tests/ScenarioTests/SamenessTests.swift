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
    return try RunPlan(loaded, climateBytes: bytes, climateName: path)
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

@Suite struct RunTests {
  @Test func balancesCloseAndNoBoundIsBeaten() throws {
    for name in ["quickstart", "faulty-sensors", "summer-heat"] {
      let result = try Fixture.run(
        try Fixture.plan(
          name,
          [
            "homes=3", "duration=1d", "history=0d", "oracle.homes=0", "players.agents=[null]",
          ]))
      #expect(result.boundViolations == [], "\(name)")
      #expect(result.readingCount > 50_000, "\(name)")
    }
  }

  /// The third guard of the wall: the pipeline alone reaches the same conclusions.
  @Test func replayReachesTheSameConclusions() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let outputs = try RunOutputs(folder: folder, keep: [.wire], store: .none, durability: .fast)
    let result = try Fixture.run(plan, outputs: outputs)
    let replayed = try Replay.execute(
      wire: folder + "/wire.sqlite", settings: plan.laneSettings, homeCount: 4,
      birth: plan.birth, end: plan.end, report: { _ in })
    #expect(replayed.conclusions == result.fingerprint.conclusions)
    #expect(replayed.copyCount > 10_000)
  }

  @Test func everyShippedScenarioIsReadable() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Fixture.root + "/Scenarios")
      .filter { $0.hasSuffix(".yaml") }
    #expect(names.count >= 5)
    for name in names { _ = try Fixture.plan(String(name.dropLast(5)), []) }
  }
}

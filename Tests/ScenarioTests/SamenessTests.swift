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

import Clockwork
import Foundation
import SQLite
import ScenarioFiles
import Scoring
import Testing

@testable import Scenarios

/// Scores from a recorded wire and its truth.
@Suite struct WireScoreTests {
  private static let options = RunOptions(threadCount: 1, window: .days(1))

  /// Nobody acts and nobody listens on the other side, so that every pipeline hears the same world.
  private static let deaf = [
    "homes=2", "duration=1d", "history=1d", "oracle.homes=0", "players.agents=[]",
    "pipeline.agents.energy.method=none", "pipeline.agents.conversation.enabled=false",
  ]

  private func record(_ plan: RunPlan, _ folder: String, window: SimDuration = .days(1)) throws
    -> RunResult
  {
    let outputs = try RunOutputs(
      folder: folder, keep: [.wire, .hours], store: .none, durability: .fast)
    return try Fixture.run(plan, window: window, outputs: outputs)
  }

  private func told(_ result: RunResult) -> String {
    ScoreText.canonical(result.scores.filter { ScoreNames.isToldByWire($0.id) })
  }

  /// Another ingestion tells the oracle something else, so that what it came to is not recalled.
  @Test(arguments: [
    [], ["pipeline.ingestion.lateness=0s"], ["pipeline.ingestion.deduplicate=false"],
    ["pipeline.fusion.method=mean"], ["pipeline.quality.gap.periods=1"],
  ])
  func anotherPipelineScoresWhatItsOwnRunScores(changes: [String]) throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try record(try Fixture.plan("quickstart", Self.deaf), folder)
    let other = try Fixture.plan("quickstart", Self.deaf + changes)
    let replayed = try Replay(other, folder: folder, options: Self.options, isScored: true)
      .execute()
    #expect(
      ScoreText.canonical(replayed.scores ?? []) == told(try Fixture.run(other)), "\(changes)")
  }

  @Test func windowsChangeNoScore() throws {
    let plan = try Fixture.plan("quickstart", Self.deaf)
    var scores: [String] = []
    for window in [SimDuration.days(2), .hours(5), .minutes(97)] {
      let folder = try Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      _ = try record(plan, folder, window: window)
      let replayed = try Replay(plan, folder: folder, options: Self.options, isScored: true)
        .execute()
      scores.append(ScoreText.canonical(replayed.scores ?? []))
    }
    #expect(Set(scores).count == 1)
  }

  /// Bytes that were changed are named or make another score; none ends the program.
  @Test func damagedHoursAreSaid() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan("quickstart", Self.deaf + ["homes=1"])
    _ = try record(plan, folder)
    for sql in [
      "UPDATE page SET data = zeroblob(10)", "UPDATE page SET byte_count = byte_count - 1",
      "DELETE FROM page WHERE window = 1", "DELETE FROM home",
      "UPDATE page SET (byte_count, data) = (SELECT byte_count, data FROM page WHERE window = 1) "
        + "WHERE window = 0",
      "PRAGMA user_version = 9", "UPDATE page SET crc32c = crc32c + 1",
      "UPDATE home SET wire_hash = wire_hash + 1",
    ] {
      let copy = folder + "-damaged"
      try? FileManager.default.removeItem(atPath: copy)
      try FileManager.default.copyItem(atPath: folder, toPath: copy)
      defer { try? FileManager.default.removeItem(atPath: copy) }
      let database = try Database(path: copy + "/hours.sqlite", access: .readWrite)
      try database.execute(sql)
      try database.close()
      #expect(throws: RunError.self, "\(sql)") {
        _ = try Replay(plan, folder: copy, options: Self.options, isScored: true).execute()
      }
    }
  }
}

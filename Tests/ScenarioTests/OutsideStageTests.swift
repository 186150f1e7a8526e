import Clockwork
import Foundation
import Scenarios
import Scoring
import Testing

/// Outside programs in whole runs.
@Suite struct OutsideStageTests {
  private static let examples = Fixture.root + "/Examples"
  private static let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private static func run(
    _ overrides: [String], threads: Int = 2, window: SimDuration = .days(1)
  ) throws -> RunResult {
    let plan = try Fixture.plan(
      "quickstart",
      ["homes=3", "duration=1d", "oracle.homes=0", "players.agents=[]"] + overrides)
    var options = RunOptions(threadCount: threads, window: window)
    options.programFolder = examples
    return try Run(plan, options: options, outputs: nil, report: { _ in }).execute()
  }

  /// The same method inside and outside: every bit of wire, truth and conclusions.
  @Test(.enabled(if: hasPython)) func theMeanInPythonIsOurs() throws {
    let ours = try Self.run(["pipeline.fusion.method=mean"])
    let command = "pipeline.outside.fuse.command=[python3, room_mean.py]"
    let theirs = try Self.run([command])
    #expect(theirs.fingerprint == ours.fingerprint)
    #expect(theirs.outside.map(\.name) == ["mean of the room"])
    let other = try Self.run([command], threads: 1, window: .hours(7))
    #expect(other.fingerprint == ours.fingerprint, "1 thread, window 7 h")
    // Windows end where no tick is, and no batch with them.
    #expect(other.outside.map(\.exchangeCount) == theirs.outside.map(\.exchangeCount))
  }

  /// Shakes hands and says nothing; `sed -u` reads byte by byte, hence `grep` before it.
  private static let silent =
    #"grep --line-buffered -E '"type":"(hello|tick)"' | "#
    + #"sed -u -n -e '/"hello"/s/.*/{"type":"ready","protocol":1}/p' "#
    + #"-e 's/.*"type":"tick","tick":\([0-9]*\).*/{"done":\1}/p'"#

  @Test(arguments: ["fuse", "forecast", "match", "detect"])
  func whoSaysNothingScoresAsTheNull(stage: String) throws {
    let program = Self.silent.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let result = try Self.run([
      "history=8d", "pipeline.outside.\(stage).command=[sh, -c, \"\(program)\"]",
    ])
    #expect(result.outside.first?.answerCount == 0)
    #expect((result.outside.first?.exchangeCount ?? 0) >= 1_440)
    let prefix = ["fuse": "fusion.", "forecast": "forecasting."][stage]
    guard let prefix else {
      // Nothing found: no recall.
      for score in result.scores where score.id.hasSuffix("faults.recall_ratio") {
        #expect(stage != "detect" || (score.value ?? 0) == 0, "\(score.id)")
      }
      return
    }
    for score in result.scores where score.id.hasPrefix(prefix) && score.null != nil {
      guard !score.id.hasSuffix(".skill") else { continue }
      #expect(score.value == score.null, "\(score.id)")
    }
  }

  @Test func aProgramThatFailsEndsTheRunWithItsWords() throws {
    do {
      _ = try Self.run([
        "pipeline.outside.fuse.command=[sh, -c, \"echo 'cannot import numpy' >&2; exit 1\"]"
      ])
      Issue.record("the run went on")
    } catch let error as RunError {
      #expect(error.exitCode == 3)
      #expect(error.description.contains("pipeline.outside.fuse"), "\(error)")
      #expect(error.description.contains("  | cannot import numpy"), "\(error)")
    }
  }
}

import Scoring
import Testing

@testable import Scenarios

/// What fusion is judged on.
@Suite struct FusionScoreTests {
  private static func temperature(_ faults: String) throws -> Score {
    let plan = try Fixture.plan(
      "quickstart",
      ["homes=2", "duration=1d", "oracle.homes=0", "players.agents=[]", "faults=[\(faults)]"])
    let scores = try Fixture.run(plan).scores
    return try #require(scores.first { $0.id == "fusion.temperature.rmse_k" })
  }

  /// Every thermometer is stuck from the first moment, so the oracle is never told anything: that
  /// is where a stage must show what it does with bad readings.
  @Test func roomsWithoutASoundSensorAreJudged() throws {
    let sound = try Self.temperature("")
    let stuck = try Self.temperature(
      "{kind: stuck, sensors: {kind: temperature, share: 100 %}, from: 0s}")
    #expect(stuck.count == sound.count)
    #expect(try #require(stuck.value) > #require(sound.value))
    #expect(stuck.oracle == stuck.null)
  }
}

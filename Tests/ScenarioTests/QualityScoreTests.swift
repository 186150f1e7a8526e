import Scoring
import Testing

@testable import Scenarios

/// Faults of silence from world to score: what the oracle finds, and what an outage leaves behind.
@Suite struct QualityScoreTests {
  private func scores(_ faults: String, also: [String] = []) throws -> [String: Score] {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=3", "duration=1d", "seed=1000", "oracle.homes=0", "audit.homes=0",
        "players.agents=[null]", "faults=[\(faults)]",
      ] + also)
    return Dictionary(
      uniqueKeysWithValues: try Fixture.run(plan).scores.filter { $0.stage == "quality" }
        .map { ($0.id, $0) })
  }

  /// Homes whose way out breaks are found by all who listen, and no sensor is blamed afterwards.
  @Test func anOutageIsFoundAndNothingElse() throws {
    let scores = try scores("{kind: link-outage, homes: {share: 100 %}, from: 8h, for: 5h}")
    let recall = try #require(scores["quality.link-outage.recall_ratio"])
    #expect(recall.count == 3)
    #expect(recall.value == 1 && recall.oracle == 1)
    for kind in ["gap", "dropout", "noise", "stuck", "spike"] {
      #expect(scores["quality.\(kind).false_alarms_per_day"]?.value == 0, "\(kind)")
    }
  }

  /// What a shortened run never meets is not to be found, and nobody is blamed for not finding it.
  @Test func aFaultAfterTheEndIsNone() throws {
    let scores = try scores(
      "{kind: stuck, sensors: {kind: temperature, share: 100 %}, from: 1d}, "
        + "{kind: link-outage, homes: {share: 100 %}, from: 30h, for: 2h}")
    for id in ["stuck.recall_ratio", "link-outage.recall_ratio", "faults.recall_ratio"] {
      #expect(scores["quality.\(id)"]?.value == nil, "\(id)")
    }
    #expect(scores["quality.faults.false_alarms_per_day"]?.oracle == 0)
  }

  /// The oracle is told each heartbeat, so it hears a restart that lasts shorter than any silence
  /// that our check takes for one.
  @Test func theOracleHearsARestart() throws {
    let scores = try scores("{kind: gateway-restart, homes: {share: 100 %}, from: 8h, for: 10min}")
    let recall = try #require(scores["quality.gateway-restart.recall_ratio"])
    #expect(recall.value == 0 && recall.oracle == 1)
    #expect(scores["quality.faults.f1_ratio"]?.oracle == 1)
  }

  /// The oracle is told what each message has to do with a fault of its device, and blames nobody
  /// else.
  @Test(arguments: [
    ("clock-jump", "by: -90s"), ("clock-jump", "by: 1h"), ("replayed", "rate: 12/h"),
    ("forged", "size: 4 K, rate: 12/h"), ("forged", "size: 4 K, rate: 12/h, ahead: 40"),
  ])
  func theOracleKnowsMessagesThatAreOdd(kind: String, keys: String) throws {
    let scores = try scores(
      "{kind: \(kind), sensors: {kind: temperature, device: thermometer}, from: 2h, \(keys)}")
    let recall = try #require(scores["quality.\(kind).recall_ratio"])
    #expect(recall.count == 6 && recall.oracle == 1)
    #expect(scores["quality.faults.precision_ratio"]?.oracle == 1)
    #expect(scores["quality.faults.f1_ratio"]?.oracle == 1)
  }

  /// A clock that jumps by less than such clocks are off is nobody's to find at once.
  @Test func theOracleIsNotSureOfASmallJump() throws {
    let fault = "{kind: clock-jump, sensors: {kind: temperature, device: thermometer}, by: 1ms}"
    let scores = try scores(fault)
    #expect(scores["quality.clock-jump.recall_ratio"]?.oracle == 0)
  }

  @Test(arguments: [
    ("early-byte", "misnumbered"), ("early-full", "misstated-charge"),
    ("early-slow", "doubled-period"),
  ])
  func theOracleKnowsFirmware(model: String, kind: String) throws {
    let scores = try scores(
      "",
      also: [
        "duration=6d", "pipeline.sampling.method=fixed",
        "world.devices.models=[{model: \(model), share: 1}]",
      ])
    let recall = try #require(scores["quality.\(kind).recall_ratio"])
    #expect(recall.count > 0 && recall.oracle ?? 0 > 0.5, "\(recall)")
    #expect(scores["quality.faults.precision_ratio"]?.oracle == 1)
  }

  /// Hygrometers that fail three times in ten: all are found where each reading is due, only some
  /// where a heartbeat seldom is, and none is blamed wrongly.
  @Test func failedMeasurementsAreFoundWhereReportsAreDue() throws {
    let fault = "{kind: dropout, sensors: {kind: humidity, share: 100 %}, share: 30 %, from: 2h}"
    let fixed = try scores(fault, also: ["pipeline.sampling.method=fixed"])
    let recall = try #require(fixed["quality.dropout.recall_ratio"])
    #expect(recall.count > 8 && recall.value == 1 && recall.oracle == 1)
    let onDelta = try scores(fault)
    let some = try #require(onDelta["quality.dropout.recall_ratio"])
    let value = try #require(some.value)
    #expect((0.1..<1).contains(value) && (some.oracle ?? 0) >= value)
    for scores in [fixed, onDelta] {
      #expect(scores["quality.dropout.false_alarms_per_day"]?.value == 0)
    }
  }

  /// What false alarms said adds up to all of them; an impatient gap check raises plenty.
  @Test func falseAlarmsAddUp() throws {
    let scores = try scores(
      "", also: ["pipeline.quality.gap.periods=1", "world.network.good_loss=40 %"])
    let all = try #require(scores["quality.faults.false_alarms_per_day"]?.value)
    let parts = scores.values.filter {
      $0.id.hasSuffix(".false_alarms_per_day") && !$0.id.hasPrefix("quality.faults.")
    }
    #expect(parts.count == 7 && all > 0)
    #expect((parts.reduce(0) { $0 + ($1.value ?? 0) } - all).magnitude < 1e-12)
    #expect(parts.allSatisfy { $0.null == nil && $0.oracle == nil })
  }
}

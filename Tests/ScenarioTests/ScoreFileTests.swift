import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Telemetry
import Testing

@testable import Scoring

/// `scores.json` is a contract with other tools, and `expect` is tested on intervals.
@Suite struct ScoreFileTests {
  static let keys = [
    "better", "ci95", "ci_over", "id", "in_sample", "meaning", "n", "n_homes", "n_seeds", "null",
    "oracle",
    "oracle_kind", "random", "skill", "skill_ci95", "stage", "status", "target", "unit", "value",
    "why",
  ]

  /// The last part of an id after its last underscore, and what `unit` says then.
  static let units = [
    "k": "K", "ratio": "1", "ppm": "ppm", "w": "W", "s": "s", "h": "h", "count": "1",
    "per_day": "1/day", "kwh_per_day": "kWh/day", "kh_per_day": "K h/day",
    "usd_per_day": "USD/day", "kg_per_day": "kg/day",
    "cost_per_utterance": "1", "bytes_per_reading": "B",
  ]

  private func file() throws -> (text: String, result: RunResult) {
    let plan = try Fixture.plan("quickstart", ["homes=2", "duration=1d", "oracle.homes=0"])
    let result = try Fixture.run(plan)
    let document = RunDocument(
      plan: plan, result: result, verdicts: [],
      options: RunOptions(threadCount: 2, window: .days(1)), versionText: "test", commit: nil,
      wallSeconds: 1, cpuSeconds: 1)
    return (document.scoresJSON, result)
  }

  @Test func contract() throws {
    let (text, result) = try file()
    checkStages(result)
    let document = try JSONValue.parse([UInt8](text.utf8))
    #expect(members(document) == ["fingerprint", "format", "scenario", "scores", "seed"])
    #expect(document["format"]?.stringValue == "hometwin.scores/1")
    #expect(document["fingerprint"]?.stringValue == result.fingerprint.whole)
    #expect(document["scenario"]?.stringValue == "quickstart")
    let scores = try #require(document["scores"]?.arrayValue)
    #expect(scores.count == result.scores.count && scores.count > 60)
    let ids = scores.compactMap { $0["id"]?.stringValue }
    #expect(Set(ids).count == scores.count, "every id once")
    for score in scores { try check(score) }
    // It holds only what the seed determines.
    #expect(try file().text == text)
    for word in ["wall_s", "cpu_s", "threads"] { #expect(!text.contains(word)) }
  }

  private func members(_ value: JSONValue) -> [String] {
    guard case .object(let members) = value else { return [] }
    return members.map(\.name)
  }

  private func check(_ score: JSONValue) throws {
    let id = try #require(score["id"]?.stringValue)
    #expect(members(score) == Self.keys, "\(id): keys are sorted and complete")
    let stage = try #require(score["stage"]?.stringValue)
    #expect(id.hasPrefix(stage + "."), "\(id) begins with its stage")
    let unit = try #require(score["unit"]?.stringValue)
    let isUnit = Self.units.contains { id.hasSuffix("_" + $0.key) || id.hasSuffix("." + $0.key) }
    if id != stage + ".skill" {
      #expect(isUnit, "\(id) ends in its unit")
      #expect(
        Self.units.contains {
          (id.hasSuffix("_" + $0.key) || id.hasSuffix("." + $0.key)) && $0.value == unit
        }, "\(id): \(unit)")
    }
    let better = try #require(score["better"]?.stringValue)
    #expect(["lower", "higher", "target"].contains(better))
    #expect((score["target"]?.doubleValue != nil) == (better == "target"), "\(id)")
    let value = score["value"]?.doubleValue
    if value == nil { #expect(score["why"]?.stringValue != nil, "\(id) says why it has no value") }
    if let bounds = score["ci95"]?.arrayValue?.compactMap(\.doubleValue) {
      #expect(bounds.count == 2 && bounds[0] <= bounds[1], "\(id)")
    }
    if let null = score["null"]?.doubleValue, let oracle = score["oracle"]?.doubleValue,
      let value, let skill = score["skill"]?.doubleValue, id != stage + ".skill",
      score["why"]?.stringValue == nil
    {
      // Each number is written with 12 digits; a small difference of two players loses more.
      let rounding =
        1e-11 * (null.magnitude + value.magnitude + oracle.magnitude)
        / (null - oracle).magnitude * max(skill.magnitude, 1)
      #expect(
        (skill - (null - value) / (null - oracle)).magnitude <= rounding,
        "\(id): skill is what the players say")
    }
    if let kind = score["oracle_kind"]?.stringValue {
      #expect(["bound", "floor", "reference"].contains(kind))
    }
    #expect(score["n_seeds"]?.doubleValue == 1)
  }

  private func checkStages(_ result: RunResult) {
    let stages = Set(result.scores.map(\.stage))
    #expect(
      stages == [
        "ingestion", "sampling", "quality", "fusion", "storage", "patterns", "forecasting",
        "agents",
      ])
    for stage in ["fusion", "sampling", "agents", "patterns", "quality", "ingestion"] {
      let all = result.scores.filter { $0.stage == stage && $0.isHeadline }.compactMap(\.skill)
      let sorted = all.sorted()
      let middle = sorted.count / 2
      let median: Double? =
        sorted.isEmpty
        ? nil : sorted.count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
      let own = result.scores.first { $0.id == stage + ".skill" }
      #expect(own != nil && own?.value == median && own?.count == sorted.count, "\(stage)")
    }
    // A day has no five origins: no value, and the reason.
    for score in result.scores where score.stage == "forecasting" {
      #expect(score.value == nil)
      #expect(score.why?.contains("forecast origins") == true, "\(score.id): \(score.why ?? "")")
    }
  }

  // MARK: Expectations

  private static func score(_ value: Double?, _ interval: ClosedRange<Double>?) -> Score {
    Score(
      id: "a.b_k", stage: "a", value: value, unit: "K", better: .lower, null: nil, random: nil,
      oracle: nil, skill: nil, interval: interval, skillInterval: nil, intervalOver: [], count: 1,
      homeCount: 1, seedCount: 1, oracleKind: nil, isHeadline: true, status: nil, why: nil,
      meaning: "")
  }

  @Test(
    arguments: [
      ("<= 0.5", 0.4, 0.3...0.45, Score.Status.met), ("<= 0.5", 0.4, 0.3...0.6, .undecided),
      ("<= 0.5", 0.7, 0.6...0.8, .missed), (">= 0.5", 0.7, 0.6...0.8, .met),
      (">= 0.5", 0.4, 0.3...0.6, .undecided), ("in 0.9...0.99", 0.95, 0.93...0.97, .met),
      ("in 0.9...0.99", 0.95, 0.85...0.97, .undecided),
      ("in 0.9...0.99", 0.8, 0.7...0.85, .missed),
    ] as [(String, Double, ClosedRange<Double>, Score.Status)])
  func expectationsAreTestedOnTheInterval(
    text: String, value: Double, interval: ClosedRange<Double>, expected: Score.Status
  ) throws {
    let comparison = try #require(Expectation.Comparison(text))
    let expectation = Expectation(scoreID: "a.b_k", comparison: comparison)
    #expect(Verdicts.status(expectation, Self.score(value, interval)) == expected)
  }

  @Test func expectationsWithoutAnInterval() throws {
    let comparison = try #require(Expectation.Comparison("<= 0.5"))
    let expectation = Expectation(scoreID: "a.b_k", comparison: comparison)
    #expect(Verdicts.status(expectation, Self.score(0.4, nil)) == .met)
    #expect(Verdicts.status(expectation, Self.score(0.6, nil)) == .missed)
    #expect(Verdicts.status(expectation, Self.score(nil, nil)) == .undecided)
    let unknown = Expectation(scoreID: "a.c_k", comparison: comparison)
    let verdicts = Verdicts.all([expectation, unknown], [Self.score(0.4, 0.3...0.45)])
    #expect(verdicts.map(\.status) == [.met, .missed], "an id that no score has is missed")
  }
}

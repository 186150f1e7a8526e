import Clockwork
import ScenarioFiles
import Telemetry
import Testing

@testable import Scoring
@testable import Trials

/// What is watched of every score, and which limits hold for a variant.
@Suite struct SwarmInvariantTests {
  private static func score(
    _ id: String, _ value: Double?, why: String? = nil, oracle: Double? = nil,
    interval: ClosedRange<Double>? = nil
  ) -> Score {
    Score(
      id: id, stage: "fusion", value: value, unit: "K", better: .lower, null: nil, random: nil,
      oracle: oracle, skill: nil, interval: interval, skillInterval: nil, intervalOver: [],
      count: 1, homeCount: 1, seedCount: 1, isHeadline: false, status: nil, why: why, meaning: "")
  }

  @Test func soundScoresPass() {
    let scores = [
      Self.score("fusion.temperature.rmse_k", 0.2, interval: 0.1...0.3),
      Self.score("fusion.temperature.coverage95_ratio", 1),
      Self.score("fusion.temperature.nees_ratio", 7), Self.score("fusion.skill", -12),
      Self.score("agents.energy.cost_kwh_per_day", -3),
      Self.score("forecasting.skill", nil, why: "no headroom"),
      Self.score("ingestion.lost_unexplained_count", 0),
    ]
    #expect(ScoreInvariants.violations(scores).isEmpty)
  }

  @Test(arguments: [
    ("fusion.temperature.rmse_k", Double.nan, "finite"),
    ("fusion.temperature.rmse_k", -0.1, "range"),
    ("fusion.temperature.coverage95_ratio", 1.01, "range"),
    ("fusion.skill", -Double.infinity, "finite"), ("agents.energy.cost", .infinity, "finite"),
    ("ingestion.lost_unexplained_count", 2, "lost"),
  ])
  func unsoundScoresAreNamed(id: String, value: Double, kind: String) throws {
    let failures = ScoreInvariants.violations([Self.score(id, value)])
    let failure = try #require(failures.first)
    #expect(failures.count == 1 && failure.id.hasPrefix(kind) && failure.place.hasPrefix(id))
    #expect(SwarmFailure(json: failure.json) == failure)
  }

  @Test func playersAndIntervalsAreWatchedToo() {
    let oracle = Self.score("fusion.temperature.rmse_k", 1, oracle: -1)
    #expect(ScoreInvariants.violations([oracle]).first?.place.hasSuffix("oracle") == true)
    let wide = Self.score("quality.faults.f1_ratio", 0.5, interval: 0.2...1.2)
    #expect(ScoreInvariants.violations([wide]).first?.found == "1.2")
    let mute = Self.score("fusion.skill", nil)
    #expect(ScoreInvariants.violations([mute]).first?.id == "why fusion.skill")
  }

  @Test func bugsThatDifferInNumbersAreOne() {
    let one = SwarmFailure.bug("home 3, window 12: 8.5 in, 9 out, hash 00ff00ff00ff00ff")
    let other = SwarmFailure.bug("home 0, window 1: -1e-9 in, 2 out, hash 12ab12ab12ab12ab")
    #expect(one.id == other.id && one.id == "bug home #, window #: # in, # out, hash #")
  }

  // MARK: Floors

  @Test func floorsAreReadAsExpectationsAre() {
    let floor = SwarmFloors.parse("fusion.skill >= -3")
    #expect(floor?.scoreID == "fusion.skill" && floor?.comparison == .atLeast(-3))
    #expect(SwarmFloors.parse("fusion.skill>=-3") == floor)
    #expect(
      SwarmFloors.parse("a.b in 0.9...1")?.comparison == .within(0.9...1))
    for text in ["", "fusion.skill", ">= 3", "fusion.skill = 3", "fusion.skill >= x"] {
      #expect(SwarmFloors.parse(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("pipeline.fusion.method", true), ("pipeline.sampling.period", true), ("faults", true),
    ("world.network.bad_loss", true), ("start", true), ("pipeline.agents.tick", true),
    ("pipeline.forecasting.model", false), ("pipeline.patterns", false), ("oracle.paths", false),
    ("ledger.rows", false),
  ])
  func anOwnExpectationHoldsWhereNothingItDependsOnChanged(path: String, matters: Bool) {
    let base = ShrinkerTests.sketch
    let own = Expectation(scoreID: "fusion.temperature.rmse_k", comparison: .atMost(1))
    let given = Expectation(scoreID: "fusion.skill", comparison: .atLeast(-3))
    let floors = SwarmFloors(given: [given], own: [own])
    #expect(floors.floors(of: base, base: base) == [given, own])
    var variant = base
    variant.parts.append(.init(path, .scalar("x")))
    #expect(floors.floors(of: variant, base: base) == (matters ? [given] : [given, own]))
    variant = base
    variant.homeCount -= 1
    #expect(floors.floors(of: variant, base: base) == [given])
  }
}

import Clockwork
import ScenarioFiles
import Scoring
import Testing

@testable import Scenarios

@Suite struct EnergyPlayersTests {
  private static let all = ["players.agents=[null, schedule, oracle]"]

  @Test func eachPlayerIsAWholeRun() throws {
    let plan = try Fixture.plan(
      "quickstart", ["homes=2", "duration=1d", "oracle.homes=0", "audit.homes=0"] + Self.all)
    let result = try Fixture.run(plan, threads: 2)
    func score(_ id: String) throws -> Score {
      try #require(result.scores.first { $0.id == "agents.energy." + id }, "\(id)")
    }
    for id in [
      "cost_kwh_per_day", "hvac_kwh_per_day", "discomfort_kh_per_day", "money_usd_per_day",
      "co2_kg_per_day", "schedule.cost_kwh_per_day",
    ] {
      let score = try score(id)
      #expect(score.value != nil && score.null != nil && score.oracle != nil, "\(id)")
    }
    let cost = try score("cost_kwh_per_day")
    let (null, oracle) = (try #require(cost.null), try #require(cost.oracle))
    #expect(oracle < null, "foresight \(oracle), nobody \(null) kWh a day")
    // The scalar is what its parts say.
    let hvac = try score("hvac_kwh_per_day")
    let discomfort = try score("discomfort_kh_per_day")
    for player in [\Score.value, \Score.null, \Score.oracle] {
      let whole = try #require(cost[keyPath: player])
      let kWh = try #require(hvac[keyPath: player])
      let kelvinHours = try #require(discomfort[keyPath: player])
      #expect((whole - kWh - 2 * kelvinHours).magnitude < 1e-9 * whole)
    }
  }

  @Test func largeScenariosRunTheNullAlone() throws {
    let large = EnergyPlayers(try Fixture.plan("winter-week", []))
    #expect(large.chosen == [.null])
    let asked = EnergyPlayers(try Fixture.plan("winter-week", Self.all))
    #expect(asked.chosen == [.null, .schedule, .oracle])
    let small = EnergyPlayers(try Fixture.plan("quickstart", []))
    #expect(small.chosen == [.null, .schedule, .oracle])
  }

  @Test func aPlayerThatWasNotRunIsNoNumber() throws {
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let scores = try Fixture.run(plan).scores
    let schedule = try #require(
      scores.first { $0.id == "agents.energy.schedule.cost_kwh_per_day" })
    #expect(schedule.value == nil)
    #expect(schedule.why?.hasPrefix("schedule not run") == true)
    let cost = try #require(scores.first { $0.id == "agents.energy.cost_kwh_per_day" })
    #expect(cost.value != nil && cost.null != nil && cost.oracle == nil && cost.skill == nil)
    #expect(cost.why?.hasPrefix("oracle not run") == true)
  }
}

import Clockwork
import Dwellings
import Foundation
import Homes
import ScenarioFiles
import Scoring
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Homes that feed the grid, lived and judged.
@Suite struct SolarTests {
  private static func plan(_ share: String, _ overrides: [String] = []) throws -> RunPlan {
    try Fixture.plan(
      "quickstart",
      ["start=2024-06-10", "faults=[]", "world.solar.share=\(share)"] + overrides)
  }

  @Test func theShareOfRoofsIsKept() throws {
    let plan = try Self.plan("25 %", ["homes=400"])
    let count = (0..<400).count { plan.specification($0).solarMedianW != nil }
    // 100 expected, sd 9.
    #expect((70...130).contains(count), "\(count)")
    let none = try Self.plan("0 %", ["homes=400"])
    #expect((0..<400).allSatisfy { none.specification($0).solarMedianW == nil })
    // Whoever has modules has the same home otherwise.
    for home in 0..<20 {
      let (a, b) = (plan.specification(home), none.specification(home))
      #expect(a.archetype == b.archetype && a.household == b.household && a.water == b.water)
    }
  }

  /// Every stage lives with a meter that runs backwards.
  @Test func negativePowerSurvivesTheWholeRun() throws {
    let plan = try Self.plan(
      "100 %",
      ["homes=4", "duration=8d", "history=8d", "oracle.homes=0", "players.agents=[null]"])
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let outputs = try RunOutputs(
      folder: folder, keep: [.stores], store: plan.scenario.store, durability: .fast)
    let result = try Fixture.run(plan, outputs: outputs)
    func value(_ id: String) -> Double? { result.scores.first { $0.id == id }?.value }
    for score in result.scores {
      if let value = score.value { #expect(value.isFinite, "\(score.id)") }
    }
    #expect(value("ingestion.lost_unexplained_count") == 0)
    #expect(value("storage.queries.exact_ratio") == 1)
    let mae = try #require(value("forecasting.power_24h.mae_w"))
    #expect(mae > 50 && mae < 3_000, "\(mae)")
  }

  @Test func aJuneDayIsFedInAndNothingElseChanges() throws {
    func live(_ share: String) throws -> [[HomeState]] {
      let plan = try Self.plan(share, ["homes=6", "duration=2d", "history=0s"])
      let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
      return try (0..<6).map { index in
        var states: [HomeState] = []
        var home = UnheardHome(plan.specification(index), weather: weather)
        try home.live(to: plan.end, weather: weather) { states += $0.homes }
        return states
      }
    }
    let (with, without) = try (live("100 %"), live("0 %"))
    var roofs = 0
    for (sunny, plain) in zip(with, without) {
      let given = sunny.reduce(0) { $0 + $1.solarPowerW } / 60_000
      if given > 0 { roofs += 1 }
      #expect(given == 0 || (given > 10 && given < 200), "\(given) kWh")
      #expect((sunny.contains { $0.electricPowerW < 0 }) == (given > 0))
      for (a, b) in zip(sunny, plain) {
        #expect(abs(a.electricPowerW + a.solarPowerW - b.electricPowerW) < 1e-6)
      }
      #expect(plain.allSatisfy { $0.solarPowerW == 0 && $0.electricPowerW > 0 })
    }
    #expect(roofs >= 3)
  }
}

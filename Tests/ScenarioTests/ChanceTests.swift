import Clockwork
import Lanes
import ScenarioFiles
import Scenarios
import Telemetry
import Testing

/// `pipeline.chance`: another luck of the pipeline in the same world.
@Suite struct ChanceTests {
  private static let small = [
    "homes=2", "duration=6h", "oracle.homes=0", "players.agents=[]",
    "pipeline.sampling.method=adaptive-null",
  ]

  private func plan(_ chance: Int, _ overrides: [String] = []) throws -> RunPlan {
    try Fixture.plan("quickstart", Self.small + ["pipeline.chance=\(chance)"] + overrides)
  }

  @Test func anotherChanceConcludesOtherwiseInTheSameWorld() throws {
    let (one, two) = (try plan(1), try plan(2))
    #expect(one.loaded.worldText == two.loaded.worldText)
    #expect(try one.worldFingerprint() == two.worldFingerprint())
    #expect(one.loaded.fingerprint != two.loaded.fingerprint)
    let (first, second) = (try Fixture.run(one).fingerprint, try Fixture.run(two).fingerprint)
    #expect(first.conclusions != second.conclusions)
    #expect(first.scores != second.scores)
    #expect(try Fixture.run(one).fingerprint == first)
  }

  @Test func zeroIsTheDefault() throws {
    let bare = try Fixture.plan("quickstart", Self.small)
    #expect(try Fixture.run(bare).fingerprint == Fixture.run(try plan(0)).fingerprint)
    #expect(bare.laneSettings.chance == 0)
  }

  /// Or a pipeline that had luck in one world would have it in all worlds of a check.
  @Test func eachWorldHasItsOwn() throws {
    let seeds = try (1...3).map { try plan(1, ["seed=\($0)"]).laneSettings.chance }
    #expect(Set(seeds).count == 3)
    #expect(seeds[0] != (try plan(2, ["seed=1"]).laneSettings.chance))
  }

  @Test func forecastPathsAreKeyedByIt() throws {
    func forecasts(_ chance: UInt64) -> [Forecast] {
      var forecaster = LaneForecaster(
        model: .harmonicRegression, horizonHours: 24, chance: chance, zoneRule: "UTC0",
        home: HomeID(3))
      var (energy, all) = (0.0, [Forecast]())
      for hour in 0..<(8 * 24) as Range<Int64> {
        let now = SimTime(microseconds: 1_725_235_200_000_000) + .hours(hour)
        forecaster.observe(energyKWh: energy, at: now)
        energy += 0.4 + 0.01 * Double((hour * hour) % 37) + (hour % 24 > 17 ? 0.5 : 0)
        forecaster.tick(now + .minutes(5), forecasts: &all)
      }
      return all
    }
    let (one, again, two) = (forecasts(1), forecasts(1), forecasts(2))
    #expect(!one.isEmpty && one.count == two.count)
    #expect(one.map(\.quantiles) == again.map(\.quantiles))
    #expect(one.map(\.quantiles) != two.map(\.quantiles))
  }
}

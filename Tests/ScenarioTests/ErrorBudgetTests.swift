import Clockwork
import Homes
import ScenarioFiles
import Scoring
import Telemetry
import Testing
import Trials

@testable import Scenarios

/// A score's error divided among the parts of the way, on worlds whose errors are known.
@Suite struct ErrorBudgetRunTests {
  private func budget(_ plan: RunPlan, _ parts: [ErrorPart], _ id: String) throws -> ErrorBudget {
    let lives = try (0..<(1 << parts.count)).map { mask in
      let perfect = parts.indices.filter { mask >> $0 & 1 == 1 }.map { parts[$0] }
      return try Fixture.run(plan.with(perfect: Set(perfect))).scores
    }
    return try ErrorBudget(
      scoreID: id, names: parts.map { ($0.rawValue, $0.meaning) }, lives: lives)
  }

  /// Rooms take the mean of their last readings. Thermometers have noise of 2.9 K, beside which
  /// their lag is nothing; in bathrooms, where there is but one, it reads 6 K too much or too
  /// little. A room's mean square error is 2.9²/n, and 36 more in bathrooms.
  @Test func sharesAreTheKnownVariances() throws {
    var plan = try Fixture.plan(
      "quickstart",
      [
        "homes=3", "duration=1d", "oracle.homes=0", "players.agents=[]", "keep=[]",
        "world.devices={noise_scale: 100, bias_scale: 0}", "pipeline.sampling.method=fixed",
        "pipeline.sampling.period=60s", "pipeline.fusion.method=mean",
        "faults=[{kind: bias, size: 6 K, sensors: {kind: temperature, share: 100 %, "
          + "room: bathroom}}]",
      ])
    plan = try plan.without(Removal("stage:quality"))
    let budget = try budget(plan, [.faults, .sensors], "fusion.temperature.rmse_k")
    var (noise, bias, rooms) = (0.0, 0.0, 0.0)
    for home in 0..<3 {
      let site = try #require(Self.sitePlan(plan, home))
      for room in site.rooms {
        let count = site.devices.filter { device in
          device.room == room.index && device.channels.contains { $0.channel == .temperature }
        }.count
        // A second bathroom has no sensor.
        if count == 0, room.kind == .bathroom { continue }
        try #require(count > 0)
        rooms += 1
        noise += 2.9 * 2.9 / Double(count)
        if room.kind == .bathroom {
          try #require(count == 1)
          bias += 36
        }
      }
    }
    try #require(bias > 0)
    let shares = budget.parts.map(\.share)
    let alone = budget.parts.map(\.alone)
    // What the noise of 4,320 readings and the bias have in common: 2 * 6 K * 2.9 K / 66.
    #expect((alone[0] / (bias / rooms) - 1).magnitude < 0.05, "\(alone), \(bias / rooms)")
    #expect((alone[1] / (noise / rooms) - 1).magnitude < 0.05, "\(alone), \(noise / rooms)")
    // The oracle is told a fault's bias: mending the fault and asking the oracle do the same, so
    // each is charged with half.
    #expect((shares[0] / (bias / rooms / 2) - 1).magnitude < 0.05, "\(shares)")
    let sum = shares.reduce(budget.rest, +)
    #expect((sum - budget.total).magnitude < 1e-9 * budget.total)
    #expect((budget.total - budget.value * budget.value).magnitude < 1e-9)
  }

  private static func sitePlan(_ plan: RunPlan, _ home: Int) -> SitePlan? {
    let track = WeatherTracks(plan).track(from: plan.birth, through: plan.birth + .hours(1))
    return Home(plan.specification(home), outdoor: track.conditions[0]).sitePlan
  }

  /// What is perfect loses nothing and lies about nothing.
  @Test func perfectLinksDeliverEverything() throws {
    let plan = try Fixture.plan(
      "quickstart",
      ["homes=3", "duration=1d", "oracle.homes=0", "players.agents=[]", "keep=[]", "faults=[]"])
    let scores = try Fixture.run(plan.with(perfect: [.links])).scores
    func value(_ id: String) -> Double? { scores.first { $0.id == id }?.value }
    #expect(value("ingestion.delivered_ratio") == 1)
    #expect(value("ingestion.late_ratio") == 0)
    let all = try Fixture.run(plan.with(perfect: [.sampling, .sensors])).scores
    #expect(all.first { $0.id == "sampling.temperature.rmse_k" }?.value == 0)
    #expect(all.first { $0.id == "sampling.temperature.sent_ratio" }?.value == 1)
  }
}

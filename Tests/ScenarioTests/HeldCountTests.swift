import Clockwork
import Homes
import Lanes
import ScenarioFiles
import Scoring
import Storage
import Testing

@testable import Scenarios

/// Runs stream: what a home's judges hold until they can judge does not grow with its duration.
@Suite struct HeldCountTests {
  @Test func judgesHoldNoMoreLateThanEarly() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        // A home in which alerts are not rarer on the first days than on the later ones.
        "homes=1", "seed=1", "duration=6d", "oracle.homes=0", "audit.homes=1", "players.agents=[]",
      ])
    var settings = plan.laneSettings
    settings.storeMode = .raw
    let days = counts(of: plan, settings: settings)
    for judge in days[0].indices {
      let name = days[0][judge].name
      let early = days[..<3].map { $0[judge].count }.max() ?? 0
      let late = days[3...].map { $0[judge].count }.max() ?? 0
      // The true hours fill up until they reach a week, a horizon and a day back; pending forecasts
      // are few.
      let limit = name == "forecasts" ? 168 + 24 + 48 + 8 : early + early / 2 + 4
      #expect(late <= limit, "\(name): \(late) after, \(early) within three days")
      // Utterances are so few that none may be waiting.
      if name != "conversation", name != "tasks" { #expect(early > 0, "\(name) holds nothing") }
    }
  }

  /// What each judge holds at the end of each day.
  private func counts(
    of plan: RunPlan, settings: LaneSettings
  ) -> [[(name: String, count: Int)]] {
    let tracks = WeatherTracks(plan)
    func track(_ from: SimTime) -> WeatherTrack {
      tracks.track(from: from, through: from + .days(1) + .hours(26))
    }
    let shard = Shard(
      plan, home: 0, weather: track(plan.birth), catalogue: ScoreCatalogue(), player: .ours,
      settings: settings)
    var days: [[(name: String, count: Int)]] = []
    var time = plan.birth
    while time < plan.end {
      let weather = track(time)
      time = time + .days(1)
      shard.run(to: time, weather: weather)
      days.append(shard.scorer.judges?.heldCounts ?? [])
    }
    return days
  }
}

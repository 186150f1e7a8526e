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
        // So many homes that a quiet first half of one of them is made up for by others.
        "homes=6", "seed=1", "duration=6d", "oracle.homes=0", "audit.homes=6", "players.agents=[]",
      ])
    var settings = plan.laneSettings
    settings.storeMode = .raw
    var days = counts(of: plan, home: 0, settings: settings)
    for home in 1..<6 {
      for (day, judges) in counts(of: plan, home: home, settings: settings).enumerated() {
        for judge in judges.indices { days[day][judge].count += judges[judge].count }
      }
    }
    for judge in days[0].indices {
      let name = days[0][judge].name
      let early = days[..<3].map { $0[judge].count }.max() ?? 0
      let late = days[3...].map { $0[judge].count }.max() ?? 0
      // The true hours fill up until they reach a week, a horizon and a day back; pending forecasts
      // are few.
      let limit = name == "forecasts" ? 6 * (168 + 24 + 48 + 8) : early + early / 2 + 4
      #expect(late <= limit, "\(name): \(late) after, \(early) within three days")
      // Utterances are so few that none may be waiting.
      if name != "conversation", name != "tasks" { #expect(early > 0, "\(name) holds nothing") }
    }
  }

  /// What each of a home's judges holds at the end of each day.
  private func counts(
    of plan: RunPlan, home: Int, settings: LaneSettings
  ) -> [[(name: String, count: Int)]] {
    let tracks = WeatherTracks(plan)
    func track(_ from: SimTime) -> WeatherTrack {
      tracks.track(from: from, through: from + .days(1) + .hours(26))
    }
    let shard = Shard(
      plan, home: home, weather: track(plan.birth), catalogue: ScoreCatalogue(), player: .ours,
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

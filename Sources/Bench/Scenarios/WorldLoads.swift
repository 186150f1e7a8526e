internal import Calendar
public import Clockwork
internal import Homes
internal import ScenarioFiles
internal import Truth

extension RunPlan {
  /// One hour of a home's load: the hour on the home's own clock, counted from 1970-01-01T00:00,
  /// and its mean electric power, W.
  public typealias LoadHour = (hour: Int, meanW: Double)

  /// The loads of all homes, history and run, when nobody listens to their devices and no agent
  /// acts; the same on any number of threads.
  ///
  /// - Parameter report: hears how much is done, a day at a time.
  /// - Returns: a list a home, in home order.
  /// - Throws: `RunCancelled`.
  public func hourlyLoads(
    runner: ShardRunner, cancellation: CancellationFlag? = nil,
    report: (RunProgress) -> Void = { _ in }
  ) throws -> [[LoadHour]] {
    let tracks = WeatherTracks(self)
    var lives: [LoadLife] = []
    var from = birth
    while from < end {
      let to = min(from + .days(1), end)
      let weather = tracks.track(
        from: from, through: (to + .hours(1)).roundedUp(to: .minutes(1), from: birth))
      if lives.isEmpty {
        lives = (0..<scenario.homeCount).map {
          LoadLife(UnheardHome(specification($0), weather: weather))
        }
      }
      let lives = lives
      try runner.run(shardCount: lives.count, cancellation: cancellation) { index in
        lives[index].live(to: to, weather)
      }
      from = to
      report(RunProgress(label: "homes", done: to - birth, total: end - birth))
    }
    return lives.map { life in
      life.hours.map { hour in
        let dial = (hour.start + zone.utcOffset(at: hour.start)).microseconds
        return (Int((Double(dial) / 3_600_000_000).rounded(.down)), hour.meanW)
      }
    }
  }
}

/// One home that lives for its meter alone; one thread holds it at a time.
private final class LoadLife: @unchecked Sendable {
  private var home: UnheardHome
  private var meter = HourMeter()
  private(set) var hours: [(start: SimTime, meanW: Double)] = []

  init(_ home: UnheardHome) { self.home = home }

  func live(to end: SimTime, _ weather: WeatherTrack) {
    home.live(
      to: end, weather: weather,
      was: { truth in
        for var state in truth.homes {
          // Measured homes tell what they use, whoever gave it.
          state.electricPowerW += state.solarPowerW
          if let hour = meter.add(state) { hours.append((hour.start, hour.mean)) }
        }
      })
    home.releaseCaches()
  }
}

public import Clockwork
internal import Dwellings
internal import Homes
internal import ScenarioFiles

/// What one home used.
public struct HomeEnergy: Hashable, Sendable {
  public var electricKWh: Double
  public var fuelKWh: Double

  /// Final energy.
  public var totalKWh: Double { electricKWh + fuelKWh }
}

extension RunPlan {
  /// What each home uses over history and run, with a physics step of any length, when nobody
  /// listens and no agent acts.
  ///
  /// For measuring what the step does; all else keeps its own times.
  ///
  /// - Parameters:
  ///   - step: divides a minute.
  ///   - window: how far homes live before others have their turn; changes nothing.
  /// - Throws: ``RunError/bug(_:)`` if a home broke a law.
  public func energies(
    step: SimDuration, window: SimDuration = .days(1), runner: ShardRunner
  ) throws -> [HomeEnergy] {
    precondition(
      step > .zero && SimDuration.minutes(1).microseconds % step.microseconds == 0,
      "a minute is made of whole steps")
    let tracks = WeatherTracks(self)
    var lives: [SteppedLife] = []
    var from = birth
    while from < end {
      let to = min(from + window, end)
      let weather = tracks.track(
        from: from, through: (to + .hours(1)).roundedUp(to: .minutes(1), from: birth))
      if lives.isEmpty {
        lives = (0..<scenario.homeCount).map { index in
          var specification = specification(index)
          specification.step = step
          return SteppedLife(UnheardHome(specification, weather: weather))
        }
      }
      let lives = lives
      try runner.run(shardCount: lives.count, cancellation: nil) { index in
        try lives[index].home.live(to: to, weather: weather) { _ in }
        lives[index].home.releaseCaches()
      }
      from = to
    }
    return lives.map(\.energy)
  }
}

/// One thread holds it at a time.
private final class SteppedLife: @unchecked Sendable {
  var home: UnheardHome

  init(_ home: UnheardHome) { self.home = home }

  var energy: HomeEnergy {
    HomeEnergy(
      electricKWh: home.home.gridEnergyKWh(at: home.home.now),
      fuelKWh: home.home.dwelling.fuelEnergyKWh(at: home.home.now))
  }
}

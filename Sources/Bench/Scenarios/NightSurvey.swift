internal import Clockwork
internal import Homes
internal import Realism

extension RunPlan {
  /// How restless the sensors of the first homes are in their first two nights, when every reading
  /// is sent: a run's own sampler would thin them out. One list a home.
  ///
  /// - Throws: `RunCancelled`, ``RunError/bug(_:)`` if a home broke a law.
  func surveyNights(
    homeCount: Int, runner: ShardRunner, cancellation: CancellationFlag?,
    report: (RunProgress) -> Void
  ) throws -> [[SensorNoise]] {
    let until = min(birth + .days(2), end)
    let weather = WeatherTracks(self).track(
      from: birth, through: (until + .hours(1)).roundedUp(to: .minutes(1), from: birth))
    let nights = (0..<homeCount).map {
      NightListener(self, home: $0, weather: weather, until: until)
    }
    var from = birth
    while from < until {
      let to = min(from + .hours(6), until)
      try runner.run(shardCount: homeCount, cancellation: cancellation) { index in
        try nights[index].listen(to: to, weather)
      }
      from = to
      report(RunProgress(label: "nights", pass: 1, done: to - birth, total: until - birth))
    }
    return nights.map(\.noises)
  }
}

/// One home of the survey; one thread holds it at a time.
private final class NightListener: @unchecked Sendable {
  private var life: UnheardHome
  private var watch: NightWatch

  init(_ plan: RunPlan, home: Int, weather: WeatherTrack, until: SimTime) {
    life = UnheardHome(plan.specification(home), weather: weather)
    watch = NightWatch(DialClock(zone: plan.zone), end: until)
  }

  var noises: [SensorNoise] { watch.noises }

  func listen(to end: SimTime, _ weather: WeatherTrack) throws {
    try life.live(to: end, weather: weather, sent: { watch.hear($1, at: $0) }, was: { _ in })
  }
}

public import Clockwork
internal import Calendar
internal import Homes
public import Realism
internal import ScenarioFiles
internal import Truth

extension RunPlan {
  /// What is to be known of all homes, history and run, when nobody listens to their devices and
  /// no agent acts; the same on any number of threads.
  ///
  /// - Parameter report: hears how much is done, a day at a time.
  /// - Returns: in home order.
  /// - Throws: `RunCancelled`, ``RunError/bug(_:)`` if a home broke a law.
  public func homeRecords(
    runner: ShardRunner, cancellation: CancellationFlag? = nil,
    report: (RunProgress) -> Void = { _ in }
  ) throws -> [HomeRecord] {
    let tracks = WeatherTracks(self)
    var watches: [LifeWatch] = []
    var from = birth
    while from < end {
      let to = min(from + .days(1), end)
      let weather = tracks.track(
        from: from, through: (to + .hours(1)).roundedUp(to: .minutes(1), from: birth))
      if watches.isEmpty {
        watches = (0..<scenario.homeCount).map {
          LifeWatch(
            UnheardHome(specification($0), weather: weather), zone: zone, birth: birth, end: end)
        }
      }
      let watches = watches
      try runner.run(shardCount: watches.count, cancellation: cancellation) { index in
        try watches[index].live(to: to, weather)
      }
      from = to
      report(RunProgress(label: "homes", done: to - birth, total: end - birth))
    }
    let span = LoadSpan.fitting(hours: Int((end - birth).hours))
    return watches.enumerated().map { $0.element.record("home \($0.offset)", span, at: end) }
  }
}

/// Lives one home and writes its life down; one thread holds it at a time.
private final class LifeWatch: @unchecked Sendable {
  private var home: UnheardHome
  private var notes: LifeNotes
  private var nights: NightWatch

  init(_ home: UnheardHome, zone: ZoneRule, birth: SimTime, end: SimTime) {
    self.home = home
    notes = LifeNotes(home.home, zone: zone, birth: birth)
    nights = NightWatch(DialClock(zone: zone), end: end)
  }

  func live(to end: SimTime, _ weather: WeatherTrack) throws {
    try home.live(
      to: end, weather: weather, sent: { nights.hear($1, at: $0) }, was: { notes.take($0) })
    home.releaseCaches()
  }

  /// Ends the life.
  func record(_ name: String, _ span: LoadSpan?, at end: SimTime) -> HomeRecord {
    home.finish { notes.take($0) }
    return notes.record(name, span, at: end, noises: nights.noises)
  }
}

public import Clockwork
internal import Calendar
internal import Homes
public import Realism
internal import ScenarioFiles
internal import Truth

extension RunPlan {
  /// Homes that live at the same time; then they are dropped and the next ones are born. Their
  /// weather is made anew for each block, which costs as much as half a home more.
  public static let homesAtOnce = 256

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
    var records: [HomeRecord] = []
    for first in stride(from: 0, to: scenario.homeCount, by: Self.homesAtOnce) {
      let homes = first..<min(first + Self.homesAtOnce, scenario.homeCount)
      records += try liveBlock(homes, runner, cancellation) { done in
        // All homes' days, as if they went on together.
        let lived = (end - birth) * Int64(first) + done * Int64(homes.count)
        let share = lived.microseconds / Int64(scenario.homeCount)
        report(
          RunProgress(label: "homes", done: .microseconds(share), total: end - birth))
      }
    }
    return records
  }

  private func liveBlock(
    _ homes: Range<Int>, _ runner: ShardRunner, _ cancellation: CancellationFlag?,
    _ report: (SimDuration) -> Void
  ) throws -> [HomeRecord] {
    let tracks = WeatherTracks(self)
    var watches: [LifeWatch] = []
    var from = birth
    while from < end {
      let to = min(from + .days(1), end)
      let weather = tracks.track(
        from: from, through: (to + .hours(1)).roundedUp(to: .minutes(1), from: birth))
      if watches.isEmpty {
        watches = homes.map {
          LifeWatch(
            UnheardHome(specification($0), weather: weather), zone: zone, birth: birth, end: end)
        }
      }
      let watches = watches
      try runner.run(shardCount: watches.count, cancellation: cancellation) { index in
        try watches[index].live(to: to, weather)
      }
      from = to
      report(to - birth)
    }
    let span = LoadSpan.fitting(hours: Int((end - birth).hours))
    return zip(homes, watches).map { $1.record("home \($0)", span, at: end) }
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

  /// An hour at a time, so that what was so and what was sent stays small and near at hand.
  func live(to end: SimTime, _ weather: WeatherTrack) throws {
    while home.home.now < end {
      try home.live(
        to: min(home.home.now + .hours(1), end), weather: weather,
        sent: { nights.hear($1, at: $0) }, was: { notes.take($0) })
    }
    home.releaseCaches()
  }

  /// Ends the life.
  func record(_ name: String, _ span: LoadSpan?, at end: SimTime) -> HomeRecord {
    home.finish { notes.take($0) }
    return notes.record(name, span, at: end, noises: nights.noises)
  }
}

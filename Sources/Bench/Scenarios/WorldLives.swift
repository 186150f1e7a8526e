public import Clockwork
internal import Calendar
internal import Homes
public import Realism
internal import Residents
internal import ScenarioFiles
internal import Truth

extension RunPlan {
  /// Homes that live at the same time; then they are dropped and the next ones are born. Their
  /// weather is made anew for each block, which costs as much as half a home more.
  public static let homesAtOnce = 256

  /// What is to be known of all homes, history and run, when nobody listens to their devices and
  /// no agent acts; the same on any number of threads.
  ///
  /// - Parameters:
  ///   - metersHeating: whether what heats and cools rooms is part of the loads.
  ///   - shuffledCount: how many of the first homes live once more, with everybody's activities
  ///     shuffled.
  ///   - report: hears how much is done, a day at a time.
  /// - Throws: `RunCancelled`, ``RunError/bug(_:)`` if a home broke a law.
  public func lives(
    shuffledCount: Int, metersHeating: Bool = true, runner: ShardRunner,
    cancellation: CancellationFlag? = nil, report: (RunProgress) -> Void = { _ in }
  ) throws -> WorldLives {
    let again = 0..<min(shuffledCount, scenario.homeCount, Self.homesAtOnce)
    let first = LifeSettings(metersHeating: metersHeating, diaryCount: again.count)
    var lives = WorldLives()
    var diaries: [LifeDiary] = []
    for start in stride(from: 0, to: scenario.homeCount, by: Self.homesAtOnce) {
      let homes = start..<min(start + Self.homesAtOnce, scenario.homeCount)
      let watches = try liveBlock(homes, first, runner, cancellation) { done in
        // All homes' days, as if they went on together.
        let lived = (end - birth) * Int64(start) + done * Int64(homes.count)
        let share = lived.microseconds / Int64(scenario.homeCount)
        report(
          RunProgress(label: "homes", done: .microseconds(share), total: end - birth))
      }
      lives.homes += records(homes, watches)
      if start == 0 { diaries = watches[again].map(\.diary) }
    }
    guard !again.isEmpty else { return lives }
    let second = LifeSettings(metersHeating: metersHeating, diaries: diaries)
    let watches = try liveBlock(again, second, runner, cancellation) { done in
      report(RunProgress(label: "homes, shuffled", pass: 1, done: done, total: end - birth))
    }
    lives.shuffled = records(again, watches)
    return lives
  }

  private func records(_ homes: Range<Int>, _ watches: [LifeWatch]) -> [HomeRecord] {
    let span = LoadSpan.fitting(hours: Int((end - birth).hours))
    return zip(homes, watches).map { $1.record("home \($0)", span, at: end) }
  }

  private func liveBlock(
    _ homes: Range<Int>, _ settings: LifeSettings, _ runner: ShardRunner,
    _ cancellation: CancellationFlag?, _ report: (SimDuration) -> Void
  ) throws -> [LifeWatch] {
    let tracks = WeatherTracks(self)
    var watches: [LifeWatch] = []
    var from = birth
    while from < end {
      let to = min(from + .days(1), end)
      let weather = tracks.track(
        from: from, through: (to + .hours(1)).roundedUp(to: .minutes(1), from: birth))
      if watches.isEmpty {
        watches = homes.map {
          var home = UnheardHome(specification($0), weather: weather)
          if !settings.diaries.isEmpty {
            home.home.follow(settings.diaries[$0].shuffled(home: $0, DialClock(zone: zone)))
          }
          return LifeWatch(
            home, zone: zone, birth: birth, end: end, metersHeating: settings.metersHeating,
            hasDiary: $0 - homes.lowerBound < settings.diaryCount)
        }
      }
      let watches = watches
      try runner.run(shardCount: watches.count, cancellation: cancellation) { index in
        try watches[index].live(to: to, weather)
      }
      from = to
      report(to - birth)
    }
    return watches
  }
}

/// How homes live, and what is written down.
private struct LifeSettings {
  /// Whether what heats and cools rooms is part of the load.
  var metersHeating: Bool
  /// How many of the homes keep a diary.
  var diaryCount = 0
  /// Of a life before, whose activities the homes do in another order; none where they choose.
  var diaries: [LifeDiary] = []
}

/// What became of a scenario's homes when nobody listened.
public struct WorldLives: Sendable {
  /// In home order.
  public internal(set) var homes: [HomeRecord] = []
  /// The first of them once more: the same people did the same things, at hours that mean nothing.
  public internal(set) var shuffled: [HomeRecord] = []
}

/// Lives one home and writes its life down; one thread holds it at a time.
private final class LifeWatch: @unchecked Sendable {
  private var home: UnheardHome
  private var notes: LifeNotes
  private var nights: NightWatch
  private(set) var diary: LifeDiary
  private let hasDiary: Bool

  init(
    _ home: UnheardHome, zone: ZoneRule, birth: SimTime, end: SimTime, metersHeating: Bool,
    hasDiary: Bool
  ) {
    self.home = home
    self.hasDiary = hasDiary
    diary = LifeDiary(residentCount: home.home.household.people.count)
    notes = LifeNotes(home.home, zone: zone, birth: birth, metersHeating: metersHeating)
    nights = NightWatch(DialClock(zone: zone), end: end)
  }

  /// An hour at a time, so that what was so and what was sent stays small and near at hand.
  func live(to end: SimTime, _ weather: WeatherTrack) throws {
    while home.home.now < end {
      try home.live(
        to: min(home.home.now + .hours(1), end), weather: weather,
        sent: { nights.hear($1, at: $0) },
        was: {
          notes.take($0)
          if hasDiary { diary.take($0) }
        })
    }
    home.releaseCaches()
  }

  /// Ends the life.
  func record(_ name: String, _ span: LoadSpan?, at end: SimTime) -> HomeRecord {
    home.finish { notes.take($0) }
    return notes.record(name, span, at: end, noises: nights.noises)
  }
}

internal import Clockwork
internal import Residents
internal import Telemetry
internal import Truth

/// What each resident of a home did, one thing after the other.
struct LifeDiary {
  private struct Bout {
    var activity: Activity
    var start: SimTime
    var end: SimTime
  }

  /// By resident.
  private var bouts: [[Bout]]

  /// A visit to the toilet; washing mostly takes longer (the longest of a household's visits by
  /// night, 6 min, and half a minute for doors).
  private static let visitMax = SimDuration.seconds(390)

  init(residentCount: Int) { bouts = Array(repeating: [], count: residentCount) }

  mutating func take(_ truth: TruthBuffer) {
    for event in truth.events {
      guard case .activity(let resident, let activity, _, let start, let end) = event else {
        continue
      }
      add(Bout(activity: activity, start: start, end: end), to: resident.index)
    }
  }

  /// Visits to the toilet are left out, for they come by themselves again; what one interrupted is
  /// one thing.
  private mutating func add(_ bout: Bout, to resident: Int) {
    if bout.activity == .hygiene, bout.end - bout.start <= Self.visitMax { return }
    // Nobody chooses to fall.
    if bout.activity == .fallen { return }
    if let last = bouts[resident].last, last.activity == bout.activity, last.end < bout.start {
      bouts[resident][bouts[resident].count - 1].end = bout.end
    } else {
      bouts[resident].append(bout)
    }
  }

  /// Each day's activities, by the day on which they began, in another order (Fisher and Yates):
  /// how long and how often everything is done stays, when it is done says nothing any more.
  ///
  /// - Parameter clock: the one on the home's wall.
  /// - Returns: a script a resident, without what they were about at birth.
  func shuffled(home: Int, _ clock: DialClock) -> [ActivityScript] {
    var clock = clock
    return bouts.enumerated().map { resident, bouts in
      var stream = RandomStream(
        seed: 0, purpose: Purpose("realism.shuffle"), entity: UInt64(home) << 8 | UInt64(resident))
      var parts: [ActivityScript.Part] = []
      var dayStart = 0
      var day = Int.min
      for bout in bouts.dropFirst() {
        let today = clock.hour(at: bout.start) / 24
        if today != day { (day, dayStart) = (today, parts.count) }
        parts.append(.init(bout.activity, bout.end - bout.start))
        // Inside out: the newcomer changes places with any of its day, or stays.
        let place = dayStart + Int(stream.below(UInt64(parts.count - dayStart)))
        parts.swapAt(place, parts.count - 1)
      }
      return ActivityScript(parts)
    }
  }
}

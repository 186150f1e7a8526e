internal import Clockwork
internal import Truth

/// When people are too ill to go out.
///
/// Grown-up people have two or three colds a year and children more (CDC, "About Common Cold");
/// that every second one keeps them at home for two to five days is assumed, within a third and
/// two thirds. Winter has three times as many as summer (assumed, within 2 and 5).
enum Illness {
  private static let spellsPerYear = (adult: 1.25, child: 2.5)
  /// Twice the chance in the depth of winter, two thirds of that in summer's favour.
  private static let winterSwing = 0.5
  static let longest = 5

  /// How many days the illness lasts that begins on a day; nil if none does.
  static func length(of person: Persona, on day: Int, _ key: RandomKey) -> Int? {
    var chance = Chance(key, event: UInt64(day) << 2 | 3)
    let spells = person.isAdult ? spellsPerYear.adult : spellsPerYear.child
    let season = 1 - winterSwing * Drift.summer(day: day)
    guard chance.happens(spells / 365.25 * season) else { return nil }
    return 2 + chance.index(longest - 1)
  }

  /// What illness does to the wish for an activity.
  static func factor(_ next: Activity) -> Double {
    switch next {
    case .away: 0
    case .chores, .laundry, .work: 0.15
    case .cook: 0.5
    default: 1
    }
  }

  /// The wish to sleep by day, as a weight of ``TimeUse``.
  static let napWeight = 1.5
  /// Longer in the morning and earlier to bed, minutes (assumed, within 30 and 120).
  static let restMinutes = 60.0
}

extension Household {
  func isIll(_ resident: Int, on day: Int) -> Bool { day < states[resident].recoveryDay }

  /// Falls ill, unless ill already.
  mutating func meetIllness(_ resident: Int, on day: Int) {
    guard !isIll(resident, on: day),
      let length = Illness.length(of: people[resident], on: day, keys[resident].plan)
    else { return }
    states[resident].recoveryDay = day + length
  }

  /// Whether a resident is the last grown-up person at home beside a small child who is ill, or
  /// will be on waking up: then they do not go.
  func staysWithChild(_ resident: Int, on day: Int) -> Bool {
    guard people[resident].isAdult else { return false }
    let isOtherHome = states.indices.contains {
      $0 != resident && people[$0].isAdult && states[$0].phase == .inside
    }
    return !isOtherHome
      && states.indices.contains {
        people[$0].needsCare && states[$0].phase == .inside
          && (isIll($0, on: day)
            || states[$0].isNight && Illness.length(of: people[$0], on: day, keys[$0].plan) != nil)
      }
  }

  /// When somebody who fell ill before the first day will be well again.
  func firstRecoveryDay(of resident: Int, on day: Int) -> Int {
    for begin in (day - Illness.longest + 1)...day {
      if let length = Illness.length(of: people[resident], on: begin, keys[resident].plan),
        begin + length > day
      {
        return begin + length
      }
    }
    return .min
  }
}

internal import Clockwork
internal import Telemetry
internal import Truth

/// Homes that nobody stays in: a heating that failed in winter, a heat wave without cooling.
extension Household {
  /// Air that people who can leave do not stay in, °C (assumed, 10 to 15 and 31 to 35). Who has to
  /// offer a home heats it to 18 °C at least (World Health Organization, *Housing and health
  /// guidelines*, 2018); people sit in less before they go.
  static let livableC = 13.0...33.0

  /// Whether no room can be stayed in.
  func isUnlivable(_ turn: Turn) -> Bool {
    !turn.senses.rooms.contains { Self.livableC.contains($0.temperatureC) }
  }

  /// An adult decides that all who are up go to others until about noon of the next day (assumed),
  /// each when they are done with what they do. Who is out, or asleep, decides when they find the
  /// home so; small children go with the adults.
  mutating func seekRefuge(_ resident: Int, _ chance: inout Chance, _ turn: Turn) {
    let minute = turn.moment.minuteOfDay
    let day = turn.moment.dayNumber
    guard people[resident].isAdult, !states[resident].plan.journey.isPending,
      (420..<1_320).contains(minute), isUnlivable(turn), chance.happens(0.4)
    else { return }
    // All of a day who ask come back together.
    var common = Chance(householdKey, event: 4 << 40 | UInt64(day))
    let midnight = turn.time - .seconds(Int64(minute * 60))
    let back = midnight + .days(1) + common.seconds(39_600, 46_800)
    for other in states.indices
    where states[other].isAwakeAtHome && !people[other].needsCare {
      states[other].plan.setOffSoon(from: turn.time, until: back)
      switch states[other].activity {
      case .relax, .work, .chores:
        states[other].end = min(states[other].end, cutEnd(states[other], now: turn.time))
      case .cook, .eat, .laundry, .hygiene, .sleep, .away, .fallen: break
      }
    }
  }
}

extension DayPlan {
  /// Packs for some 20 minutes (assumed) and leaves everything else of the day.
  fileprivate mutating func setOffSoon(from now: SimTime, until back: SimTime) {
    (leave, cook, dinner, habit) = (.none, .none, .none, .none)
    journey = Appointment(
      law: .normal(mean: 20, sd: 5), origin: now, time: now + .minutes(20))
    journeyEnd = back
  }
}

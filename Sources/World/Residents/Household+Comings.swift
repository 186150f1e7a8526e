internal import Clockwork
internal import Telemetry
internal import Truth

/// Why somebody goes out.
enum Errand {
  /// Free time, over at dinner or bedtime.
  case outing
  /// Work or school.
  case duty
  /// A weekly habit, over at bedtime.
  case habit
  /// Days elsewhere.
  case journey

  /// Whether neither dinner nor bedtime calls home.
  var isBinding: Bool { self == .duty || self == .journey }
}

extension Household {
  /// Goes to the entry, by way of the toilet if need be, and out a little later.
  ///
  /// - Parameter isEscorted: with the adults who leave, and without delay.
  mutating func prepareToLeave(
    _ resident: Int, law: DurationLaw, for errand: Errand, isEscorted: Bool = false,
    _ chance: inout Chance, _ turn: inout Turn
  ) {
    stopMedia(resident, before: .away, &turn)
    leaveStove(resident, &turn)
    states[resident].postponed = .none
    let goesFirst = !isEscorted && goesFirst(before: .away, resident, turn)
    states[resident].isDuty = errand.isBinding
    states[resident].isEscorted = isEscorted
    states[resident].law = law
    states[resident].returnsForDinner = chance.happens(0.6) && errand == .outing
    states[resident].end = .distantFuture
    states[resident].checkTime = .distantFuture
    if goesFirst {
      enterToilet(resident, then: .leaveBathroom, &chance, &turn)
    } else {
      goToDoor(resident, &chance, &turn)
    }
  }

  /// Puts on coat and shoes, after a round through the home if nobody stays.
  mutating func goToDoor(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    sayGoodbye(resident, &turn)
    states[resident].phase = .leaving
    walk(resident, to: layout.entry, isBrief: false, &turn)
    states[resident].act = .passDoor
    states[resident].actTime = turn.time + chance.seconds(25, 110)
  }

  /// Opens the front door and is gone.
  ///
  /// A child who was to follow the adults stays if one of them came in meanwhile.
  mutating func passDoor(_ resident: Int, _ turn: inout Turn) {
    if states[resident].isEscorted, isAdultHome {
      states[resident].isEscorted = false
      states[resident].phase = .inside
      proceed(resident, isArriving: false, &turn)
      return
    }
    var chance = Chance(keys[resident].activity, event: 1 << 32 | states[resident].activityCount)
    let time = turn.time
    var reaction = reaction(of: resident, turn)
    darken(layout.entry, by: resident, isGoing: true, &reaction, &turn)
    turn.ask(resident, .openFrontDoor(chance.seconds(6, 14)))
    turn.ask(resident, .move(to: nil, through: nil))
    turn.ask(resident, .begin(.away, in: nil))
    states[resident].phase = .away
    states[resident].activity = .away
    states[resident].start = time
    states[resident].lawStart = time
    states[resident].act = .none
    states[resident].actTime = .distantFuture
    if states[resident].isEscorted {
      states[resident].law = .open
      states[resident].end = .distantFuture
    } else {
      let law = states[resident].law
      states[resident].drawnEnd = law.end(from: time, uniform: chance.unit(), now: time)
      let soonest = time + .minutes(8)
      let end = cutEnd(states[resident], now: time)
      states[resident].end = end > soonest ? end : soonest
    }
    if people[resident].isAdult { alertChildren(turn) }
  }

  /// Comes in through the front door and turns to something.
  mutating func comeHome(_ resident: Int, _ turn: inout Turn) {
    if people[resident].needsCare, !isAdultHome {
      // Nobody is in: stays where it is looked after.
      states[resident].isEscorted = true
      states[resident].end = .distantFuture
      return
    }
    var chance = Chance(keys[resident].act, event: 1 << 32 | states[resident].activityCount)
    let hoursAway = (turn.time - states[resident].start).hours
    // Who was out for long, or over a meal, has eaten there.
    if hoursAway > 1.5, hoursAway > 4 || chance.happens(0.6) {
      states[resident].lastMeal = turn.time - .minutes(hoursAway > 4 ? 200 : 60)
    }
    if hoursAway > 2 { states[resident].lastWash = turn.time - .hours(2) }
    noticeUrge(resident, &chance, at: turn.time)
    states[resident].phase = .inside
    states[resident].room = layout.entry
    states[resident].isEscorted = false
    turn.ask(resident, .openFrontDoor(chance.seconds(6, 14)))
    turn.ask(resident, .move(to: layout.entry, through: nil))
    if people[resident].isAdult { bringChildren(turn) }
    if states[resident].plan.dayNumber != turn.moment.dayNumber, turn.moment.minuteOfDay > 240,
      states[resident].plan.bed.time <= turn.time
    {
      if states[resident].plan.isNightShift, hoursAway < 16 {
        // Home from the night and not from a journey, perhaps late: to bed at once.
        states[resident].plan.bed.time = turn.time
      } else {
        // Out all night, and not to sleep now: the new day starts here.
        states[resident].plan = plan(for: resident, at: turn.time, moment: turn.moment)
        if states[resident].plan.leave.time < turn.time { states[resident].plan.leave = .none }
      }
    }
    proceed(resident, isArriving: true, &turn)
    var reaction = reaction(of: resident, turn)
    lightUp(resident, &reaction, &turn)
  }

  // MARK: - Small children

  var isAdultHome: Bool {
    for resident in states.indices where people[resident].isAdult {
      if states[resident].phase == .inside { return true }
    }
    return false
  }

  /// Whether a resident is a small child who would be alone.
  func needsEscort(_ resident: Int) -> Bool {
    people[resident].needsCare && states[resident].isHome && !isAdultHome
      && people.contains { $0.isAdult }
  }

  /// Follows the adults out, until one of them comes home.
  mutating func leaveWithAdults(_ resident: Int, _ turn: inout Turn) {
    var chance = Chance(keys[resident].act, event: 2 << 32 | states[resident].activityCount)
    prepareToLeave(resident, law: .open, for: .outing, isEscorted: true, &chance, &turn)
    states[resident].actTime = turn.time + .seconds(20)
  }

  /// Children who are awake notice at once that the last adult went.
  private mutating func alertChildren(_ turn: Turn) {
    for resident in states.indices where needsEscort(resident) {
      if states[resident].isAwakeAtHome { states[resident].checkTime = turn.time + .seconds(20) }
    }
  }

  private mutating func bringChildren(_ turn: Turn) {
    for resident in states.indices where states[resident].isEscorted {
      if states[resident].phase == .away { states[resident].end = turn.time + .seconds(15) }
    }
  }
}

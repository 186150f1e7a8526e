internal import Clockwork
internal import Telemetry
internal import Truth

/// How an activity begins: by way of the toilet, in its room, with what belongs to it.
extension Household {
  /// What is shorter is none that anybody would write down (assumed, 1 to 5 min).
  private static let shortestActivity = SimDuration.minutes(3)

  /// Begins an activity at home.
  mutating func begin(
    _ resident: Int, _ activity: Activity, law: DurationLaw, isArriving: Bool,
    _ chance: inout Chance, _ turn: inout Turn
  ) {
    stopMedia(resident, before: activity, &turn)
    leaveStove(resident, &turn)
    let time = turn.time
    let room = chooseRoom(resident, activity, &chance)
    let goesFirst = goesFirst(before: activity, resident, turn)
    states[resident].activity = activity
    states[resident].start = time
    states[resident].law = law
    states[resident].lawStart = time
    let drawnEnd = law.end(from: time, uniform: chance.unit(), now: time)
    states[resident].drawnEnd = max(drawnEnd, time + Self.shortestActivity)
    states[resident].returnsForDinner = false
    states[resident].isDuty = false
    states[resident].end = cutEnd(states[resident], now: time)
    states[resident].activityRoom = room
    states[resident].act = .none
    states[resident].actTime = .distantFuture
    states[resident].postponed = .none
    if activity == .eat {
      states[resident].lastMeal = time
      dirtyMeals += 1
    } else if activity == .hygiene {
      states[resident].lastWash = time
      relieve(resident, &chance, at: time)
    }
    if goesFirst, isArriving {
      states[resident].interrupted = activity
      states[resident].activity = .hygiene
      turn.ask(resident, .begin(.hygiene, in: toilet(of: resident)))
    } else if !goesFirst {
      turn.ask(resident, .begin(activity, in: room))
    }
    scheduleLook(resident, turn)
    if isArriving {
      let settled = time + chance.seconds(25, 70)
      states[resident].act = goesFirst ? .settleInBathroom : .settle
      states[resident].actTime = settled
      // Shoes come off before anything else can end.
      if states[resident].end <= settled { states[resident].end = settled + .seconds(60) }
    } else if goesFirst {
      goFirst(resident, &chance, &turn)
    } else {
      enterActivityRoom(resident, &chance, &turn)
    }
  }

  /// Walks to where the activity takes place and starts what belongs to it.
  mutating func enterActivityRoom(
    _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    walk(resident, to: states[resident].activityRoom, isBrief: false, &turn)
    washFirst(resident, &turn)
    startMedia(resident, &chance, &turn)
    planAct(resident, &chance, turn)
  }

  /// Moves a resident and sees to the doors on the way and the lamps of both rooms.
  mutating func walk(
    _ resident: Int, to room: RoomIndex, isBrief: Bool, _ turn: inout Turn
  ) {
    var reaction = reaction(of: resident, turn)
    let old = states[resident].room
    var opened: UInt16 = 0
    if old != room {
      // The switch is by the door that they leave through.
      if !isBrief { darken(old, by: resident, &reaction, &turn) }
      opened = openWay(resident, from: old, to: room, &turn)
      states[resident].room = room
      turn.ask(resident, .move(to: room, through: layout.passage(from: old, to: room)))
    }
    seeToDoors(resident, from: old, opened: opened, &turn)
    lightUp(resident, &reaction, &turn)
  }
}

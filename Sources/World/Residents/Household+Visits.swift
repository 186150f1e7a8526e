internal import Clockwork
public import Telemetry

/// Guests who are in the home.
struct Visit {
  var count: Int
  /// Who let them in.
  var host: Int
  var room: RoomIndex
  var end: SimTime
}

/// Who comes to see the residents: at most one party a day, received by a grown-up person who is
/// awake and at home, gone when nobody is left to talk to.
extension Household {
  /// The next moment at which guests come or go.
  var visitTime: SimTime { visit?.end ?? nextVisit }

  /// How many guests are in a room.
  public func guestCount(in room: RoomIndex) -> Int {
    visit.map { $0.room == room ? $0.count : 0 } ?? 0
  }

  /// Finds the first visit after `time`, within two months.
  ///
  /// - Parameter isSeen: whether the day of `time` has had its visit.
  mutating func planVisit(after time: SimTime, moment: LocalMoment, isSeen: Bool = false) {
    nextVisit = .distantFuture
    let midnight = time - .seconds(Int64(moment.secondOfDay))
    for ahead in (isSeen ? 1 : 0)..<60 {
      let day = moment.dayNumber + ahead
      guard let minute = visitMinute(on: day) else { continue }
      let arrival = midnight + .days(Int64(ahead)) + .seconds(Int64(minute * 60))
      if arrival > time {
        nextVisit = arrival
        return
      }
    }
  }

  /// A tenth of weekdays and a fifth of weekend days see guests in the middle household (assumed,
  /// within half and twice as often).
  private func visitMinute(on day: Int) -> Double? {
    var chance = Chance(householdKey, event: 2 << 40 | UInt64(day))
    let isWeekend = Persona.weekday(of: day) >= 6
    guard chance.happens((isWeekend ? 0.2 : 0.1) * habits.sociability) else { return nil }
    return isWeekend ? chance.uniform(840, 1170) : chance.uniform(1080, 1200)
  }

  /// Lets guests in or out whose time has come.
  mutating func handleVisit(_ turn: inout Turn) {
    guard visitTime <= turn.time else { return }
    if visit != nil {
      endVisit(&turn)
    } else {
      beginVisit(&turn)
      // What was drawn for later in the day, in another future, is for nobody.
      planVisit(after: turn.time, moment: turn.moment, isSeen: true)
    }
  }

  private mutating func beginVisit(_ turn: inout Turn) {
    guard let host else { return }
    var chance = Chance(householdKey, event: 3 << 40 | UInt64(turn.moment.dayNumber))
    openDoor(host, chance.seconds(15, 60), &turn)
    let count = 1 + chance.index(chance.happens(0.3) ? 4 : 2)
    turn.ask(host, .host(guests: count, in: livingRoom))
    let law = DurationLaw.normal(mean: 150, sd: 45)
    visit = Visit(
      count: count, host: host, room: livingRoom,
      end: law.end(from: turn.time, uniform: chance.unit(), now: turn.time + .minutes(20)))
    start(.kettle, host, chance.seconds(120, 240), &turn)
    dirtyMeals += 0.5 * Double(count)
  }

  private mutating func endVisit(_ turn: inout Turn) {
    guard let ended = visit else { return }
    visit = nil
    let host = host ?? ended.host
    turn.ask(host, .openFrontDoor(.seconds(20)))
    turn.ask(host, .host(guests: 0, in: ended.room))
  }

  /// Guests go with the last grown-up person who is awake.
  mutating func sendGuestsHome(_ turn: inout Turn) {
    if visit != nil, host == nil { endVisit(&turn) }
  }

  /// The grown-up person who receives guests.
  private var host: Int? {
    states.indices.first { people[$0].isAdult && states[$0].isAwakeAtHome }
  }

  /// Goes to the door and back.
  private mutating func openDoor(
    _ resident: Int, _ length: SimDuration, _ turn: inout Turn
  ) {
    let room = states[resident].room
    walk(resident, to: layout.entry, isBrief: true, &turn)
    turn.ask(resident, .openFrontDoor(length))
    walk(resident, to: room, isBrief: true, &turn)
  }
}

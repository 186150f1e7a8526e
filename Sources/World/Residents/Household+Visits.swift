internal import Clockwork
public import Telemetry
public import Truth

/// Guests who are in the home.
struct Visit {
  var count: Int
  /// Who let them in.
  var host: Int
  var room: RoomIndex
  var start: SimTime
  /// Of its length.
  var law: DurationLaw
  var end: SimTime
  /// Whether they sleep here, in the room in which they were received.
  var staysNight: Bool
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

  /// What guests do: they sleep when their hosts do, and not beside one who has fallen.
  public var guestActivity: Activity { states.contains { $0.isAwake } ? .relax : .sleep }

  /// Finds the first visit after `time`, within two months; a day sees one at most.
  mutating func planVisit(after time: SimTime) {
    nextVisit = .distantFuture
    for ahead in 0..<60 where day + ahead != lastVisitDay {
      guard let minute = visitMinute(on: day + ahead) else { continue }
      let arrival = midnight + .days(Int64(ahead)) + .seconds(Int64(minute * 60))
      if arrival > time {
        nextVisit = arrival
        return
      }
    }
  }

  /// In another future others come, and those who are there leave at another time.
  mutating func redrawVisits(at now: SimTime) {
    var chance = Chance(householdKey, event: 1 << 52 | UInt64(day))
    if let visit {
      self.visit?.end = visit.law.end(from: visit.start, uniform: chance.unit(), now: now)
    }
    planVisit(after: now)
  }

  private static let visitLaw = DurationLaw.normal(mean: 150, sd: 45)
  /// Of those who come on the eve of a free day (assumed, within 0.04 and 0.15).
  private static let nightShare = 0.08

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
      lastVisitDay = day
      planVisit(after: turn.time)
    }
  }

  private mutating func beginVisit(_ turn: inout Turn) {
    guard let host else { return }
    var chance = Chance(householdKey, event: 3 << 40 | UInt64(turn.moment.dayNumber))
    let opening = chance.seconds(15, 60)
    postponeAct(host)
    walk(host, to: layout.entry, isBrief: true, &turn)
    turn.ask(host, .openFrontDoor(opening))
    let count = 1 + chance.index(chance.happens(0.3) ? 4 : 2)
    turn.ask(host, .host(guests: count, in: livingRoom))
    let uniform = chance.unit()
    let staysNight = turn.moment.tomorrowKind.isFree && chance.happens(Self.nightShare)
    // Those who stay leave about noon.
    let law: DurationLaw =
      staysNight
      ? .normal(mean: 1440 + 740 - turn.moment.minuteOfDay, sd: 75) : Self.visitLaw
    visit = Visit(
      count: count, host: host, room: livingRoom, start: turn.time, law: law,
      end: law.end(from: turn.time, uniform: uniform, now: turn.time + .minutes(20)),
      staysNight: staysNight)
    // Something to drink is next, unless there is something on the stove.
    states[host].act = states[host].activity == .cook ? .endErrand : .serveGuests
    states[host].actTime = turn.time + chance.seconds(25, 70)
    dirtyMeals += 0.5 * Double(count)
  }

  private mutating func endVisit(_ turn: inout Turn) {
    guard let ended = visit else { return }
    visit = nil
    // Somebody sees them out who is there and on their feet; else they find the door by themselves.
    let host =
      host ?? states.indices.first { states[$0].isHome && !states[$0].isFallen }
      ?? ended.host
    turn.ask(host, .openFrontDoor(.seconds(20)))
    turn.ask(host, .host(guests: 0, in: ended.room))
  }

  /// Guests go with the last grown-up person who is awake, those who stay the night with the last
  /// one who is at home.
  mutating func sendGuestsHome(_ turn: inout Turn) {
    guard let visit else { return }
    let isReceived = states.indices.contains {
      people[$0].isAdult && states[$0].phase == .inside
        && (visit.staysNight || states[$0].isAwake)
    }
    if !isReceived { endVisit(&turn) }
  }

  /// The grown-up person who receives guests, not from under the shower.
  private var host: Int? {
    states.indices.first {
      people[$0].isAdult && states[$0].isAwakeAtHome && states[$0].activity != .hygiene
        && !isOnErrand($0)
        && !isIll($0, on: day)
    }
  }
}

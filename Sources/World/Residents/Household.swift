public import Clockwork
public import Telemetry
public import Truth

/// The people of one home and what they do all day.
///
/// Each resident has one pending event at a time: the end of an activity, a small act in it, or a
/// look around. Residents answer with requests; appliances, lamps, windows and the thermostat
/// belong to others. All chance is keyed by (run seed, purpose, home and resident, number of the
/// resident's own activity, act or look), and a resident's days depend on people with lower numbers
/// only, so that adding one changes nobody else's days; but a parent stays with an ill child.
///
/// A value without handles: a copy is an independent household with the same future until
/// ``fork(branch:at:)`` gives it another one.
public struct Household: Sendable {
  public let people: [Persona]
  public let habits: HouseholdHabits
  public let layout: HomeLayout

  let seed: UInt64
  let home: HomeID
  var keys: [ResidentKeys]
  var householdKey: RandomKey
  /// Of slow habits, which a fork keeps: they are what the home is like, not what will happen.
  let driftKey: RandomKey
  var states: [ResidentState]
  /// Of each resident.
  var doorHabits: [DoorHabit] = []

  /// Until when each use is busy, by raw value.
  var busyUntil: [SimTime]
  /// When a window that stands open is to be closed, by room; `.distantFuture` if not thought of.
  var windowCloseTimes: [SimTime]
  var dirtyMeals = 0.0
  var wornClothesDays = 0.0
  /// What is washed and is to be ironed, in washes.
  var creasedWashes = 0.0
  var visit: Visit?
  /// When guests will come next.
  var nextVisit = SimTime.distantFuture
  /// Who moved the thermostat last, or had it moved.
  var lastHand = (resident: 0, time: SimTime.distantPast)
  /// The civil day that was last looked at, and the midnight from which its clock counts at noon.
  var day: Int
  var midnight: SimTime
  /// The last day on which somebody came.
  var lastVisitDay = Int.min
  /// When a finished wash waits for the dryer.
  var wetClothesTime = SimTime.distantFuture
  var lastCookTime: SimTime
  /// One a resident, or none where people live as they choose.
  var scripts: [ActivityScript] = []

  /// - Parameters:
  ///   - start: the first moment; nothing happens before.
  ///   - moment: the civil time then.
  public init(
    kind: HouseholdKind, seed: UInt64, home: HomeID, layout: HomeLayout, start: SimTime,
    moment: LocalMoment
  ) {
    self.init(
      people: kind.people(seed: seed, home: home),
      habits: HouseholdHabits(kind: kind, seed: seed, home: home), seed: seed, home: home,
      layout: layout, start: start, moment: moment)
  }

  /// A household of given people; the first ones sleep in the first bedroom.
  ///
  /// - Precondition: 1 to 200 people.
  public init(
    people: [Persona], habits: HouseholdHabits, seed: UInt64, home: HomeID, layout: HomeLayout,
    start: SimTime, moment: LocalMoment
  ) {
    precondition((1...200).contains(people.count), "a household has 1 to 200 people")
    self.people = people
    self.habits = habits
    self.layout = layout
    self.seed = seed
    self.home = home
    keys = people.indices.map {
      ResidentKeys(seed: seed, entity: Self.entity(home: home, resident: $0))
    }
    householdKey = RandomKey(
      seed: seed, purpose: .household, entity: Self.entity(home: home, resident: 255))
    driftKey = householdKey
    day = moment.dayNumber
    midnight = moment.noonsMidnight(at: start)
    busyUntil = [SimTime](repeating: start, count: HouseholdUse.allCases.count)
    windowCloseTimes = [SimTime](repeating: .distantFuture, count: layout.rooms.count)
    lastCookTime = start - .days(1)
    states = []
    var chance = Chance(householdKey, event: 0)
    dirtyMeals = chance.uniform(0, habits.dishesPerRun)
    wornClothesDays = chance.uniform(0, habits.clothesPerWash)
    creasedWashes = chance.unit() * (habits.ironedShare > 0 ? 1 : 0)
    for resident in people.indices {
      var state = ResidentState()
      state.recoveryDay = firstRecoveryDay(of: resident, on: moment.dayNumber)
      states.append(state)
    }
    for resident in people.indices {
      states[resident] = firstState(of: resident, start: start, moment: moment)
    }
    doorHabits = drawDoorHabits()
    planVisit(after: start)
  }

  /// The key part that names a resident; 255 stands for the household.
  static func entity(home: HomeID, resident: Int) -> UInt64 {
    UInt64(home.rawValue) << 8 | UInt64(resident)
  }

  /// When somebody will next do something; always known.
  public func nextEventTime() -> SimTime {
    var next = visitTime
    for state in states where state.nextTime < next { next = state.nextTime }
    return next
  }

  /// Lets everyone act whose time has come and appends what they ask for, in order.
  ///
  /// - Parameters:
  ///   - time: the moment ``nextEventTime()`` gave, or later if nothing was asked for then.
  ///   - moment: the civil time at `time`.
  public mutating func handle(
    at time: SimTime, moment: LocalMoment, senses: HomeSenses,
    into requests: inout [HouseholdRequest]
  ) {
    precondition(senses.rooms.count == layout.rooms.count, "senses cover every room")
    var turn = Turn(time: time, moment: moment, senses: senses)
    let isNewDay = day != moment.dayNumber
    day = moment.dayNumber
    midnight = moment.noonsMidnight(at: time)
    // Planned weeks ahead, guests would come by the clock of then.
    if isNewDay { planVisit(after: time) }
    swap(&turn.requests, &requests)
    for resident in states.indices {
      while states[resident].nextTime <= time { handleDue(resident, &turn) }
    }
    handleVisit(&turn)
    sendGuestsHome(&turn)
    swap(&turn.requests, &requests)
  }

  private mutating func handleDue(_ resident: Int, _ turn: inout Turn) {
    let state = states[resident]
    if state.end <= turn.time {
      endActivity(resident, &turn)
    } else if state.actTime <= turn.time {
      performAct(resident, &turn)
    } else {
      lookAround(resident, &turn)
    }
  }

  // MARK: - What can be seen from outside

  /// Where a resident is, nil while away.
  public func room(of resident: ResidentIndex) -> RoomIndex? {
    let state = states[resident.index]
    return state.isHome ? state.room : nil
  }

  /// What a resident is doing; on the way out still what they did before.
  public func activity(of resident: ResidentIndex) -> Activity {
    states[resident.index].activity
  }

  /// How many people are in a room, awake or asleep, guests included.
  public func occupantCount(in room: RoomIndex) -> Int {
    var count = guestCount(in: room)
    for state in states where state.isHome && state.room == room { count += 1 }
    return count
  }

  /// The mean of what those who live here and are at home find comfortable, °C; nil when nobody is.
  public var comfortBand: ClosedRange<Double>? {
    var (low, high, count) = (0.0, 0.0, 0.0)
    for index in people.indices where states[index].isHome {
      low += people[index].heatingWishC - people[index].toleranceK
      high +=
        max(people[index].coolingWishC, people[index].heatingWishC) + people[index].toleranceK
      count += 1
    }
    return count > 0 ? (low / count)...(high / count) : nil
  }

  /// How many people are at home, guests included.
  public var occupantCount: Int {
    var count = visit?.count ?? 0
    for state in states where state.isHome { count += 1 }
    return count
  }
}

/// The keys of one resident's chance.
struct ResidentKeys: Sendable {
  var plan: RandomKey
  let drift: RandomKey
  var activity: RandomKey
  var act: RandomKey
  var look: RandomKey
  var speech: RandomKey
  var opinion: RandomKey

  init(seed: UInt64, entity: UInt64) {
    plan = RandomKey(seed: seed, purpose: .dayPlan, entity: entity)
    drift = plan
    activity = RandomKey(seed: seed, purpose: .activityChoice, entity: entity)
    act = RandomKey(seed: seed, purpose: .smallAct, entity: entity)
    look = RandomKey(seed: seed, purpose: .perception, entity: entity)
    speech = RandomKey(seed: seed, purpose: .speech, entity: entity)
    opinion = RandomKey(seed: seed, purpose: .opinion, entity: entity)
  }

  mutating func enter(branch: UInt32) {
    plan = plan.branched(branch)
    activity = activity.branched(branch)
    act = act.branched(branch)
    look = look.branched(branch)
    speech = speech.branched(branch)
    opinion = opinion.branched(branch)
  }
}

extension HouseholdHabits {
  /// Draws a household's habits; they depend on home and kind only.
  public init(kind: HouseholdKind, seed: UInt64, home: HomeID) {
    var chance = Chance(
      RandomKey(seed: seed, purpose: .household, entity: UInt64(home.rawValue)), event: 2)
    self.init(kind: kind, chance: &chance)
  }
}

/// One call of ``Household/handle(at:moment:senses:into:)``: what is so now and what was asked for.
struct Turn {
  let time: SimTime
  let moment: LocalMoment
  let senses: HomeSenses
  var requests: [HouseholdRequest] = []
  /// Lamps and windows as this turn's own acts leave them, one bit a room.
  var litRooms: UInt32 = 0
  var airedRooms: UInt32 = 0
  /// Inner doors likewise, one bit a door.
  var shutDoors: UInt16

  init(time: SimTime, moment: LocalMoment, senses: HomeSenses) {
    self.time = time
    self.moment = moment
    self.senses = senses
    shutDoors = senses.closedDoors
    for (index, room) in senses.rooms.enumerated() {
      if room.isLampOn { litRooms |= 1 << UInt32(index) }
      if room.isWindowOpen { airedRooms |= 1 << UInt32(index) }
    }
  }

  func isLit(_ room: RoomIndex) -> Bool { litRooms & 1 << UInt32(room.rawValue) != 0 }
  func isAired(_ room: RoomIndex) -> Bool { airedRooms & 1 << UInt32(room.rawValue) != 0 }

  mutating func ask(_ resident: Int, _ action: HouseholdAction) {
    requests.append(HouseholdRequest(resident: ResidentIndex(resident), action: action))
  }

  mutating func switchLamp(_ resident: Int, _ room: RoomIndex, isOn: Bool) {
    let bit: UInt32 = 1 << UInt32(room.rawValue)
    litRooms = isOn ? litRooms | bit : litRooms & ~bit
    ask(resident, .switchLamp(room, isOn: isOn))
  }

  mutating func moveWindow(_ resident: Int, _ room: RoomIndex, isOpen: Bool) {
    let bit: UInt32 = 1 << UInt32(room.rawValue)
    airedRooms = isOpen ? airedRooms | bit : airedRooms & ~bit
    ask(resident, .moveWindow(room, isOpen: isOpen))
  }

  mutating func moveDoor(_ resident: Int, _ door: Int, isOpen: Bool) {
    let bit: UInt16 = 1 << UInt16(door)
    shutDoors = isOpen ? shutDoors & ~bit : shutDoors | bit
    ask(resident, .moveDoor(door, isOpen: isOpen))
  }
}

internal import Clockwork
internal import Quantities
internal import Telemetry
internal import Truth

extension Household {
  /// Sets the first small act of the activity that a resident is about.
  mutating func planAct(_ resident: Int, _ chance: inout Chance, _ turn: Turn) {
    let state = states[resident]
    let person = people[resident]
    let minute = turn.moment.minuteOfDay
    switch state.activity {
    case .hygiene:
      let isTime = person.showersInMorning ? minute < 840 : minute >= 840
      guard isTime || isScripted, !state.plan.hasShowered, !state.isNight else { return }
      states[resident].plan.hasShowered = true
      if chance.happens(person.showerShare) {
        set(.shower, of: resident, in: chance.seconds(50, 200), turn)
      }
    case .cook:
      set(.hob, of: resident, in: chance.seconds(100, 400), turn)
    case .eat:
      let isQuick = turn.time - lastCookTime > .minutes(75)
      let share = minute < 660 ? 0.2 : isQuick ? 0.62 : 0.1
      if chance.happens(share) {
        set(.microwave, of: resident, in: chance.seconds(10, 90), turn)
      } else if chance.happens(drinkShare(minute: minute, person)) {
        set(.boilKettle, of: resident, in: chance.seconds(20, 240), turn)
      } else {
        planClearing(resident, turn)
      }
    case .relax, .work:
      // Thirst has no memory, so that it may be drawn anew after each visit to the toilet.
      let hours = -Elementary.log(chance.unit()) / person.thirst
      let thirst = hours < 6 ? SimDuration.seconds(Int64(hours * 3600)) : nil
      if let urge = urge(resident, &chance, at: turn.time), urge <= thirst ?? urge {
        set(.toilet, of: resident, in: urge, turn)
      } else if let thirst {
        set(.boilKettle, of: resident, in: thirst, turn)
      }
    case .chores:
      let share = person.hasHabit(.chores, weekday: turn.moment.weekday) ? 0.6 : 0.06
      let isVacuuming = minute > 540 && minute < 1200 && person.age > 13 && chance.happens(share)
      let act: SmallAct = isVacuuming ? .vacuum : wantsToIron(resident) ? .iron : .changeRoom
      let next = act == .changeRoom ? chance.seconds(240, 900) : chance.seconds(60, 240)
      if let urge = urge(resident, &chance, at: turn.time), urge <= next {
        set(.toilet, of: resident, in: urge, turn)
      } else {
        set(act, of: resident, in: next, turn)
      }
    case .laundry:
      set(.washClothes, of: resident, in: chance.seconds(90, 300), turn)
    case .sleep:
      guard state.isNight else { return }
      if chance.happens(nightVisitShare(person)) {
        set(.nightVisit, of: resident, in: chance.seconds(2 * 3600, 6 * 3600), turn)
      }
    case .away, .fallen:
      return
    }
  }

  /// Probability of getting up once in a night: of people of 18 to 79 37 % of men and 43 % of women
  /// do, half of both from 50 to 59, the odds growing with age by 3.5 to 7.3 % a year (Tikkinen and
  /// others, J. Urol. 175, 2006); of children assumed, within 0.03 to 0.15.
  private func nightVisitShare(_ person: Persona) -> Double {
    person.age < 18 ? 0.08 : Elementary.logistic(0.05 * Double(person.age - 54))
  }

  func drinkShare(minute: Double, _ person: Persona) -> Double {
    person.age < 16 ? 0.04 : minute < 660 ? 0.72 : 0.22
  }

  private mutating func set(
    _ act: SmallAct, of resident: Int, in delay: SimDuration, _ turn: Turn
  ) {
    set(act, of: resident, at: turn.time + delay, turn)
  }

  mutating func set(_ act: SmallAct, of resident: Int, at time: SimTime, _ turn: Turn) {
    // What does not fit into the activity is not done.
    guard time < states[resident].end else { return }
    states[resident].act = act
    states[resident].actTime = time
  }

  /// Does the small act that is due.
  mutating func performAct(_ resident: Int, _ turn: inout Turn) {
    let act = states[resident].act
    states[resident].act = .none
    states[resident].actTime = .distantFuture
    switch act {
    case .serveGuests: return serveGuests(resident, &turn)
    case .clearTable: return clearTable(resident, &turn)
    case .endErrand: return endErrand(resident, &turn)
    default: break
    }
    states[resident].actCount += 1
    var chance = Chance(keys[resident].act, event: states[resident].actCount)
    switch act {
    case .none, .serveGuests, .clearTable, .endErrand: return
    case .passDoor: passDoor(resident, &turn)
    case .settle: enterActivityRoom(resident, &chance, &turn)
    case .boilKettle: boilKettle(resident, &chance, &turn)
    case .goBack: goBack(resident, &chance, &turn)
    case .toilet, .returnFromToilet: visitToilet(act, resident, &chance, &turn)
    case .settleInBathroom: enterToilet(resident, then: .returnFromToilet, &chance, &turn)
    case .leaveBathroom:
      states[resident].lastWash = turn.time
      relieve(resident, &chance, at: turn.time)
      goToDoor(resident, &chance, &turn)
    case .microwave: warmUp(resident, &chance, &turn)
    case .hob: useCooker(resident, &chance, &turn)
    case .shower, .finishShower: takeShower(act, resident, &chance, &turn)
    case .vacuum:
      let length = min(chance.seconds(480, 1500), states[resident].end - turn.time)
      start(.vacuumCleaner, resident, length, &turn)
      set(.changeRoom, of: resident, in: chance.seconds(240, 600), turn)
    case .changeRoom: changeRoom(resident, &chance, &turn)
    case .washClothes: washClothes(resident, &chance, &turn)
    case .iron: ironClothes(resident, &chance, &turn)
    case .nightVisit, .returnToBed: leaveBed(act, resident, &chance, &turn)
    }
  }

  /// Switches something on unless it runs already or the home has none.
  ///
  /// - Parameter length: nil for what runs its own programme.
  mutating func start(
    _ use: HouseholdUse, _ resident: Int, _ length: SimDuration?, _ turn: inout Turn
  ) {
    guard let room = layout.room(of: use), busyUntil[Int(use.rawValue)] <= turn.time else {
      return
    }
    busyUntil[Int(use.rawValue)] = turn.time + (length ?? Self.programme(of: use))
    turn.ask(resident, .start(use, in: room, duration: length))
  }

  /// How long residents reckon a programme to take (medians of REFIT and UK-DALE homes).
  static func programme(of use: HouseholdUse) -> SimDuration {
    switch use {
    case .dishwasher: .minutes(110)
    case .washingMachine: .minutes(75)
    case .tumbleDryer: .minutes(75)
    default: .zero
    }
  }

  private mutating func takeShower(
    _ act: SmallAct, _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    if act == .shower {
      let spread = chance.uniform(0.7, 1.4)
      let length = SimDuration.seconds(Int64(people[resident].showerMinutes * 60 * spread))
      start(.shower, resident, length, &turn)
      states[resident].act = .finishShower
      states[resident].actTime = turn.time + length + chance.seconds(60, 180)
      // Nobody leaves wet.
      let soonest = states[resident].actTime + .minutes(3)
      if states[resident].end < soonest { states[resident].end = soonest }
      return
    }
    if people[resident].usesHairDryer {
      let length = chance.seconds(120, 420)
      start(.hairDryer, resident, length, &turn)
      // Nobody leaves it on.
      states[resident].end = max(states[resident].end, turn.time + length + .seconds(20))
    }
    airBathroom(resident, &chance, &turn)
  }

  private mutating func changeRoom(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    let room = RoomIndex(chance.index(layout.rooms.count))
    if !holdsSleeper(room, besides: resident), room != states[resident].activityRoom {
      states[resident].activityRoom = room
      turn.ask(resident, .begin(states[resident].activity, in: room))
      walk(resident, to: room, isBrief: false, &turn)
    }
    set(.changeRoom, of: resident, in: chance.seconds(240, 900), turn)
  }

  private mutating func leaveBed(
    _ act: SmallAct, _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    guard act == .nightVisit else {
      states[resident].activity = .sleep
      relieve(resident, &chance, at: turn.time, isAsleep: true)
      turn.ask(resident, .begin(.sleep, in: states[resident].activityRoom))
      walk(resident, to: states[resident].activityRoom, isBrief: false, &turn)
      return
    }
    guard let bathroom else { return }
    states[resident].activity = .hygiene
    turn.ask(resident, .begin(.hygiene, in: bathroom))
    walk(resident, to: bathroom, isBrief: true, &turn)
    let length = chance.seconds(120, 360)
    states[resident].act = .returnToBed
    states[resident].actTime = turn.time + length
    washHands(resident, beforeTheEndOf: length, &turn)
    if states[resident].end <= states[resident].actTime {
      states[resident].end = states[resident].actTime + .minutes(5)
    }
  }

  // MARK: - Television and computers

  mutating func startMedia(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    let state = states[resident]
    guard state.activity == .relax || state.activity == .work else { return }
    let u = chance.unit()
    if state.activity == .work {
      states[resident].usesComputer = u < (people[resident].role == .student ? 0.5 : 0.95)
    } else if state.activityRoom == layout.room(of: .television) {
      let isEvening = turn.moment.minuteOfDay >= 1020
      let person = people[resident]
      let share = isEvening ? person.eveningTelevisionShare : person.dayTelevisionShare
      states[resident].watchesTelevision = u < share
      // Who does not look at it has often a screen of their own (assumed, 0.5 to 0.9).
      states[resident].usesComputer = u >= share && u < share + 0.75 * (1 - share)
    } else {
      // Alone in a room (assumed, 0.7 to 0.95).
      states[resident].usesComputer = u < 0.9
    }
    if states[resident].watchesTelevision {
      let isOn = isTelevisionOn(besides: resident) || states[resident].keepsTelevision
      states[resident].keepsTelevision = false
      if !isOn, let room = layout.room(of: .television) {
        turn.ask(resident, .start(.television, in: room, duration: nil))
      }
    }
    if states[resident].usesComputer, !isSomeoneAtComputer(besides: resident),
      layout.room(of: .computer) != nil
    {
      turn.ask(resident, .start(.computer, in: state.activityRoom, duration: nil))
    }
  }

  /// Puts away what was watched or played with, but for a television that is left on by somebody
  /// who stays awake at home.
  mutating func stopMedia(_ resident: Int, before next: Activity, _ turn: inout Turn) {
    if states[resident].watchesTelevision || states[resident].keepsTelevision {
      var chance = Chance(keys[resident].look, event: 1 << 50 | states[resident].activityCount)
      states[resident].watchesTelevision = false
      states[resident].keepsTelevision =
        next != .sleep && next != .away && chance.happens(people[resident].televisionStayShare)
      if !states[resident].keepsTelevision, !isTelevisionOn(besides: resident),
        let room = layout.room(of: .television)
      {
        turn.ask(resident, .stop(.television, in: room))
      }
    }
    if states[resident].usesComputer {
      states[resident].usesComputer = false
      if !isSomeoneAtComputer(besides: resident), layout.room(of: .computer) != nil {
        turn.ask(resident, .stop(.computer, in: states[resident].activityRoom))
      }
    }
  }

  private func isTelevisionOn(besides resident: Int) -> Bool {
    for other in states.indices where other != resident {
      if states[other].watchesTelevision || states[other].keepsTelevision { return true }
    }
    return false
  }

  private func isSomeoneAtComputer(besides resident: Int) -> Bool {
    let screen = layout.screen(of: resident)
    return states.indices.contains {
      $0 != resident && states[$0].usesComputer && layout.screen(of: $0) == screen
    }
  }
}

internal import Clockwork
internal import Quantities
internal import Telemetry
internal import Truth

/// What people do in the kitchen, and errands to it in the middle of something else.
extension Household {
  /// Goes to a room and stays; ``SmallAct/goBack`` returns.
  mutating func runErrand(
    _ resident: Int, to room: RoomIndex, for length: SimDuration, _ turn: inout Turn,
    then act: SmallAct = .goBack
  ) {
    walk(resident, to: room, isBrief: room != states[resident].activityRoom, &turn)
    states[resident].act = act
    states[resident].actTime = turn.time + length
  }

  /// Returns to where the activity takes place, and to what is done there.
  mutating func goBack(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    walk(resident, to: states[resident].activityRoom, isBrief: false, &turn)
    switch states[resident].activity {
    case .relax, .work, .chores: planAct(resident, &chance, turn)
    case .eat: planClearing(resident, turn)
    default: return
    }
  }

  // MARK: Errands for everybody

  /// Whether a resident is on one, or on an errand of their own.
  func isOnErrand(_ resident: Int) -> Bool {
    [.goBack, .serveGuests, .endErrand].contains(states[resident].act)
  }

  /// Sets aside what a resident meant to do next; ``endErrand(_:_:)`` takes it up again.
  mutating func postponeAct(_ resident: Int) {
    states[resident].postponed = states[resident].act
    states[resident].postponedTime = states[resident].actTime
  }

  /// Back where they were, a resident does what they meant to do.
  mutating func endErrand(_ resident: Int, _ turn: inout Turn) {
    walk(resident, to: states[resident].activityRoom, isBrief: false, &turn)
    let postponed = states[resident].postponed
    states[resident].postponed = .none
    guard postponed != .none else { return }
    set(postponed, of: resident, at: max(states[resident].postponedTime, turn.time), turn)
  }

  mutating func serveGuests(_ resident: Int, _ turn: inout Turn) {
    runErrand(resident, to: kitchen, for: .seconds(200), &turn, then: .endErrand)
    start(.kettle, resident, .seconds(150), &turn)
  }

  /// The last five minutes of a meal are for the dishes, and no more than a third of a short one
  /// (assumed, 2 to 10 min).
  mutating func planClearing(_ resident: Int, _ turn: Turn) {
    let rest = states[resident].end - turn.time
    let time = states[resident].end - min(.minutes(5), .microseconds(rest.microseconds / 3))
    if time > turn.time { set(.clearTable, of: resident, at: time, turn) }
  }

  /// After a meal: washes by hand what is washed by hand, and starts the dishwasher if it is full.
  mutating func clearTable(_ resident: Int, _ turn: inout Turn) {
    guard people[resident].age > 10 else { return }
    walk(resident, to: kitchen, isBrief: false, &turn)
    turn.ask(resident, .wash(.dishWashing, from: turn.time, until: states[resident].end))
    startDishwasher(resident, fill: dishwasherFill(turn), &turn)
  }

  /// On the way to bed, where that is the household's habit.
  mutating func startNightDishes(_ resident: Int, _ turn: inout Turn) {
    guard habits.startsDishesAtBedtime, turn.moment.minuteOfDay > 1080,
      states[resident].activity != .sleep
    else { return }
    startDishwasher(resident, fill: Self.nightFill, &turn)
  }

  private mutating func startDishwasher(_ resident: Int, fill: Double, _ turn: inout Turn) {
    guard layout.room(of: .dishwasher) != nil, people[resident].age > 10 else { return }
    guard dirtyMeals >= habits.dishesPerRun * fill else { return }
    guard busyUntil[Int(HouseholdUse.dishwasher.rawValue)] <= turn.time else { return }
    dirtyMeals = 0
    walk(resident, to: kitchen, isBrief: false, &turn)
    start(.dishwasher, resident, nil, &turn)
  }

  mutating func boilKettle(
    _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    runErrand(resident, to: kitchen, for: chance.seconds(150, 330), &turn)
    // Water that was boiled a moment ago serves the next cup too.
    if turn.time - busyUntil[Int(HouseholdUse.kettle.rawValue)] > .minutes(9) {
      start(.kettle, resident, chance.seconds(100, 200), &turn)
    }
    if turn.moment.minuteOfDay < 660, chance.happens(0.3) {
      start(.toaster, resident, chance.seconds(110, 190), &turn)
    }
  }

  mutating func warmUp(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    let length = chance.seconds(60, 260)
    runErrand(resident, to: kitchen, for: length + .seconds(15), &turn)
    start(.microwave, resident, length, &turn)
    if states[resident].activity == .eat,
      chance.happens(drinkShare(minute: turn.moment.minuteOfDay, people[resident]))
    {
      set(.boilKettle, of: resident, at: turn.time + chance.seconds(20, 120), turn)
    }
  }

  mutating func useCooker(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    let isBreakfast = turn.moment.minuteOfDay < 630
    let usesOven = !isBreakfast && chance.happens(0.32)
    if usesOven { start(.oven, resident, chance.seconds(1300, 3000), &turn) }
    if !usesOven || chance.happens(0.5) {
      let length = isBreakfast ? chance.seconds(300, 700) : chance.seconds(600, 2000)
      start(.hob, resident, length, &turn)
    }
    let u = chance.unit()
    if u < 0.35 {
      set(.microwave, of: resident, at: turn.time + chance.seconds(200, 1200), turn)
    } else if u < 0.5 {
      set(.boilKettle, of: resident, at: turn.time + chance.seconds(60, 600), turn)
    }
    // The last to draw, for the air outside decides how much of the chance it takes.
    airKitchen(resident, &chance, &turn)
  }

  /// Whoever turns from the stove last switches it off.
  mutating func leaveStove(_ resident: Int, _ turn: inout Turn) {
    guard states[resident].activity == .cook, !states[resident].isFallen else { return }
    let isShared = states.indices.contains {
      $0 != resident && states[$0].phase == .inside && states[$0].activity == .cook
    }
    guard !isShared else { return }
    for use in [HouseholdUse.hob, .oven] where busyUntil[Int(use.rawValue)] > turn.time {
      guard let room = layout.room(of: use) else { continue }
      busyUntil[Int(use.rawValue)] = turn.time
      turn.ask(resident, .stop(use, in: room))
    }
  }

  /// How full it must be at night, against its own measure.
  private static let nightFill = 0.55

  /// How full the dishwasher must be for somebody who clears the table, against its own measure.
  private func dishwasherFill(_ turn: Turn) -> Double {
    guard habits.washesUpAtNight else { return 1 }
    return turn.moment.minuteOfDay > 1080 && !habits.startsDishesAtBedtime ? Self.nightFill : 1.25
  }
}

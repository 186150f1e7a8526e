internal import Clockwork
internal import Quantities
internal import Telemetry
internal import Truth

/// What people do with worn clothes: they wash, dry and iron them.
extension Household {
  /// How much there must be to wash, against the household's own measure: less on the day on which
  /// a person washes every week, more on the others.
  private func washFill(_ resident: Int, _ turn: Turn) -> Double {
    let person = people[resident]
    if person.hasHabit(.laundry, weekday: turn.moment.weekday) { return 0.6 }
    return person.habits.contains { $0.activity == .laundry } ? 1.5 : 1
  }

  mutating func washClothes(
    _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    guard wornClothesDays >= habits.clothesPerWash * washFill(resident, turn),
      layout.room(of: .washingMachine) != nil,
      busyUntil[Int(HouseholdUse.washingMachine.rawValue)] <= turn.time
    else { return }
    wornClothesDays = max(0, wornClothesDays - habits.clothesPerWash)
    start(.washingMachine, resident, nil, &turn)
    creasedWashes += habits.ironedShare
    if layout.room(of: .tumbleDryer) != nil, chance.happens(habits.dryerShare) {
      wetClothesTime = turn.time + Self.programme(of: .washingMachine) + .minutes(10)
    }
  }

  mutating func dryClothes(_ resident: Int, _ turn: inout Turn) {
    guard wetClothesTime <= turn.time, !isOnErrand(resident),
      let room = layout.room(of: .tumbleDryer)
    else { return }
    switch states[resident].activity {
    case .relax, .work, .chores, .laundry: break
    default: return
    }
    wetClothesTime = .distantFuture
    postponeAct(resident)
    runErrand(resident, to: room, for: .seconds(120), &turn, then: .endErrand)
    start(.tumbleDryer, resident, nil, &turn)
  }

  // MARK: - Ironing

  /// Whether a grown-up person who sees to the household has a wash's worth to iron.
  func wantsToIron(_ resident: Int) -> Bool {
    creasedWashes >= 1 && people[resident].isAdult && layout.room(of: .iron) != nil
      && busyUntil[Int(HouseholdUse.iron.rawValue)] <= states[resident].start
  }

  /// Irons where they are, for as long as the chores last and no longer than 20 to 50 minutes
  /// (assumed, from 10 and to 90).
  mutating func ironClothes(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    let length = min(chance.seconds(1_200, 3_000), states[resident].end - turn.time)
    guard length >= .minutes(5), busyUntil[Int(HouseholdUse.iron.rawValue)] <= turn.time else {
      return
    }
    creasedWashes = max(0, creasedWashes - 1)
    start(.iron, resident, length, &turn)
  }
}

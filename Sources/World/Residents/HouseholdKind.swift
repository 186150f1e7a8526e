internal import Clockwork
internal import Telemetry

/// Who lives together.
@frozen public enum HouseholdKind: UInt8, CaseIterable, Sendable {
  case single = 0
  case couple = 1
  /// Two adults with one or two children.
  case family = 2
  case pensioners = 3
  /// One or two adults, the first of whom works in shifts.
  case shiftWorker = 4
  /// Two or three young adults who share rooms and little else.
  case flatShare = 5

  /// The name used in scenario files.
  public var name: String {
    switch self {
    case .single: "single"
    case .couple: "couple"
    case .family: "family"
    case .pensioners: "pensioners"
    case .shiftWorker: "shift-worker"
    case .flatShare: "flat-share"
    }
  }
}

/// Habits that a household has as a whole.
public struct HouseholdHabits: Hashable, Sendable {
  /// Mean time of the evening meal on workdays, minutes of the day.
  public var dinnerMinute: Double
  /// Probability of eating in the living room rather than the kitchen.
  public var eatsInLivingRoom: Double
  /// Place settings that fill the dishwasher, counted in meals.
  public var dishesPerRun: Double
  /// Person-days of clothes in one wash.
  public var clothesPerWash: Double
  /// Probability of drying a wash by machine.
  public var dryerShare: Double
  /// How much of a wash is ironed, in washes; 0 for those who hardly ever do.
  public var ironedShare: Double
  /// Whether one adult stays in on evenings because of small children.
  public var staysInEvenings: Bool
  /// Whether they cook and eat together and the adults share a bedroom.
  public var sharesLife: Bool
  /// Whether the dishwasher runs at night once it is more than half full.
  public var washesUpAtNight: Bool
  /// Whether then the first who goes to bed starts it rather than who clears the table.
  public var startsDishesAtBedtime: Bool
  /// Factor on how often guests come; 1 is average.
  public var sociability: Double

  init(kind: HouseholdKind, chance: inout Chance) {
    dinnerMinute = (kind == .pensioners ? 1085 : 1118) + 36 * chance.gaussian(limit: 2)
    eatsInLivingRoom = chance.happens(0.4) ? chance.uniform(0.5, 0.9) : 0.1
    dishesPerRun = chance.uniform(6.5, 11)
    clothesPerWash = chance.uniform(3.4, 5.6)
    dryerShare = chance.happens(0.66) ? chance.uniform(0.7, 1) : 0
    staysInEvenings = kind == .family
    sharesLife = kind != .flatShare
    washesUpAtNight = chance.happens(0.5)
    sociability = chance.uniform(0.3, 1.7)
    // Of British adults 27 % iron less than once a week or not at all, two thirds what needs it,
    // 12 % everything (Mintel, laundry habits); how much that is of a wash is assumed, 0.2 to 1.
    let ironing = chance.unit()
    ironedShare = ironing < 0.27 ? 0 : ironing > 0.88 ? 1 : chance.uniform(0.2, 0.7)
    // Assumed, 0.3 to 0.7 of them.
    startsDishesAtBedtime = washesUpAtNight && chance.happens(0.5)
  }
}

extension HouseholdKind {
  /// Draws the people of a household of this kind; each depends on the home and their number only.
  func people(seed: UInt64, home: HomeID) -> [Persona] {
    var household = Chance(
      RandomKey(seed: seed, purpose: .household, entity: UInt64(home.rawValue)), event: 1)
    let childCount = self == .family ? (household.happens(0.55) ? 2 : 1) : 0
    let adultCount = adultCount(&household)
    let common = household.gaussian(limit: 2.2)
    return (0..<adultCount + childCount).map { number in
      let entity = Household.entity(home: home, resident: number)
      var chance = Chance(RandomKey(seed: seed, purpose: .persona, entity: entity), event: 0)
      let isChild = number >= adultCount
      let (role, age) = isChild ? Self.child(&chance) : adult(&chance)
      let names = Self.names
      // Strides keep two people of one home from sharing a name.
      let name = names[(chance.index(names.count / 8) * 8 + number) % names.count]
      var person = Persona(
        role: role, age: age, name: name, householdWish: common, chance: &chance)
      if self == .shiftWorker, number == 0 {
        person.role = .employed
        person.workWeekdays = 0b0011111
        person.shifts = Self.shifts(&chance)
        person.shiftWeek = chance.index(3)
      }
      return person
    }
  }

  private func adultCount(_ chance: inout Chance) -> Int {
    switch self {
    case .single: 1
    case .pensioners, .shiftWorker: chance.happens(0.3) ? 1 : 2
    case .flatShare: chance.happens(0.6) ? 2 : 3
    case .couple, .family: 2
    }
  }

  /// 6 % of American employees work in the evening and 4 % at night; rotating shifts are less
  /// common (BLS, Job Flexibilities and Work Schedules 2017-18, table 7; the split is rounded).
  private static func shifts(_ chance: inout Chance) -> ShiftPattern {
    let u = chance.unit()
    return u < 0.45 ? .evening : u < 0.75 ? .night : .rotating
  }

  private static func child(_ chance: inout Chance) -> (Role, Int) {
    (.student, 6 + chance.index(12))
  }

  /// Of paid full days 28 % were worked at home in the United States of 2023 (Barrero, Bloom and
  /// Davis, J. Economic Perspectives 37, 2023); here by the same people on all their days.
  private static let homeWorkShare = 0.28

  private func adult(_ chance: inout Chance) -> (Role, Int) {
    if self == .pensioners { return (.retired, 66 + chance.index(20)) }
    let u = chance.unit()
    let age =
      switch self {
      case .family: 30 + chance.index(22)
      case .flatShare: 20 + chance.index(13)
      default: 22 + chance.index(42)
      }
    if self == .single || self == .flatShare, age < 27, u > 0.5 { return (.student, age) }
    return (u < Self.homeWorkShare ? .homeWorker : .employed, age)
  }

  private static let names = [
    "Ada", "Ben", "Chloe", "Dev", "Elif", "Finn", "Grace", "Hugo", "Iris", "Jonas", "Keiko",
    "Liam", "Maya", "Nils", "Olga", "Pablo", "Quinn", "Rosa", "Sam", "Tess", "Umar", "Vera",
    "Will", "Xenia", "Yusuf", "Zoe", "Amir", "Bea", "Carl", "Dora", "Emil", "Fay",
  ]
}

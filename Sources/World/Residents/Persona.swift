internal import Truth

/// What fills a person's workdays.
@frozen public enum Role: UInt8, CaseIterable, Sendable {
  case employed = 0
  case homeWorker = 1
  /// School or university.
  case student = 2
  case retired = 3

  /// The name used in reports.
  public var name: String {
    switch self {
    case .employed: "employed"
    case .homeWorker: "home-worker"
    case .student: "student"
    case .retired: "retired"
    }
  }
}

/// One resident's lasting traits: wishes, habits and daily rhythm.
///
/// The true wishes are for scores only; what a resident told the installer is rounded and off.
public struct Persona: Hashable, Sendable {
  public var name: String
  public var role: Role
  public var age: Int

  /// The air temperature a resident really wants while heating and at most while cooling, °C.
  public var heatingWishC: Double
  public var coolingWishC: Double
  /// What they asked the installer for, °C.
  public var statedHeatingC: Double
  public var statedCoolingC: Double
  /// How far from the wish they act, K.
  public var toleranceK: Double

  /// Mean times of day on free days and, without work, on every day; minutes.
  public var wakeMinute: Double
  public var bedMinute: Double
  /// Mean time of leaving for work or school and mean time away, minutes; unused when retired.
  public var leaveMinute: Double
  public var absenceMinutes: Double
  /// From waking to leaving, minutes.
  public var morningMinutes: Double
  public var shifts: ShiftPattern
  /// Which of a rotation's three weeks the person is ahead of others, 0 to 2.
  public var shiftWeek: Int
  /// Bit n-1 is set if weekday n (1 is Monday) is a working day.
  public var workWeekdays: UInt8

  /// Probability of cooking when it is their turn.
  public var cookingLiking: Double
  public var showerMinutes: Double
  public var showersInMorning: Bool
  /// Probability of a shower on a day.
  public var showerShare: Double
  public var usesHairDryer: Bool
  /// Brushes their teeth after breakfast rather than before.
  public var brushesAfterBreakfast: Bool
  /// Factor on the tendency to open windows; 1 is average.
  public var windowHabit: Double
  /// Probability of airing the bedroom after getting up.
  public var airingShare: Double
  /// Hot drinks an hour awake at home outside meals.
  public var thirst: Double
  /// Factor on going out in free time.
  public var outgoing: Double
  /// Below this they want a lamp for what needs light, lx.
  public var lampThresholdLx: Double
  /// Probability of switching a lamp off on leaving a room empty.
  public var thrift: Double
  /// Probability of telling the house rather than doing it by hand.
  public var chattiness: Double
  /// Questions to the house a day at home.
  public var questionsPerDay: Double
  public var speaksFahrenheit: Bool
  /// Which of the usual names they give to each kind of room.
  public var roomWording: UInt8
  /// Probability of watching television while at leisure in its room.
  public var dayTelevisionShare: Double
  public var eveningTelevisionShare: Double
  /// Probability of leaving it on at the end of watching, and for each thing done next at home.
  public var televisionStayShare: Double
  /// What recurs every week.
  public var habits: [Habit]
  public var leanings: Leanings

  /// Children below this age are not left at home alone.
  static let careAge = 12

  /// 18 or older.
  public var isAdult: Bool { age >= 18 }
  var needsCare: Bool { age < Self.careAge }

  func hasHabit(_ activity: Activity, weekday: Int) -> Bool {
    habits.contains { $0.activity == activity && $0.isDue(weekday: weekday) }
  }
}

extension Persona {
  /// Draws a resident's traits.
  ///
  /// Wishes: mean 20.8 °C and standard deviation 1.2 K for heating follow the measured spread of
  /// living-room temperatures (Huebner et al., Energy and Buildings 66, 2013, and the winter
  /// settings of the U.S. RECS 2020); cooling 24.6 °C likewise from the RECS summer settings.
  /// Those who live together agree more than strangers (assumed correlation 0.6, 0.4 to 0.8).
  /// Hours of work and sleep: see ``TimeUse``. Everything else is an assumption, stated here, so
  /// that homes differ.
  ///
  /// - Parameter householdWish: what those who live together share, in standard deviations.
  init(role: Role, age: Int, name: String, householdWish: Double, chance: inout Chance) {
    self.name = name
    self.role = role
    self.age = age
    let warmth = role == .retired ? 0.7 : 0
    let own = chance.gaussian(limit: 2.2)
    heatingWishC = 20.8 + warmth + 1.2 * (0.6.squareRoot() * householdWish + 0.4.squareRoot() * own)
    coolingWishC = max(heatingWishC + 2, 24.6 + 1.1 * chance.gaussian(limit: 2.2))
    statedHeatingC = Self.half(heatingWishC + 0.5 * chance.gaussian(limit: 2))
    statedCoolingC = Self.half(coolingWishC + 0.5 * chance.gaussian(limit: 2))
    toleranceK = chance.uniform(0.7, 1.5)
    let rhythm = Self.rhythm(role: role, age: age)
    wakeMinute = rhythm.wake + 32 * chance.gaussian(limit: 2)
    bedMinute = rhythm.bed + 26 * chance.gaussian(limit: 2)
    leaveMinute = rhythm.leave + rhythm.leaveSpread * chance.gaussian(limit: 2)
    absenceMinutes = rhythm.absence + 35 * chance.gaussian(limit: 2)
    morningMinutes = chance.uniform(45, 80)
    // A fifth of employed people work part of the week (OECD: part-time share, incl. 4-day weeks).
    let isPartTime = role == .employed && chance.happens(0.2)
    workWeekdays = isPartTime ? (chance.happens(0.5) ? 0b0001111 : 0b0010101) : 0b0011111
    if role == .retired { workWeekdays = 0 }
    shifts = .day
    shiftWeek = 0
    cookingLiking = age < 18 ? 0 : chance.uniform(0.35, 0.9)
    showerMinutes = chance.uniform(4.5, 9)
    showersInMorning = chance.happens(0.65)
    showerShare = min(0.98, max(0.4, 0.8 + 0.15 * chance.gaussian()))
    usesHairDryer = chance.happens(0.35) && age >= Self.careAge
    windowHabit = chance.uniform(0.4, 1.8)
    airingShare = chance.happens(0.45) ? chance.uniform(0.4, 0.9) : 0.05
    thirst = age < 16 ? 0.02 : chance.uniform(0.1, 0.38)
    // Leaving home 1.4 times a day: Americans make 3.4 trips (NHTS 2017), some 2.4 on each way out
    // (assumed, 2.2 to 2.7).
    outgoing = chance.uniform(0.4, 1.15)
    lampThresholdLx = chance.uniform(60, 160)
    thrift = chance.uniform(0.55, 0.97)
    chattiness = chance.happens(0.3) ? chance.uniform(0.5, 0.9) : chance.uniform(0.05, 0.4)
    questionsPerDay = 0.4 + 2.6 * chattiness
    speaksFahrenheit = chance.happens(0.35)
    roomWording = UInt8(truncatingIfNeeded: chance.index(256))
    // The most-used set of American homes runs for 4 to 6 h a day (EIA RECS 2015, table HC4.4).
    dayTelevisionShare = chance.uniform(0.2, 0.85)
    eveningTelevisionShare = chance.uniform(0.65, 1)
    habits = Habit.draw(role: role, age: age, chance: &chance)
    leanings = Leanings(chance: &chance)
    // The main set is on for 7.2 h a day (Donovan and others 2013, metered in 12,000 homes), three
    // times as long as people watch as their main activity with two at home (ATUS 2019, 2.8 h each,
    // much of it together); a third of the sets runs for 7 h and more (RECS 2015, table HC4.4). How
    // many leave it on is assumed, 0.5 to 0.8.
    televisionStayShare = chance.happens(0.65) ? chance.uniform(0.8, 0.98) : chance.uniform(0, 0.5)
    // Of Britons 75 % brush twice a day (Adult Dental Health Survey 2009); how many of them after
    // breakfast is assumed, 0.35 to 0.65.
    brushesAfterBreakfast = chance.happens(0.5)
  }

  private struct Rhythm {
    var wake: Double
    var bed: Double
    var leave: Double
    var leaveSpread: Double
    var absence: Double
  }

  /// Mean times of day in minutes; employed people are away for 7.7 h of work (ATUS 2019) with
  /// breaks and two ways, as pupils are for school.
  private static func rhythm(role: Role, age: Int) -> Rhythm {
    switch role {
    case .employed: Rhythm(wake: 495, bed: 1356, leave: 468, leaveSpread: 32, absence: 560)
    case .homeWorker: Rhythm(wake: 495, bed: 1364, leave: 520, leaveSpread: 25, absence: 470)
    case .student where age < 18:
      Rhythm(
        wake: age < 12 ? 470 : 545, bed: age < 12 ? 1252 : 1330, leave: 476, leaveSpread: 12,
        absence: age < 12 ? 500 : 435)
    case .student: Rhythm(wake: 540, bed: 1410, leave: 560, leaveSpread: 40, absence: 370)
    case .retired: Rhythm(wake: 440, bed: 1352, leave: 0, leaveSpread: 0, absence: 0)
    }
  }

  private static func half(_ x: Double) -> Double { (x * 2).rounded() / 2 }
}

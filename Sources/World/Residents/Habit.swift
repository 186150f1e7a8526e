internal import Quantities
public import Truth

/// Something that a person does at the same time of the same days of the week.
public struct Habit: Hashable, Sendable {
  public var activity: Activity
  /// Bit n-1 is set if weekday n (1 is Monday) is one of its days.
  public var weekdays: UInt8
  /// Mean time of day at which it begins, and mean length; minutes.
  public var minute: Double
  public var minutes: Double
  /// Probability of doing it on one of its days.
  public var adherence: Double

  func isDue(weekday: Int) -> Bool { weekdays & 1 << UInt8(weekday - 1) != 0 }
}

extension Habit {
  /// Draws a person's weekly habits: a club or sport, shopping, a day to clean, days to wash.
  ///
  /// How many people have which habit and when is assumed (each share within 0.15 either way); that
  /// habits recur on weekdays is what makes measured loads repeat after 168 hours.
  static func draw(role: Role, age: Int, chance: inout Chance) -> [Habit] {
    var habits: [Habit] = []
    let isBusy = role == .employed || role == .student
    func days(_ count: Int) -> UInt8 {
      var mask: UInt8 = 0
      for _ in 0..<count { mask |= 1 << UInt8(chance.index(7)) }
      return mask
    }
    func adherence() -> Double { chance.uniform(0.65, 0.95) }
    if age >= Persona.careAge, chance.happens(0.45) {
      habits.append(
        Habit(
          activity: .away, weekdays: days(1 + chance.index(2)),
          minute: isBusy ? chance.uniform(1065, 1170) : chance.uniform(570, 960),
          minutes: chance.uniform(80, 160), adherence: adherence()))
    }
    guard age >= 18 else { return habits }
    if chance.happens(0.6) {
      habits.append(
        Habit(
          activity: .away, weekdays: isBusy ? 1 << UInt8(4 + chance.index(3)) : days(2),
          minute: chance.uniform(560, 720), minutes: chance.uniform(40, 90),
          adherence: adherence()))
    }
    if chance.happens(0.55) {
      habits.append(
        Habit(
          activity: .chores, weekdays: isBusy ? 1 << UInt8(4 + chance.index(3)) : days(2),
          minute: chance.uniform(560, 840), minutes: chance.uniform(50, 110),
          adherence: adherence()))
    }
    if chance.happens(0.6) {
      habits.append(
        Habit(
          activity: .laundry, weekdays: days(1 + chance.index(2)),
          minute: isBusy ? chance.uniform(1080, 1200) : chance.uniform(520, 700),
          minutes: chance.uniform(9, 16), adherence: adherence()))
    }
    return habits
  }
}

/// How much more or less than others a person likes each free choice, by time of day.
///
/// Factors around 1, drawn once and kept, so that a person's days resemble each other more than
/// another person's (assumed spread: a third either way for a choice, as much again for a part of
/// the day).
public struct Leanings: Hashable, Sendable {
  private static let parts = 3
  private static let spread = 0.33
  /// By choice, then by part of the day.
  private var factors: [Float]

  init(chance: inout Chance) {
    factors = []
    for _ in TimeUse.choices {
      let whole = Self.spread * chance.gaussian(limit: 2)
      for _ in 0..<Self.parts {
        factors.append(Float(whole + Self.spread * chance.gaussian(limit: 2)))
      }
    }
    factors = factors.map { Float(Elementary.exp(Double($0))) }
  }

  /// - Parameters:
  ///   - choice: a column of ``TimeUse/choices``.
  ///   - bin: a row of its tables: morning to noon, afternoon, evening and night.
  func factor(choice: Int, bin: Int) -> Double {
    let part = bin <= 2 ? 0 : bin <= 4 ? 1 : 2
    return Double(factors[choice * Self.parts + part])
  }
}

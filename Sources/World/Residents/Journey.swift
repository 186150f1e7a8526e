internal import Clockwork

/// A stretch of days that a whole household spends elsewhere.
struct Journey {
  /// Civil days since 1970-01-01.
  var departureDay: Int
  var returnDay: Int
  /// Minutes of those days.
  var departureMinute: Double
  var returnMinute: Double
}

extension Household {
  /// Holidays and weekends away, a year (both assumed, within 0.5 to 2 and 1 to 4). A week of high
  /// summer sees 2.5 times as many of the first as another, which makes 1.26 of them a year.
  private static let holidaysPerYear = 1.2
  private static let weekendsPerYear = 2.0

  /// The journey that begins on a day; everyone who asks gets the same answer.
  func journey(from day: Int) -> Journey? {
    let weekday = Persona.weekday(of: day)
    guard weekday == 5 || weekday == 6 else { return nil }
    var chance = Chance(householdKey, event: 1 << 40 | UInt64(day))
    let u = chance.unit()
    if weekday == 6 {
      let season = Drift.summer(day: day) > 0.8 ? 2.0 : 0.8
      guard u < Self.holidaysPerYear / 52 * season else { return nil }
      let length = 5 + chance.index(11)
      return Journey(
        departureDay: day, returnDay: day + length, departureMinute: chance.uniform(540, 720),
        returnMinute: chance.uniform(840, 1200))
    }
    guard u < Self.weekendsPerYear / 52 else { return nil }
    return Journey(
      departureDay: day, returnDay: day + 2, departureMinute: chance.uniform(1050, 1140),
      returnMinute: chance.uniform(960, 1200))
  }
}

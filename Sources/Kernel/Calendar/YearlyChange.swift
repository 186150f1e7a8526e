/// The moment in each year at which clocks change, by the clock in force before the change.
public struct YearlyChange: Hashable, Sendable {
  /// The three ways in which POSIX names a day.
  public enum Day: Hashable, Sendable {
    /// `Mm.w.d`: a weekday of a week of a month; week 5 is the last.
    case weekday(month: Int, week: Int, weekday: Weekday)
    /// `Jn`: day 1...365, 29 February never counted.
    case julian(Int)
    /// `n`: day 0...365, 29 February counted.
    case zeroBased(Int)
  }

  public var day: Day
  /// Seconds after that day's midnight; may be negative or beyond one day.
  public var secondOfDay: Int

  /// Microseconds since 1970-01-01T00:00 on the dial in force before the change.
  func dialMicroseconds(year: Int) -> Int64 {
    let firstOfYear = CivilDate.dayNumber(year: year, month: 1, day: 1)
    let dayNumber: Int
    switch day {
    case .weekday(let month, let week, let weekday):
      dayNumber = CivilDate.nth(week, weekday, year: year, month: month).dayNumber
    case .julian(let n):
      let isAfterLeapDay = CivilDate.isLeap(year: year) && n >= 60
      dayNumber = firstOfYear + n - 1 + (isAfterLeapDay ? 1 : 0)
    case .zeroBased(let n):
      dayNumber = firstOfYear + n
    }
    return (Int64(dayNumber) * 86_400 + Int64(secondOfDay)) * 1_000_000
  }
}

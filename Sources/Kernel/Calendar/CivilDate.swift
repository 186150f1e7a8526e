/// A date of the proleptic Gregorian calendar.
///
/// Day numbers count from 1970-01-01, so that arithmetic is on integers.
/// - Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
@frozen
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Whole days since 1970-01-01, negative before.
  public var dayNumber: Int

  /// The date that lies `dayNumber` days after 1970-01-01.
  @inlinable public init(dayNumber: Int) { self.dayNumber = dayNumber }

  /// A date from its parts, or nil when there is no such day (such as 30 February).
  public init?(year: Int, month: Int, day: Int) {
    guard (-200_000...200_000).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.dayCount(year: year, month: month)
    else { return nil }
    dayNumber = Self.dayNumber(year: year, month: month, day: day)
  }

  /// The year, month (1...12) and day of the month (1...31).
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468  // Days since 0000-03-01.
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  public var year: Int { parts.year }
  public var month: Int { parts.month }
  public var day: Int { parts.day }

  /// The day of the week; 1970-01-01 was a Thursday.
  @inlinable public var weekday: Weekday {
    Weekday(rawValue: flooredRemainder(dayNumber + 4, 7)) ?? .sunday
  }

  /// 1 on 1 January, 365 or 366 on 31 December.
  public var dayOfYear: Int {
    dayNumber - Self.dayNumber(year: year, month: 1, day: 1) + 1
  }

  /// The date so many days later, or earlier if negative.
  @inlinable public func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

  @inlinable public static func < (a: Self, b: Self) -> Bool { a.dayNumber < b.dayNumber }

  /// The ISO 8601 form, such as `2024-01-15`.
  public var description: String {
    let (year, month, day) = parts
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The number of days in a month; `month` must lie in 1...12.
  public static func dayCount(year: Int, month: Int) -> Int {
    precondition((1...12).contains(month), "A month lies in 1...12.")
    switch month {
    case 2: return isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  /// The n-th given weekday of a month (1 is the first, 5 the last even if it is the fourth).
  public static func nth(_ n: Int, _ weekday: Weekday, year: Int, month: Int) -> CivilDate {
    precondition((1...5).contains(n), "A week of the month lies in 1...5.")
    let first = CivilDate(dayNumber: dayNumber(year: year, month: month, day: 1))
    let ahead = flooredRemainder(weekday.rawValue - first.weekday.rawValue, 7)
    let day = 1 + ahead + (n - 1) * 7
    let length = dayCount(year: year, month: month)
    return first.adding(days: (day > length ? day - 7 : day) - 1)
  }

  /// Days from 1970-01-01 to a date whose parts are known to be valid.
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

/// A day of the week, numbered as in POSIX: Sunday is 0.
@frozen
public enum Weekday: Int, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case sunday, monday, tuesday, wednesday, thursday, friday, saturday

  /// True on Saturday and Sunday.
  @inlinable public var isWeekend: Bool { self == .saturday || self == .sunday }

  /// The number of ISO 8601: Monday is 1, Sunday is 7.
  @inlinable public var isoNumber: Int { self == .sunday ? 7 : rawValue }

  public var description: String {
    switch self {
    case .sunday: "Sunday"
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    }
  }
}

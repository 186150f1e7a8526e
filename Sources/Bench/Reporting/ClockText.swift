public import Clockwork

/// Moments as texts on the wall clock of a home.
public struct ClockText: Sendable {
  /// What the home's clock is ahead of UTC.
  let utcOffset: SimDuration

  public init(utcOffset: SimDuration) { self.utcOffset = utcOffset }

  /// Such as `06:30`.
  public func clock(at time: SimTime) -> String { clock(local: local(time)) }

  /// Such as `Mon 15 Jan`.
  public func date(at time: SimTime) -> String { date(local: local(time), withWeekday: true) }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let dayLength: Int64 = 86_400_000_000

  /// Microseconds since 1970 on the wall clock, within about 100,000 years.
  func local(_ time: SimTime) -> Int64 {
    let limit: Int64 = 1 << 61
    let offset = min(max(utcOffset.microseconds, -Self.dayLength), Self.dayLength)
    return min(max(time.microseconds, -limit), limit) + offset
  }

  /// Such as `2024-01-15T06:30:00`.
  func full(_ time: SimTime) -> String {
    let (day, rest) = Self.split(local(time))
    let (year, month, date) = Self.civil(day)
    let seconds = rest / 1_000_000
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(Self.two)
    let sign = year < 0 ? "-" : ""
    let digits = String(year.magnitude)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return sign + padded + "-" + Self.two(month) + "-" + Self.two(date) + "T"
      + clock.joined(separator: ":")
  }

  /// Such as `06:30`.
  func clock(local: Int64) -> String {
    let seconds = Self.split(local).rest / 1_000_000
    return Self.two(seconds / 3_600) + ":" + Self.two(seconds / 60 % 60)
  }

  /// Such as `Mon 15 Jan`, or `15 Jan`.
  func date(local: Int64, withWeekday: Bool) -> String {
    let day = Self.split(local).day
    let (_, month, date) = Self.civil(day)
    let weekday = Self.weekdays[Int(((day % 7) + 7) % 7)]
    return (withWeekday ? weekday + " " : "") + String(date) + " " + Self.months[Int(month) - 1]
  }

  /// Whether a moment on the wall clock is a midnight.
  func isMidnight(local: Int64) -> Bool { Self.split(local).rest == 0 }

  private static func split(_ local: Int64) -> (day: Int64, rest: Int64) {
    let rest = ((local % dayLength) + dayLength) % dayLength
    return ((local - rest) / dayLength, rest)
  }

  /// Year, month and day of a day counted from 1970-01-01, proleptic Gregorian.
  ///
  /// - Source: Hinnant, *chrono-Compatible Low-Level Date Algorithms*, 2013, `civil_from_days`.
  private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let z = day + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let ofEra = z - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * ofYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, ofYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func two(_ n: Int64) -> String { n < 10 ? "0" + String(n) : String(n) }
}

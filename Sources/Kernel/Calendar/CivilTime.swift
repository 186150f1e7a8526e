/// A reading of calendar and wall clock, without saying in which zone.
@frozen
public struct CivilTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var date: CivilDate
  /// Microseconds since midnight by the clock on the wall, in 0..<86,400,000,000.
  public var microsecondOfDay: Int64

  /// - Precondition: `microsecondOfDay` lies within one day.
  @inlinable public init(date: CivilDate, microsecondOfDay: Int64) {
    precondition(
      microsecondOfDay >= 0 && microsecondOfDay < 86_400_000_000,
      "A time of day lies in 00:00..<24:00.")
    self.date = date
    self.microsecondOfDay = microsecondOfDay
  }

  /// A wall clock reading, or nil when there is no such time of day (24:00 is not one).
  public init?(date: CivilDate, hour: Int, minute: Int = 0, second: Int = 0) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else {
      return nil
    }
    self.date = date
    microsecondOfDay = Int64(hour * 3_600 + minute * 60 + second) * 1_000_000
  }

  /// The reading of a clock that shows `microseconds` since 1970-01-01T00:00 on its own dial.
  @inlinable public init(dialMicroseconds microseconds: Int64) {
    date = CivilDate(dayNumber: Int(flooredQuotient(microseconds, 86_400_000_000)))
    microsecondOfDay = flooredRemainder(microseconds, 86_400_000_000)
  }

  /// Microseconds from 1970-01-01T00:00 on the same dial.
  @inlinable public var dialMicroseconds: Int64 {
    Int64(date.dayNumber) * 86_400_000_000 + microsecondOfDay
  }

  public var hour: Int { Int(microsecondOfDay / 3_600_000_000) }
  public var minute: Int { Int(microsecondOfDay / 60_000_000 % 60) }
  public var second: Int { Int(microsecondOfDay / 1_000_000 % 60) }
  public var microsecond: Int { Int(microsecondOfDay % 1_000_000) }
  /// Whole minutes since midnight, 0...1439.
  public var minuteOfDay: Int { Int(microsecondOfDay / 60_000_000) }

  @inlinable public static func < (a: Self, b: Self) -> Bool {
    a.dialMicroseconds < b.dialMicroseconds
  }

  /// The ISO 8601 form without zone, such as `2024-01-15T08:00:00`; a fraction only if not zero.
  public var description: String {
    var text = "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    guard microsecond != 0 else { return text }
    var digits = Substring(padded(microsecond, 6))
    while digits.last == "0" { digits.removeLast() }
    text += "." + digits
    return text
  }
}

public import Clockwork

/// A date and time as somebody wrote it: with or without a time of day, with or without an offset.
///
/// Accepted are `2024-01-15`, `2024-01-15T08:00`, `2024-01-15T08:00:30`, one to six digits of a
/// second's fraction, and after a time of day `Z` or an offset such as `-06:00`.
/// - Source: ISO 8601-1:2019, extended format; the profile of RFC 3339 with optional seconds.
public struct Timestamp: Hashable, Sendable, CustomStringConvertible {
  public var civil: CivilTime
  /// False for a bare date, which stands for the first moment of that day.
  public var hasTimeOfDay: Bool
  /// Offset from UTC, positive east; nil when the text leaves the zone open.
  public var utcOffset: SimDuration?

  public init(civil: CivilTime, hasTimeOfDay: Bool = true, utcOffset: SimDuration? = nil) {
    self.civil = civil
    self.hasTimeOfDay = hasTimeOfDay
    self.utcOffset = utcOffset
  }

  /// Reads a timestamp strictly: no spaces, no leap second, no `24:00`, no other separators.
  ///
  /// - Throws: ``CalendarError/badTimestamp(text:column:found:expected:)``.
  public init(_ text: String) throws(CalendarError) {
    var reader = TimestampReader(text)
    self = try reader.read()
  }

  /// The moment meant, in `zone` unless an offset was written.
  ///
  /// A bare date is the first moment of that day, which need not be midnight.
  public func moment(in zone: ZoneRule) -> SimTime {
    if let utcOffset {
      return SimTime(microseconds: civil.dialMicroseconds) - utcOffset
    }
    return hasTimeOfDay ? zone.moment(of: civil) : zone.startOfDay(civil.date)
  }

  public var description: String {
    guard hasTimeOfDay else { return civil.date.description }
    return civil.description + (utcOffset.map { Self.offsetText($0) } ?? "")
  }

  /// A moment in UTC, such as `2024-01-15T14:00:00Z`.
  public static func utcText(_ time: SimTime) -> String {
    CivilTime(dialMicroseconds: time.microseconds).description + "Z"
  }

  /// A moment on a zone's wall clock with its offset, such as `2024-01-15T08:00:00-06:00`.
  public static func localText(_ time: SimTime, in zone: ZoneRule) -> String {
    let offset = zone.utcOffset(at: time)
    let civil = CivilTime(dialMicroseconds: (time + offset).microseconds)
    return civil.description + offsetText(offset)
  }

  /// `Z` for zero, else hours and minutes; seconds only where an offset has them.
  private static func offsetText(_ offset: SimDuration) -> String {
    let seconds = Int(offset.microseconds / 1_000_000)
    if seconds == 0 { return "Z" }
    let size = abs(seconds)
    let tail = size % 60 == 0 ? "" : ":" + padded(size % 60, 2)
    let sign = seconds < 0 ? "-" : "+"
    return "\(sign)\(padded(size / 3_600, 2)):\(padded(size / 60 % 60, 2))\(tail)"
  }
}

/// The strict reader behind ``Timestamp/init(_:)``.
private struct TimestampReader {
  let text: String
  var cursor: TextCursor

  init(_ text: String) {
    self.text = text
    cursor = TextCursor(text)
  }

  mutating func read() throws(CalendarError) -> Timestamp {
    let date = try readDate()
    guard !cursor.isAtEnd else {
      let midnight = CivilTime(date: date, microsecondOfDay: 0)
      return Timestamp(civil: midnight, hasTimeOfDay: false)
    }
    try expect("T", "\"T\" and a time of day, or the end")
    let microsecondOfDay = try readTimeOfDay()
    let offset = try readOffset()
    if !cursor.isAtEnd { throw failure("the end") }
    let civil = CivilTime(date: date, microsecondOfDay: microsecondOfDay)
    return Timestamp(civil: civil, utcOffset: offset)
  }

  private mutating func readDate() throws(CalendarError) -> CivilDate {
    guard let year = cursor.digits(exactly: 4) else {
      throw failure("a year of four digits, as in 2024-01-15")
    }
    try expect("-", "\"-\" after the year")
    let month = try readTwoDigits(1...12, "a month, 01 to 12")
    try expect("-", "\"-\" after the month")
    let length = CivilDate.dayCount(year: year, month: month)
    let day = try readTwoDigits(1...length, "a day of that month, 01 to \(length)")
    return CivilDate(dayNumber: CivilDate.dayNumber(year: year, month: month, day: day))
  }

  private mutating func readTimeOfDay() throws(CalendarError) -> Int64 {
    let hour = try readTwoDigits(0...23, "an hour, 00 to 23")
    try expect(":", "\":\" after the hour")
    let minute = try readTwoDigits(0...59, "a minute, 00 to 59")
    guard cursor.skip(":") else { return Int64(hour * 60 + minute) * 60_000_000 }
    let second = try readTwoDigits(0...59, "a second, 00 to 59")
    var microseconds = Int64(hour * 3_600 + minute * 60 + second) * 1_000_000
    if cursor.skip(".") {
      guard let (value, count) = cursor.digits(upTo: 6) else {
        throw failure("one to six digits of a second's fraction")
      }
      var fraction = Int64(value)
      for _ in count..<6 { fraction *= 10 }
      microseconds += fraction
    }
    return microseconds
  }

  private mutating func readOffset() throws(CalendarError) -> SimDuration? {
    if cursor.isAtEnd { return nil }
    if cursor.skip("Z") { return .zero }
    let isEast = cursor.skip("+")
    guard isEast || cursor.skip("-") else {
      throw failure("\"Z\", an offset such as -06:00, or the end")
    }
    let hour = try readTwoDigits(0...23, "hours of an offset, 00 to 23")
    try expect(":", "\":\" within the offset")
    let minute = try readTwoDigits(0...59, "minutes of an offset, 00 to 59")
    let size = Int64(hour * 60 + minute)
    return .minutes(isEast ? size : -size)
  }

  private mutating func readTwoDigits(
    _ range: ClosedRange<Int>, _ expected: String
  ) throws(CalendarError) -> Int {
    let start = cursor.index
    guard let value = cursor.digits(exactly: 2) else { throw failure(expected) }
    if range.contains(value) { return value }
    throw .badTimestamp(
      text: text, column: start + 1, found: "\"\(cursor.text(start..<cursor.index))\"",
      expected: expected)
  }

  private mutating func expect(
    _ character: Unicode.Scalar, _ expected: String
  ) throws(CalendarError) {
    if !cursor.skip(character) { throw failure(expected) }
  }

  private func failure(_ expected: String) -> CalendarError {
    .badTimestamp(text: text, column: cursor.column, found: cursor.found, expected: expected)
  }
}

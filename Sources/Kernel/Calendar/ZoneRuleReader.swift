import Clockwork

/// The strict reader behind ``ZoneRule/init(_:)``.
struct ZoneRuleReader {
  let text: String
  private var cursor: TextCursor

  init(_ text: String) {
    self.text = text
    cursor = TextCursor(text)
  }

  mutating func read() throws(CalendarError) -> ZoneRule {
    let name = try readName()
    let standardSeconds = -(try readTime(maximumHours: 24, "an offset such as 6 or -5:30"))
    var daylight: ZoneRule.Daylight?
    if !cursor.isAtEnd { daylight = try readDaylight(standardSeconds: standardSeconds) }
    if !cursor.isAtEnd { throw failure("the end") }
    return ZoneRule(
      description: text, abbreviation: name,
      standardOffset: .seconds(Int64(standardSeconds)), daylight: daylight)
  }

  private mutating func readDaylight(
    standardSeconds: Int
  ) throws(CalendarError) -> ZoneRule.Daylight {
    let name = try readName()
    var seconds = standardSeconds + 3_600
    if !cursor.isAtEnd && cursor.next != UInt8(ascii: ",") {
      seconds = -(try readTime(maximumHours: 24, "an offset such as 5, or \",\""))
    }
    let start = try readChange("\",\" and the day when daylight time starts, such as M3.2.0")
    let end = try readChange("\",\" and the day when daylight time ends, such as M11.1.0")
    return ZoneRule.Daylight(
      abbreviation: name, utcOffset: .seconds(Int64(seconds)), start: start, end: end)
  }

  /// A name: three or more letters, or three or more letters, digits and signs within `<>`.
  private mutating func readName() throws(CalendarError) -> String {
    let isQuoted = cursor.skip("<")
    let start = cursor.index
    while cursor.nextIsLetter || (isQuoted && nextIsDigitOrSign) { cursor.index += 1 }
    let name = cursor.text(start..<cursor.index)
    guard name.utf8.count >= 3 else {
      throw failure(
        isQuoted
          ? "a name of at least three letters, digits or signs"
          : "a name of at least three letters, such as CST or <-03>")
    }
    if isQuoted && !cursor.skip(">") { throw failure("\">\"") }
    return name
  }

  private var nextIsDigitOrSign: Bool {
    cursor.nextIsDigit || cursor.next == UInt8(ascii: "+") || cursor.next == UInt8(ascii: "-")
  }

  /// Seconds of `[+-]hh[:mm[:ss]]`, signed as written.
  private mutating func readTime(
    maximumHours: Int, _ expected: String
  ) throws(CalendarError) -> Int {
    let isNegative = cursor.skip("-")
    if !isNegative { _ = cursor.skip("+") }
    let column = cursor.column
    guard let (hours, _) = cursor.digits(upTo: 3) else { throw failure(expected) }
    guard hours <= maximumHours else {
      throw .badZoneRule(
        text: text, column: column, found: "\(hours) h", expected: "0 to \(maximumHours) h")
    }
    var seconds = hours * 3_600
    if cursor.skip(":") {
      seconds += 60 * (try readSixtieth("minutes, 00 to 59"))
      if cursor.skip(":") { seconds += try readSixtieth("seconds, 00 to 59") }
    }
    return isNegative ? -seconds : seconds
  }

  private mutating func readSixtieth(_ expected: String) throws(CalendarError) -> Int {
    let column = cursor.column
    guard let (value, _) = cursor.digits(upTo: 2) else { throw failure(expected) }
    if value < 60 { return value }
    throw .badZoneRule(text: text, column: column, found: "\(value)", expected: expected)
  }

  private mutating func readChange(_ expected: String) throws(CalendarError) -> YearlyChange {
    guard cursor.skip(",") else { throw failure(expected) }
    let day = try readDay()
    var seconds = 7_200
    if cursor.skip("/") {
      seconds = try readTime(maximumHours: 167, "a time of day such as 2:30 or -1")
    }
    return YearlyChange(day: day, secondOfDay: seconds)
  }

  private mutating func readDay() throws(CalendarError) -> YearlyChange.Day {
    if cursor.skip("J") { return .julian(try readNumber(1...365, "a day, 1 to 365")) }
    guard cursor.skip("M") else {
      return .zeroBased(try readNumber(0...365, "M, J, or a day, 0 to 365"))
    }
    let month = try readNumber(1...12, "a month, 1 to 12")
    guard cursor.skip(".") else { throw failure("\".\" after the month") }
    let week = try readNumber(1...5, "a week, 1 to 5")
    guard cursor.skip(".") else { throw failure("\".\" after the week") }
    let weekday = try readNumber(0...6, "a weekday, 0 (Sunday) to 6")
    return .weekday(month: month, week: week, weekday: Weekday(rawValue: weekday) ?? .sunday)
  }

  private mutating func readNumber(
    _ range: ClosedRange<Int>, _ expected: String
  ) throws(CalendarError) -> Int {
    let column = cursor.column
    guard let (value, _) = cursor.digits(upTo: 3) else { throw failure(expected) }
    if range.contains(value) { return value }
    throw .badZoneRule(text: text, column: column, found: "\(value)", expected: expected)
  }

  private func failure(_ expected: String) -> CalendarError {
    .badZoneRule(text: text, column: cursor.column, found: cursor.found, expected: expected)
  }
}

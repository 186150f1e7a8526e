/// What can be wrong with a date, a time or a zone rule that a person wrote.
public enum CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Text that is no ISO 8601 date or date and time; `column` counts from 1.
  case badTimestamp(text: String, column: Int, found: String, expected: String)
  /// Text that is no POSIX TZ rule; `column` counts from 1.
  case badZoneRule(text: String, column: Int, found: String, expected: String)

  public var description: String {
    switch self {
    case .badTimestamp(let text, let column, let found, let expected):
      "time \"\(text)\", column \(column): found \(found), expected \(expected)"
    case .badZoneRule(let text, let column, let found, let expected):
      "zone rule \"\(text)\", column \(column): found \(found), expected \(expected)"
    }
  }
}

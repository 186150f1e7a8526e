/// What can be wrong with a weather file or with what is asked of it.
public enum ClimateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A fault at a place of a weather file; line and column count from 1.
  case weatherFile(file: String, line: Int, column: Int, found: String, expected: String)
  /// A clock rule that does not fit the file's own time zone.
  case zoneMismatch(file: String, rule: String, fileOffsetMinutes: Int)

  public var description: String {
    switch self {
    case .weatherFile(let file, let line, let column, let found, let expected):
      return "\(file):\(line):\(column): found \(found), expected \(expected)"
    case .zoneMismatch(let file, let rule, let minutes):
      let side = minutes < 0 ? "behind" : "ahead of"
      return "\(file): clock rule \"\(rule)\" does not fit the file's standard time, which is "
        + "\(minutes.magnitude) minutes \(side) UTC; "
        + "expected a POSIX TZ rule of that offset, such as CST6CDT,M3.2.0,M11.1.0"
    }
  }
}

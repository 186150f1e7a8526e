internal import Calendar

/// Dates and times in scenario files: ISO 8601, within the years that a scenario may lie in.
enum CivilText {
  static let years = 1970...2200

  private static let datePart = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
  private static let timePart = #"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"#

  /// For the JSON Schema.
  static let localPattern = "^\(datePart)(\(timePart))?$"
  static let momentPattern = "^\(datePart)(\(timePart)(Z|[+-][0-9]{2}:[0-9]{2})?)?$"

  /// Reads `2024-01-15`, `2024-01-15T06:30` and, if `allowsOffset`, `2024-01-15T06:30-06:00`.
  ///
  /// - Returns: the timestamp, or in words what is wrong with the text.
  static func timestamp(_ text: String, allowsOffset: Bool) -> Result<Timestamp, Failure> {
    do {
      let timestamp = try Timestamp(text)
      guard years.contains(timestamp.civil.date.year) else {
        return .failure(Failure(why: "the year lies outside \(years.lowerBound)...2200"))
      }
      if !allowsOffset, timestamp.utcOffset != nil {
        return .failure(Failure(why: "a start is local time, without an offset"))
      }
      return .success(timestamp)
    } catch .badTimestamp(_, let column, let found, let expected) {
      return .failure(Failure(why: "column \(column): \(found), expected \(expected)"))
    } catch {
      return .failure(Failure(why: error.description))
    }
  }

  struct Failure: Error {
    var why: String
  }
}

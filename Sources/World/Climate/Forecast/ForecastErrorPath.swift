public import Clockwork

/// The error of one forecast along its lead time: the shift that leads from forecast to truth.
public struct ForecastErrorPath: Hashable, Sendable {
  public let issuedAt: SimTime
  /// One shift for each whole hour of universal time from the one at or before the issue.
  let shifts: [WeatherShift]
  let firstHour: Int64

  /// The shift at a moment: none up to the issue, linear between hours, constant after the end.
  public func shift(at time: SimTime) -> WeatherShift {
    guard time > issuedAt, let last = shifts.last else { return .none }
    let offset = time.microseconds - firstHour * 3_600_000_000
    let index = Int(offset / 3_600_000_000)
    guard index + 1 < shifts.count else { return last }
    // The first hour begins with the issue, which may lie within it.
    let begin = index == 0 ? issuedAt.microseconds - firstHour * 3_600_000_000 : 0
    let rest = offset - Int64(index) * 3_600_000_000
    let share = Double(rest - begin) / Double(3_600_000_000 - begin)
    return shifts[index].blended(with: shifts[index + 1], share: share)
  }
}

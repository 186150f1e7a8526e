public import Clockwork

/// The wall clock's offset from UTC over the span of a forecast, so that 18:00 stays 18:00 over
/// DST.
public struct LocalHours: Sendable {
  private var starts: [Int64]
  private var offsets: [Int64]

  /// A clock that never changes.
  public init(utcOffset: SimDuration = .zero) {
    starts = [.min]
    offsets = [utcOffset.microseconds]
  }

  /// A clock with changes, for example two DST switches.
  ///
  /// - Parameters:
  ///   - first: the offset before the first change.
  ///   - changes: each with the moment it takes effect; any order.
  public init(first: SimDuration, changes: [(from: SimTime, utcOffset: SimDuration)]) {
    let sorted = changes.sorted { $0.from < $1.from }
    starts = [.min] + sorted.map(\.from.microseconds)
    offsets = [first.microseconds] + sorted.map(\.utcOffset.microseconds)
  }

  /// The local hour of the week in which a UTC hour begins: 0 is Monday 00:00, 167 Sunday 23:00.
  public func hourOfWeek(ofHour hour: Int64) -> Int {
    let time = hour * 3_600_000_000
    var index = starts.count - 1
    while time < starts[index] { index -= 1 }
    let dial = HourlySeries.hour(of: SimTime(microseconds: time + offsets[index]))
    // 1970-01-01 was a Thursday: three days after a Monday.
    let remainder = Int((dial + 72) % 168)
    return remainder < 0 ? remainder + 168 : remainder
  }
}

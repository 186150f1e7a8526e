public import Clockwork

/// The weather of a stretch of time, minute by minute, computed once and read by all homes.
///
/// A day takes 180 kB; share one table a window instead of one a run.
public struct WeatherTable: Sendable {
  /// The first knot, a whole minute of universal time.
  public let start: SimTime
  /// One state a minute, both ends included.
  public let states: [WeatherState]

  /// - Parameter range: widened to whole minutes.
  public init(climate: Climate, from first: SimTime, through last: SimTime) {
    var cursor = WeatherCursor(climate: climate)
    self.init(cursor: &cursor, from: first, through: last)
  }

  /// Continues with a cursor, which saves the work of the first hour's neighbours.
  public init(cursor: inout WeatherCursor, from first: SimTime, through last: SimTime) {
    precondition(first <= last, "A table's end may not lie before its start.")
    let epoch = SimTime(microseconds: 0)
    let end = last.roundedUp(to: .minutes(1), from: epoch)
    let afterStart = first.roundedUp(to: .minutes(1), from: epoch)
    start = afterStart == first ? first : afterStart - .minutes(1)
    var states: [WeatherState] = []
    states.reserveCapacity(Int((end - start) / .minutes(1)) + 1)
    var time = start
    while time <= end {
      states.append(cursor.state(at: time))
      time += .minutes(1)
    }
    self.states = states
  }

  /// The last moment that the table covers.
  public var end: SimTime { start + .minutes(Int64(states.count - 1)) }

  /// The weather at a moment within the table, equal to the cursor's.
  @inlinable public func state(at time: SimTime) -> WeatherState {
    let (minute, rest) = position(of: time)
    if rest == 0 { return states[minute] }
    return states[minute].blended(with: states[minute + 1], share: Double(rest) / 60e6)
  }

  /// The mean weather over the whole minute in which a moment lies; `end` itself lies in none.
  @inlinable public func mean(overMinuteOf time: SimTime) -> WeatherState {
    let (minute, _) = position(of: time)
    precondition(minute + 1 < states.count, "The table ends before this minute does.")
    return states[minute].blended(with: states[minute + 1], share: 0.5)
  }

  @inlinable func position(of time: SimTime) -> (minute: Int, rest: Int64) {
    let offset = (time - start).microseconds
    precondition(offset >= 0 && time <= end, "The table does not cover this moment.")
    return (Int(offset / 60_000_000), offset % 60_000_000)
  }
}

extension Climate {
  /// The weather of a stretch of time, minute by minute.
  public func minuteTable(from first: SimTime, through last: SimTime) -> WeatherTable {
    WeatherTable(climate: self, from: first, through: last)
  }
}

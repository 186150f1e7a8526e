public import Clockwork

/// A wall clock for hot loops: it keeps the zone's current offset until the next change.
///
/// Asking in time order costs a few nanoseconds; jumping across a change costs microseconds.
@frozen
public struct LocalClock: Sendable {
  public let zone: ZoneRule
  @usableFromInline var segment: ZoneSegment

  public init(zone: ZoneRule, near time: SimTime = SimTime(microseconds: 0)) {
    self.zone = zone
    segment = zone.segment(at: time)
  }

  /// Microseconds since 1970-01-01T00:00 on the wall clock's own dial.
  @inlinable public mutating func dialMicroseconds(at time: SimTime) -> Int64 {
    if time < segment.start || time >= segment.end { segment = zone.segment(at: time) }
    return time.microseconds &+ segment.utcOffset.microseconds
  }

  /// Whole minutes since local midnight by the clock on the wall, 0...1439.
  @inlinable public mutating func minuteOfDay(at time: SimTime) -> Int {
    Int(flooredRemainder(dialMicroseconds(at: time), 86_400_000_000) / 60_000_000)
  }

  /// Microseconds since local midnight by the clock on the wall.
  @inlinable public mutating func microsecondOfDay(at time: SimTime) -> Int64 {
    flooredRemainder(dialMicroseconds(at: time), 86_400_000_000)
  }

  /// The local date.
  @inlinable public mutating func date(at time: SimTime) -> CivilDate {
    CivilDate(dayNumber: Int(flooredQuotient(dialMicroseconds(at: time), 86_400_000_000)))
  }

  /// The local day of the week.
  @inlinable public mutating func weekday(at time: SimTime) -> Weekday { date(at: time).weekday }

  /// Date and time of day by the clock on the wall.
  @inlinable public mutating func civil(at time: SimTime) -> CivilTime {
    CivilTime(dialMicroseconds: dialMicroseconds(at: time))
  }

  /// By how much the clock on the wall is put forward between two moments; negative where back.
  public mutating func shift(from start: SimTime, to end: SimTime) -> SimDuration {
    _ = dialMicroseconds(at: start)
    if end >= segment.start, end < segment.end { return .zero }
    return .microseconds(
      zone.segment(at: end).utcOffset.microseconds - segment.utcOffset.microseconds)
  }

  /// True while daylight saving time is in force.
  @inlinable public mutating func isDaylight(at time: SimTime) -> Bool {
    _ = dialMicroseconds(at: time)
    return segment.isDaylight
  }
}

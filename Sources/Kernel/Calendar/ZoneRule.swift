public import Clockwork

/// The clock rule of a region in POSIX TZ form, such as `CST6CDT,M3.2.0,M11.1.0`.
///
/// One rule holds for all years: it states today's law, not history. Offsets here are positive
/// east of Greenwich, the reverse of the sign written in the text.
/// - Source: IEEE Std 1003.1-2017, Base Definitions, 8.3 "TZ"; hours of a change up to 167 and
///   negative as in RFC 8536, 3.3.1.
public struct ZoneRule: Hashable, Sendable, CustomStringConvertible {
  /// Daylight saving time: its clock and the two yearly changes.
  public struct Daylight: Hashable, Sendable {
    public var abbreviation: String
    public var utcOffset: SimDuration
    public var start: YearlyChange
    public var end: YearlyChange
  }

  /// The text from which the rule was read.
  public let description: String
  public let abbreviation: String
  /// Offset of standard time, positive east.
  public let standardOffset: SimDuration
  /// Nil where the clock never changes.
  public let daylight: Daylight?

  /// Coordinated universal time.
  public static let utc = ZoneRule(
    description: "UTC0", abbreviation: "UTC", standardOffset: .zero, daylight: nil)

  init(
    description: String, abbreviation: String, standardOffset: SimDuration, daylight: Daylight?
  ) {
    self.description = description
    self.abbreviation = abbreviation
    self.standardOffset = standardOffset
    self.daylight = daylight
  }

  /// A clock that never changes, `offset` whole minutes (less than a day) ahead of UTC.
  public init(fixedOffset offset: SimDuration) {
    let minutes = Int(offset.microseconds / 60_000_000)
    precondition(
      SimDuration.minutes(Int64(minutes)) == offset && abs(minutes) < 1_440,
      "A fixed offset is a whole number of minutes, less than a day.")
    let size = abs(minutes)
    let hours = padded(size / 60, 2)
    let rest = size % 60 == 0 ? "" : padded(size % 60, 2)
    let name = (minutes < 0 ? "-" : "+") + hours + rest
    let tail = size % 60 == 0 ? "" : ":" + rest
    description = "<\(name)>\(minutes > 0 ? "-" : "")\(size / 60)\(tail)"
    abbreviation = name
    standardOffset = offset
    daylight = nil
  }

  /// Reads a POSIX TZ text strictly; a zone with summer time must state its changes.
  ///
  /// - Throws: ``CalendarError/badZoneRule(text:column:found:expected:)``.
  public init(_ text: String) throws(CalendarError) {
    var reader = ZoneRuleReader(text)
    self = try reader.read()
  }

  /// The offset in force at a moment, positive east.
  public func utcOffset(at time: SimTime) -> SimDuration { segment(at: time).utcOffset }

  /// The wall clock at a moment.
  public func civil(at time: SimTime) -> CivilTime {
    CivilTime(dialMicroseconds: (time + utcOffset(at: time)).microseconds)
  }

  /// The stretch of constant offset around a moment.
  public func segment(at time: SimTime) -> ZoneSegment {
    guard let daylight else {
      return ZoneSegment(
        start: .distantPast, end: .distantFuture, utcOffset: standardOffset, isDaylight: false)
    }
    // 200,000 years either way; beyond, clock rules mean nothing and sums would overflow.
    let limit: Int64 = 6_311_390_400_000_000_000
    let time = SimTime(microseconds: min(max(time.microseconds, -limit), limit))
    let year = CivilTime(dialMicroseconds: (time + standardOffset).microseconds).date.year
    // The years beside it cover rules whose changes fall over a year's edge.
    let years = year - 2...year + 2
    let changes = years.flatMap { yearlyChanges(year: $0, daylight: daylight) }.sorted()
    let index = (changes.lastIndex { $0.time <= time }) ?? 0
    let isDaylight = changes[index].startsDaylight
    let end = changes[(index + 1)...].first { $0.time > time }?.time ?? .distantFuture
    return ZoneSegment(
      start: changes[index].time, end: end,
      utcOffset: isDaylight ? daylight.utcOffset : standardOffset, isDaylight: isDaylight)
  }

  private struct Change: Comparable {
    var time: SimTime
    var startsDaylight: Bool

    /// At one moment the end sorts before the start: daylight time without a break stays so.
    static func < (a: Self, b: Self) -> Bool {
      a.time != b.time ? a.time < b.time : !a.startsDaylight && b.startsDaylight
    }
  }

  private func yearlyChanges(year: Int, daylight: Daylight) -> [Change] {
    let start = SimTime(microseconds: daylight.start.dialMicroseconds(year: year))
    let end = SimTime(microseconds: daylight.end.dialMicroseconds(year: year))
    return [
      Change(time: start - standardOffset, startsDaylight: true),
      Change(time: end - daylight.utcOffset, startsDaylight: false),
    ]
  }
}

/// A stretch of time in which a zone's offset is constant.
///
/// Two neighbouring stretches may have the same offset, where a rule keeps daylight time all year.
@frozen
public struct ZoneSegment: Hashable, Sendable {
  /// First moment of the stretch.
  public var start: SimTime
  /// First moment after it.
  public var end: SimTime
  /// Positive east.
  public var utcOffset: SimDuration
  public var isDaylight: Bool
}

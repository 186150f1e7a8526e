internal import Calendar
internal import Clockwork

/// Remembers absences and says when somebody who left at this hour usually comes back.
///
/// - Source: Scott et al. 2011, "PreHeat: controlling home heating using occupancy prediction",
///   UbiComp: the future of the past days that are most like today so far; here alike means the
/// same   kind of day and a departure at nearly the same time.
struct AbsenceDiary: Sendable {
  struct Expectation: Hashable, Sendable {
    /// The median of the alike absences.
    var returnAt: SimTime
    /// From the earliest to the median, a measure of how early one must be.
    var spread: SimDuration
    var count: Int
  }

  static let alikeMinutes = 90
  static let entriesMax = 60
  static let minutesMin = 20.0
  /// Who leaves within these hours of a working day without a diary goes to work: 7.7 hours (ATUS
  /// 2019, employed people on days worked) and two ways.
  static let commuteHours = 5..<11
  static let workday = SimDuration.hours(8)

  private var clock: LocalClock?
  private var entries: [(isWorkday: Bool, leaveMinute: Int, length: SimDuration)] = []

  init(clock: LocalClock?) { self.clock = clock }

  mutating func add(leave: SimTime, return back: SimTime) {
    guard (back - leave).seconds >= Self.minutesMin * 60 else { return }
    entries.append((isWorkday(leave), minute(leave), back - leave))
    if entries.count > Self.entriesMax { entries.removeFirst() }
  }

  /// When those who left at `leave` will be back, given that they are not yet.
  mutating func expect(leave: SimTime, now: SimTime) -> Expectation? {
    let (isWorkday, minute) = (isWorkday(leave), minute(leave))
    let alike = entries.filter {
      $0.isWorkday == isWorkday && ($0.leaveMinute - minute).magnitude <= Self.alikeMinutes
        && $0.length > now - leave
    }.map(\.length).sorted()
    if !alike.isEmpty {
      let median = alike[alike.count / 2]
      return Expectation(
        returnAt: leave + median, spread: median - alike[0], count: alike.count)
    }
    guard isWorkday, Self.commuteHours.contains(minute / 60), entries.isEmpty,
      now - leave < Self.workday
    else { return nil }
    return Expectation(returnAt: leave + Self.workday, spread: .hours(2), count: 0)
  }

  private mutating func isWorkday(_ time: SimTime) -> Bool {
    (clock?.weekday(at: time).isoNumber ?? 1) <= 5
  }

  private mutating func minute(_ time: SimTime) -> Int { clock?.minuteOfDay(at: time) ?? 720 }
}

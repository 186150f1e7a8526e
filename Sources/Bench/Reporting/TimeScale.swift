internal import Clockwork

/// A scale of moments onto a length on the page, ticked on the wall clock.
struct TimeScale: Sendable {
  struct Tick { let place: Double; let label: String; let isMidnight: Bool }

  let first: SimTime
  let last: SimTime
  let start: Double
  let end: Double
  let clock: ClockText
  let tickCount: Int

  init(
    _ times: some Sequence<SimTime>, from start: Double, to end: Double, utcOffset: SimDuration,
    tickCount: Int
  ) {
    let limit: Int64 = 1 << 60
    var low = Int64.max
    var high = Int64.min
    for time in times where time.microseconds.magnitude < UInt64(limit) {
      low = min(low, time.microseconds)
      high = max(high, time.microseconds)
    }
    if low > high { (low, high) = (0, 86_400_000_000) }
    if low == high { (low, high) = (low - 1_800_000_000, high + 1_800_000_000) }
    first = SimTime(microseconds: low)
    last = SimTime(microseconds: high)
    self.start = start
    self.end = end
    self.tickCount = tickCount
    clock = ClockText(utcOffset: utcOffset)
  }

  /// The place of a moment, held within the scale.
  func place(_ time: SimTime) -> Double {
    let span = Double(last.microseconds) - Double(first.microseconds)
    let share = (Double(time.microseconds) - Double(first.microseconds)) / span
    return start + min(max(share, 0), 1) * (end - start)
  }

  func contains(_ time: SimTime) -> Bool { time >= first && time <= last }

  private static let minute: Int64 = 60_000_000
  private static let steps: [Int64] = [
    1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 20_160, 43_200, 131_040,
    525_600, 5_256_000, 52_560_000, 525_600_000,
  ].map { $0 * minute }

  var ticks: [Tick] {
    let low = clock.local(first)
    let high = clock.local(last)
    let span = high - low
    let step = Self.steps.first { span / $0 <= Int64(max(1, tickCount)) } ?? max(1, span / 2)
    var moment = low / step * step
    if moment < low { moment += step }
    let offset = low - first.microseconds
    var ticks: [Tick] = []
    while moment <= high, ticks.count < 100 {
      let isMidnight = clock.isMidnight(local: moment)
      let label =
        isMidnight && span > 0
        ? clock.date(local: moment, withWeekday: step <= 1_440 * Self.minute)
        : clock.clock(local: moment)
      let place = place(SimTime(microseconds: moment - offset))
      ticks.append(Tick(place: place, label: label, isMidnight: isMidnight))
      moment += step
    }
    return ticks
  }
}

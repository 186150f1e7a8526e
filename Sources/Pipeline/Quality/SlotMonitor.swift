public import Clockwork
internal import Numerics
public import Telemetry

/// The quality checks of one channel: range, spike, stuck, gap, failed measurements, noise.
///
/// Spike is a Hampel identifier: distance from the median of the last values in units of 1.4826
/// times their median absolute deviation, which has a floor because quiet rooms have none.
/// - Source: Hampel 1974; Pearson 2002, "Outliers in process modeling and identification".
public struct SlotMonitor: Sendable {
  static let window = 7
  static let medianToSD = 1.4826

  private let sheet: QualitySheet
  private let settings: QualitySettings
  private var recent: [Double] = []
  private var nextRecent = 0
  private var lastTime: SimTime?
  private var lastValue = Double.nan
  private var sameValue = Double.nan
  private var sameSince = SimTime.distantPast
  private var sameCount = 0
  private var lateness: LatenessMonitor
  private var reversals: ReversalMonitor?
  private var book: FlagBook

  public init(
    device: DeviceIndex, channel: Channel, sheet: QualitySheet, settings: QualitySettings
  ) {
    book = FlagBook(device: device, channel: channel)
    self.sheet = sheet
    self.settings = settings
    lateness = LatenessMonitor(silenceMax: sheet.silenceMax, period: sheet.period)
    if let floor = sheet.reversalFloor, sheet.period > .zero {
      reversals = ReversalMonitor(floor: floor, period: sheet.period)
    }
    recent.reserveCapacity(Self.window)
  }

  /// Judges one reading; readings come in order of time.
  ///
  /// - Parameter missing: how many messages of the device are missing so far.
  /// - Returns: whether later stages should use it.
  public mutating func observe(
    _ value: Double, missing: UInt32 = 0, at time: SimTime, now: SimTime, flags: inout [Flag]
  ) -> Bool {
    book.close(.gap, at: time, flags: &flags)
    checkLateness(missing: missing, at: time, now: now, flags: &flags)
    let isJump = isJump(to: value, at: time)
    lastTime = time
    guard value.isFinite else {
      // Not a number lies outside every range and would spoil the medians.
      book.raise(
        .outOfRange, start: time, at: now, score: sheet.rangeMax - sheet.rangeMin, flags: &flags)
      return false
    }
    var isUsable = true
    if settings.checksRange {
      let low = max(sheet.rangeMin, sheet.plausibleMin)
      let high = min(sheet.rangeMax, sheet.plausibleMax)
      let excess = max(low - value, value - high)
      if excess > 0 {
        book.raise(.outOfRange, start: time, at: now, score: excess, flags: &flags)
        isUsable = false
      } else {
        book.close(.outOfRange, at: time, flags: &flags)
      }
    }
    if let floor = sheet.spikeFloor, let sigmas = deviation(of: value, floor: floor) {
      if sigmas > settings.spikeSigmas, isJump {
        book.raise(.spike, start: time, at: now, score: sigmas, flags: &flags)
        isUsable = false
      } else {
        book.close(.spike, at: time, flags: &flags)
      }
    }
    remember(value)
    lastValue = value
    checkNoise(value, at: time, now: now, flags: &flags)
    if sheet.mustVary { checkStuck(value, at: time, now: now, flags: &flags) }
    return isUsable && !book.isOpen(.stuck)
  }

  /// Looks for silence; call on each tick.
  ///
  /// - Parameters:
  ///   - end: up to which event time readings have been handed on.
  ///   - since: from when on the channel could be heard; nil for always.
  public mutating func checkGap(
    upTo end: SimTime, since: SimTime? = nil, now: SimTime, flags: inout [Flag]
  ) {
    guard let lastTime, !book.isOpen(.gap) else { return }
    let allowed = SimDuration(
      microseconds: Int64(settings.gapPeriods * Double(sheet.silenceMax.microseconds)))
    guard end - max(lastTime, since ?? lastTime) > allowed else { return }
    let score = (end - lastTime).seconds / sheet.silenceMax.seconds
    book.raise(.gap, start: lastTime, at: now, score: score, flags: &flags)
  }

  /// Closes what is open at the end of a run.
  public mutating func finish(at time: SimTime, flags: inout [Flag]) {
    book.closeAll(at: time, flags: &flags)
  }

  private mutating func checkLateness(
    missing: UInt32, at time: SimTime, now: SimTime, flags: inout [Flag]
  ) {
    switch lateness.observe(
      silence: lastTime.map { time - $0 }, missing: missing, at: time)
    {
    case .unsure: break
    case .fine: if book.isOpen(.dropout) { book.close(.dropout, at: time, flags: &flags) }
    case .faulty(let since, let count):
      book.raise(.dropout, start: since, at: now, score: Double(count), flags: &flags)
    }
  }

  private mutating func checkNoise(
    _ value: Double, at time: SimTime, now: SimTime, flags: inout [Flag]
  ) {
    switch reversals?.observe(value, at: time) {
    case .noisy(let ratio):
      let start = reversals?.since ?? time
      book.raise(.noise, start: start, at: now, score: ratio, flags: &flags)
    case .quiet: if book.isOpen(.noise) { book.close(.noise, at: time, flags: &flags) }
    case .same, nil: break
    }
  }

  private mutating func checkStuck(
    _ value: Double, at time: SimTime, now: SimTime, flags: inout [Flag]
  ) {
    if value == sameValue {
      sameCount += 1
      if sameCount >= 4, time - sameSince >= settings.stuckAfter {
        let hours = (time - sameSince).hours
        book.raise(.stuck, start: sameSince, at: now, score: hours, flags: &flags)
      }
    } else {
      book.close(.stuck, at: time, flags: &flags)
      sameValue = value
      sameSince = time
      sameCount = 1
    }
  }

  private func deviation(of value: Double, floor: Double) -> Double? {
    guard recent.count == Self.window else { return nil }
    let (middle, deviation) = recent.withUnsafeBufferPointer { Self.medians($0) }
    return (value - middle).magnitude / max(deviation * Self.medianToSD, floor)
  }

  /// Whether the value lies further from the last one than a room can go in the time between.
  private func isJump(to value: Double, at time: SimTime) -> Bool {
    guard let lastTime, !lastValue.isNaN else { return false }
    let minutes = max((time - lastTime).seconds / 60, 0)
    return (value - lastValue).magnitude > sheet.jump + sheet.jumpPerMinute * minutes
  }

  private mutating func remember(_ value: Double) {
    if recent.count < Self.window {
      recent.append(value)
    } else {
      recent[nextRecent] = value
      nextRecent = (nextRecent + 1) % Self.window
    }
  }

  /// The median and the median absolute deviation from it, both in one buffer on the stack.
  private static func medians(
    _ values: UnsafeBufferPointer<Double>
  ) -> (median: Double, deviation: Double) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: values.count) { scratch in
      for i in values.indices { scratch.initializeElement(at: i, to: values[i]) }
      let median = Statistics.median(sorting: scratch)
      for i in scratch.indices { scratch[i] = (scratch[i] - median).magnitude }
      return (median, Statistics.median(sorting: scratch))
    }
  }
}

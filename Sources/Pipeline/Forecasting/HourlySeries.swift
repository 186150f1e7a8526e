public import Clockwork

/// The last hourly means of one quantity, each with the share of its hour that was observed.
///
/// A ring over UTC hours: new hours push out the oldest, late readings still find their hour.
/// Missing hours are a mask, never a NaN. Six bytes an hour, about 8 KiB when full.
public struct HourlySeries: Sendable {
  /// Eight weeks, the longest history that a forecaster may see.
  public static let hoursMax = 56 * 24

  /// An hour counts as observed when at least half of it was; less would mistake a short
  /// appliance cycle for an hour's mean.
  public static let coverageMin = 0.5

  /// Hours kept.
  public let capacity: Int
  /// The hour after the newest one ever fed, in hours since 1970 UTC; 0 while nothing was fed.
  public private(set) var endHour: Int64 = 0
  private var means: [Float] = []
  private var coveredSeconds: [UInt16] = []

  /// - Parameter capacity: hours kept, 24...``hoursMax``; values outside are clamped.
  public init(capacity: Int = HourlySeries.hoursMax) {
    self.capacity = min(max(capacity, 24), Self.hoursMax)
  }

  /// True until the first value arrives.
  public var isEmpty: Bool { means.isEmpty }

  /// The oldest hour that the ring can still hold, in hours since 1970 UTC.
  public var startHour: Int64 { endHour - Int64(capacity) }

  /// The UTC hour that a moment lies in, counted from 1970.
  public static func hour(of time: SimTime) -> Int64 {
    let width: Int64 = 3_600_000_000
    let quotient = time.microseconds / width
    return time.microseconds % width < 0 ? quotient - 1 : quotient
  }

  /// The moment at which a UTC hour begins.
  public static func start(ofHour hour: Int64) -> SimTime {
    SimTime(microseconds: hour * 3_600_000_000)
  }

  /// Feeds the mean over a part of one hour; parts of the same hour are joined by their coverage.
  ///
  /// - Parameters:
  ///   - mean: the mean over the covered part, in the series' unit (W for power).
  ///   - time: any moment within the hour.
  ///   - coverage: the share of the hour behind this mean, above 0 and at most 1; larger is cut.
  /// - Returns: false when nothing was kept: a value that is not finite, no coverage, or an hour
  ///   that has already left the ring.
  @discardableResult
  public mutating func add(_ mean: Double, at time: SimTime, coverage: Double) -> Bool {
    guard Float(mean).isFinite, coverage > 0 else { return false }
    let seconds = Int((min(coverage, 1) * 3600).rounded())
    let hour = Self.hour(of: time)
    guard seconds > 0, isEmpty || hour >= startHour else { return false }
    makeRoom(for: hour)
    let slot = slot(of: hour)
    let known = min(Int(coveredSeconds[slot]), 3600)
    let sum = Double(means[slot]) * Double(known) + mean * Double(seconds)
    means[slot] = known == 0 ? Float(mean) : Float(sum / Double(known + seconds))
    coveredSeconds[slot] = UInt16(min(known + seconds, 3600))
    return true
  }

  /// Replaces an hour's mean, for a correction that arrives later; same rules as
  /// ``add(_:at:coverage:)``.
  @discardableResult
  public mutating func replace(_ mean: Double, at time: SimTime, coverage: Double) -> Bool {
    guard Float(mean).isFinite else { return false }
    let hour = Self.hour(of: time)
    if !isEmpty && hour >= startHour && hour < endHour { coveredSeconds[slot(of: hour)] = 0 }
    return add(mean, at: time, coverage: coverage)
  }

  /// The mean of an hour (hours since 1970 UTC), or nil if too little of it was observed.
  public subscript(hour: Int64) -> Double? {
    guard !isEmpty, hour >= startHour, hour < endHour else { return nil }
    let slot = slot(of: hour)
    guard Double(coveredSeconds[slot]) >= Self.coverageMin * 3600 else { return nil }
    return Double(means[slot])
  }

  /// The observed share of an hour, 0...1.
  public func coverage(ofHour hour: Int64) -> Double {
    guard !isEmpty, hour >= startHour, hour < endHour else { return 0 }
    return Double(coveredSeconds[slot(of: hour)]) / 3600
  }

  private func slot(of hour: Int64) -> Int {
    let remainder = Int(hour % Int64(capacity))
    return remainder < 0 ? remainder + capacity : remainder
  }

  /// Moves the ring forward so that it ends after `hour`, and forgets what falls out.
  private mutating func makeRoom(for hour: Int64) {
    if isEmpty {
      means = [Float](repeating: 0, count: capacity)
      coveredSeconds = [UInt16](repeating: 0, count: capacity)
      endHour = hour + 1
      return
    }
    guard hour >= endHour else { return }
    var cleared = max(endHour, hour + 1 - Int64(capacity))
    while cleared <= hour {
      let slot = slot(of: cleared)
      means[slot] = 0
      coveredSeconds[slot] = 0
      cleared += 1
    }
    endHour = hour + 1
  }
}

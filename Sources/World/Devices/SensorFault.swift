public import Clockwork
public import Truth

/// One fault of one sensor channel, fixed before the run begins; one that comes back is as it is in
/// the present stretch, or will be in the next.
public struct SensorFault: Sendable {
  /// The place of its rule in the scenario, which keys its chance whatever other faults there are.
  public var number: Int
  /// Counts the times at which its rule strikes this sensor, from 0.
  public var occurrence: Int
  public var kind: FaultKind
  public var start: SimTime
  public var end: SimTime
  /// Bias, spikes and miscalibration: the channel's unit. Drift: unit a day. Noise: factor.
  /// Dropout: probability. Swapped: the device whose place it has. Dying battery: factor on the
  /// noise when it is empty.
  public var magnitude: Double
  /// Spikes: how many a day. Dying battery: batteries a day.
  public var ratePerDay: Double
  /// Miscalibration: share of the value.
  public var gain: Double
  /// What is still to come of one that comes back.
  private var onsets: FaultOnsets?

  public init(
    number: Int, kind: FaultKind, start: SimTime, end: SimTime, magnitude: Double,
    ratePerDay: Double = 0, gain: Double = 0, occurrence: Int = 0, onsets: FaultOnsets? = nil
  ) {
    self.number = number
    self.kind = kind
    self.start = start
    self.end = end
    self.magnitude = magnitude
    self.ratePerDay = ratePerDay
    self.gain = gain
    self.occurrence = occurrence
    self.onsets = onsets
  }

  /// The next time that it comes; nil where it comes no more.
  public var next: SensorFault? {
    guard var onsets, let stretch = onsets.next(after: start..<end) else { return nil }
    var next = self
    (next.start, next.end, next.occurrence) = (
      stretch.lowerBound, stretch.upperBound, onsets.occurrence
    )
    next.onsets = onsets
    return next
  }

  /// Goes on until it is the one that holds at a time, or the first after it, or the last.
  public mutating func follow(to time: SimTime) {
    while end <= time, onsets != nil {
      guard let next else {
        onsets = nil
        return
      }
      self = next
    }
  }

  /// Dying battery: how much of what was left at the onset has gone, 0...1.
  public func drainedShare(at time: SimTime) -> Double {
    min(max((time - start).seconds / 86_400 * ratePerDay, 0), 1)
  }

  public func isActive(at time: SimTime) -> Bool { start <= time && time < end }
}

extension [SensorFault] {
  /// What they add to a reading at a time, for oracles; nil while readings say nothing or none can
  /// be made.
  public func offset(at time: SimTime) -> Double? {
    var offset = 0.0
    for fault in self where fault.isActive(at: time) {
      switch fault.kind {
      case .bias: offset += fault.magnitude
      case .drift: offset += fault.magnitude * (time - fault.start).hours / 24
      case .miscalibration where fault.gain == 0: offset += fault.magnitude
      case .stuck, .spikes, .miscalibration, .swapped, .forged: return nil
      case .dropout where fault.magnitude >= 1: return nil
      default: break
      }
    }
    return offset
  }
}

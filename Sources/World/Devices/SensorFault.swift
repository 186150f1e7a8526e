public import Clockwork
public import Truth

/// One fault of one sensor channel, fixed before the run begins.
@frozen public struct SensorFault: Sendable {
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

  public init(
    number: Int, kind: FaultKind, start: SimTime, end: SimTime, magnitude: Double,
    ratePerDay: Double = 0, gain: Double = 0, occurrence: Int = 0
  ) {
    self.number = number
    self.kind = kind
    self.start = start
    self.end = end
    self.magnitude = magnitude
    self.ratePerDay = ratePerDay
    self.gain = gain
    self.occurrence = occurrence
  }

  /// Dying battery: how much of what was left at the onset has gone, 0...1.
  @inlinable public func drainedShare(at time: SimTime) -> Double {
    min(max((time - start).seconds / 86_400 * ratePerDay, 0), 1)
  }

  @inlinable public func isActive(at time: SimTime) -> Bool { start <= time && time < end }
}

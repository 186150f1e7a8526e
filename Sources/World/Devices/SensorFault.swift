public import Clockwork
public import Truth

/// One fault of one sensor channel, fixed before the run begins.
@frozen public struct SensorFault: Sendable {
  public var kind: FaultKind
  public var start: SimTime
  public var end: SimTime
  /// Bias and spikes: the channel's unit. Drift: unit a day. Noise: factor. Dropout: probability.
  public var magnitude: Double
  /// Spikes: how many a day.
  public var ratePerDay: Double

  public init(
    kind: FaultKind, start: SimTime, end: SimTime, magnitude: Double, ratePerDay: Double = 0
  ) {
    self.kind = kind
    self.start = start
    self.end = end
    self.magnitude = magnitude
    self.ratePerDay = ratePerDay
  }

  @inlinable public func isActive(at time: SimTime) -> Bool { start <= time && time < end }
}

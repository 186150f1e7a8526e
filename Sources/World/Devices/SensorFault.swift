public import Clockwork
public import Truth

/// One fault of one sensor channel, fixed before the run begins.
@frozen public struct SensorFault: Sendable {
  /// The place of its rule in the scenario, which keys its chance whatever other faults there are.
  public var number: Int
  public var kind: FaultKind
  public var start: SimTime
  public var end: SimTime
  /// Bias and spikes: the channel's unit. Drift: unit a day. Noise: factor. Dropout: probability.
  public var magnitude: Double
  /// Spikes: how many a day.
  public var ratePerDay: Double

  public init(
    number: Int, kind: FaultKind, start: SimTime, end: SimTime, magnitude: Double,
    ratePerDay: Double = 0
  ) {
    self.number = number
    self.kind = kind
    self.start = start
    self.end = end
    self.magnitude = magnitude
    self.ratePerDay = ratePerDay
  }

  @inlinable public func isActive(at time: SimTime) -> Bool { start <= time && time < end }
}

public import Telemetry

/// Measures and sends every n-th native tick; by itself the rule of all channels of a home.
public struct FixedPeriod: EdgePolicy {
  public let everyTicks: UInt32

  /// - Parameter everyTicks: at least 1; 0 counts as 1.
  public init(everyTicks: UInt32) { self.everyTicks = max(everyTicks, 1) }

  public func offer(_ reading: NativeReading) -> EdgeDecision {
    .send(reading, nextAfterTicks: everyTicks)
  }

  public mutating func offer(slot: Int, reading: NativeReading) -> EdgeDecision { offer(reading) }
}

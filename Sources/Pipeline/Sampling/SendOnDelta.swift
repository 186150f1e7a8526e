public import Telemetry

/// Sends when the value has moved by at least `delta` since the last one sent, or at a heartbeat.
///
/// Between two sent values the receiver holds the last; on the native grid its error against the
/// measured series is below `delta`.
/// - Source: Miskowicz 2006, "Send-on-delta concept: an event-based data reporting strategy".
public struct SendOnDelta: Sendable {
  public let delta: Double
  public let heartbeatTicks: UInt32
  private var last: NativeReading?

  public init(delta: Double, heartbeatTicks: UInt32) {
    self.delta = delta
    self.heartbeatTicks = max(heartbeatTicks, 1)
  }

  /// The same with other parameters, from the last reading sent on.
  func with(delta: Double, heartbeatTicks: UInt32) -> SendOnDelta {
    var changed = SendOnDelta(delta: delta, heartbeatTicks: heartbeatTicks)
    changed.last = last
    return changed
  }

  public mutating func offer(_ reading: NativeReading) -> EdgeDecision {
    if let last, (reading.value - last.value).magnitude < delta,
      reading.tick - last.tick < Int64(heartbeatTicks)
    {
      return .hold()
    }
    last = reading
    return .send(reading)
  }
}

public import Clockwork
public import Telemetry

/// What patterns see of a reading.
@frozen public struct PatternEvent: Sendable {
  public var time: SimTime
  public var room: RoomIndex
  public var deviceKind: DeviceKind
  public var channel: Channel
  public var value: Double

  @inlinable public init(
    time: SimTime, room: RoomIndex, deviceKind: DeviceKind, channel: Channel, value: Double
  ) {
    self.time = time
    self.room = room
    self.deviceKind = deviceKind
    self.channel = channel
    self.value = value
  }
}

/// A condition on one event.
public struct EventCondition: Sendable {
  public enum Comparison: Sendable { case above, atLeast, below, atMost, equal }

  public var channel: Channel
  /// nil for any kind of device.
  public var deviceKind: DeviceKind?
  public var comparison: Comparison
  public var threshold: Double

  public init(
    _ channel: Channel, of deviceKind: DeviceKind? = nil, _ comparison: Comparison,
    _ threshold: Double
  ) {
    self.channel = channel
    self.deviceKind = deviceKind
    self.comparison = comparison
    self.threshold = threshold
  }

  @inlinable public func holds(_ event: PatternEvent) -> Bool {
    guard event.channel == channel else { return false }
    if let deviceKind, event.deviceKind != deviceKind { return false }
    switch comparison {
    case .above: return event.value > threshold
    case .atLeast: return event.value >= threshold
    case .below: return event.value < threshold
    case .atMost: return event.value <= threshold
    case .equal: return event.value == threshold
    }
  }
}

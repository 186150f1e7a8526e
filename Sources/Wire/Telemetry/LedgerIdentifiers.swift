public import Clockwork

/// Names one reading of a message, as the pipeline's third balance counts them.
@frozen public struct ReadingID: Hashable, Sendable {
  public var rawValue: UInt64

  /// - Parameter position: the reading's place in its message, from 0.
  @inlinable public init(_ message: MessageID, position: Int) {
    // A large odd step, so that no reading of one message can be mistaken for another message's.
    rawValue = message.rawValue &+ UInt64(truncatingIfNeeded: position) &* 0xD6E8_FEB8_6659_FD93
  }
}

/// Names one measurement on a device, as the world's first balance counts them.
@frozen public struct MeasurementID: Hashable, Sendable {
  public var rawValue: UInt64

  /// - Parameter tick: counts the channel's native ticks (or events) from 0.
  @inlinable public init(home: HomeID, device: DeviceIndex, channel: Channel, tick: Int64) {
    let place = UInt64(home.rawValue) << 24 | UInt64(device.rawValue) << 8
    rawValue = IDSum.hash(place | UInt64(channel.rawValue)) ^ UInt64(bitPattern: tick)
  }
}

/// A measurement on the device, before anything is sent.
@frozen public struct NativeReading: Hashable, Sendable {
  /// Counts the channel's native ticks from 0.
  public var tick: Int64
  /// In the channel's unit, after the device's own rounding.
  public var value: Double

  @inlinable public init(tick: Int64, value: Double) {
    self.tick = tick
    self.value = value
  }
}

/// What a device does after a measurement.
@frozen public struct EdgeDecision: Sendable {
  /// How many of `first`, `second` to send now: 0, 1 or 2, oldest first.
  public var sendCount: UInt8
  public var first: NativeReading
  public var second: NativeReading
  /// Native ticks until the next measurement, at least 1.
  public var nextAfterTicks: UInt32

  @inlinable public static func hold(nextAfterTicks: UInt32 = 1) -> Self {
    let none = NativeReading(tick: 0, value: 0)
    return Self(sendCount: 0, first: none, second: none, nextAfterTicks: nextAfterTicks)
  }
  @inlinable public static func send(_ reading: NativeReading, nextAfterTicks: UInt32 = 1) -> Self {
    Self(sendCount: 1, first: reading, second: reading, nextAfterTicks: nextAfterTicks)
  }
  @inlinable public static func send(
    _ first: NativeReading, _ second: NativeReading, nextAfterTicks: UInt32 = 1
  ) -> Self {
    Self(sendCount: 2, first: first, second: second, nextAfterTicks: nextAfterTicks)
  }

  @inlinable init(
    sendCount: UInt8, first: NativeReading, second: NativeReading, nextAfterTicks: UInt32
  ) {
    self.sendCount = sendCount
    self.first = first
    self.second = second
    self.nextAfterTicks = nextAfterTicks
  }
}

/// The sampling policies of one home's devices: the part of the pipeline that runs on the devices.
///
/// It sees only the readings of its own slot. A slot is one channel of one device, numbered in
/// site-plan order over the channels that have a period.
public protocol EdgePolicy: Sendable {
  /// - Parameters:
  ///   - slot: position of the channel.
  ///   - reading: what was just measured.
  mutating func offer(slot: Int, reading: NativeReading) -> EdgeDecision
}

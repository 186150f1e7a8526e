public import Clockwork

/// A reading as the store keeps it.
@frozen public struct StoredReading: Hashable, Sendable {
  /// Microseconds of event time.
  public var time: SimTime
  /// In the channel's unit.
  public var value: Double
  /// Battery, signal and error code.
  public var state: DeviceState

  @inlinable public init(time: SimTime, value: Double, state: DeviceState) {
    self.time = time
    self.value = value
    self.state = state
  }

  /// The value as the store keeps it: SQLite has no negative zero, and no mode may differ in it.
  @inline(__always)
  static func withoutNegativeZero(_ value: Double) -> Double { value + 0 }
}

/// What a device says of itself with each message, in one integer.
@frozen public struct DeviceState: Hashable, Sendable {
  /// Battery in bits 0-7, signal in 8-15, error code in 16-23.
  public var rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public init(batteryPercent: UInt8, signalDBm: Int8, errorCode: UInt8) {
    rawValue =
      UInt32(batteryPercent) | UInt32(UInt8(bitPattern: signalDBm)) << 8 | UInt32(errorCode) << 16
  }
  /// Charge in per cent; 255 for mains power.
  @inlinable public var batteryPercent: UInt8 { UInt8(truncatingIfNeeded: rawValue) }
  @inlinable public var signalDBm: Int8 { Int8(truncatingIfNeeded: rawValue >> 8) }
  @inlinable public var errorCode: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 16) }
}

/// A row on its way to the store.
@frozen public struct ReadingRow: Hashable, Sendable {
  public var series: UInt16
  public var reading: StoredReading

  @inlinable public init(series: UInt16, reading: StoredReading) {
    self.series = series
    self.reading = reading
  }
}

/// A home's number in its run, from 0 in fleet order.
@frozen public struct HomeID: Hashable, Comparable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(_ rawValue: UInt32) { self.rawValue = rawValue }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  /// The name used in stores and reports, such as `home_000042`.
  public var name: String {
    let digits = String(rawValue)
    return "home_" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}

/// A device's position in its home's list; a removed device leaves its index empty.
@frozen public struct DeviceIndex: Hashable, Comparable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(_ rawValue: Int) { self.rawValue = UInt16(truncatingIfNeeded: rawValue) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  @inlinable public var index: Int { Int(rawValue) }
}

/// A room's position in its home's list of rooms.
@frozen public struct RoomIndex: Hashable, Comparable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(_ rawValue: Int) { self.rawValue = UInt8(truncatingIfNeeded: rawValue) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  @inlinable public var index: Int { Int(rawValue) }
}

/// A resident's position in the home's list of residents.
@frozen public struct ResidentIndex: Hashable, Comparable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(_ rawValue: Int) { self.rawValue = UInt8(truncatingIfNeeded: rawValue) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  @inlinable public var index: Int { Int(rawValue) }
}

/// Names one message from world to score: home (20 bits), device (12 bits), sequence (32 bits).
@frozen public struct MessageID: Hashable, Comparable, Sendable {
  public var rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable public init(home: HomeID, device: DeviceIndex, sequence: UInt32) {
    rawValue =
      UInt64(home.rawValue) << 44 | UInt64(device.rawValue & 0xFFF) << 32 | UInt64(sequence)
  }
  /// Whether a device's number fits, so that the id is of no other device.
  @inlinable public static func canName(_ device: DeviceIndex) -> Bool { device.rawValue <= 0xFFF }
  @inlinable public var home: HomeID { HomeID(UInt32(truncatingIfNeeded: rawValue >> 44)) }
  @inlinable public var device: DeviceIndex { DeviceIndex(Int(rawValue >> 32 & 0xFFF)) }
  @inlinable public var sequence: UInt32 { UInt32(truncatingIfNeeded: rawValue) }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

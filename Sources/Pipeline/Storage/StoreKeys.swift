public import Telemetry

/// Names a series in a store: home (20 bits) and the channel's place in its site plan (16 bits).
///
/// Keys are made from numbers that everybody knows, so that writing needs no look-up.
@frozen public struct SeriesKey: Hashable, Comparable, Sendable {
  public var rawValue: Int64
  @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
  @inlinable public init(home: HomeID, series: UInt16) {
    rawValue = Int64(home.rawValue) << 16 | Int64(series)
  }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  @inlinable public var home: HomeID { HomeID(UInt32(truncatingIfNeeded: rawValue >> 16)) }
}

/// Primary keys of the relational tables.
public enum RelationalKey {
  public static func user(_ home: HomeID, _ resident: ResidentIndex) -> Int64 {
    Int64(home.rawValue) << 8 | Int64(resident.rawValue)
  }

  public static func device(_ home: HomeID, _ device: DeviceIndex) -> Int64 {
    Int64(home.rawValue) << 12 | Int64(device.rawValue & 0xFFF)
  }

  /// A room; nil for the home itself.
  public static func location(_ home: HomeID, _ room: RoomIndex?) -> Int64 {
    Int64(home.rawValue) << 9 | (room.map { Int64($0.rawValue) } ?? 0x100)
  }
}

/// Whole days since 1970, UTC.
enum Day {
  static let microseconds: Int64 = 86_400_000_000

  @inline(__always)
  static func of(_ microseconds: Int64) -> Int64 {
    let day = microseconds / Day.microseconds
    return microseconds < day * Day.microseconds ? day - 1 : day
  }
}

/// A physical quantity: one stored `Double` in the unit that names the type.
public protocol Quantity: Hashable, Comparable, Sendable {
  var value: Double { get }
  init(_ value: Double)
  /// The unit as written in reports, such as `°C`.
  static var unit: String { get }
}

extension Quantity {
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

/// A temperature on the Celsius scale; the difference of two is ``Kelvins``.
@frozen public struct Celsius: Quantity {
  public var value: Double
  public static let unit = "°C"
  @inlinable public init(_ value: Double) { self.value = value }
  @inlinable public static func - (a: Self, b: Self) -> Kelvins { Kelvins(a.value - b.value) }
  @inlinable public static func + (a: Self, b: Kelvins) -> Self { Self(a.value + b.value) }
  @inlinable public static func - (a: Self, b: Kelvins) -> Self { Self(a.value - b.value) }
}

/// A temperature difference.
@frozen public struct Kelvins: Quantity {
  public var value: Double
  public static let unit = "K"
  @inlinable public init(_ value: Double) { self.value = value }
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  @inlinable public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }
  @inlinable public static func * (a: Self, b: Double) -> Self { Self(a.value * b) }
}

/// Power, positive into the home.
@frozen public struct Watts: Quantity {
  public var value: Double
  public static let unit = "W"
  @inlinable public init(_ value: Double) { self.value = value }
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  @inlinable public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }
  @inlinable public static func * (a: Self, b: Double) -> Self { Self(a.value * b) }
}

/// Electrical or thermal energy.
@frozen public struct KilowattHours: Quantity {
  public var value: Double
  public static let unit = "kWh"
  @inlinable public init(_ value: Double) { self.value = value }
  @inlinable public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  @inlinable public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }

  /// The energy that a constant power delivers.
  ///
  /// The only place where W x microseconds / 3.6e12 = kWh.
  @inlinable public init(_ power: Watts, microseconds: Int64) {
    value = power.value * Double(microseconds) / 3.6e12
  }
}

/// Illuminance on a horizontal plane.
@frozen public struct Lux: Quantity {
  public var value: Double
  public static let unit = "lx"
  @inlinable public init(_ value: Double) { self.value = value }
}

/// A share between 0 and 1: relative humidity, battery charge, probability.
@frozen public struct Ratio: Quantity {
  public var value: Double
  public static let unit = "1"
  @inlinable public init(_ value: Double) { self.value = value }
}

/// A mole fraction of carbon dioxide in air.
@frozen public struct PartsPerMillion: Quantity {
  public var value: Double
  public static let unit = "ppm"
  @inlinable public init(_ value: Double) { self.value = value }
}

/// Received radio power.
@frozen public struct DecibelMilliwatts: Quantity {
  public var value: Double
  public static let unit = "dBm"
  @inlinable public init(_ value: Double) { self.value = value }
}

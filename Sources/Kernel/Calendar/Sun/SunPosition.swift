import Quantities

/// Where the sun stands in the sky of a place.
@frozen
public struct SunPosition: Hashable, Sendable {
  /// The part of the direction to the sun that points east; the three form a unit vector.
  public var east: Double
  /// The part that points north.
  public var north: Double
  /// The part that points up: the cosine of the zenith angle, negative at night.
  public var up: Double
  /// Distance in astronomical units.
  public var distance: Double

  @inlinable public init(east: Double, north: Double, up: Double, distance: Double) {
    self.east = east
    self.north = north
    self.up = up
    self.distance = distance
  }

  /// Angle from the vertical, 0...180.
  public var zenithDegrees: Double {
    // The arc tangent keeps its accuracy near the zenith, where the arc cosine loses it.
    Elementary.atan2((east * east + north * north).squareRoot(), up) / degree
  }

  /// Angle above the horizon, -90...90.
  public var elevationDegrees: Double { 90 - zenithDegrees }

  /// Compass direction, clockwise from north, 0..<360.
  public var azimuthDegrees: Double {
    let azimuth = Elementary.atan2(east, north) / degree
    return azimuth < 0 ? azimuth + 360 : azimuth
  }

  /// Irradiance of a plane that faces the sun outside the atmosphere, W/m².
  ///
  /// Solar constant 1361.1 W/m²: C. A. Gueymard, *Solar Energy* 168, 2018.
  @inlinable public var extraterrestrialNormal: Double { 1_361.1 / (distance * distance) }
}

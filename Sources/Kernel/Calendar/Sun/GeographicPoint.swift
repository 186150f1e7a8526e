/// A place on the Earth.
@frozen
public struct GeographicPoint: Hashable, Sendable {
  /// Positive north, -90...90.
  public var latitudeDegrees: Double
  /// Positive east, -180...180.
  public var longitudeDegrees: Double
  /// Above sea level.
  public var elevationMeters: Double

  public init(latitudeDegrees: Double, longitudeDegrees: Double, elevationMeters: Double = 0) {
    self.latitudeDegrees = latitudeDegrees
    self.longitudeDegrees = longitudeDegrees
    self.elevationMeters = elevationMeters
  }
}

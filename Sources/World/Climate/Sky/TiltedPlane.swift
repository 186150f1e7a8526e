public import Calendar
import Quantities

/// A flat surface that looks somewhere: a wall, a window, a roof, a panel.
public struct TiltedPlane: Hashable, Sendable {
  /// 0 looks up, 90 is a wall, 180 looks down.
  public let tiltDegrees: Double
  /// Where the surface looks, clockwise from north; south is 180.
  public let azimuthDegrees: Double
  /// The unit vector that stands on the surface.
  let east: Double
  let north: Double
  /// Also the cosine of the tilt.
  let up: Double
  let sinTilt: Double

  public init(tiltDegrees: Double, azimuthDegrees: Double) {
    precondition((0...180).contains(tiltDegrees), "A tilt lies in 0...180 degrees.")
    precondition(azimuthDegrees.isFinite, "A direction is a number.")
    self.tiltDegrees = tiltDegrees
    self.azimuthDegrees = azimuthDegrees
    let tilt = Elementary.sinCos(tiltDegrees * .pi / 180)
    let azimuth = Elementary.sinCos(azimuthDegrees * .pi / 180)
    // Quarter turns are exact, so that a horizontal plane has no wall's share.
    up = tiltDegrees == 90 ? 0 : tilt.cos
    sinTilt = tiltDegrees == 180 ? 0 : tilt.sin
    east = sinTilt * azimuth.sin
    north = sinTilt * azimuth.cos
  }

  /// The cosine of the angle between the sun and the surface's normal; negative from behind.
  @inlinable public func incidenceCosine(_ sun: SunPosition) -> Double {
    dot(sun.east, sun.north, sun.up)
  }

  @usableFromInline func dot(_ e: Double, _ n: Double, _ u: Double) -> Double {
    e * east + n * north + u * up
  }

  /// The share of the sky that the surface sees, 0...1.
  public var skyViewFactor: Double { (1 + up) / 2 }

  /// The share of level ground that the surface sees, 0...1.
  public var groundViewFactor: Double { (1 - up) / 2 }
}

/// Solar radiation on a surface by origin, W/m².
@frozen
public struct PlaneIrradiance: Hashable, Sendable {
  public var beam: Double
  public var skyDiffuse: Double
  public var groundReflected: Double
  /// The cosine of the beam's angle to the normal, 0 when the sun is behind or down.
  public var incidenceCosine: Double

  @inlinable public var total: Double { beam + skyDiffuse + groundReflected }
}

public import Clockwork
import Quantities

/// A place from which the sun is watched, with its parallax and the air that bends the light.
///
/// - Source: Reda and Andreas 2008, sections 3.11 to 3.15, with the topocentric correction written
///   as a difference of vectors.
public struct SunObserver: Hashable, Sendable {
  public let place: GeographicPoint
  /// Refraction in proportion to that of 1010 hPa and 10 °C; 0 switches it off.
  private let refractionScale: Double
  private let longitude: Double
  private let sinLatitude: Double
  private let cosLatitude: Double
  /// The place in Earth radii, off the axis and along it.
  private let radiusEquatorial: Double
  private let radiusPolar: Double

  /// - Parameters:
  ///   - pressurePa: yearly mean; 0 for the true position without refraction.
  ///   - temperatureC: yearly mean.
  public init(place: GeographicPoint, pressurePa: Double = 101_325, temperatureC: Double = 12) {
    self.place = place
    refractionScale = pressurePa / 101_000 * 283 / (273 + temperatureC)
    longitude = place.longitudeDegrees * degree
    let latitude = place.latitudeDegrees * degree
    (sinLatitude, cosLatitude) = Elementary.sinCos(latitude)
    // A flattened Earth: 0.99664719 is the ratio of its axes, 6378140 m its radius.
    let reduced = Elementary.atan2(0.99664719 * sinLatitude, cosLatitude)
    let (sinReduced, cosReduced) = Elementary.sinCos(reduced)
    let height = place.elevationMeters / 6_378_140
    radiusEquatorial = cosReduced + height * cosLatitude
    radiusPolar = 0.99664719 * sinReduced + height * sinLatitude
  }

  /// The sun's apparent position, refraction included; some microseconds of work.
  ///
  /// For many moments in order, ``SunTracker`` is faster.
  public func position(at time: SimTime) -> SunPosition {
    position(of: GeocentricSun(at: time), at: time)
  }

  /// The sun's apparent position from its geocentric one.
  public func position(of sun: GeocentricSun, at time: SimTime) -> SunPosition {
    var (east, north, up) = direction(of: sun, at: time, withParallax: true)
    refract(&east, &north, &up)
    return SunPosition(east: east, north: north, up: up, distance: sun.distance)
  }

  /// The sine of the sun's elevation as the Earth's centre would see it against this horizon.
  func geocentricSinElevation(of sun: GeocentricSun, at time: SimTime) -> Double {
    direction(of: sun, at: time, withParallax: false).up
  }

  /// The angle between this meridian and the sun, positive west, -π...π.
  func hourAngle(of sun: GeocentricSun, at time: SimTime) -> Double {
    let angle = sun.greenwichHourAngle(at: time) + longitude
    return angle - 2 * .pi * (angle / (2 * .pi)).rounded()
  }

  private func direction(
    of sun: GeocentricSun, at time: SimTime, withParallax: Bool
  ) -> (east: Double, north: Double, up: Double) {
    let (sinHour, cosHour) = Elementary.sinCos(sun.greenwichHourAngle(at: time) + longitude)
    let (sinDeclination, cosDeclination) = Elementary.sinCos(sun.declination)
    // 8.794": the angle of the Earth's radius at the mean distance; its sine equals it here.
    let parallax = withParallax ? 8.794 / 3_600 * degree / sun.distance : 0
    var toMeridian = cosDeclination * cosHour - radiusEquatorial * parallax
    var toWest = cosDeclination * sinHour
    var toPole = sinDeclination - radiusPolar * parallax
    let length = (toMeridian * toMeridian + toWest * toWest + toPole * toPole).squareRoot()
    toMeridian /= length
    toWest /= length
    toPole /= length
    return (
      east: -toWest, north: cosLatitude * toPole - sinLatitude * toMeridian,
      up: sinLatitude * toPole + cosLatitude * toMeridian
    )
  }

  /// Lifts the sun by the atmosphere's refraction (SPA eq. 42, after Meeus).
  private func refract(_ east: inout Double, _ north: inout Double, _ up: inout Double) {
    guard refractionScale > 0, up > -0.015 else { return }
    let flat = (east * east + north * north).squareRoot()
    let elevation = Elementary.atan2(up, flat)
    let degrees = elevation / degree
    // Below this the whole disc is under the horizon and refraction has no meaning.
    guard degrees >= -(0.26667 + 0.5667), flat > 0 else { return }
    let angle = (degrees + 10.3 / (degrees + 5.11)) * degree
    let lift = refractionScale * 1.02 / (60 * Elementary.tan(angle))
    let (sine, cosine) = Elementary.sinCos(elevation + lift * degree)
    up = sine
    east *= cosine / flat
    north *= cosine / flat
  }
}

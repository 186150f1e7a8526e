public import Clockwork
import Quantities

/// Where the sun stands as seen from the Earth's centre, and how far the Earth has turned.
///
/// This is the full Solar Position Algorithm (SPA): uncertainty 0.0003° from -2000 to 6000.
/// - Source: I. Reda and A. Andreas, NREL/TP-560-34302, revised 2008, sections 3.1 to 3.9.
public struct GeocentricSun: Hashable, Sendable {
  /// Apparent right ascension in radians, in 0..<2π.
  public var rightAscension: Double
  /// Apparent declination in radians.
  public var declination: Double
  /// Apparent sidereal time less mean sidereal time (nutation), radians.
  public var equationOfEquinoxes: Double
  /// Distance in astronomical units.
  public var distance: Double

  /// The difference of terrestrial and universal time in 2024.
  ///
  /// A wrong second moves the sun by 0.00001°. Source: IERS Bulletin A, January 2024: 69.18 s.
  public static let terrestrialTimeLeadSeconds = 69.2

  init(
    rightAscension: Double, declination: Double, equationOfEquinoxes: Double, distance: Double
  ) {
    self.rightAscension = rightAscension
    self.declination = declination
    self.equationOfEquinoxes = equationOfEquinoxes
    self.distance = distance
  }

  /// Computes the position from some 200 periodic terms, a few microseconds of work.
  ///
  /// - Parameter terrestrialTimeLead: terrestrial less universal time ("delta T"), s.
  public init(
    at time: SimTime, terrestrialTimeLead: Double = GeocentricSun.terrestrialTimeLeadSeconds
  ) {
    let days = Self.daysSince2000(time)
    let ephemerisDays = days + terrestrialTimeLead / 86_400
    let century = ephemerisDays / 36_525
    let millennium = century / 10
    let earthLongitude = Self.sum(HeliocentricTerms.longitude, at: millennium)
    let earthLatitude = Self.sum(HeliocentricTerms.latitude, at: millennium)
    distance = Self.sum(HeliocentricTerms.radius, at: millennium)
    let nutation = Self.nutation(at: century)
    let obliquity = Self.meanObliquity(at: millennium) + nutation.obliquity
    // Aberration: the sun is seen where it stood 8.3 minutes ago.
    let aberration = -20.4898 / 3_600 / distance * degree
    let longitude = earthLongitude + .pi + nutation.longitude + aberration
    let latitude = -earthLatitude
    let (sinLongitude, cosLongitude) = Elementary.sinCos(longitude)
    let (sinObliquity, cosObliquity) = Elementary.sinCos(obliquity)
    let (sinLatitude, cosLatitude) = Elementary.sinCos(latitude)
    let ascension = Elementary.atan2(
      sinLongitude * cosObliquity - sinLatitude / cosLatitude * sinObliquity, cosLongitude)
    rightAscension = ascension < 0 ? ascension + 2 * .pi : ascension
    declination = Elementary.asin(
      sinLatitude * cosObliquity + cosLatitude * sinObliquity * sinLongitude)
    equationOfEquinoxes = nutation.longitude * cosObliquity
  }

  /// The angle at Greenwich between the meridian and the sun, positive west, in 0..<2π.
  public func greenwichHourAngle(at time: SimTime) -> Double {
    let days = Self.daysSince2000(time)
    let century = days / 36_525
    let sidereal =
      280.460_618_37 + 360.985_647_366_29 * days
      + century * century * (0.000_387_933 - century / 38_710_000)
    let angle = sidereal * degree + equationOfEquinoxes - rightAscension
    return angle - 2 * .pi * (angle / (2 * .pi)).rounded(.down)
  }

  /// Days of universal time since 2000-01-01T12:00.
  static func daysSince2000(_ time: SimTime) -> Double {
    Double(time.microseconds - 946_728_000_000_000) / 86_400e6
  }

  /// A polynomial in the millennium whose coefficients are sums of cosines (SPA eq. 9 to 12).
  private static func sum(_ series: [[Double]], at millennium: Double) -> Double {
    var total = 0.0
    for terms in series.reversed() {
      var coefficient = 0.0
      var index = 0
      while index < terms.count {
        coefficient +=
          terms[index] * Elementary.cos(terms[index + 1] + terms[index + 2] * millennium)
        index += 3
      }
      total = total * millennium + coefficient
    }
    return total * 1e-8
  }

  /// Nutation in radians (SPA eq. 15 to 23).
  private static func nutation(at t: Double) -> (longitude: Double, obliquity: Double) {
    let arguments = [
      297.85036 + t * (445_267.111480 + t * (-0.0019142 + t / 189_474)),
      357.52772 + t * (35_999.050340 + t * (-0.0001603 - t / 300_000)),
      134.96298 + t * (477_198.867398 + t * (0.0086972 + t / 56_250)),
      93.27191 + t * (483_202.017538 + t * (-0.0036825 + t / 327_270)),
      125.04452 + t * (-1_934.136261 + t * (0.0020708 + t / 450_000)),
    ]
    let multiples = NutationTerms.multiples
    let amplitudes = NutationTerms.amplitudes
    var longitude = 0.0
    var obliquity = 0.0
    for term in 0..<63 {
      var angle = 0.0
      for k in 0..<5 { angle += multiples[term * 5 + k] * arguments[k] }
      let (sine, cosine) = Elementary.sinCos(angle * degree)
      longitude += (amplitudes[term * 4] + amplitudes[term * 4 + 1] * t) * sine
      obliquity += (amplitudes[term * 4 + 2] + amplitudes[term * 4 + 3] * t) * cosine
    }
    let unit = degree / 36_000_000
    return (longitude * unit, obliquity * unit)
  }

  /// Mean obliquity of the ecliptic in radians (SPA eq. 24).
  private static func meanObliquity(at millennium: Double) -> Double {
    let u = millennium / 10
    let coefficients = [
      2.45, 5.79, 27.87, 7.12, -39.05, -249.67, -51.38, 1_999.25, -1.55, -4_680.93, 84_381.448,
    ]
    return coefficients.reduce(0) { $0 * u + $1 } / 3_600 * degree
  }

  /// Apparent less mean solar time at a moment, minutes within ±20 (SPA appendix A.1).
  public static func equationOfTimeMinutes(at time: SimTime) -> Double {
    let sun = GeocentricSun(at: time)
    let t = (daysSince2000(time) + terrestrialTimeLeadSeconds / 86_400) / 365_250
    let meanLongitude =
      280.4664567
      + t
      * (360_007.6982779
        + t * (0.03032028 + t * (1 / 49_931 + t * (-1 / 15_300 - t / 2_000_000))))
    let degrees =
      meanLongitude - 0.0057183 + (sun.equationOfEquinoxes - sun.rightAscension) / degree
    let wrapped = degrees - 360 * (degrees / 360).rounded()
    return wrapped * 4
  }
}

/// One degree in radians.
let degree = Double.pi / 180

import Calendar
public import Quantities

/// Outdoor light.
@frozen
public struct Daylight: Hashable, Sendable {
  /// Illuminance of a plane that faces the sun, from the sun alone, lx.
  public var directNormalLux: Double
  /// Illuminance of a horizontal plane from the sky alone, lx.
  public var diffuseHorizontalLux: Double
  /// Illuminance of a horizontal plane, lx.
  public var globalHorizontalLux: Double

  public var globalHorizontal: Lux { Lux(globalHorizontalLux) }

  /// The light that comes with solar radiation, after Perez et al. 1990, eq. 3, 7 and 8.
  ///
  /// Moon, stars and street lamps are left out: without the sun it is dark.
  public init(_ weather: WeatherState) {
    guard weather.sun.up > 0, weather.diffuseHorizontal > 0 else {
      directNormalLux = 0
      diffuseHorizontalLux = 0
      globalHorizontalLux = 0
      return
    }
    let sky = PerezSky(weather)
    // Precipitable water from the dew point, cm.
    let waterCm = Elementary.exp(0.07 * weather.dewPointC - 0.075)
    directNormalLux = weather.directNormal * sky.directEfficacy(waterCm: waterCm)
    diffuseHorizontalLux = weather.diffuseHorizontal * sky.diffuseEfficacy(waterCm: waterCm)
    globalHorizontalLux = directNormalLux * weather.sun.up + diffuseHorizontalLux
  }

  /// Illuminance of a surface: each part of its radiation with that part's lumens a watt.
  ///
  /// - Parameters:
  ///   - irradiance: of that surface, under the same weather.
  public func illuminance(of irradiance: PlaneIrradiance, weather: WeatherState) -> Lux {
    func efficacy(_ lux: Double, _ watts: Double) -> Double { watts > 0 ? lux / watts : 0 }
    return Lux(
      irradiance.beam * efficacy(directNormalLux, weather.directNormal)
        + irradiance.skyDiffuse * efficacy(diffuseHorizontalLux, weather.diffuseHorizontal)
        + irradiance.groundReflected * efficacy(globalHorizontalLux, weather.globalHorizontal))
  }
}

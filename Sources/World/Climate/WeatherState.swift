public import Calendar
public import Quantities

/// The weather at a place and moment.
@frozen
public struct WeatherState: Hashable, Sendable {
  /// Dry bulb, °C.
  public var temperatureC: Double
  public var dewPointC: Double
  /// 0...1.
  public var relativeHumidity: Double
  public var pressurePa: Double
  /// At 10 m height, m/s.
  public var windSpeed: Double
  /// Where the wind comes from, degrees clockwise from north, 0..<360.
  public var windDirectionDegrees: Double
  /// On a horizontal plane, W/m².
  public var globalHorizontal: Double
  /// Beam on a plane that faces the sun, W/m².
  public var directNormal: Double
  /// From the sky alone on a horizontal plane, W/m².
  public var diffuseHorizontal: Double
  /// Long-wave radiation from the sky on a horizontal plane, W/m².
  public var infrared: Double
  /// 0...1.
  public var totalSkyCover: Double
  public var opaqueSkyCover: Double
  /// Where the sun stands, refraction included.
  public var sun: SunPosition

  public init(
    temperatureC: Double, dewPointC: Double, relativeHumidity: Double, pressurePa: Double,
    windSpeed: Double, windDirectionDegrees: Double, globalHorizontal: Double,
    directNormal: Double, diffuseHorizontal: Double, infrared: Double, totalSkyCover: Double,
    opaqueSkyCover: Double, sun: SunPosition
  ) {
    self.temperatureC = temperatureC
    self.dewPointC = dewPointC
    self.relativeHumidity = relativeHumidity
    self.pressurePa = pressurePa
    self.windSpeed = windSpeed
    self.windDirectionDegrees = windDirectionDegrees
    self.globalHorizontal = globalHorizontal
    self.directNormal = directNormal
    self.diffuseHorizontal = diffuseHorizontal
    self.infrared = infrared
    self.totalSkyCover = totalSkyCover
    self.opaqueSkyCover = opaqueSkyCover
    self.sun = sun
  }

  public var temperature: Celsius { Celsius(temperatureC) }
  public var dewPoint: Celsius { Celsius(dewPointC) }
  public var humidity: Ratio { Ratio(relativeHumidity) }

  /// The temperature of a black sky that sends the same infrared, °C (Stefan-Boltzmann).
  public var skyTemperatureC: Double {
    // CODATA 2018: 5.670374419e-8 W/(m² K⁴); the fourth root by two square roots.
    (infrared / 5.670_374_419e-8).squareRoot().squareRoot() - 273.15
  }

  /// Kilograms of water vapour in a kilogram of dry air, from dew point and pressure.
  public var humidityRatio: Double {
    Psychrometrics.humidityRatio(
      vapourPressurePa: Psychrometrics.saturationPressurePa(temperatureC: dewPointC),
      pressurePa: pressurePa)
  }

  /// The state a share (0...1) of the way to another that is at most an hour away.
  @usableFromInline
  func blended(with other: WeatherState, share x: Double) -> WeatherState {
    let y = 1 - x
    return WeatherState(
      temperatureC: y * temperatureC + x * other.temperatureC,
      dewPointC: y * dewPointC + x * other.dewPointC,
      relativeHumidity: y * relativeHumidity + x * other.relativeHumidity,
      pressurePa: y * pressurePa + x * other.pressurePa,
      windSpeed: y * windSpeed + x * other.windSpeed,
      windDirectionDegrees: Self.direction(
        from: windDirectionDegrees, to: other.windDirectionDegrees, share: x),
      globalHorizontal: y * globalHorizontal + x * other.globalHorizontal,
      directNormal: y * directNormal + x * other.directNormal,
      diffuseHorizontal: y * diffuseHorizontal + x * other.diffuseHorizontal,
      infrared: y * infrared + x * other.infrared,
      totalSkyCover: y * totalSkyCover + x * other.totalSkyCover,
      opaqueSkyCover: y * opaqueSkyCover + x * other.opaqueSkyCover,
      sun: SunPosition(
        east: y * sun.east + x * other.sun.east, north: y * sun.north + x * other.sun.north,
        up: y * sun.up + x * other.sun.up, distance: y * sun.distance + x * other.sun.distance))
  }

  /// A compass direction on the shorter way between two others, 0..<360.
  static func direction(from a: Double, to b: Double, share: Double) -> Double {
    let turn = b - a - 360 * ((b - a) / 360).rounded()
    let direction = a + share * turn
    let wrapped = direction - 360 * (direction / 360).rounded(.down)
    return wrapped < 360 ? wrapped : 0
  }
}

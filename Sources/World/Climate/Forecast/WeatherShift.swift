import Calendar
import Quantities

/// A change of weather that keeps it possible: no negative wind, no sun at night, no dew point
/// above the temperature.
@frozen
public struct WeatherShift: Hashable, Sendable {
  /// K.
  public var temperature: Double
  /// K.
  public var dewPoint: Double
  /// Added to the logarithm of wind speed.
  public var logWind: Double
  /// Added to the log-odds of the clearness of the sky.
  public var logitClearness: Double

  @inlinable public init(
    temperature: Double, dewPoint: Double, logWind: Double, logitClearness: Double
  ) {
    self.temperature = temperature
    self.dewPoint = dewPoint
    self.logWind = logWind
    self.logitClearness = logitClearness
  }

  public static let none = WeatherShift(
    temperature: 0, dewPoint: 0, logWind: 0, logitClearness: 0)

  public static func + (a: Self, b: Self) -> Self {
    Self(
      temperature: a.temperature + b.temperature, dewPoint: a.dewPoint + b.dewPoint,
      logWind: a.logWind + b.logWind, logitClearness: a.logitClearness + b.logitClearness)
  }

  public static prefix func - (a: Self) -> Self {
    Self(
      temperature: -a.temperature, dewPoint: -a.dewPoint, logWind: -a.logWind,
      logitClearness: -a.logitClearness)
  }

  /// The state a share (0...1) of the way to another shift.
  func blended(with other: Self, share x: Double) -> Self {
    func line(_ a: Double, _ b: Double) -> Double { a * (1 - x) + b * x }
    return Self(
      temperature: line(temperature, other.temperature), dewPoint: line(dewPoint, other.dewPoint),
      logWind: line(logWind, other.logWind),
      logitClearness: line(logitClearness, other.logitClearness))
  }

  /// The shifted weather; the shift of nothing gives back the same bits.
  public func applied(to weather: WeatherState) -> WeatherState {
    if self == .none { return weather }
    var shifted = weather
    shifted.temperatureC += temperature
    shifted.dewPointC = min(weather.dewPointC + dewPoint, shifted.temperatureC)
    // The file's humidity may differ a little from that of its dew point; keep their ratio.
    let humidity = Self.humidity(shifted) / Self.humidity(weather) * weather.relativeHumidity
    shifted.relativeHumidity = min(max(humidity, 0), 1)
    shifted.windSpeed *= Elementary.exp(logWind)
    shifted.totalSkyCover = Self.shiftedShare(weather.totalSkyCover, -logitClearness)
    shifted.opaqueSkyCover = min(
      Self.shiftedShare(weather.opaqueSkyCover, -logitClearness), shifted.totalSkyCover)
    shiftRadiation(&shifted, from: weather)
    shiftInfrared(&shifted, from: weather)
    return shifted
  }

  private static func humidity(_ weather: WeatherState) -> Double {
    Psychrometrics.saturationPressurePa(temperatureC: weather.dewPointC)
      / Psychrometrics.saturationPressurePa(temperatureC: weather.temperatureC)
  }

  /// Moves a share on the scale of log-odds; 0 and 1 count as 2 % and 98 %, or nothing would move.
  private static func shiftedShare(_ share: Double, _ shift: Double) -> Double {
    if shift == 0 { return share }
    let inner = min(max(share, 0.02), 0.98)
    return Elementary.logistic(Elementary.log(inner / (1 - inner)) + shift)
  }

  /// Scales global radiation by a clearness between nothing and 1.1 clear skies, then splits it.
  private func shiftRadiation(_ shifted: inout WeatherState, from weather: WeatherState) {
    let global = weather.globalHorizontal
    guard logitClearness != 0, weather.sun.up > 0.01, global > 0 else { return }
    let up = weather.sun.up
    // B. Haurwitz, *J. Meteorology* 2, 1945.
    let most = max(1.1 * 1_098 * up * Elementary.exp(-0.057 / up), global / 0.98)
    let clearness = global / most
    let odds = Elementary.log(clearness / (1 - clearness)) + logitClearness
    let newGlobal = most * Elementary.logistic(odds)
    // The diffuse part moves as Erbs's curve says, from where the file has it.
    let outside = weather.sun.extraterrestrialNormal * up
    let change =
      Self.erbsDiffuseShare(newGlobal / outside) - Self.erbsDiffuseShare(global / outside)
    let oldShare = min(weather.diffuseHorizontal / global, 1)
    let newShare = min(max(oldShare + change, 0.02), 1)
    let oldBeam = global - min(weather.diffuseHorizontal, global)
    let newBeam = newGlobal * (1 - newShare)
    shifted.globalHorizontal = newGlobal
    shifted.diffuseHorizontal = newGlobal * newShare
    let ceiling = 0.9 * weather.sun.extraterrestrialNormal
    shifted.directNormal = min(
      oldBeam > 1 ? weather.directNormal * newBeam / oldBeam : newBeam / up, ceiling)
  }

  /// The diffuse share of global radiation by clearness index: D. Erbs, S. Klein and J. Duffie,
  /// *Solar Energy* 28, 1982.
  private static func erbsDiffuseShare(_ k: Double) -> Double {
    if k <= 0.22 { return 1 - 0.09 * k }
    if k > 0.8 { return 0.165 }
    return 0.9511 + k * (-0.1604 + k * (4.388 + k * (-16.638 + k * 12.336)))
  }

  /// Scales infrared with the fourth power of temperature and with Walton's factor for clouds.
  private func shiftInfrared(_ shifted: inout WeatherState, from weather: WeatherState) {
    let ratio = (shifted.temperatureC + 273.15) / (weather.temperatureC + 273.15)
    let clouds =
      Self.cloudFactor(shifted.opaqueSkyCover) / Self.cloudFactor(weather.opaqueSkyCover)
    shifted.infrared = weather.infrared * ratio * ratio * ratio * ratio * clouds
  }

  /// G. Walton, *Thermal Analysis Research Program Reference Manual*, NBSIR 83-2655, 1983.
  private static func cloudFactor(_ opaqueSkyCover: Double) -> Double {
    let n = opaqueSkyCover * 10
    return 1 + n * (0.0224 + n * (-0.0035 + n * 0.00028))
  }
}

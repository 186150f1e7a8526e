/// The physics of moist air.
///
/// Pressures in Pa, temperatures in °C, humidity ratios in kg of water a kg of dry air.
/// - Source: *ASHRAE Handbook, Fundamentals*, 2017, chapter 1; there after R. Hyland and A. Wexler,
///   *ASHRAE Transactions* 89(2A), 1983.
public enum Psychrometrics {
  /// Pressure at sea level, Pa.
  public static let standardPressurePa = 101_325.0
  /// Specific heat of air, J/(kg K).
  public static let airHeatCapacity = 1_005.0
  /// Heat to evaporate water at room temperature, J/kg.
  public static let vaporisationHeat = 2_450_000.0
  /// The molar mass of water over that of dry air (eq. 20).
  @usableFromInline static let waterMassRatio = 0.621_945

  /// Vapour pressure over ice below 0 °C and over water above; -100...200 °C (eq. 5 and 6).
  public static func saturationPressurePa(temperatureC: Double) -> Double {
    let t = temperatureC + 273.15
    if temperatureC < 0 {
      let curve =
        6.392_524_7 - 9.677_843e-3 * t + 6.221_570_1e-7 * t * t
        + 2.074_782_5e-9 * t * t * t - 9.484_024e-13 * t * t * t * t
      return Elementary.exp(-5_674.535_9 / t + curve + 4.163_501_9 * Elementary.log(t))
    }
    let curve =
      1.391_499_3 - 4.864_023_9e-2 * t + 4.176_476_8e-5 * t * t - 1.445_209_3e-8 * t * t * t
    return Elementary.exp(-5_800.220_6 / t + curve + 6.545_967_3 * Elementary.log(t))
  }

  /// A faster saturation pressure, always over water, for what every room computes each minute.
  ///
  /// Within 0.6 % over water from -45 to 60 °C, 0.4 % from 0 °C.
  /// - Source: Magnus's formula with the coefficients of WMO-No. 8 (2018), annex 4.B, after
  ///   D. Sonntag, *Z. Meteorol.* 70, 1990.
  @inlinable
  public static func saturationPressureMagnusPa(temperatureC t: Double) -> Double {
    611.2 * Elementary.exp(17.62 * t / (243.12 + t))
  }

  /// The humidity ratio of air whose vapour pressure is known (eq. 20).
  @inlinable
  public static func humidityRatio(vapourPressurePa e: Double, pressurePa: Double) -> Double {
    waterMassRatio * e / (pressurePa - e)
  }

  /// The humidity ratio of saturated air, by Magnus's formula.
  @inlinable
  public static func saturationHumidityRatio(temperatureC: Double, pressurePa: Double) -> Double {
    humidityRatio(
      vapourPressurePa: saturationPressureMagnusPa(temperatureC: temperatureC),
      pressurePa: pressurePa)
  }

  /// The humidity ratio from a relative humidity of 0...1, by Magnus's formula.
  @inlinable
  public static func humidityRatio(
    temperatureC: Double, relativeHumidity: Double, pressurePa: Double
  ) -> Double {
    humidityRatio(
      vapourPressurePa: relativeHumidity * saturationPressureMagnusPa(temperatureC: temperatureC),
      pressurePa: pressurePa)
  }

  /// The vapour pressure over that of saturation; above 1 in fog.
  @inlinable
  public static func relativeHumidity(
    humidityRatio w: Double, saturationPressurePa: Double, pressurePa: Double
  ) -> Double {
    pressurePa * w / ((waterMassRatio + w) * saturationPressurePa)
  }

  /// Joules in a kilogram of dry air and its vapour, 0 for dry air of 0 °C (eq. 30).
  @inlinable
  public static func enthalpy(temperatureC t: Double, humidityRatio w: Double) -> Double {
    1_006 * t + w * (2_501_000 + 1_860 * t)
  }

  /// The temperature at which saturated air has a given enthalpy, °C (Newton's method).
  public static func saturationTemperatureC(enthalpy: Double, pressurePa: Double) -> Double {
    var t = 15.0
    for _ in 0..<8 {
      let e = saturationPressureMagnusPa(temperatureC: t)
      let w = humidityRatio(vapourPressurePa: e, pressurePa: pressurePa)
      let dryPressure = pressurePa - e
      let slopeE = e * 17.62 * 243.12 / ((243.12 + t) * (243.12 + t))
      let slopeW = waterMassRatio * pressurePa / (dryPressure * dryPressure) * slopeE
      let slope = 1_006 + 1_860 * w + slopeW * (2_501_000 + 1_860 * t)
      let change = (self.enthalpy(temperatureC: t, humidityRatio: w) - enthalpy) / slope
      t -= change
      if change < 1e-6 && change > -1e-6 { break }
    }
    return t
  }

  /// The thermodynamic wet-bulb temperature above 0 °C (eq. 33, by bisection to 0.01 K).
  public static func wetBulbC(
    temperatureC t: Double, humidityRatio w: Double, pressurePa: Double
  ) -> Double {
    var low = t - 40
    var high = t
    while high - low > 0.01 {
      let guess = 0.5 * (low + high)
      let saturated = saturationHumidityRatio(temperatureC: guess, pressurePa: pressurePa)
      let ratio =
        ((2_501 - 2.326 * guess) * saturated - 1.006 * (t - guess))
        / (2_501 + 1.86 * t - 4.186 * guess)
      if ratio > w { high = guess } else { low = guess }
    }
    return 0.5 * (low + high)
  }
}

import Quantities

/// The physics of moist air.
///
/// Pressures in Pa, temperatures in °C, humidity ratios in kg of water a kg of dry air.
/// - Source: *ASHRAE Handbook, Fundamentals*, 2017, chapter 1; there after R. Hyland and A. Wexler,
///   *ASHRAE Transactions* 89(2A), 1983.
public enum Psychrometrics {
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

  /// The slope of the logarithm of ``saturationPressurePa(temperatureC:)``, 1/K.
  static func saturationSlope(temperatureC: Double) -> Double {
    let t = temperatureC + 273.15
    if temperatureC < 0 {
      return 5_674.535_9 / (t * t) - 9.677_843e-3 + 1.244_314_02e-6 * t
        + 6.224_347_5e-9 * t * t - 3.793_609_6e-12 * t * t * t + 4.163_501_9 / t
    }
    return 5_800.220_6 / (t * t) - 4.864_023_9e-2 + 8.352_953_6e-5 * t
      - 4.335_627_9e-8 * t * t + 6.545_967_3 / t
  }

  /// A faster saturation pressure over water, within 0.4 % of the exact one in -20...60 °C.
  ///
  /// - Source: Magnus's formula with the coefficients of D. Sonntag, *Z. Meteorol.* 70, 1990.
  public static func saturationPressureMagnusPa(temperatureC: Double) -> Double {
    611.2 * Elementary.exp(17.62 * temperatureC / (243.12 + temperatureC))
  }

  /// The temperature at which vapour of this pressure condenses or freezes, °C.
  ///
  /// - Precondition: `vapourPressurePa` is positive.
  /// - Returns: a value in -100...200.
  public static func dewPointC(vapourPressurePa: Double) -> Double {
    precondition(vapourPressurePa > 0, "Dry air has no dew point.")
    let goal = Elementary.log(vapourPressurePa)
    // Start from Magnus's formula turned round; Newton's steps on the logarithm end the work.
    let x = Elementary.log(vapourPressurePa / 611.2)
    var t = min(max(243.12 * x / (17.62 - min(x, 10)), -100), 200)
    for _ in 0..<20 {
      let step =
        (goal - Elementary.log(saturationPressurePa(temperatureC: t)))
        / saturationSlope(temperatureC: t)
      t = min(max(t + step, -100), 200)
      if abs(step) < 1e-10 { break }
    }
    return t
  }

  /// The dew point of air with a relative humidity above 0, °C.
  public static func dewPointC(temperatureC: Double, relativeHumidity: Double) -> Double {
    dewPointC(
      vapourPressurePa: relativeHumidity * saturationPressurePa(temperatureC: temperatureC))
  }

  /// Eq. 20.
  public static func humidityRatio(vapourPressurePa: Double, pressurePa: Double) -> Double {
    0.621_945 * vapourPressurePa / (pressurePa - vapourPressurePa)
  }

  public static func humidityRatio(
    temperatureC: Double, relativeHumidity: Double, pressurePa: Double
  ) -> Double {
    let vapour = relativeHumidity * saturationPressurePa(temperatureC: temperatureC)
    return humidityRatio(vapourPressurePa: vapour, pressurePa: pressurePa)
  }

  /// The inverse of ``humidityRatio(vapourPressurePa:pressurePa:)``.
  public static func vapourPressurePa(humidityRatio: Double, pressurePa: Double) -> Double {
    pressurePa * humidityRatio / (0.621_945 + humidityRatio)
  }

  /// Vapour pressure over that of saturation; above 1 in fog.
  public static func relativeHumidity(
    temperatureC: Double, humidityRatio: Double, pressurePa: Double
  ) -> Double {
    vapourPressurePa(humidityRatio: humidityRatio, pressurePa: pressurePa)
      / saturationPressurePa(temperatureC: temperatureC)
  }

  /// Kilograms of dry air and its vapour in a cubic metre (eq. 11 and 26).
  public static func density(
    temperatureC: Double, humidityRatio: Double, pressurePa: Double
  ) -> Double {
    pressurePa * (1 + humidityRatio)
      / (287.042 * (temperatureC + 273.15) * (1 + 1.607_858 * humidityRatio))
  }

  /// Joules in a kilogram of dry air and its vapour, 0 for dry air of 0 °C (eq. 30).
  public static func enthalpy(temperatureC: Double, humidityRatio: Double) -> Double {
    1_006 * temperatureC + humidityRatio * (2_501_000 + 1_860 * temperatureC)
  }

  /// The wet-bulb temperature, °C (eq. 33 and 35, by bisection to 1e-6 K).
  public static func wetBulbC(
    temperatureC: Double, humidityRatio: Double, pressurePa: Double
  ) -> Double {
    var low = temperatureC - 60
    var high = temperatureC
    while high - low > 1e-6 {
      let wet = (low + high) / 2
      let saturated = self.humidityRatio(
        vapourPressurePa: saturationPressurePa(temperatureC: wet), pressurePa: pressurePa)
      let found: Double
      if wet >= 0 {
        found =
          ((2_501 - 2.326 * wet) * saturated - 1.006 * (temperatureC - wet))
          / (2_501 + 1.86 * temperatureC - 4.186 * wet)
      } else {
        found =
          ((2_830 - 0.24 * wet) * saturated - 1.006 * (temperatureC - wet))
          / (2_830 + 1.86 * temperatureC - 2.1 * wet)
      }
      if found > humidityRatio { high = wet } else { low = wet }
    }
    return (low + high) / 2
  }
}

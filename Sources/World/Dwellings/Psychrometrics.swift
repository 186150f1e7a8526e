import Quantities

/// Properties of moist air.
public enum Psychrometrics {
  /// Pressure at sea level, Pa.
  public static let standardPressurePa = 101_325.0
  /// Specific heat of air, J/(kg K).
  static let airHeatCapacity = 1_005.0
  /// Heat to evaporate water at room temperature, J/kg.
  static let vaporisationHeat = 2_450_000.0

  /// Saturation vapour pressure over water, Pa.
  ///
  /// Magnus formula with the coefficients of WMO-No. 8 (2018), annex 4.B: within 0.6 % from -45 to
  /// 60 °C.
  public static func saturationPressurePa(temperatureC t: Double) -> Double {
    611.2 * Elementary.exp(17.62 * t / (243.12 + t))
  }

  /// Humidity ratio of air whose vapour pressure is known, kg/kg.
  public static func humidityRatio(vapourPressurePa e: Double, pressurePa: Double) -> Double {
    0.621945 * e / (pressurePa - e)
  }

  /// Humidity ratio of saturated air, kg/kg.
  public static func saturationHumidityRatio(temperatureC: Double, pressurePa: Double) -> Double {
    humidityRatio(
      vapourPressurePa: saturationPressurePa(temperatureC: temperatureC), pressurePa: pressurePa)
  }

  /// Humidity ratio from relative humidity 0...1, kg/kg.
  public static func humidityRatio(
    temperatureC: Double, relativeHumidity: Double, pressurePa: Double
  ) -> Double {
    humidityRatio(
      vapourPressurePa: relativeHumidity * saturationPressurePa(temperatureC: temperatureC),
      pressurePa: pressurePa)
  }

  /// Relative humidity, 0...1 (more than 1 where the air is supersaturated).
  public static func relativeHumidity(
    temperatureC: Double, humidityRatio w: Double, pressurePa: Double
  ) -> Double {
    let vapourPressure = pressurePa * w / (0.621945 + w)
    return vapourPressure / saturationPressurePa(temperatureC: temperatureC)
  }

  /// Enthalpy of moist air, J per kg of dry air (ASHRAE Fundamentals 2017, chapter 1, eq. 30).
  static func enthalpy(temperatureC t: Double, humidityRatio w: Double) -> Double {
    1_006 * t + w * (2_501_000 + 1_860 * t)
  }

  /// Temperature at which saturated air has a given enthalpy, °C (Newton's method).
  static func saturationTemperatureC(enthalpy: Double, pressurePa: Double) -> Double {
    var t = 15.0
    for _ in 0..<8 {
      let e = saturationPressurePa(temperatureC: t)
      let w = humidityRatio(vapourPressurePa: e, pressurePa: pressurePa)
      let dryPressure = pressurePa - e
      let slopeE = e * 17.62 * 243.12 / ((243.12 + t) * (243.12 + t))
      let slopeW = 0.621945 * pressurePa / (dryPressure * dryPressure) * slopeE
      let slope = 1_006 + 1_860 * w + slopeW * (2_501_000 + 1_860 * t)
      let change = (self.enthalpy(temperatureC: t, humidityRatio: w) - enthalpy) / slope
      t -= change
      if change < 1e-6 && change > -1e-6 { break }
    }
    return t
  }

  /// Thermodynamic wet-bulb temperature, °C.
  ///
  /// Solves ASHRAE Fundamentals 2017, chapter 1, eq. 33 by bisection to 0.01 K; needed only while
  /// a cooling coil runs.
  public static func wetBulbC(temperatureC t: Double, humidityRatio w: Double, pressurePa: Double)
    -> Double
  {
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

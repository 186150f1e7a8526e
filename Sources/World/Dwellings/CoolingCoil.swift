internal import Quantities

/// Splits a coil's cooling into what cools the air and what dries it.
enum CoolingCoil {
  /// Share of the air that passes the coil untouched (EnergyPlus Engineering Reference, bypass
  /// factor of a typical residential coil at 400 cfm a ton).
  static let bypassFactor = 0.12

  /// Sensible share and vapour removed, by the apparatus-dew-point method (EnergyPlus Engineering
  /// Reference, "Single-speed DX cooling coil").
  ///
  /// - Parameters:
  ///   - totalW: cooling by the coil.
  ///   - airKgS: dry air through the coil.
  static func split(
    totalW: Double, airKgS: Double, temperatureC: Double, humidityRatio: Double, pressurePa: Double
  ) -> (sensibleW: Double, vapourKgS: Double) {
    let enthalpy = Psychrometrics.enthalpy(
      temperatureC: temperatureC, humidityRatio: humidityRatio)
    let dewEnthalpy = enthalpy - totalW / (airKgS * (1 - bypassFactor))
    let dewC = Psychrometrics.saturationTemperatureC(
      enthalpy: dewEnthalpy, pressurePa: pressurePa)
    let dewRatio = Psychrometrics.saturationHumidityRatio(
      temperatureC: dewC, pressurePa: pressurePa)
    if dewRatio >= humidityRatio || dewC < -10 { return (totalW, 0) }
    let atRoomHeat = Psychrometrics.enthalpy(
      temperatureC: temperatureC, humidityRatio: dewRatio)
    let sensibleShare = min(1, max(0, (atRoomHeat - dewEnthalpy) / (enthalpy - dewEnthalpy)))
    let latentW = totalW * (1 - sensibleShare)
    return (totalW - latentW, latentW / Psychrometrics.vaporisationHeat)
  }
}

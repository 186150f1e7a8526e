internal import Quantities

extension WaterHeater {
  /// Performance of a heat-pump water heater off its rating point (air of 13.6 °C wet bulb, water
  /// of 48.9 °C).
  ///
  /// B. Sparn, K. Hudon and D. Christensen, *Laboratory Performance Evaluation of Residential
  /// Integrated Heat Pump Water Heaters*, NREL 2014: biquadratic fits in °C, as
  /// OpenStudio-HPXML uses them. x is the air's wet bulb, y the water at the condenser.
  enum PumpCurves {
    static let capacity = HeatPumpCurves.Biquadratic(
      c: (0.563, 0.0437, 0.000_039, 0.0055, -0.000_148, -0.000_145))
    static let cop = HeatPumpCurves.Biquadratic(
      c: (1.133_2, 0.063, -0.000_097_9, -0.009_72, -0.000_021_4, -0.000_686))
  }

  /// Share of the heat from the air that cools it; the rest dries it (OpenStudio-HPXML).
  static let pumpSensibleShare = 0.88
  /// Air in which the pump works, °C (45 to 120 °F on makers' sheets); else the elements do.
  static let pumpAirC = 7.2...48.9

  /// Power factor 0.97 (laboratory test behind OCHRE's `ZIP Parameters.csv`); its compressor's real
  /// power does not follow the voltage.
  static let pumpReactivePerWatt = (1 - 0.97 * 0.97).squareRoot() / 0.97

  /// What the heat pump does in this air.
  func pumpFiring(air: RoomClimate, pressurePa: Double) -> Firing {
    let wetBulbC = Psychrometrics.wetBulbC(
      temperatureC: air.temperatureC, humidityRatio: air.humidityRatio, pressurePa: pressurePa)
    var waterC = 0.0
    for node in 0..<Self.condenserNodes { waterC += tank.temperaturesC[node] }
    waterC /= Double(Self.condenserNodes)
    let heatW = sheet.pumpW * sheet.pumpCOP * PumpCurves.capacity(wetBulbC, waterC)
    let electricW = heatW / (sheet.pumpCOP * PumpCurves.cop(wetBulbC, waterC))
    let takenW = max(heatW - electricW, 0)
    return Firing(
      electricW: electricW, reactiveVAr: electricW * Self.pumpReactivePerWatt, heatW: heatW,
      firstNode: 0, nodeCount: Self.condenserNodes,
      airHeatW: Self.pumpSensibleShare * takenW,
      airVapourKgS: (1 - Self.pumpSensibleShare) * takenW / Psychrometrics.vaporisationHeat)
  }
}

internal import Quantities

/// Performance of single-speed air conditioners and air-source heat pumps off their rating point.
///
/// D. Cutler, J. Winkler, N. Kruis, C. Christensen, M. Brandemuehl, *Improved Modeling of
/// Residential Air Conditioners and Heat Pumps for Energy Calculations*, NREL/TP-5500-56354, 2013:
/// biquadratic fits to makers' data, in degrees Fahrenheit. Cooling is rated at 67 °F indoor wet
/// bulb and 95 °F outdoors, heating at 70 °F indoors and 47 °F outdoors. EIR is the inverse of COP;
/// capacity and EIR are the coil's own, without the blower.
enum HeatPumpCurves {
  /// c0 + c1 x + c2 x² + c3 y + c4 y² + c5 x y.
  struct Biquadratic {
    var c: (Double, Double, Double, Double, Double, Double)

    func callAsFunction(_ x: Double, _ y: Double) -> Double {
      c.0 + c.1 * x + c.2 * x * x + c.3 * y + c.4 * y * y + c.5 * x * y
    }
  }

  /// Table 7: air conditioner, total cooling capacity.
  static let coolingCapacity = Biquadratic(
    c: (3.670270705, -0.098652414, 0.000955906, 0.006552414, -0.0000156, -0.000131877))
  /// Table 8: air conditioner, EIR.
  static let coolingEIR = Biquadratic(
    c: (-3.302695861, 0.137871531, -0.001056996, -0.012573945, 0.000214638, -0.000145054))
  /// Table 12: heat pump, heating capacity.
  static let heatingCapacity = Biquadratic(
    c: (0.566333415, -0.000744164, -0.0000103, 0.009414634, 0.0000506, -0.00000675))
  /// Table 13: heat pump, heating EIR.
  static let heatingEIR = Biquadratic(
    c: (0.718398423, 0.003498178, 0.000142202, -0.005724331, 0.00014085, -0.000215321))

  /// Below this the coil outdoors freezes and is thawed in between, °C (40 °F; EnergyPlus).
  static let frostC = 4.44

  static func fahrenheit(_ celsius: Double) -> Double { 1.8 * celsius + 32 }

  /// Factors on rated capacity and rated EIR in cooling.
  ///
  /// The fits hold between 55 and 75 °F wet bulb and 75 and 125 °F outdoors; inputs are held there.
  static func cooling(indoorWetBulbC: Double, outdoorC: Double) -> (capacity: Double, eir: Double) {
    let x = min(max(fahrenheit(indoorWetBulbC), 55), 75)
    let y = min(max(fahrenheit(outdoorC), 75), 125)
    return (coolingCapacity(x, y), coolingEIR(x, y))
  }

  /// Factors on rated capacity and rated EIR in heating, defrosting included.
  ///
  /// Below 40 °F (4.4 °C) the machine reverses for 3.5 minutes an hour: timed reverse-cycle defrost
  /// of EnergyPlus (Engineering Reference, "Single-speed electric heat pump DX air heating coil"),
  /// by the difference of humidity ratio between outdoor air and a frosted coil. What the
  /// defrost itself draws is a share of rated capacity, not of rated input.
  static func heating(
    indoorC: Double, outdoorC: Double, outdoorHumidityRatio: Double,
    pressurePa: Double
  ) -> (capacity: Double, eir: Double, thaws: Bool) {
    let x = min(max(fahrenheit(indoorC), 60), 80)
    let y = min(max(fahrenheit(outdoorC), -10), 65)
    let capacity = heatingCapacity(x, y)
    let eir = heatingEIR(x, y)
    guard outdoorC < frostC else { return (capacity, eir, false) }
    let coilC = 0.82 * outdoorC - 8.589
    let coilRatio = Psychrometrics.saturationHumidityRatio(
      temperatureC: coilC, pressurePa: pressurePa)
    let frost = max(1e-6, outdoorHumidityRatio - coilRatio)
    let defrostShare = 3.5 / 60
    let reversing = 0.1528 * defrostShare / 1.01667 * Plant.heatingCOP
    let power = capacity * eir * (0.9 - 36.45 * frost) + reversing
    let net =
      capacity * (0.909 - 107.33 * frost) - 0.01 * defrostShare * (7.222 - outdoorC) / 1.01667
    return (max(net, 0), power / max(net, 1e-3), true)
  }
}

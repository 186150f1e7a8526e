internal import Quantities

/// What circuits and whole homes are built for, W.
enum ElectricRating {
  /// A socket outlet of 16 A at 230 V (IEC 60884-1; the measured appliances are European).
  static let socketW = 16.0 * 230
  /// A cooker's own circuit, 32 A (BS 7671, Appendix H, table H2).
  static let cookerW = 32.0 * 230
  /// An electric shower's own circuit, 45 A at 240 V, as the 10.8 kW models want it.
  static let showerW = 45.0 * 240
  /// A water heater's own circuit, 30 A at 240 V, as elements of 4.5 kW want it (NEC 422.13).
  static let waterHeaterW = 30.0 * 240
  /// The least service of a one-family dwelling, 100 A at 240 V (NEC 2023, 230.79(C)).
  static let homeW = 100.0 * 240
  /// The same where electricity heats or charges a car: 200 A, the usual service of all-electric
  /// homes.
  static let heatedHomeW = 200.0 * 240
  /// Of a compressor's rated load, what its circuit's protection may let pass (NEC 440.22(A)).
  static let compressorShare = 1.75
  /// Of a heater's and its blower's load, what their circuit is sized for (NEC 424.4(B)).
  static let heaterShare = 1.25

  /// The circuit that feeds an appliance.
  static func circuitW(_ kind: ApplianceKind) -> Double {
    switch kind {
    case .hob, .oven: cookerW
    case .electricShower: showerW
    default: socketW
    }
  }

  /// The most that an appliance draws in any of its programs, W.
  static func peakW(_ unit: ApplianceUnit) -> Double {
    ApplianceProgram.all[Int(unit.kind.rawValue)].reduce(idleW(unit)) { peak, program in
      let watts = program.phases.reduce(0) { max($0, $1.watts, $1.restWatts) }
      return max(peak, unit.rating * watts * (1 + program.powerSpread))
    }
  }

  /// The most that it draws while nobody uses it, W.
  static func idleW(_ unit: ApplianceUnit) -> Double {
    if unit.kind == .electronics { return unit.ownW }
    return unit.rating * (RefrigeratorSheet(unit.kind)?.compressorW ?? unit.kind.standbyW)
  }
}

extension Plant {
  /// The most that its circuits let pass, W.
  var circuitW: Double {
    if kind.hasRadiators {
      // A blower only where there is a coil.
      let movedW = coolingW * Self.coilAirM3SPerW * blowerWPerM3S + Boiler.pumpW + Boiler.burnerW
      return Self.standbyW + ElectricRating.compressorShare * coolingW / Self.coolingCOP
        + ElectricRating.heaterShare * movedW
    }
    let blowerW = max(
      heatingW / (airDensity * Psychrometrics.airHeatCapacity * 28) * blowerWPerM3S,
      max(heatingW, coolingW) * Self.coilAirM3SPerW * blowerWPerM3S)
    let compressorW = max(
      kind == .heatPump ? heatingW / Self.heatingCOP : 0, coolingW / Self.coolingCOP)
    return Self.standbyW + ElectricRating.compressorShare * compressorW
      + ElectricRating.heaterShare * (stripW + blowerW)
  }

  /// The most fuel that it burns, W.
  var fuelW: Double {
    if kind.hasRadiators { return heatingW / Boiler.efficiencyMin }
    return kind == .heatPump ? 0 : heatingW / Self.furnaceEfficiency
  }

  /// What the home's service is built for, W.
  var homeW: Double {
    kind == .heatPump ? ElectricRating.heatedHomeW : ElectricRating.homeW
  }
}

internal import Quantities

/// What things draw at most by their programs, and plants by their ratings, W.
enum ElectricRating {
  /// Of a compressor's rated load, what its circuit's protection may let pass (NEC 440.22(A)).
  static let compressorShare = 1.75
  /// Of a heater's and its blower's load, what their circuit is sized for (NEC 424.4(B)).
  static let heaterShare = 1.25

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
    let compressorW = max(
      kind == .heatPump ? heatingW / Self.heatingCOP : 0, coolingW / Self.coolingCOP)
    return Self.standbyW + ElectricRating.compressorShare * compressorW
      + ElectricRating.heaterShare * (stripW + blowerMaxW)
  }

  /// The most fuel that it burns, W.
  var fuelW: Double {
    if kind.hasRadiators { return heatingW / Boiler.efficiencyMin }
    return kind == .heatPump ? 0 : heatingW / Self.furnaceEfficiency
  }

  /// What a service's load calculation counts of it, W (NEC 2023, 220.82(C)): the larger of cooling
  /// and of heating with 65 % of strip heat, blower and controls beside.
  var serviceVA: Double {
    let pumpW =
      kind == .heatPump ? heatingW / Self.heatingCOP + ServiceRating.stripShare * stripW : 0
    return Self.standbyW + blowerMaxW + max(pumpW, coolingW / Self.coolingCOP)
  }

  /// Of what moves air and water, and of a boiler's burner, W.
  private var blowerMaxW: Double {
    if kind.hasRadiators {
      // A blower only where there is a coil.
      return coolingW * Self.coilAirM3SPerW * blowerWPerM3S + Boiler.pumpW + Boiler.burnerW
    }
    return max(
      heatingW / (airDensity * Psychrometrics.airHeatCapacity * 28) * blowerWPerM3S,
      max(heatingW, coolingW) * Self.coilAirM3SPerW * blowerWPerM3S)
  }
}

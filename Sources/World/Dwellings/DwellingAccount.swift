internal import Quantities
internal import Truth

/// A day's account of a dwelling's heat, electricity, vapour and carbon dioxide.
///
/// Stores are read at both ends, flows are added up in between. Heat loss is the step's own exact
/// mean, so heat closes to rounding; vapour and gas that left are taken from the rooms at both ends
/// of each step (trapezoidal rule), whose error is the tolerance.
struct DwellingAccount: Sendable {
  /// Of all that flowed; the trapezoidal rule is off by (h/T)²/12 of what changes within a step,
  /// 0.3 % where an open window and door empty a room in T = 5 min.
  static let trapezoidTolerance = 0.01
  static let roundingTolerance = 1e-7

  // Stores at the start.
  private let heatJ: Double
  private let vapourKg: Double
  private let gasLitres: Double
  private let meterKWh: Double
  private let unitKWh: [Double]
  private let plantKWh: Double
  private let waterKWh: Double
  private let solarKWh: Double
  private let batteryKWh: Double
  private let chargeKWh: Double
  private let lostKWh: Double
  private let vehicle: ElectricVehicle?
  private let radiatorJ: Double
  // Flows since.
  private var heatInJ = 0.0
  private var heatOutJ = 0.0
  private var heatGrossJ = 0.0
  private var applianceHeatJ = 0.0
  private var electricJ = 0.0
  private var plantJ = 0.0
  private var waterHeatJ = 0.0
  private var mishapHeatJ = 0.0
  private var boilerJ = 0.0
  private var radiatedJ = 0.0
  private var chargedJ = 0.0
  private var dischargedJ = 0.0
  private var vapourInKg = 0.0
  private var vapourOutKg = 0.0
  private var vapourGrossKg = 0.0
  private var gasInLitres = 0.0
  private var gasOutLitres = 0.0
  private var gasGrossLitres = 0.0

  init(_ dwelling: Dwelling) {
    heatJ = Self.heatJ(dwelling)
    vapourKg = Self.vapourKg(dwelling)
    gasLitres = Self.gasLitres(dwelling)
    meterKWh = dwelling.electricEnergyKWh(at: dwelling.time)
    unitKWh = dwelling.appliances.units.map(\.energyKWh)
    plantKWh = dwelling.hvac.electricKWh
    waterKWh = dwelling.waterEnergyKWh(at: dwelling.time)
    solarKWh = dwelling.solarEnergyKWh(at: dwelling.time)
    batteryKWh = dwelling.batteryEnergyKWh(at: dwelling.time)
    chargeKWh = dwelling.batteryChargeKWh ?? 0
    lostKWh = dwelling.battery?.lostKWh ?? 0
    vehicle = dwelling.vehicle
    radiatorJ = dwelling.radiatorHeatJ
  }

  mutating func add(
    _ report: StepReport, seconds: Double, breathedLitresPerMinute: Double, gasOutM3S: Double,
    vapourOutKgS: Double
  ) {
    let gains = report.solarHeatW + report.applianceHeatW + report.personHeatW
    heatInJ += (gains + report.hvacHeatW) * seconds
    heatOutJ += report.heatLossW * seconds
    heatGrossJ += (gains + report.hvacHeatW.magnitude + report.heatLossW.magnitude) * seconds
    applianceHeatJ += report.applianceHeatW * seconds
    electricJ += report.electricPowerW * seconds
    plantJ += report.hvacElectricPowerW * seconds
    waterHeatJ += report.waterRoomHeatW * seconds
    mishapHeatJ += (report.fireHeatW - report.dryingHeatW) * seconds
    boilerJ += report.boilerHeatW * seconds
    radiatedJ += report.radiatorHeatW * seconds
    chargedJ += max(report.batteryPowerW, 0) * seconds
    dischargedJ += max(-report.batteryPowerW, 0) * seconds
    vapourInKg += (report.vapourSourceKgS - report.condensateKgS) * seconds
    vapourOutKg += vapourOutKgS * seconds
    vapourGrossKg +=
      (report.vapourSourceKgS + report.condensateKgS.magnitude + vapourOutKgS.magnitude) * seconds
    let breathed = breathedLitresPerMinute / 60 * seconds
    // A share of 1 ppm of a cubic metre is a millilitre.
    let left = gasOutM3S * 1e-3 * seconds
    gasInLitres += breathed
    gasOutLitres += left
    gasGrossLitres += breathed + left.magnitude
  }

  /// Closes the account.
  func balance(_ dwelling: Dwelling, _ record: inout PlausibilityRecord) {
    func close(
      _ law: PlausibilityLaw, _ place: String, _ unit: String, _ found: Double,
      _ expected: Double, _ within: Double
    ) {
      record.add(law)
      guard (found - expected).magnitude <= within else {
        return record.note(
          Implausibility(
            law, at: dwelling.time, place, found: "\(brief(found)) \(unit)",
            expected: "\(brief(expected)) \(unit) give or take \(brief(within))"))
      }
    }
    close(
      .heatBalance, "heat stored in a day", "J", Self.heatJ(dwelling) - heatJ,
      heatInJ - heatOutJ, Self.roundingTolerance * heatGrossJ + 1)
    if dwelling.hydronics != nil {
      close(
        .heatBalance, "heat kept in boiler and radiators in a day", "J",
        dwelling.radiatorHeatJ - radiatorJ, boilerJ - radiatedJ,
        Self.roundingTolerance * (boilerJ + radiatedJ.magnitude) + 1)
    }
    close(
      .vapourBalance, "vapour stored in a day", "kg", Self.vapourKg(dwelling) - vapourKg,
      vapourInKg - vapourOutKg, Self.trapezoidTolerance * vapourGrossKg + 1e-3)
    close(
      .gasBalance, "carbon dioxide stored in a day", "l",
      Self.gasLitres(dwelling) - gasLitres, gasInLitres - gasOutLitres,
      Self.trapezoidTolerance * gasGrossLitres + 1)
    balanceElectricity(dwelling, close)
  }

  private func balanceElectricity(
    _ dwelling: Dwelling,
    _ close: (PlausibilityLaw, String, String, Double, Double, Double) -> Void
  ) {
    var (parts, heat) = (dwelling.hvac.electricKWh - plantKWh, 0.0)
    let plant = parts
    for (unit, before) in zip(dwelling.appliances.units, unitKWh) {
      parts += unit.energyKWh - before
      heat += (unit.energyKWh - before) * unit.kind.heatShare * 3.6e6
    }
    parts += dwelling.waterEnergyKWh(at: dwelling.time) - waterKWh
    let car = dwelling.vehicle.map { $0.energyKWh - (vehicle?.energyKWh ?? 0) } ?? 0
    parts += car
    let used = parts
    let given = dwelling.solarEnergyKWh(at: dwelling.time) - solarKWh
    parts -= given
    parts += dwelling.batteryEnergyKWh(at: dwelling.time) - batteryKWh
    let meter = dwelling.electricEnergyKWh(at: dwelling.time) - meterKWh
    // A meter of 1 MWh rounds to 1e-13 kWh, 1,440 steps of 23 units to some 1e-9.
    let within = Self.roundingTolerance * (used + given) + 1e-8
    close(.electricityBalance, "the meter's day", "kWh", meter, parts, within)
    close(.electricityBalance, "the day's mean powers", "kWh", electricJ / 3.6e6, parts, within)
    close(.electricityBalance, "the plant's day", "kWh", plantJ / 3.6e6, plant, within)
    if let now = dwelling.vehicle, let vehicle {
      let road = now.drivenKWh - vehicle.drivenKWh - now.elsewhereKWh + vehicle.elsewhereKWh
      close(
        .batteryCharge, "the car's battery", "kWh", now.chargeKWh - vehicle.chargeKWh,
        car * ElectricVehicle.chargingEfficiency - road, within)
    }
    if let battery = dwelling.battery {
      let way = HomeBattery.efficiency
      let lost = battery.lostKWh - lostKWh
      close(
        .batteryCharge, "the home's battery", "kWh", battery.chargeKWh - chargeKWh,
        (chargedJ * way - dischargedJ / way) / 3.6e6 - lost, within)
    }
    close(
      .heatBalance, "heat of appliances in a day", "J", applianceHeatJ - waterHeatJ - mishapHeatJ,
      heat, within * 3.6e6)
  }

  // MARK: Stores

  private static func heatJ(_ dwelling: Dwelling) -> Double {
    let count = dwelling.roomCount
    return dwelling.cells.enumerated().reduce(0) { sum, entry in
      let (room, cell) = entry
      return sum + dwelling.state[room] / cell.inverseAirCapacity
        + dwelling.state[count + room] / cell.inverseMassCapacity
    }
  }

  private static func vapourKg(_ dwelling: Dwelling) -> Double {
    let count = dwelling.roomCount
    return dwelling.cells.enumerated().reduce(0) { sum, entry in
      let (room, cell) = entry
      let ratio =
        dwelling.state[2 * count + room]
        + MoistureNetwork.bufferRatio * dwelling.state[3 * count + room]
      return sum + ratio * dwelling.airDensity / cell.inverseVolume
    }
  }

  private static func gasLitres(_ dwelling: Dwelling) -> Double {
    let count = dwelling.roomCount
    return dwelling.cells.enumerated().reduce(0) { sum, entry in
      sum + dwelling.state[4 * count + entry.offset] * 1e-3 / entry.element.inverseVolume
    }
  }
}

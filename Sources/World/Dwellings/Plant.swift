internal import Quantities

/// The machine that heats or cools a dwelling, sized for its site.
struct Plant: Sendable {
  /// What the plant does while a call stands.
  struct Performance: Sendable {
    /// Electricity, W.
    var electricW = 0.0
    /// Reactive power, var.
    var reactiveVAr = 0.0
    /// Fuel by its higher heating value, W.
    var fuelW = 0.0
    /// Sensible heat into the rooms, W; negative when cooling.
    var heatW = 0.0
    /// Heat into a boiler's water, W.
    var waterHeatW = 0.0
    /// Whether that water goes round.
    var isFlowing = false
    /// Vapour taken from the rooms' air, kg/s.
    var vapourKgS = 0.0
    var works: PlantWorks = []
  }

  /// State of the air at the return grille and outdoors.
  struct Conditions {
    var indoorC: Double
    var indoorHumidityRatio: Double
    var outdoorC: Double
    var outdoorHumidityRatio: Double
    /// Over its nominal.
    var voltage = 1.0
  }

  /// Share of the gas's higher heating value that reaches the air (AFUE of a condensing furnace).
  static let furnaceEfficiency = 0.95
  /// Rated COP of the compressor's own work, 47 °F outdoors: a machine of HSPF 8.5, SEER 14.
  static let heatingCOP = 3.6
  static let coolingCOP = 4.2
  /// Blower: 0.365 W/cfm (Cutler and others 2013), here in W per m³/s.
  static let usualBlowerWPerM3S = 0.365 * 2_118.88
  /// Air through the coil: 400 cfm a ton, in m³/s per W of rated cooling.
  static let coilAirM3SPerW = 400 / 2_118.88 / 3_516.85
  /// Below this the compressor stays off, °C (0 °F).
  static let compressorLimitC = -17.8
  /// Control electronics, always on.
  static let standbyW = 6.0
  /// A small supply without correction: power factor assumed (0.45-0.65).
  static let controls = ZIPLoad.electronics(powerFactor: 0.55)

  let kind: PlantKind
  let pressurePa: Double
  let airDensity: Double
  /// Rated heat of furnace or heat pump (47 °F), W.
  let heatingW: Double
  /// Strip heat behind the heat pump, W.
  let stripW: Double
  /// Rated total cooling, W.
  let coolingW: Double
  /// Of its own blower, W per m³/s.
  let blowerWPerM3S: Double
  /// A burner that does not light, or a heat pump that is locked out.
  var hasFailed = false
  var charge = RefrigerantCharge.full

  /// - Parameters:
  ///   - heatingLoadW: loss at the design temperature.
  ///   - coolingLoadW: sensible gain on the design day.
  ///   - blowerFactor: of its blower's power against the usual one's.
  init(
    kind: PlantKind, heatingLoadW: Double, coolingLoadW: Double, blowerFactor: Double = 1,
    site: DwellingSite
  ) {
    self.kind = kind
    blowerWPerM3S = blowerFactor * Self.usualBlowerWPerM3S
    pressurePa = site.pressurePa
    airDensity = site.airDensity
    // ACCA Manual S lets a furnace have up to 1.4 times the design load.
    let furnaceW = 1.2 * heatingLoadW
    // Total capacity covers the sensible load at a sensible share of 0.75.
    coolingW = kind.canCool ? 1.1 * coolingLoadW / 0.75 : 0
    if kind == .heatPump {
      heatingW = max(coolingW, 0.8 * heatingLoadW)
      stripW = heatingLoadW
    } else {
      heatingW = furnaceW
      stripW = 0
    }
  }

  func performance(_ call: HVACCall, _ conditions: Conditions) -> Performance {
    // A furnace that fails leaves the air conditioner beside it alone.
    if hasFailed, kind == .heatPump || call != .cooling { return resting(conditions) }
    return switch (call, kind) {
    case (.off, _): resting(conditions)
    case (.heating, .heatPump): pumpHeat(conditions, withStrip: false)
    case (.backupHeating, .heatPump): pumpHeat(conditions, withStrip: true)
    case (.heating, _), (.backupHeating, _):
      // What a boiler does depends on its water (``Hydronics``).
      kind.hasRadiators ? resting(conditions) : furnaceHeat(conditions)
    case (.cooling, _): kind.canCool ? cooling(conditions) : resting(conditions)
    }
  }

  private func resting(_ at: Conditions) -> Performance {
    var result = Performance()
    result.take(Self.standbyW, as: Self.controls, at.voltage)
    return result
  }

  /// The blower's work ends as heat in the air.
  private func blowing(_ nominalW: Double, _ at: Conditions) -> Performance {
    var result = resting(at)
    result.take(nominalW, as: .fan, at.voltage)
    result.heatW = nominalW * ZIPLoad.fan.activeFactor(at.voltage)
    return result
  }

  private func furnaceHeat(_ at: Conditions) -> Performance {
    // 28 K of temperature rise set the air flow.
    let air = heatingW / (airDensity * Psychrometrics.airHeatCapacity * 28)
    var result = blowing(air * blowerWPerM3S, at)
    result.fuelW = heatingW / Self.furnaceEfficiency
    result.heatW += heatingW
    return result
  }

  private func pumpHeat(_ at: Conditions, withStrip: Bool) -> Performance {
    var result = blowing(heatingW * Self.coilAirM3SPerW * blowerWPerM3S, at)
    let canPump = at.outdoorC > Self.compressorLimitC
    if canPump {
      let pump = compressorHeat(at)
      result.heatW += pump.heatW
      result.take(pump.heatW / pump.cop, as: .heatPump, at.voltage)
      if pump.thaws { result.works.insert(.thaws) }
    } else {
      result.works.insert(.isTooCold)
    }
    if withStrip || !canPump {
      result.works.insert(.usesStrip)
      result.heatW += stripW * ZIPLoad.resistance.activeFactor(at.voltage)
      result.take(stripW, as: .resistance, at.voltage)
    }
    return result
  }

  /// Heat and COP of the heat pump's compressor, without blower and strip; whether it thaws its
  /// coil in between.
  func compressorHeat(_ at: Conditions) -> (heatW: Double, cop: Double, thaws: Bool) {
    let factor = HeatPumpCurves.heating(
      indoorC: at.indoorC, outdoorC: at.outdoorC, outdoorHumidityRatio: at.outdoorHumidityRatio,
      pressurePa: pressurePa)
    return (
      heatingW * factor.capacity * charge.capacity, Self.heatingCOP / factor.eir * charge.cop,
      factor.thaws
    )
  }

  private func cooling(_ at: Conditions) -> Performance {
    let wetBulb = Psychrometrics.wetBulbC(
      temperatureC: at.indoorC, humidityRatio: at.indoorHumidityRatio, pressurePa: pressurePa)
    let factor = HeatPumpCurves.cooling(indoorWetBulbC: wetBulb, outdoorC: at.outdoorC)
    let totalW = coolingW * factor.capacity * charge.capacity
    let airM3S = coolingW * Self.coilAirM3SPerW
    let coil = CoolingCoil.split(
      totalW: totalW, airKgS: airM3S * airDensity, temperatureC: at.indoorC,
      humidityRatio: at.indoorHumidityRatio, pressurePa: pressurePa)
    var result = blowing(airM3S * blowerWPerM3S, at)
    let compressorW = totalW * factor.eir / (Self.coolingCOP * charge.cop)
    result.take(compressorW, as: .airConditioner, at.voltage)
    result.heatW -= coil.sensibleW
    result.vapourKgS = coil.vapourKgS
    result.works = .cools
    return result
  }
}

extension Plant.Performance {
  /// Adds a load of so many nominal watts; a compressor moves the same heat at another voltage.
  mutating func take(_ nominalW: Double, as load: ZIPLoad, _ voltage: Double) {
    electricW += nominalW * load.activeFactor(voltage)
    reactiveVAr += nominalW * load.reactiveFactor(voltage)
  }
}

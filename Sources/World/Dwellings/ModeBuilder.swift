internal import Quantities

/// All that makes the rooms' steps in an air-flow mode, besides their constants.
struct ModeBuilder: Sendable {
  let air: AirExchange
  /// Heat that a cubic metre of air carries a kelvin, J/(m³ K).
  let airHeat: Double
  /// Length of a physics step, s.
  let stepSeconds: Double

  init(_ plan: DwellingPlan, airDensity: Double, stepSeconds: Double) {
    self.stepSeconds = stepSeconds
    air = AirExchange(plan)
    airHeat = airDensity * Psychrometrics.airHeatCapacity
  }

  /// The mode that weather and windows select.
  func key(openWindows: UInt16, temperatureDifferenceK: Double, windSpeedMS: Double)
    -> ModeTable.Key
  {
    let leak = air.leakSpeed(
      temperatureDifferenceK: temperatureDifferenceK, windSpeedMS: windSpeedMS)
    var windowBucket: UInt16 = 0
    if openWindows != 0 {
      windowBucket = FlowBucket.index(
        AirExchange.windowSpeed(
          temperatureDifferenceK: temperatureDifferenceK, windSpeedMS: windSpeedMS))
    }
    return ModeTable.Key(
      openWindows: openWindows, leakBucket: FlowBucket.index(leak), windowBucket: windowBucket)
  }

  /// Outdoor air into each room in a mode, m³/s.
  func outdoorFlows(_ key: ModeTable.Key) -> [Double] {
    air.outdoorFlows(
      leakSpeed: FlowBucket.middle(key.leakBucket),
      windowSpeed: FlowBucket.middle(key.windowBucket), openWindows: key.openWindows)
  }

  /// The discrete form of a room's heat: air and mass.
  func heatStep(_ cell: RoomCell, outdoorFlow: Double) -> DiscreteStep {
    DiscreteStep(
      rates: cell.heatRates(outdoorWK: outdoorFlow * airHeat), seconds: stepSeconds)
  }

  /// All rooms in a mode.
  func modes(_ key: ModeTable.Key, _ cells: [RoomCell]) -> [RoomMode] {
    zip(cells, outdoorFlows(key)).map { cell, flow in
      let heat = heatStep(cell, outdoorFlow: flow)
      let gasRate = flow * cell.inverseVolume
      let vapour = DiscreteStep(
        rates: MoistureNetwork.rates(gasRate: gasRate), seconds: stepSeconds)
      var rates = SquareMatrix(size: 1)
      rates[0, 0] = -gasRate
      let gas = DiscreteStep(rates: rates, seconds: stepSeconds)
      // Of air and mass, W/K.
      let outward = (
        cell.airToOutdoors + flow * airHeat, cell.massToOutdoors + cell.massToGround
      )
      func loss(_ mean: SquareMatrix) -> SIMD2<Double> {
        SIMD2(
          outward.0 * mean[0, 0] + outward.1 * mean[1, 0],
          outward.0 * mean[0, 1] + outward.1 * mean[1, 1]) / stepSeconds
      }
      return RoomMode(
        heat: TwoStates(heat), vapour: TwoStates(vapour),
        gas: GasStep(transition: gas.transition[0, 0], input: gas.input[0, 0]),
        lossOfState: loss(heat.input), lossOfInput: loss(heat.inputIntegral), outdoorFlow: flow)
    }
  }
}

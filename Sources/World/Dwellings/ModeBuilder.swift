internal import Quantities
import Telemetry

/// All that makes the step matrices of an air-flow mode.
struct ModeBuilder: Sendable {
  let thermal: ThermalNetwork
  let moisture: MoistureNetwork
  let air: AirExchange
  let doorways: [(a: Int, b: Int)]
  /// Heat that a cubic metre of air carries a kelvin, J/(m³ K).
  let airHeat: Double
  /// Length of a physics step, s.
  let stepSeconds: Double

  init(_ plan: DwellingPlan, airDensity: Double, stepSeconds: Double) {
    self.stepSeconds = stepSeconds
    thermal = ThermalNetwork(plan)
    moisture = MoistureNetwork(plan)
    air = AirExchange(plan)
    doorways = plan.doorways.map { ($0.a.index, $0.b.index) }
    airHeat = airDensity * Psychrometrics.airHeatCapacity
  }

  /// The mode that weather and openings select.
  func key(openings: Openings, temperatureDifferenceK: Double, windSpeedMS: Double)
    -> ModeTable.Key
  {
    let leak = air.leakSpeed(
      temperatureDifferenceK: temperatureDifferenceK, windSpeedMS: windSpeedMS)
    var windowBucket: UInt64 = 0
    if openings.openWindows != 0 {
      windowBucket = FlowBucket.index(
        AirExchange.windowSpeed(
          temperatureDifferenceK: temperatureDifferenceK, windSpeedMS: windSpeedMS))
    }
    return ModeTable.Key(
      openings: openings, leakBucket: FlowBucket.index(leak), windowBucket: windowBucket)
  }

  /// Outdoor air into each room in a mode, m³/s.
  func outdoorFlows(_ key: ModeTable.Key) -> [Double] {
    air.outdoorFlows(
      leakSpeed: FlowBucket.middle(key.leakBucket),
      windowSpeed: FlowBucket.middle(key.windowBucket), openWindows: key.openings.openWindows)
  }

  /// The discrete forms of heat, vapour and gas in a mode.
  func steps(_ key: ModeTable.Key, seconds: Double)
    -> (thermal: DiscreteStep, vapour: DiscreteStep, gas: DiscreteStep)
  {
    let flows = outdoorFlows(key)
    let doors = doorways.enumerated().map { index, door in
      let isClosed = key.openings.closedDoors & (1 << UInt16(index)) != 0
      return (
        a: door.a, b: door.b,
        m3s: isClosed
          ? AirExchange.closedDoorM3S : AirExchange.openDoorM3S
      )
    }
    let heatRates = thermal.rates(
      outdoorFlow: flows.map { $0 * airHeat },
      doorFlows: doors.map { ($0.a, $0.b, $0.m3s * airHeat) })
    let gasRates = moisture.gasRates(outdoorM3S: flows, doors: doors)
    return (
      DiscreteStep(rates: heatRates, seconds: seconds),
      DiscreteStep(rates: moisture.vapourRates(gasRates: gasRates), seconds: seconds),
      DiscreteStep(rates: gasRates, seconds: seconds)
    )
  }

  /// A slot of the mode table.
  func table(_ key: ModeTable.Key) -> [Double] {
    let h = stepSeconds
    let step = steps(key, seconds: h)
    let (input, inputIntegral) = (step.thermal.input, step.thermal.inputIntegral)
    let flows = outdoorFlows(key)
    let n = thermal.roomCount
    var lossTransition = [Double](repeating: 0, count: 2 * n)
    var lossInput = lossTransition
    for node in 0..<2 * n {
      let outward =
        node < n
        ? thermal.airToOutdoors[node] + flows[node] * airHeat
        : thermal.massToOutdoors[node - n] + thermal.massToGround[node - n]
      for source in 0..<2 * n {
        lossTransition[source] += outward * input[node, source] / h
        lossInput[source] += outward * inputIntegral[node, source] / h
      }
    }
    var slot: [Double] = []
    slot.reserveCapacity(ModeTable.Layout(rooms: n).slotSize)
    slot += step.thermal.transition.values
    slot += step.thermal.input.values
    slot += step.vapour.transition.values
    slot += step.vapour.input.values
    slot += step.gas.transition.values
    slot += step.gas.input.values
    slot += lossTransition
    slot += lossInput
    slot += flows
    return slot
  }
}

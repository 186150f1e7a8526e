internal import Quantities

/// What one step of the rooms depends on, besides their state and the mode's matrices.
struct StepInputs {
  let outdoor: OutdoorConditions
  let pressurePa: Double
  let airDensity: Double
  let seconds: Double
  /// J/(m³ K).
  let airHeat: Double
  let windowU: Double
  /// Sensible heat that air carries from the plant, W; negative when cooling.
  let coilHeatW: Double
  /// Heat of each room's radiator, W; empty without.
  let radiatorW: [Double]
  /// Vapour that the plant's coil takes out, kg/s.
  let coilKgS: Double
  let cells: [RoomCell]
  let people: [PersonLoad]
  let gains: [RoomGain]
  /// The rooms before the step.
  let earlier: [RoomClimate]
}

/// One step of all rooms' heat, vapour and gas, on borrowed memory.
///
/// Lives only inside the closures that lend its pointers.
struct RoomStep {
  let inputs: StepInputs
  let layout: ModeTable.Layout
  /// The mode's slot.
  let table: UnsafePointer<Double>
  /// Temperatures, humidity ratios and ppm, as in ``Dwelling``.
  let state: UnsafeMutablePointer<Double>

  let heatForcing: UnsafeMutablePointer<Double>
  let heatNext: UnsafeMutablePointer<Double>
  let vapourForcing: UnsafeMutablePointer<Double>
  let vapourNext: UnsafeMutablePointer<Double>
  let gasForcing: UnsafeMutablePointer<Double>
  let gasNext: UnsafeMutablePointer<Double>

  /// - Parameter work: ``workCount(_:)`` numbers, all zero.
  init(
    _ inputs: StepInputs, _ layout: ModeTable.Layout, table: UnsafePointer<Double>,
    state: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>
  ) {
    self.inputs = inputs
    self.layout = layout
    self.table = table
    self.state = state
    let wide = layout.wideStride
    heatForcing = work
    heatNext = work + wide
    vapourForcing = work + 2 * wide
    vapourNext = work + 3 * wide
    gasForcing = work + 4 * wide
    gasNext = gasForcing + layout.gasStride
  }

  /// Numbers of working memory that a step needs, all zero.
  static func workCount(_ layout: ModeTable.Layout) -> Int {
    4 * layout.wideStride + 2 * layout.gasStride
  }

  /// - Parameter rooms: takes the rooms after the step.
  func run(_ rooms: inout [RoomClimate], _ report: inout StepReport) {
    setForcings(&report)
    multiply(&report)
    store(&rooms, &report)
  }

  /// Fills the forcings: all that does not depend on the state during the step.
  private func setForcings(_ report: inout StepReport) {
    let n = layout.rooms
    let outdoor = inputs.outdoor
    let inverseSeconds = 1 / inputs.seconds
    let flows = table + layout.outdoorFlow
    let isCooling = inputs.coilHeatW < 0
    let hasRadiators = !inputs.radiatorW.isEmpty
    var boundaryW = 0.0
    for room in 0..<n {
      let cell = inputs.cells[room]
      let person = inputs.people[room]
      let gain = inputs.gains[room]
      let applianceW = gain.heatJ * inverseSeconds
      let sun = outdoor.facadeIrradianceWm2
      let airSunW =
        (cell.airSolarM2 * sun).sum() + cell.airRoofSolarM2 * outdoor.globalHorizontalWm2
      let massSunW =
        (cell.massSolarM2 * sun).sum() + cell.massRoofSolarM2 * outdoor.globalHorizontalWm2
      let gainW = person.sensibleW + applianceW
      let plantW = (isCooling ? cell.coolingShare : cell.heatingShare) * inputs.coilHeatW
      let airBoundaryW = (cell.airToOutdoors + flows[room] * inputs.airHeat) * outdoor.temperatureC
      let massBoundaryW =
        cell.massToOutdoors * outdoor.temperatureC
        + cell.massToGround * outdoor.groundTemperatureC
      var airW = ThermalNetwork.gainAirShare * gainW + airSunW + plantW + airBoundaryW
      var massW = (1 - ThermalNetwork.gainAirShare) * gainW + massSunW + massBoundaryW
      if hasRadiators {
        airW += (1 - Radiator.radiantShare) * inputs.radiatorW[room]
        massW += Radiator.radiantShare * inputs.radiatorW[room]
      }
      heatForcing[room] = airW * cell.inverseAirCapacity
      heatForcing[n + room] = massW * cell.inverseMassCapacity
      boundaryW += airBoundaryW + massBoundaryW
      report.applianceHeatW += applianceW
      report.personHeatW += person.sensibleW
      report.solarHeatW += airSunW + massSunW

      let sourceKgS =
        person.vapourGramsPerHour / 3.6e6 + gain.vapourGrams * 1e-3 * inverseSeconds
      let takenKgS = cell.coolingShare * inputs.coilKgS + paneKgS(room, cell)
      vapourForcing[room] =
        (flows[room] * outdoor.humidityRatio + (sourceKgS - takenKgS) / inputs.airDensity)
        * cell.inverseVolume
      report.vapourSourceKgS += sourceKgS
      report.condensateKgS += takenKgS
      // A litre a minute is 1/60000 m³/s; a share of the volume of 1e-6 is 1 ppm.
      gasForcing[room] =
        (flows[room] * outdoor.co2PPM + person.co2LitresPerMinute / 60_000 * 1e6
          + gain.co2Litres * 1e3 * inverseSeconds)
        * cell.inverseVolume
    }
    report.heatLossW = -boundaryW
  }

  /// Water that settles on a room's panes at the state of the last tick, kg/s.
  ///
  /// The pane's inner face is colder than the room by U R_si dT with R_si = 0.13 m² K/W
  /// (EN ISO 6946); vapour moves as heat does at 3.6 W/(m² K) (Lewis relation).
  private func paneKgS(_ room: Int, _ cell: RoomCell) -> Double {
    let climate = inputs.earlier[room]
    let difference = climate.temperatureC - inputs.outdoor.temperatureC
    guard difference > 3, climate.relativeHumidity > 0.2 else { return 0 }
    let paneC = climate.temperatureC - min(1, 0.13 * inputs.windowU) * difference
    let saturated = Psychrometrics.saturationHumidityRatio(
      temperatureC: paneC, pressurePa: inputs.pressurePa)
    let excess = climate.humidityRatio - saturated
    return excess > 0 ? 3.6 / Psychrometrics.airHeatCapacity * cell.windowM2 * excess : 0
  }

  /// Next states, and the exact mean heat loss over the step.
  private func multiply(_ report: inout StepReport) {
    let n = layout.rooms
    let (wide, stride) = (layout.wideSize, layout.wideStride)
    let heat = state
    SquareMatrix.addProduct(
      table + layout.thermalTransition, heat, heatNext, size: wide, stride: stride)
    SquareMatrix.addProduct(
      table + layout.thermalInput, heatForcing, heatNext, size: wide, stride: stride)
    var loss = 0.0
    for node in 0..<wide {
      loss += table[layout.lossTransition + node] * heat[node]
      loss += table[layout.lossInput + node] * heatForcing[node]
    }
    report.heatLossW += loss
    SquareMatrix.addProduct(
      table + layout.vapourTransition, state + wide, vapourNext, size: wide, stride: stride)
    SquareMatrix.addProduct(
      table + layout.vapourInput, vapourForcing, vapourNext, size: wide, stride: stride)
    SquareMatrix.addProduct(
      table + layout.gasTransition, state + 2 * wide, gasNext, size: n, stride: layout.gasStride)
    SquareMatrix.addProduct(
      table + layout.gasInput, gasForcing, gasNext, size: n, stride: layout.gasStride)
  }

  /// Takes over the next states; vapour beyond saturation condenses.
  private func store(_ rooms: inout [RoomClimate], _ report: inout StepReport) {
    let n = layout.rooms
    let wide = layout.wideSize
    let pressurePa = inputs.pressurePa
    for node in 0..<wide {
      state[node] = heatNext[node]
      state[wide + node] = vapourNext[node]
    }
    for room in 0..<n {
      let temperatureC = heatNext[room]
      let saturationPa = Psychrometrics.saturationPressureMagnusPa(temperatureC: temperatureC)
      var ratio = max(vapourNext[room], 0)
      var relative = Psychrometrics.relativeHumidity(
        humidityRatio: ratio, saturationPressurePa: saturationPa, pressurePa: pressurePa)
      if relative > 1 {
        let capped = Psychrometrics.humidityRatio(
          vapourPressurePa: saturationPa, pressurePa: pressurePa)
        report.condensateKgS +=
          (ratio - capped) * inputs.airDensity
          / (inputs.cells[room].inverseVolume * inputs.seconds)
        ratio = capped
        relative = 1
      }
      state[wide + room] = ratio
      state[2 * wide + room] = gasNext[room]
      rooms[room] = RoomClimate(
        temperatureC: temperatureC, humidityRatio: ratio, relativeHumidity: relative,
        co2PPM: gasNext[room],
        daylightLx: inputs.cells[room].daylightFactor * inputs.outdoor.illuminanceLx)
    }
  }
}

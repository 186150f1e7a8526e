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
  /// The rooms in the present mode.
  let modes: UnsafePointer<RoomMode>
  let exchange: RoomExchange
  let closedDoors: UInt16
  /// Temperatures, humidity ratios and ppm, as in ``Dwelling``.
  let state: UnsafeMutablePointer<Double>

  private var roomCount: Int { inputs.cells.count }

  /// - Parameter rooms: takes the rooms after the step.
  func run(_ rooms: inout [RoomClimate], _ report: inout StepReport) {
    mix(.first)
    var boundaryW = 0.0
    for room in 0..<roomCount {
      let air = modes[room].outdoorFlow
      moveHeat(room, air, &boundaryW, &report)
      moveVapour(room, air, &report)
      moveGas(room, air)
    }
    report.heatLossW -= boundaryW
    mix(.second)
    store(&rooms, &report)
  }

  private func mix(_ half: RoomExchange.Half) {
    let n = roomCount
    exchange.mixRooms(
      half, temperatures: state, ratios: state + 2 * n, gas: state + 4 * n,
      closedDoors: closedDoors)
  }

  /// A room's air and mass, and the exact mean of what it loses over the step.
  private func moveHeat(
    _ room: Int, _ flow: Double, _ boundaryW: inout Double, _ report: inout StepReport
  ) {
    let outdoor = inputs.outdoor
    let cell = inputs.cells[room]
    let personW = inputs.people[room].sensibleW
    let applianceW = inputs.gains[room].heatJ / inputs.seconds
    let sun = outdoor.facadeIrradianceWm2
    let airSunW =
      (cell.airSolarM2 * sun).sum() + cell.airRoofSolarM2 * outdoor.globalHorizontalWm2
    let massSunW =
      (cell.massSolarM2 * sun).sum() + cell.massRoofSolarM2 * outdoor.globalHorizontalWm2
    let gainW = personW + applianceW
    let plantW =
      (inputs.coilHeatW < 0 ? cell.coolingShare : cell.heatingShare) * inputs.coilHeatW
    let airBoundaryW = (cell.airToOutdoors + flow * inputs.airHeat) * outdoor.temperatureC
    let massBoundaryW =
      cell.massToOutdoors * outdoor.temperatureC + cell.massToGround * outdoor.groundTemperatureC
    var airW = ThermalNetwork.gainAirShare * gainW + airSunW + plantW + airBoundaryW
    var massW = (1 - ThermalNetwork.gainAirShare) * gainW + massSunW + massBoundaryW
    if !inputs.radiatorW.isEmpty {
      airW += (1 - Radiator.radiantShare) * inputs.radiatorW[room]
      massW += Radiator.radiantShare * inputs.radiatorW[room]
    }
    let forcing = SIMD2(airW * cell.inverseAirCapacity, massW * cell.inverseMassCapacity)
    let before = SIMD2(state[room], state[roomCount + room])
    let after = modes[room].heat.after(before, forcing)
    state[room] = after.x
    state[roomCount + room] = after.y
    report.heatLossW +=
      (modes[room].lossOfState * before).sum() + (modes[room].lossOfInput * forcing).sum()
    boundaryW += airBoundaryW + massBoundaryW
    report.applianceHeatW += applianceW
    report.personHeatW += personW
    report.solarHeatW += airSunW + massSunW
  }

  private func moveVapour(_ room: Int, _ flow: Double, _ report: inout StepReport) {
    let cell = inputs.cells[room]
    let sourceKgS =
      inputs.people[room].vapourGramsPerHour / 3.6e6
      + inputs.gains[room].vapourGrams * 1e-3 / inputs.seconds
    let takenKgS = cell.coolingShare * inputs.coilKgS + paneKgS(room, cell)
    let forcing =
      (flow * inputs.outdoor.humidityRatio + (sourceKgS - takenKgS) / inputs.airDensity)
      * cell.inverseVolume
    let (air, buffer) = (2 * roomCount + room, 3 * roomCount + room)
    let after = modes[room].vapour.after(SIMD2(state[air], state[buffer]), SIMD2(forcing, 0))
    state[air] = after.x
    state[buffer] = after.y
    report.vapourSourceKgS += sourceKgS
    report.condensateKgS += takenKgS
  }

  private func moveGas(_ room: Int, _ flow: Double) {
    // A litre a minute is 1/60000 m³/s; a share of the volume of 1e-6 is 1 ppm.
    let forcing =
      (flow * inputs.outdoor.co2PPM + inputs.people[room].co2LitresPerMinute / 60_000 * 1e6
        + inputs.gains[room].co2Litres * 1e3 / inputs.seconds)
      * inputs.cells[room].inverseVolume
    let place = 4 * roomCount + room
    state[place] = modes[room].gas.after(state[place], forcing)
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

  /// What sensors and people meet of the new states; vapour beyond saturation condenses.
  private func store(_ rooms: inout [RoomClimate], _ report: inout StepReport) {
    let n = roomCount
    let pressurePa = inputs.pressurePa
    for room in 0..<n {
      let temperatureC = state[room]
      let saturationPa = Psychrometrics.saturationPressureMagnusPa(temperatureC: temperatureC)
      var ratio = max(state[2 * n + room], 0)
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
      state[2 * n + room] = ratio
      rooms[room] = RoomClimate(
        temperatureC: temperatureC, humidityRatio: ratio, relativeHumidity: relative,
        co2PPM: state[4 * n + room],
        daylightLx: inputs.cells[room].daylightFactor * inputs.outdoor.illuminanceLx)
    }
  }
}

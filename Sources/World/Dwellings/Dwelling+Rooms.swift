import Clockwork

extension Dwelling {
  /// Moves heat, vapour and gas of all rooms one step on.
  mutating func advanceRooms(
    _ people: [PersonLoad], _ openings: Openings, _ report: inout StepReport
  ) {
    let slot = modeSlot(openings.openWindows)
    // The oldest rooms make place for the new ones.
    if !olderRooms.isEmpty {
      olderRooms.swapAt(0, olderRooms.count - 1)
      for age in stride(from: olderRooms.count - 1, to: 1, by: -1) {
        olderRooms.swapAt(age, age - 1)
      }
      swap(&earlierRooms, &olderRooms[0])
    }
    swap(&rooms, &earlierRooms)
    let inputs = StepInputs(
      outdoor: outdoor, pressurePa: site.pressurePa, airDensity: airDensity,
      seconds: builder.stepSeconds, airHeat: builder.airHeat, windowU: plan.envelope.windowU,
      coilHeatW: report.hvacHeatW - report.radiatorHeatW,
      radiatorW: hydronics?.emittedW ?? [], coilKgS: hvac.stepVapourKg / builder.stepSeconds,
      cells: cells, people: people,
      gains: appliances.gains, earlier: earlierRooms)
    // Lent out of self, so that the closures touch no field of it.
    var (state, next) = (self.state, rooms)
    self.state = []
    rooms = []
    modes.modes.withUnsafeBufferPointer { modes in
      state.withUnsafeMutableBufferPointer { state in
        guard let first = modes.baseAddress, let state = state.baseAddress else { return }
        RoomStep(
          inputs: inputs, modes: first + slot, exchange: exchange,
          closedDoors: openings.closedDoors, state: state
        ).run(&next, &report)
      }
    }
    self.state = state
    rooms = next
  }

  /// Where the present air-flow mode lies; makes it if it is not at hand.
  private mutating func modeSlot(_ openWindows: UInt16) -> Int {
    var mean = 0.0
    for room in rooms { mean += room.temperatureC }
    let key = builder.key(
      openWindows: openWindows,
      temperatureDifferenceK: mean / Double(roomCount) - outdoor.temperatureC,
      windSpeedMS: outdoor.windSpeedMS)
    if let slot = modes.slot(key) { return slot }
    return modes.insert(key, builder.modes(key, cells))
  }
}

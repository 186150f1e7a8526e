import Clockwork

extension Dwelling {
  /// Moves heat, vapour and gas of all rooms one step on.
  mutating func advanceRooms(
    _ people: [PersonLoad], _ openings: Openings, _ report: inout StepReport
  ) {
    let slot = modeSlot(openings)
    let layout = modes.layout
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
    let values = modes.values
    withUnsafeTemporaryAllocation(
      of: Double.self, capacity: RoomStep.workCount(layout)
    ) { work in
      work.initialize(repeating: 0)
      values.withUnsafeBufferPointer { values in
        state.withUnsafeMutableBufferPointer { state in
          guard let table = values.baseAddress, let state = state.baseAddress,
            let work = work.baseAddress
          else { return }
          RoomStep(inputs, layout, table: table + slot, state: state, work: work)
            .run(&next, &report)
        }
      }
    }
    self.state = state
    rooms = next
  }

  /// Where the matrices of the present air-flow mode lie; makes them if they are not at hand.
  private mutating func modeSlot(_ openings: Openings) -> Int {
    var mean = 0.0
    for room in rooms { mean += room.temperatureC }
    let key = builder.key(
      openings: openings,
      temperatureDifferenceK: mean / Double(roomCount) - outdoor.temperatureC,
      windSpeedMS: outdoor.windSpeedMS)
    if let slot = modes.slot(key) { return slot }
    return modes.insert(key, builder.table(key))
  }
}

import Clockwork

extension Dwelling {
  /// Moves heat, vapour and gas of all rooms one step on.
  mutating func advanceRooms(
    _ people: [PersonLoad], _ openings: Openings, _ report: inout StepReport
  ) {
    let slot = modeSlot(openings)
    let layout = modes.layout
    // The oldest rooms make place for the new ones.
    for age in stride(from: pastRooms.count - 1, to: 0, by: -1) { pastRooms.swapAt(age, age - 1) }
    swap(&rooms, &pastRooms[0])
    let inputs = StepInputs(
      outdoor: outdoor, pressurePa: site.pressurePa, airDensity: airDensity,
      seconds: builder.stepSeconds, airHeat: builder.airHeat, windowU: plan.envelope.windowU,
      coilKgS: hvac.stepVapourKg / builder.stepSeconds, cells: cells, people: people,
      gains: appliances.gains, earlier: pastRooms[0])
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

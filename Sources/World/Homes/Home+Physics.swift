internal import Clockwork
internal import Devices
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

extension Home {
  /// One physics tick: heat and air over the last minute, the record, the thermostat, movement.
  mutating func stepPhysics(
    weather: WeatherTrack, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    let outdoor = weather.outdoor(at: now)
    gatherPeople()
    letStovesChar()
    let report = dwelling.advance(
      outdoor: outdoor, people: people, openings: openings)
    if let price = weather.price(at: now) { dwelling.meetPrice(price.level) }
    let isStoveForgotten = isStoveForgotten
    guardian.look(
      at: dwelling, report, household, units, people: people, isStoveForgotten: isStoveForgotten)
    nextPhysics = now + dwelling.step
    probeHouse(report)
    record(report, outdoor: outdoor, truth: &truth)
    watchHazards()
    updateSenses(outdoor)
    // The thermostat and the chance of movement keep their own minutes, however long a step is.
    let isMinute = (now - specification.birth).microseconds % 60_000_000 == 0
    if isMinute {
      followNight(wire: &wire, truth: &truth)
      controlHeating(wire: &wire, truth: &truth)
    }
    guard !isMuted else { return }
    if isMinute, !isHistory { drawMovement() }
    while let forecast = weather.forecasts.first(where: { $0.issuedAt >= nextForecast }),
      forecast.issuedAt <= now
    {
      nextForecast = forecast.issuedAt + .microseconds(1)
      sendFromService(.weatherForecast(forecast.message), kind: .weatherForecast, wire: &wire)
    }
    sendPrices(weather, wire: &wire)
  }

  /// What the supplier tells of the hours that have begun.
  private mutating func sendPrices(_ weather: WeatherTrack, wire: inout WireBuffer) {
    guard now >= nextPrice, !weather.prices.isEmpty else { return }
    for price in weather.prices[weather.firstPrice(from: nextPrice)...] {
      guard price.start <= now else {
        nextPrice = price.start
        return
      }
      nextPrice = price.start + .microseconds(1)
      guard price.isNews else { continue }
      sendFromService(.tariff(price.message), kind: .tariff, wire: &wire)
      probes.hit(.priceTold)
    }
  }

  private mutating func gatherPeople() {
    for room in people.indices { people[room] = .none }
    for index in household.people.indices {
      guard let room = household.room(of: ResidentIndex(index)) else { continue }
      let activity = household.activity(of: ResidentIndex(index))
      people[room.index] += PersonLoad(
        household.isFallen(ResidentIndex(index)) ? .fallen : activity
      ).scaled(toAge: household.people[index].age)
    }
    for room in people.indices {
      for _ in 0..<household.guestCount(in: RoomIndex(room)) {
        people[room] += PersonLoad(household.guestActivity)
      }
    }
    if let intruder = incidents.intruder { people[intruder.room] += PersonLoad(.chores) }
  }

  private mutating func record(
    _ report: StepReport, outdoor: OutdoorConditions, truth: inout TruthBuffer
  ) {
    dwelling.recordRooms(into: &truth.rooms, openWindows: openWindows) {
      [household] in household.occupantCount(in: $0)
    }
    var state = HomeState(
      time: now, outdoorTemperatureC: outdoor.temperatureC,
      electricPowerW: report.electricPowerW, hvacElectricPowerW: report.hvacElectricPowerW,
      fuelPowerW: report.fuelPowerW, hvacHeatW: report.hvacHeatW,
      heatingSetpointC: heatingSetpointC, coolingSetpointC: coolingSetpointC,
      occupantCount: UInt8(household.occupantCount), comfortC: household.comfortBand)
    state.waterElectricPowerW = report.waterElectricPowerW
    state.waterFuelPowerW = report.waterFuelPowerW
    state.solarPowerW = report.solarPowerW
    state.vehiclePowerW = report.vehiclePowerW
    state.vehicleLevel = report.vehicleLevel
    state.isVehicleHome = report.isVehicleHome
    state.batteryPowerW = report.batteryPowerW
    state.batteryChargeKWh = report.batteryChargeKWh
    truth.homes.append(state)
    if !messageFaults.odd.isEmpty {
      truth.odd += messageFaults.odd
      messageFaults.odd.removeAll(keepingCapacity: true)
    }
    if specification.followsAir { recordAir(truth: &truth) }
    recordDraws(truth: &truth)
    record(dwelling.appliances.takeFinishedCycles(), truth: &truth)
  }

  /// Mutating, as what is called in every minute must be: a method that only reads copies the home.
  mutating func record(_ cycles: [FinishedCycle], truth: inout TruthBuffer) {
    for cycle in cycles {
      truth.events.append(
        .applianceCycle(
          appliance: plan.appliances[cycle.appliance].kind.rawValue,
          plan.appliances[cycle.appliance].room,
          plug: plugDevices.first { $0.appliance == cycle.appliance }.map {
            DeviceIndex($0.device)
          },
          energyKWh: cycle.energyKWh, start: cycle.start, end: cycle.end))
    }
  }

  private mutating func recordAir(truth: inout TruthBuffer) {
    for room in plan.rooms.indices {
      guard let air = dwelling.airQuality(room: room) else { continue }
      truth.air.append(
        AirState(
          particlesUgM3: air.particles, vapoursUgM3: air.vapours, vapourIndex: air.vapourIndex,
          soundDB: air.soundDB))
    }
  }

  private mutating func updateSenses(_ outdoor: OutdoorConditions) {
    var felt: [RoomSenses] = []
    swap(&felt, &senses.rooms)
    dwelling.forEachRoom(at: now) { room, climate, lightLx in
      felt[room].temperatureC = climate.temperatureC
      felt[room].co2PPM = climate.co2PPM
      felt[room].illuminanceLx = lightLx
    }
    swap(&felt, &senses.rooms)
    senses.outdoorTemperatureC = outdoor.temperatureC
    senses.heatingSetpointC = heatingSetpointC
    senses.coolingSetpointC = coolingSetpointC
  }

  /// The thermostat acts on what its own sensor last said, once it has said anything.
  private mutating func controlHeating(wire: inout WireBuffer, truth: inout TruthBuffer) {
    let slot = slotRanges[thermostat].lowerBound
    let truthful = dwelling.rooms[slots[slot].room.index].temperatureC
    let measured = slots[slot].sensor.lastReading ?? truthful
    let call = thermostatLogic.update(
      at: now, measuredC: isMuted || isHistory ? truthful : measured,
      heatingSetpointC: heatingSetpointC, coolingSetpointC: coolingSetpointC,
      canCool: dwelling.canCool)
    guard call != dwelling.call else { return }
    let before = dwelling.call.channelValue
    dwelling.setCall(call, at: now)
    if call.channelValue != before {
      report(.hvacCall, call.channelValue, device: thermostat, wire: &wire, truth: &truth)
    }
  }

  /// Whether somebody who can move is in a room.
  mutating func isAnybody(in room: Int) -> Bool {
    let index = RoomIndex(room)
    if household.guestCount(in: index) > 0 || incidents.intruder?.room == room { return true }
    return household.people.indices.contains { number in
      let resident = ResidentIndex(number)
      return household.room(of: resident) == index && !household.isFallen(resident)
    }
  }

  /// Draws for each room whether somebody moves in the coming minute, and when.
  private mutating func drawMovement() {
    for room in plan.rooms.indices {
      guard let detector = motionDevices[room] else { continue }
      var still = 1.0
      for index in household.people.indices {
        let resident = ResidentIndex(index)
        guard household.room(of: resident)?.index == room, !household.isFallen(resident) else {
          continue
        }
        still *= 1 - movementProbability(household.activity(of: resident))
      }
      for _ in 0..<household.guestCount(in: RoomIndex(room)) {
        still *= 1 - movementProbability(household.guestActivity)
      }
      if incidents.intruder?.room == room { still *= 1 - movementProbability(.chores) }
      guard still < 1 else { continue }
      let minute = UInt64(bitPattern: now.microseconds / 60_000_000)
      let (chance, share) = motionKeys[room].uniforms(minute)
      guard chance >= still else { continue }
      let moment = now + .microseconds(Int64(share * 60_000_000))
      queue.schedule(
        at: moment, entity: 1 + UInt32(detector),
        payload: HomeEvent(kind: .movement, index: UInt32(room)))
    }
  }
}

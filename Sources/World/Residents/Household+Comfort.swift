internal import Clockwork
internal import Quantities
public import Telemetry
internal import Truth

extension Household {
  /// Sets when a resident next looks around.
  mutating func scheduleLook(_ resident: Int, _ turn: Turn) {
    guard states[resident].isAwakeAtHome else {
      states[resident].checkTime = .distantFuture
      return
    }
    if states[resident].checkTime > turn.time, states[resident].checkTime != .distantFuture {
      return
    }
    var chance = Chance(keys[resident].look, event: 1 << 33 | states[resident].checkCount)
    let pause = people[resident].age < 12 ? chance.seconds(1500, 2100) : chance.seconds(660, 900)
    states[resident].checkTime = turn.time + pause
  }

  /// Notices how it is and does something about it.
  mutating func lookAround(_ resident: Int, _ turn: inout Turn) {
    states[resident].checkTime = .distantFuture
    guard states[resident].isAwakeAtHome else { return }
    states[resident].checkCount += 1
    if needsEscort(resident) {
      leaveWithAdults(resident, &turn)
      return
    }
    var chance = Chance(keys[resident].look, event: states[resident].checkCount)
    scheduleLook(resident, turn)
    lightUp(resident, &chance, &turn)
    guard people[resident].age >= 12 else { return }
    closeWindowsInTime(resident, &turn)
    // Whoever went for a window does one thing at a time.
    guard !isOnErrand(resident) else { return }
    dryClothes(resident, &turn)
    seekFreshAir(resident, &chance, &turn)
    seekComfort(resident, &chance, &turn)
    wonder(resident, &chance, &turn)
    seekRefuge(resident, &chance, turn)
  }

  // MARK: - Windows

  /// Opens the window when it is stuffy or warm.
  ///
  /// A logistic chance a look; CO2, indoor and outdoor temperature are the drivers that Andersen,
  /// Fabi, Toftum, Corgnati and Olesen found in dwellings (Building and Environment 69, 2013), the
  /// coefficients are ours.
  private mutating func seekFreshAir(
    _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    let room = states[resident].room
    guard layout.rooms[room.index].hasWindow, !turn.isAired(room) else { return }
    let air = turn.senses.rooms[room.index]
    let person = people[resident]
    let outdoors = turn.senses.outdoorTemperatureC
    let isTooWarm = air.temperatureC > person.heatingWishC + 1.5
    if keepsShut(room, resident, turn), air.co2PPM < 1500 { return }
    if air.temperatureC < person.heatingWishC - 1, air.co2PPM < 1200 { return }
    let stuffiness = 0.0022 * min(1500, max(0, air.co2PPM - 700))
    let warmth = isTooWarm ? 0.45 * min(5, air.temperatureC - person.heatingWishC - 1.5) : 0
    let weather = 0.07 * min(15, max(-15, outdoors - 10))
    let score = -5.2 + stuffiness + warmth + weather
    if chance.happens(person.windowHabit * Elementary.logistic(score)) {
      openWindow(resident, room, &chance, &turn)
    }
  }

  /// Whether the house is cooled and the air outside would warm it.
  func isCooled(_ turn: Turn) -> Bool {
    layout.hasCooling && turn.senses.outdoorTemperatureC > turn.senses.coolingSetpointC
  }

  /// Whether nobody airs a room for habit: warm air outside relieves nobody, nobody lets it into a
  /// cooled house, or cold air into a cold room.
  private func keepsShut(_ room: RoomIndex, _ resident: Int, _ turn: Turn) -> Bool {
    let indoors = turn.senses.rooms[room.index].temperatureC
    return turn.senses.outdoorTemperatureC > indoors + 1 || isCooled(turn)
      || indoors < people[resident].heatingWishC - 3
  }

  mutating func airBedroom(_ resident: Int, _ turn: inout Turn) {
    var chance = Chance(keys[resident].look, event: 1 << 34 | states[resident].checkCount)
    let room = states[resident].room
    guard layout.rooms[room.index].hasWindow, !turn.isAired(room), people[resident].age >= 12,
      !keepsShut(room, resident, turn), !holdsSleeper(room, besides: resident)
    else { return }
    let cold = turn.senses.outdoorTemperatureC < -5 ? 0.5 : 1
    if chance.happens(people[resident].airingShare * cold) {
      openWindow(resident, room, &chance, &turn)
    }
  }

  mutating func airKitchen(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    air(kitchen, share: 0.16, resident, &chance, &turn)
  }

  mutating func airBathroom(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    air(states[resident].room, share: 0.35, resident, &chance, &turn)
  }

  private mutating func air(
    _ room: RoomIndex, share: Double, _ resident: Int, _ chance: inout Chance,
    _ turn: inout Turn
  ) {
    guard layout.rooms[room.index].hasWindow, !turn.isAired(room), !keepsShut(room, resident, turn)
    else { return }
    let cold = turn.senses.outdoorTemperatureC < 0 ? 0.4 : 1
    if chance.happens(share * people[resident].windowHabit * cold) {
      openWindow(resident, room, &chance, &turn)
    }
  }

  /// Opens a window for a time that is the shorter the colder it is: a median of 12 min at 0 °C,
  /// an hour and a half at 24 °C, and less again in greater heat.
  private mutating func openWindow(
    _ resident: Int, _ room: RoomIndex, _ chance: inout Chance, _ turn: inout Turn
  ) {
    let felt = turn.senses.outdoorTemperatureC
    let outdoors = max(-15, min(felt, 48 - felt))
    let law = DurationLaw.lognormal(median: 12 * Elementary.exp(0.085 * outdoors), sigma: 0.6)
    windowCloseTimes[room.index] = law.end(
      from: turn.time, uniform: chance.unit(), now: turn.time)
    turn.moveWindow(resident, room, isOpen: true)
  }

  /// A window has been open long enough: whoever looks around next closes it.
  public mutating func mindWindow(_ room: RoomIndex) {
    windowCloseTimes[room.index] = .distantPast
  }

  mutating func closeWindow(_ resident: Int, _ room: RoomIndex, _ turn: inout Turn) {
    windowCloseTimes[room.index] = .distantFuture
    turn.moveWindow(resident, room, isOpen: false)
  }

  /// Closes what has been open long enough: goes there if it is elsewhere, one window at a time.
  private mutating func closeWindowsInTime(_ resident: Int, _ turn: inout Turn) {
    for (index, room) in layout.rooms.enumerated() where room.hasWindow {
      let room = RoomIndex(index)
      guard turn.isAired(room) else { continue }
      if windowCloseTimes[index] == .distantFuture {
        // Opened by nobody here: give it a usual time.
        windowCloseTimes[index] = turn.time + .minutes(20)
      } else if windowCloseTimes[index] <= turn.time || isUnwanted(room, resident, turn),
        goes(resident, to: room, &turn)
      {
        closeWindow(resident, room, &turn)
      }
    }
  }

  /// Whether a window does harm by now: somebody who looks around closes it before its time.
  private func isUnwanted(_ room: RoomIndex, _ resident: Int, _ turn: Turn) -> Bool {
    let air = turn.senses.rooms[room.index]
    return air.co2PPM < 1000 && keepsShut(room, resident, turn)
  }

  /// Closes what stands open on a round through the home before everybody is out.
  mutating func closeWindows(
    _ resident: Int, share: Double, _ chance: inout Chance, _ turn: inout Turn
  ) {
    for (index, room) in layout.rooms.enumerated() where room.hasWindow {
      let room = RoomIndex(index)
      guard turn.isAired(room), chance.happens(share) else { continue }
      walk(resident, to: room, isBrief: false, &turn)
      closeWindow(resident, room, &turn)
    }
  }

  /// Goes to a room for a moment in the middle of something, and back a little later; false if what
  /// they do does not let them. Who is there already stays.
  private mutating func goes(_ resident: Int, to room: RoomIndex, _ turn: inout Turn) -> Bool {
    let state = states[resident]
    if state.room == room { return true }
    switch state.activity {
    case .relax, .work, .chores, .eat, .laundry: break
    case .cook, .hygiene, .sleep, .away, .fallen: return false
    }
    let length = SimDuration.seconds(25)
    // What they mean to do next has its time, which no window may shift.
    guard state.phase == .inside, !isOnErrand(resident), state.actTime > turn.time + length else {
      return false
    }
    postponeAct(resident)
    runErrand(resident, to: room, for: length, &turn, then: .endErrand)
    return true
  }

  // MARK: - Set points

  /// Acts on feeling too cold or too warm: window first, then the thermostat.
  private mutating func seekComfort(
    _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    guard turn.time - states[resident].lastComfortAct > .minutes(45) else { return }
    // Who has just been overruled gives in for a while (assumed, 1 to 4 h).
    if lastHand.resident != resident, turn.time - lastHand.time < .hours(2) { return }
    let room = states[resident].room
    let person = people[resident]
    let temperature = turn.senses.rooms[room.index].temperatureC
    let outdoors = turn.senses.outdoorTemperatureC
    let heating = turn.senses.heatingSetpointC
    let cooling = turn.senses.coolingSetpointC
    if temperature < person.heatingWishC - person.toleranceK {
      if turn.isAired(room), outdoors < temperature {
        closeWindow(resident, room, &turn)
        return
      }
      let isFromCooling = layout.hasCooling && outdoors > 22 && cooling < person.coolingWishC
      guard chance.happens(0.6) else { return }
      if isFromCooling {
        change(resident, toC: person.coolingWishC, isCooling: true, .warmer, &chance, &turn)
      } else if heating < person.heatingWishC + 1 {
        let target = max(person.heatingWishC, min(heating + 1, person.heatingWishC + 1.5))
        change(resident, toC: target, isCooling: false, .warmer, &chance, &turn)
      }
    } else if temperature > person.coolingWishC + 0.5 * person.toleranceK, layout.hasCooling,
      outdoors > 16
    {
      guard cooling > person.coolingWishC - 1, chance.happens(0.6) else { return }
      let target = min(person.coolingWishC, cooling - 1)
      change(resident, toC: target, isCooling: true, .cooler, &chance, &turn)
    } else if temperature > person.heatingWishC + person.toleranceK + 0.8, outdoors < 16 {
      guard heating > person.heatingWishC + 0.3, chance.happens(0.5) else { return }
      change(resident, toC: person.heatingWishC, isCooling: false, .cooler, &chance, &turn)
    }
  }

  /// Changes a set point by hand or by asking the house.
  private mutating func change(
    _ resident: Int, toC target: Double, isCooling: Bool, _ group: PhraseGroup,
    _ chance: inout Chance, _ turn: inout Turn
  ) {
    // With what somebody else has set they meet half way.
    let now = isCooling ? turn.senses.coolingSetpointC : turn.senses.heatingSetpointC
    let isOthers = lastHand.resident != resident && lastHand.time > .distantPast
    let target = isOthers ? (target + now) / 2 : target
    let value = min(28, max(15, (target * 2).rounded() / 2))
    guard value != now else { return }
    let isSpoken = wantsToSpeak(resident, &chance, turn)
    guard isSpoken || goes(resident, to: layout.thermostatRoom, &turn) else { return }
    states[resident].lastComfortAct = turn.time
    lastHand = (resident, turn.time)
    if isSpoken {
      let u = chance.unit()
      if u < 0.4 {
        speak(resident, Wish(.setTemperature, room: nil, value: value), &turn)
      } else {
        let delta = u < 0.6 ? Double(1 + chance.index(2)) : nil
        speak(resident, Wish(group, room: nil, value: delta), &turn)
      }
    } else if isCooling {
      turn.ask(resident, .setCooling(max(value, turn.senses.heatingSetpointC + 1)))
    } else {
      turn.ask(resident, .setHeating(min(value, turn.senses.coolingSetpointC - 1)))
    }
  }
}

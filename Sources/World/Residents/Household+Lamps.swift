internal import Clockwork
internal import Telemetry
internal import Truth

extension Household {
  /// The chance of answering to what is felt and seen now.
  ///
  /// Apart from the chance of activities, so that neither lamps nor other people's doings change
  /// what a resident does next. One moment's reactions share it in their order.
  func reaction(of resident: Int, _ turn: Turn) -> Chance {
    let second = UInt64(bitPattern: turn.time.microseconds / 1_000_000)
    return Chance(keys[resident].look, event: 1 << 48 | second)
  }

  /// Below this illuminance a resident wants the lamp, lx; nil when light does not matter.
  ///
  /// Reading and kitchen work ask for more than watching television; levels are shares of the
  /// person's own threshold.
  func lightNeed(of resident: Int) -> Double? {
    let threshold = people[resident].lampThresholdLx
    switch states[resident].activity {
    case .sleep, .fallen: return nil
    case .hygiene: return states[resident].isNight ? 0.1 * threshold : threshold
    case .cook, .work: return 1.2 * threshold
    case .eat, .chores, .laundry: return threshold
    case .relax, .away: return (states[resident].watchesTelevision ? 0.35 : 0.6) * threshold
    }
  }

  /// Sees to the lamp of the room a resident is in: on if it is too dark, off when going to sleep.
  mutating func lightUp(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    let room = states[resident].room
    guard states[resident].phase == .inside, layout.rooms[room.index].hasLamp else { return }
    guard let need = lightNeed(of: resident) else {
      darken(room, by: resident, isGoing: true, &chance, &turn)
      return
    }
    guard !turn.isLit(room), turn.senses.rooms[room.index].illuminanceLx < need else { return }
    if holdsSleeper(room, besides: resident) { return }
    if !states[resident].isNight, wantsToSpeak(resident, share: 0.25, &chance, turn) {
      speak(resident, Wish(.lampOn, room: room), &turn)
      // If the house does not obey, the hand goes to the switch a little later.
      states[resident].checkTime = turn.time + .seconds(75)
    } else {
      turn.switchLamp(resident, room, isOn: true)
    }
  }

  /// Switches off the lamp of a room that nobody awake needs any more.
  mutating func darken(
    _ room: RoomIndex, by resident: Int, isGoing: Bool = false, _ chance: inout Chance,
    _ turn: inout Turn
  ) {
    guard turn.isLit(room), layout.rooms[room.index].hasLamp else { return }
    for other in states.indices where other != resident {
      let state = states[other]
      if state.isHome, state.room == room, state.activity != .sleep { return }
    }
    let share = people[resident].thrift
    if chance.happens(isGoing ? 1 - 0.4 * (1 - share) : share) {
      turn.switchLamp(resident, room, isOn: false)
    }
  }

  /// The last to go to bed sees to windows, unless the night is mild, and to lamps.
  mutating func sayGoodNight(_ resident: Int, _ turn: inout Turn) {
    for other in states.indices where other != resident && states[other].isAwakeAtHome { return }
    let chance = Chance(keys[resident].look, event: 1 << 32 | states[resident].activityCount)
    let isMild = turn.senses.outdoorTemperatureC >= Self.mildNightC && !isCooled(turn)
    makeRound(resident, windowShare: isMild ? 0 : 1, chance, &turn)
  }

  /// Windows stay open over a night that is no colder (assumed, 14 to 20 °C).
  private static let mildNightC = 17.0

  /// The last to leave sees to windows and lamps; small children go with them.
  mutating func sayGoodbye(_ resident: Int, _ turn: inout Turn) {
    for other in states.indices where other != resident && states[other].phase == .inside {
      guard people[other].needsCare, people[resident].isAdult else { return }
    }
    let chance = Chance(keys[resident].look, event: 3 << 32 | states[resident].activityCount)
    makeRound(resident, windowShare: 0.92, chance, &turn)
  }

  private mutating func makeRound(
    _ resident: Int, windowShare: Double, _ chance: consuming Chance, _ turn: inout Turn
  ) {
    if people[resident].age >= 10 {
      closeWindows(resident, share: windowShare, &chance, &turn)
    }
    switchAllOff(resident, &chance, &turn)
  }

  private mutating func switchAllOff(
    _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    let lit = layout.rooms.indices.filter {
      layout.rooms[$0].hasLamp && turn.isLit(RoomIndex($0))
    }
    if !layout.plugs.isEmpty, chance.happens(0.15 * people[resident].chattiness) {
      let plug = layout.plugs[chance.index(layout.plugs.count)]
      speak(resident, Wish(.plugOff, room: plug.room, label: plug.label), &turn)
      return
    }
    guard !lit.isEmpty else { return }
    if wantsToSpeak(resident, share: 0.6, &chance, turn) {
      let wish = lit.count > 1 ? Wish(.lampOff, room: nil) : Wish(.lampOff, room: RoomIndex(lit[0]))
      speak(resident, wish, &turn)
      return
    }
    for index in lit where chance.happens(people[resident].thrift) {
      let room = RoomIndex(index)
      walk(resident, to: room, isBrief: true, &turn)
      if turn.isLit(room) { turn.switchLamp(resident, room, isOn: false) }
    }
  }
}

internal import Clockwork
internal import Telemetry
internal import Truth

/// What a resident wants of the house when they speak to it.
struct Wish {
  var group: PhraseGroup
  /// nil means the whole home.
  var room: RoomIndex?
  /// A level 0...1, a temperature in °C or a difference in K, as the group asks.
  var value: Double?
  /// What a plug feeds.
  var label: String

  init(_ group: PhraseGroup, room: RoomIndex?, value: Double? = nil, label: String = "") {
    self.group = group
    self.room = room
    self.value = value
    self.label = label
  }
}

extension Household {
  /// Whether a resident tells the house rather than doing it by hand.
  ///
  /// - Parameter share: how inviting the occasion is; a switch at hand is quicker than words.
  func wantsToSpeak(
    _ resident: Int, share: Double = 1, _ chance: inout Chance, _ turn: Turn
  ) -> Bool {
    let person = people[resident]
    let isInclined = chance.happens(share * person.chattiness)
    return isInclined && person.age >= 8
      && turn.time - states[resident].lastSpeech > .minutes(4)
  }

  /// Puts a wish into words.
  mutating func speak(_ resident: Int, _ wish: Wish, _ turn: inout Turn) {
    // One breath at a time, so the second names the utterance.
    let second = UInt64(bitPattern: turn.time.microseconds / 1_000_000)
    var chance = Chance(keys[resident].speech, event: second)
    let room = states[resident].room
    let spoken = PhraseBook.compose(
      wish, from: room, by: people[resident], in: layout, &chance)
    states[resident].lastSpeech = turn.time
    turn.ask(
      resident,
      .speak(
        SpokenTruth(
          message: MessageID(rawValue: 0), time: turn.time, resident: ResidentIndex(resident),
          room: room, text: spoken.text, intent: spoken.intent, phraseClass: spoken.phraseClass)))
  }

  /// Asks the house something, dims the light or has some other idea.
  mutating func wonder(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    let person = people[resident]
    // About thirty looks a day at home.
    guard chance.happens(person.questionsPerDay / 30),
      turn.time - states[resident].lastSpeech > .minutes(4)
    else { return }
    let here = states[resident].room
    let u = chance.unit()
    let elsewhere = RoomIndex(chance.index(layout.rooms.count))
    let v = chance.unit()
    let place: RoomIndex? = v < 0.4 ? here : v < 0.7 ? elsewhere : nil
    switch u {
    case ..<0.17: speak(resident, Wish(.askTemperature, room: place), &turn)
    case ..<0.29: speak(resident, Wish(.askHumidity, room: place), &turn)
    case ..<0.42: speak(resident, Wish(.askAirQuality, room: place), &turn)
    case ..<0.54: speak(resident, Wish(.askEnergy, room: nil), &turn)
    case ..<0.67: speak(resident, Wish(.askOpenings, room: v < 0.5 ? nil : elsewhere), &turn)
    case ..<0.78: wishForLight(resident, elsewhere, v, &chance, &turn)
    case ..<0.87: wishForPlug(resident, v, &chance, &turn)
    default: speak(resident, Wish(.impossible, room: nil), &turn)
    }
  }

  /// Dims a lamp that is on, or has one switched in another room.
  private mutating func wishForLight(
    _ resident: Int, _ elsewhere: RoomIndex, _ v: Double, _ chance: inout Chance,
    _ turn: inout Turn
  ) {
    let here = states[resident].room
    if turn.isLit(here), layout.rooms[here.index].hasLamp, v < 0.7 {
      let level = PhraseNumbers.levels[chance.index(PhraseNumbers.levels.count)]
      speak(resident, Wish(.lampLevel, room: here, value: level), &turn)
    } else if layout.rooms[elsewhere.index].hasLamp {
      let group: PhraseGroup = turn.isLit(elsewhere) ? .lampOff : .lampOn
      speak(resident, Wish(group, room: elsewhere), &turn)
    }
  }

  private mutating func wishForPlug(
    _ resident: Int, _ v: Double, _ chance: inout Chance, _ turn: inout Turn
  ) {
    guard !layout.plugs.isEmpty else { return }
    let plug = layout.plugs[chance.index(layout.plugs.count)]
    let group: PhraseGroup = v < 0.55 ? .plugOn : .plugOff
    speak(resident, Wish(group, room: plug.room, label: plug.label), &turn)
  }
}

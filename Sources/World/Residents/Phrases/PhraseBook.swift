internal import Telemetry
internal import Truth

/// The kinds of wish that the phrase book has words for.
enum PhraseGroup: UInt8, CaseIterable {
  case lampOn
  case lampOff
  case lampLevel
  case plugOn
  case plugOff
  case setTemperature
  case warmer
  case cooler
  case askTemperature
  case askHumidity
  case askAirQuality
  case askEnergy
  case askOpenings
  case impossible

  var phrases: PhraseSet {
    switch self {
    case .lampOn: .lampOn
    case .lampOff: .lampOff
    case .lampLevel: .lampLevel
    case .plugOn: .plugOn
    case .plugOff: .plugOff
    case .setTemperature: .setTemperature
    case .warmer: .warmer
    case .cooler: .cooler
    case .askTemperature: .askTemperature
    case .askHumidity: .askHumidity
    case .askAirQuality: .askAirQuality
    case .askEnergy: .askEnergy
    case .askOpenings: .askOpenings
    case .impossible: .impossible
    }
  }

  /// What the wish asks of the house; nil where no act can be right.
  var meaning: (action: IntentAction, target: IntentTarget)? {
    switch self {
    case .lampOn: (.turnOn, .lamp)
    case .lampOff: (.turnOff, .lamp)
    case .lampLevel: (.setLevel, .lamp)
    case .plugOn: (.turnOn, .plug)
    case .plugOff: (.turnOff, .plug)
    case .setTemperature: (.setTemperature, .thermostat)
    case .warmer: (.warmer, .thermostat)
    case .cooler: (.cooler, .thermostat)
    case .askTemperature: (.askTemperature, .home)
    case .askHumidity: (.askHumidity, .home)
    case .askAirQuality: (.askAirQuality, .home)
    case .askEnergy: (.askEnergy, .home)
    case .askOpenings: (.askOpenings, .home)
    case .impossible: nil
    }
  }
}

/// Sentence patterns, those that anyone may know and those kept for scoring.
struct PhraseList {
  var plain: [String] = []
  var heldOut: [String] = []

  /// - Parameter text: one pattern a line; `~` before it keeps it for scoring.
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      if line.hasPrefix("~ ") {
        heldOut.append(String(line.dropFirst(2)))
      } else {
        plain.append(String(line))
      }
    }
  }

  var isEmpty: Bool { plain.isEmpty && heldOut.isEmpty }
}

/// All patterns of one group, by what they say of the room.
///
/// - `named` name it (`{room}`).
/// - `here` mean the room that the speaker is in.
/// - `whole` mean the whole home; for a plug, the only one of its label.
/// - `delta` (thermostat) say by how much.
struct PhraseSet {
  let named: PhraseList
  let here: PhraseList
  let whole: PhraseList
  let delta: PhraseList

  init(named: String, here: String, whole: String, delta: String = "") {
    self.named = PhraseList(named)
    self.here = PhraseList(here)
    self.whole = PhraseList(whole)
    self.delta = PhraseList(delta)
  }

  var lists: [PhraseList] { [named, here, whole, delta] }
}

/// What people say to the house, and what they mean by it.
///
/// The patterns were written for this simulator as people speak. What they mean: a lamp without a
/// room is the lamp of the speaker's room, "all", "every" and "the house" mean the whole home; a
/// feeling ("it's freezing in here") means warmer or cooler by a bit at the home's one thermostat;
/// a question without a room is about the whole home, with "here" about the speaker's room; a
/// number above 45 is a Fahrenheit temperature unless it says otherwise.
enum PhraseBook {
  struct Spoken {
    var text: String
    var intent: Intent?
    var phraseClass: PhraseClass
  }

  /// Shares of the classes among wishes that can be fulfilled.
  static let heldOutShare = 0.35
  static let slipShare = 0.2

  /// Puts a wish into words.
  static func compose(
    _ wish: Wish, from room: RoomIndex, by person: Persona, in layout: HomeLayout,
    _ chance: inout Chance
  ) -> Spoken {
    let u = chance.unit()
    let list = list(for: wish, from: room, in: layout, &chance)
    let isHeldOut = u < heldOutShare
    let isSlip = !isHeldOut && u < heldOutShare + slipShare && wish.group != .impossible
    let patterns = isHeldOut && !list.heldOut.isEmpty ? list.heldOut : list.plain
    let pattern = patterns[chance.index(patterns.count)]
    var speech = PhraseFiller(
      wish: wish, place: mentionedRoom(wish, from: room), person: person, layout: layout)
    speech.correctsItself = isSlip && chance.happens(0.3)
    var text = speech.fill(pattern, &chance)
    if isSlip {
      text = SlipMaker.disturb(text, isCorrected: speech.hasCorrected, &chance)
    }
    let phraseClass: PhraseClass =
      wish.group == .impossible ? .impossible : isSlip ? .slip : isHeldOut ? .heldOut : .plain
    return Spoken(
      text: text, intent: intent(of: wish, value: speech.spokenValue), phraseClass: phraseClass)
  }

  /// What was meant, with the value as it was really said.
  private static func intent(of wish: Wish, value: Double?) -> Intent? {
    guard let meaning = wish.group.meaning else { return nil }
    return Intent(
      action: meaning.action, target: meaning.target,
      room: meaning.target == .thermostat ? nil : wish.room, value: value)
  }

  private static func mentionedRoom(_ wish: Wish, from room: RoomIndex) -> RoomIndex {
    wish.room ?? room
  }

  /// Chooses how the speaker refers to the place.
  private static func list(
    for wish: Wish, from room: RoomIndex, in layout: HomeLayout, _ chance: inout Chance
  ) -> PhraseList {
    let phrases = wish.group.phrases
    let u = chance.unit()
    switch wish.group {
    case .warmer, .cooler, .setTemperature:
      if wish.value != nil, !phrases.delta.isEmpty { return phrases.delta }
      return u < 0.25 ? phrases.named : u < 0.55 ? phrases.here : phrases.whole
    case .plugOn, .plugOff:
      let isUnique = layout.plugs.filter { $0.label == wish.label }.count == 1
      return isUnique && u < 0.6 ? phrases.whole : phrases.named
    case .askEnergy, .impossible:
      return phrases.whole
    default:
      guard let place = wish.room else { return phrases.whole }
      return place == room && u < 0.6 ? phrases.here : phrases.named
    }
  }
}

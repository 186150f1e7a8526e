import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

@Suite struct PhraseBookTests {
  @Test(arguments: PhraseGroup.allCases) func everyGroupIsRich(_ group: PhraseGroup) {
    let lists = group.phrases.lists
    let plain = lists.reduce(0) { $0 + $1.plain.count }
    let heldOut = lists.reduce(0) { $0 + $1.heldOut.count }
    #expect(plain + heldOut >= 25, "\(group): \(plain + heldOut)")
    #expect(Double(heldOut) >= 0.35 * Double(plain + heldOut), "\(group): \(heldOut) held out")
    for list in lists where !list.isEmpty { #expect(!list.plain.isEmpty) }
  }

  @Test func noPatternHasTwoMeaningsOrClasses() {
    var all: [String] = []
    for group in PhraseGroup.allCases {
      for list in group.phrases.lists { all += list.plain + list.heldOut }
    }
    #expect(Set(all).count == all.count)
    let shapes = Set(all.map(shape))
    #expect(shapes.count == all.count, "patterns differ by more than a slot or a mark")
    #expect(all.count > 450)
  }

  private func shape(_ pattern: String) -> String {
    pattern.filter { $0.isLetter || $0 == " " || $0 == "{" }
  }

  @Test func patternsUseTheSlotsOfTheirPlace() {
    for group in PhraseGroup.allCases {
      let phrases = group.phrases
      for pattern in phrases.named.plain + phrases.named.heldOut {
        #expect(pattern.contains("{room}"), "\(pattern)")
      }
      for list in [phrases.here, phrases.whole, phrases.delta] {
        for pattern in list.plain + list.heldOut {
          #expect(!pattern.contains("{room}"), "\(pattern)")
        }
      }
      for pattern in phrases.delta.plain + phrases.delta.heldOut {
        #expect(pattern.contains("{delta}"), "\(pattern)")
      }
      let slot: String? =
        switch group {
        case .lampLevel: "{pct}"
        case .plugOn, .plugOff: "{plug}"
        case .setTemperature: "{deg}"
        default: nil
        }
      guard let slot else { continue }
      for list in phrases.lists {
        for pattern in list.plain + list.heldOut {
          #expect(pattern.contains(slot), "\(pattern)")
        }
      }
    }
  }

  /// Says a wish many times.
  private func sayings(_ group: PhraseGroup, count: Int, seed: UInt64 = 3) -> [PhraseBook.Spoken] {
    let people =
      HouseholdKind.couple.people(seed: seed, home: HomeID(0))
      + HouseholdKind.pensioners.people(seed: seed, home: HomeID(1))
    return (0..<count).map { number in
      var chance = Chance(
        RandomKey(seed: seed, purpose: .speech, entity: UInt64(group.rawValue)),
        event: UInt64(number))
      var person = people[number % people.count]
      person.speaksFahrenheit = number % 3 == 0
      let room = RoomIndex(number % Cottage.layout.rooms.count)
      var wish = Wish(group, room: number % 4 == 0 ? nil : room)
      switch group {
      case .setTemperature: wish.value = 18 + 0.5 * Double(number % 10)
      case .warmer, .cooler: wish.value = number % 2 == 0 ? nil : Double(1 + number / 2 % 2)
      case .lampLevel: wish.value = PhraseNumbers.levels[number % PhraseNumbers.levels.count]
      case .plugOn, .plugOff:
        wish.room = RoomIndex(0)
        wish.label = "fan"
      default: break
      }
      return PhraseBook.compose(
        wish, from: RoomIndex(number / 2 % 6), by: person, in: Cottage.layout, &chance)
    }
  }

  @Test func noSentenceIsInTwoClassesOrHasTwoActions() {
    var classes: [String: PhraseClass] = [:]
    var actions: [String: IntentAction?] = [:]
    for group in PhraseGroup.allCases {
      for spoken in sayings(group, count: 900) {
        if spoken.text.utf8.contains(UInt8(ascii: "{")) { Issue.record("\(spoken.text)") }
        if let known = classes[spoken.text], known != spoken.phraseClass {
          Issue.record("\(spoken.text): \(known.name) and \(spoken.phraseClass.name)")
        }
        classes[spoken.text] = spoken.phraseClass
        if let action = actions[spoken.text], action != spoken.intent?.action {
          Issue.record("\(spoken.text) has two actions")
        }
        actions[spoken.text] = .some(spoken.intent?.action)
      }
    }
    #expect(classes.count > 4000)
  }

  @Test(arguments: [PhraseGroup.setTemperature, .lampLevel]) func valuesAreWhatWasSaid(
    _ group: PhraseGroup
  ) {
    var checked = 0
    for spoken in sayings(group, count: 600) where spoken.phraseClass != .slip {
      // Numbered rooms would be taken for values.
      if spoken.text.contains("bedroom") { continue }
      guard let value = spoken.intent?.value else {
        Issue.record("no value: \(spoken.text)")
        continue
      }
      let words = spoken.text.split { !($0.isNumber || $0 == ".") }
      guard words.count == 1, let said = Double(words[0]) else { continue }
      checked += 1
      let meant = group == .lampLevel ? said / 100 : said > 45 ? (said - 32) / 1.8 : said
      #expect(abs(meant - value) < 1e-9, "\(spoken.text): \(value)")
    }
    #expect(checked > 100)
  }

  @Test func roomsAreMeantAsDocumented() {
    for group in PhraseGroup.allCases {
      for spoken in sayings(group, count: 200) {
        guard let intent = spoken.intent else {
          #expect(group == .impossible && spoken.phraseClass == .impossible)
          continue
        }
        #expect(intent.action == group.meaning?.action && intent.target == group.meaning?.target)
        if intent.target == .thermostat { #expect(intent.room == nil, "\(spoken.text)") }
        if intent.target == .plug { #expect(intent.room == RoomIndex(0), "\(spoken.text)") }
      }
    }
  }

  @Test func numbersHaveNames() {
    #expect(PhraseNumbers.name(0) == "zero")
    #expect(PhraseNumbers.name(21) == "twenty one")
    #expect(PhraseNumbers.name(70) == "seventy")
    #expect(PhraseNumbers.name(100) == "a hundred")
    #expect(PhraseNumbers.name(105) == "a hundred and five")
  }

  @Test func missingRoomsAreMissing() {
    var chance = Chance(RandomKey(seed: 1, purpose: .speech, entity: 0), event: 0)
    let owned = Cottage.layout.rooms.flatMap { RoomWords.names(of: $0.kind) }
    var hasSaidStudy = false
    for _ in 0..<500 {
      let name = RoomWords.missing(in: Cottage.layout, &chance)
      #expect(!owned.contains(name))
      if name == "study" { hasSaidStudy = true }
    }
    #expect(hasSaidStudy)
  }

  @Test func slipsStayReadable() {
    for spoken in sayings(.lampOn, count: 900) where spoken.phraseClass == .slip {
      #expect(spoken.text.split(separator: " ").count < 26, "\(spoken.text)")
    }
  }
}

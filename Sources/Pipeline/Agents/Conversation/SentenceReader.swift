internal import Telemetry

/// Reads a stretch of words into a frame, with the names of one home at hand.
struct SentenceReader: Sendable {
  let rooms: RoomNames
  /// What stands behind each smart plug, as the installer labelled it, with what else it is called.
  let labels: [(words: [String], room: RoomIndex)]
  /// Every word of a name or label.
  private let names: Set<String>

  init(plan: SitePlan) {
    rooms = RoomNames(plan)
    labels = plan.devices.filter { $0.kind == .smartPlug && !$0.label.isEmpty }.flatMap {
      device in
      ([device.label] + (Self.otherNames[device.label] ?? [])).map {
        (Words.split($0), device.room)
      }
    }
    names = Set(rooms.entries.flatMap(\.words)).union(labels.flatMap(\.words))
  }

  /// Everyday names of what people plug in.
  private static let otherNames: [String: [String]] = [
    "tv": ["television", "telly", "tv set", "tele"],
    "computer": ["pc", "desktop", "computer screen"],
    "fridge": ["refrigerator"],
    "washing machine": ["washer"],
  ]

  /// Words before the sentence proper.
  private static let openers: Set<String> = [
    "hey", "hi", "hello", "ok", "okay", "so", "and", "well", "um", "uh", "erm", "er", "please",
    "now", "oh", "right", "house", "home", "assistant",
  ]
  private static let timeUnits: Set<String> = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "am", "pm", "oclock", "a.m", "p.m",
    "days", "sharp",
  ]
  private static let comparatives: Set<String> = [
    "warmer", "cooler", "colder", "hotter", "higher", "lower", "more", "less", "up", "down",
  ]
  private static let placePrepositions: Set<String> = ["in", "inside", "of", "at", "for"]
  private static let articles: Set<String> = ["the", "my", "our", "a", "her", "his", "their"]

  /// Which words may be slips.
  enum Mending: Sendable {
    /// Those that nobody knows.
    case unknown
    /// The dictionary's words, too: for a sentence that lacks a thing.
    case all
  }

  func read(_ words: [String], speakerRoom: RoomIndex, mending: Mending) -> Frame {
    var frame = Frame()
    let words = mended(words, mending, &frame)
    if let first = words.first(where: { !Self.openers.contains($0) }) {
      frame.startsAsQuestion = Lexicon.senses[first]?.contains(.question) ?? false
    }
    var i = 0
    while i < words.count { i += step(words, i, speakerRoom, &frame) }
    return frame
  }

  /// Replaces slips by what was meant; words begun twice and unknown words stay out or stay.
  private func mended(_ words: [String], _ mending: Mending, _ frame: inout Frame) -> [String] {
    var result: [String] = []
    for (i, word) in words.enumerated() {
      let isCommon = Lexicon.common.contains(word)
      if isKnown(word) || (isCommon && mending == .unknown) {
        result.append(word)
      } else if i + 1 < words.count, words[i + 1].hasPrefix(word) {
        // "Tur turn on".
        continue
      } else if let other = Speller.mend(word) {
        frame.mendedCount += 1
        result.append(other)
      } else if let (a, b) = Speller.split(word) {
        frame.mendedCount += 1
        result += [a, b]
      } else {
        result.append(word)
      }
    }
    return result
  }

  private func isKnown(_ word: String) -> Bool {
    Lexicon.senses[word] != nil || Lexicon.fillers.contains(word)
      || Lexicon.foreign.contains(word) || Lexicon.schedule.contains(word)
      || SpokenNumber.isNumber(word) || names.contains(word)
  }

  /// Reads what begins at one word and returns how many words it took.
  private func step(
    _ words: [String], _ i: Int, _ speakerRoom: RoomIndex, _ frame: inout Frame
  ) -> Int {
    if let name = rooms.entries.first(where: { Self.matches($0.words, words, at: i) }) {
      if let room = rooms.resolve(name.place, speakerRoom: speakerRoom) {
        // "The bedroom and the kitchen": two rooms are two wishes.
        if let other = frame.room, other != room { frame.hasUnknownPlace = true }
        frame.room = room
        frame.knownCount += 1
      } else {
        frame.hasUnknownPlace = true
      }
      return name.words.count
    }
    if let label = labels.first(where: { Self.matches($0.words, words, at: i) }) {
      frame.note([.plug])
      frame.room = frame.room ?? label.room
      return label.words.count
    }
    if let idiom = Idioms.match(words, at: i) {
      frame.note(idiom.senses)
      return idiom.words.count
    }
    if readShare(words, i, &frame) { return 1 }
    if let number = SpokenNumber.read(words, at: i) {
      return readNumber(number, words, i, &frame)
    }
    return readWord(words, i, &frame)
  }

  private static let shares = [
    "half": 50.0, "halfway": 50, "quarter": 25, "full": 100, "max": 100, "maximum": 100,
    "fully": 100, "highest": 100, "brightest": 100,
  ]

  /// "To half", "full brightness": a level without a number.
  private func readShare(_ words: [String], _ i: Int, _ frame: inout Frame) -> Bool {
    guard let share = Self.shares[words[i]], frame.number == nil else { return false }
    let before = words[max(i - 2, 0)..<i]
    let after = i + 1 < words.count ? words[i + 1] : ""
    let isLevel =
      before.contains { ["to", "at", "on"].contains($0) }
      || ["brightness", "power", "light", "intensity", "bright", "blast"].contains(after)
    guard isLevel else { return false }
    if after == "power" || !before.isEmpty || after == "brightness" {
      frame.number = share
      frame.isPercent = true
      frame.knownCount += 1
      return true
    }
    return false
  }

  private func readNumber(
    _ number: (value: Double, length: Int), _ words: [String], _ i: Int, _ frame: inout Frame
  ) -> Int {
    func word(_ offset: Int) -> String {
      let place = i + number.length + offset
      return place < words.count ? words[place] : ""
    }
    let (after, next, third) = (word(0), word(1), word(2))
    let units: Set<String> = ["degree", "degrees", "percent", "%", "°", "c", "celsius"]
    // "one" is more often a pronoun than a temperature.
    if words[i] == "one", !units.contains(after) { return 1 }
    let before = i > 0 ? words[i - 1] : ""
    frame.number = number.value
    frame.isPercent = after == "percent" || after == "%" || (after == "per" && next == "cent")
    frame.isDegrees =
      ["degree", "degrees", "°", "c", "celsius", "centigrade"].contains(after)
    frame.isFahrenheit = [after, next].contains { $0 == "f" || $0 == "fahrenheit" }
    frame.isComparative = [after, next, third].contains(where: Self.comparatives.contains)
    frame.preposition =
      switch before {
      case "to", "too", "2": .to
      case "by": .by
      case "at": .at
      default: .none
      }
    if Self.timeUnits.contains(after) || (after == "a" && next == "m") { frame.isScheduled = true }
    frame.knownCount += 1
    let all = units.union(["centigrade", "f", "fahrenheit"])
    return number.length + (all.contains(after) ? (all.contains(next) ? 2 : 1) : 0)
  }

  private func readWord(_ words: [String], _ i: Int, _ frame: inout Frame) -> Int {
    let word = words[i]
    // "Turn of the light": without a particle the preposition was meant to be one.
    if word == "of" || word == "offf" || word == "ff", i > 0,
      ["turn", "switch", "shut"].contains(words[i - 1]),
      !words.contains("on"), !words.contains("off")
    {
      frame.note([.switchOff])
      return 1
    }
    if word == "going" || word == "running" || word == "lit",
      words[..<i].contains(where: {
        ["get", "set", "start", "have"].contains($0)
      })
    {
      frame.note([.switchOn])
    } else if Lexicon.schedule.contains(word) {
      frame.note([.schedule])
    } else if let senses = Lexicon.senses[word] {
      frame.note(senses)
    } else if Lexicon.foreign.contains(word) {
      frame.foreignCount += 1
    } else if Lexicon.fillers.contains(word) {
      return 1
    } else if !Speller.verbs.contains(word), !names.contains(word) {
      if !Lexicon.common.contains(word) { frame.unknownCount += 1 }
      notePlace(words, i, &frame)
    }
    return 1
  }

  /// "In the gazebo", "the gazebo light": a word in such a position names a place that nobody
  /// knows.
  private func notePlace(_ words: [String], _ i: Int, _ frame: inout Frame) {
    guard i > 0 else { return }
    // "The ktn light": whatever it is, it says which light.
    let next = i + 1 < words.count ? Lexicon.senses[words[i + 1]] ?? [] : []
    if Self.articles.contains(words[i - 1]), next.contains(.lamp) || next.contains(.plug) {
      frame.hasUnknownPlace = true
    }
    let isAfterPreposition =
      Self.placePrepositions.contains(words[i - 1])
      || (i > 1 && Self.articles.contains(words[i - 1])
        && Self.placePrepositions.contains(words[i - 2]))
    if isAfterPreposition { frame.hasUnknownPlace = true }
  }

  /// Whether a name stands at a place, perhaps in the plural.
  private static func matches(_ name: [String], _ words: [String], at i: Int) -> Bool {
    guard i + name.count <= words.count else { return false }
    for (j, part) in name.enumerated() {
      let word = words[i + j]
      guard word == part || (word.utf8.count == part.utf8.count + 1 && word == part + "s") else {
        return false
      }
    }
    return true
  }
}

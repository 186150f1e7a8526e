internal import Telemetry

/// Finds the wish in a sentence, or says that it found none.
struct IntentMatcher: Sendable {
  struct Match: Sendable {
    var intent: Intent?
    var confidence: Double
  }

  /// Below this share of understood words the matcher refuses.
  static let understoodMin = 0.7

  private let plan: SitePlan
  /// Longer names first, so that "living room" wins over "room".
  private let rooms: [(words: [String], room: RoomIndex)]

  /// What stands behind each smart plug, as the installer labelled it.
  private let labels: [(words: [String], room: RoomIndex)]

  init(plan: SitePlan) {
    self.plan = plan
    labels = plan.devices.filter { $0.kind == .smartPlug && !$0.label.isEmpty }.map {
      (Words.split($0.label), $0.room)
    }
    var names: [(words: [String], room: RoomIndex)] = []
    for room in plan.rooms {
      names.append((Words.split(room.name.replacing("_", with: " ")), room.index))
    }
    for (words, kind) in Lexicon.roomNames {
      let matching = plan.rooms.filter { $0.kind.name == kind }
      // "The bedroom" of a home with two of them is the first.
      if let room = matching.first { names.append((words, room.index)) }
    }
    for ordinal in [
      ("main", 0), ("master", 0), ("first", 0), ("second", 1), ("spare", 1), ("guest", 1),
      ("kids", 1),
    ] {
      let bedrooms = plan.rooms.filter { $0.kind == .bedroom }
      if bedrooms.count > ordinal.1 {
        names.append(([ordinal.0, "bedroom"], bedrooms[ordinal.1].index))
      }
    }
    rooms = names.enumerated().sorted {
      ($1.element.words.count, $0.offset) < ($0.element.words.count, $1.offset)
    }.map(\.element)
  }

  func match(_ text: String, speakerRoom: RoomIndex) -> Match {
    let words = Words.split(text)
    var frame = Frame()
    for part in Self.corrected(words) { frame.fill(read(part)) }
    let confidence = frame.understoodShare
    guard confidence >= Self.understoodMin, let intent = decide(frame, speakerRoom: speakerRoom)
    else { return Match(intent: nil, confidence: confidence) }
    return Match(intent: intent, confidence: confidence)
  }

  /// What one stretch of words says.
  struct Frame {
    var senses: [Lexicon.Sense: Int] = [:]
    var room: RoomIndex?
    var number: Double?
    var isPercent = false
    var isFahrenheit = false
    var isRelative = false
    /// "In 20 minutes", "at 7 pm": a time of which the house can make nothing.
    var isScheduled = false
    /// The number follows "at" and has no unit, so that it may be a time.
    var followsAt = false
    /// "Make it", "set it to": only with such a verb is a bare number a set point.
    var hasSettingVerb = false
    var knownCount = 0
    var unknownCount = 0

    var understoodShare: Double {
      let total = knownCount + unknownCount
      return total == 0 ? 0 : Double(knownCount) / Double(total)
    }

    func has(_ sense: Lexicon.Sense) -> Bool { senses[sense] != nil }

    /// A later stretch overrides what it speaks of: who starts over means the second word.
    mutating func fill(_ later: Frame) {
      let groups: [Set<Lexicon.Sense>] = [
        [.switchOn, .switchOff, .dim, .brighten], [.lamp, .plug, .thermostat],
        [.warmUp, .coolDown, .cold, .hot],
      ]
      for group in groups where group.contains(where: later.has) {
        for sense in group { senses[sense] = nil }
      }
      for (sense, count) in later.senses { senses[sense, default: 0] += count }
      room = later.room ?? room
      if let number = later.number {
        self.number = number
        isPercent = later.isPercent
        isFahrenheit = later.isFahrenheit
        isRelative = later.isRelative
        followsAt = later.followsAt
      }
      isScheduled = isScheduled || later.isScheduled
      hasSettingVerb = hasSettingVerb || later.hasSettingVerb
      knownCount += later.knownCount
      unknownCount += later.unknownCount
    }
  }

  /// The stretches between corrections, in order.
  static func corrected(_ words: [String]) -> [[String]] {
    var parts: [[String]] = [[]]
    var i = 0
    while i < words.count {
      let marker = Lexicon.corrections.first { words[i...].starts(with: $0) }
      // A sentence that opens with "no" or "actually" corrects nothing.
      if let marker, parts[parts.count - 1].count >= 2, i + marker.count < words.count {
        parts.append([])
        i += marker.count
      } else {
        parts[parts.count - 1].append(words[i])
        i += 1
      }
    }
    return parts
  }

  private func read(_ words: [String]) -> Frame {
    var frame = Frame()
    var i = 0
    while i < words.count {
      if let name = rooms.first(where: { Self.matches($0.words, words, at: i) }) {
        frame.room = name.room
        frame.knownCount += 1
        i += name.words.count
      } else if let label = labels.first(where: { Self.matches($0.words, words, at: i) }) {
        frame.senses[.plug, default: 0] += 1
        frame.room = frame.room ?? label.room
        frame.knownCount += 1
        i += label.words.count
      } else if let number = SpokenNumber.read(words, at: i) {
        i += readNumber(number, words, at: i, into: &frame)
      } else {
        readWord(words[i], after: i > 0 ? words[i - 1] : "", into: &frame)
        i += 1
      }
    }
    return frame
  }

  private func readNumber(
    _ number: (value: Double, length: Int), _ words: [String], at i: Int, into frame: inout Frame
  ) -> Int {
    let after = i + number.length < words.count ? words[i + number.length] : ""
    let next = i + number.length + 1 < words.count ? words[i + number.length + 1] : ""
    // "one" is more often a pronoun than a temperature.
    if words[i] == "one", !["degree", "degrees", "percent", "%", "°"].contains(after) { return 1 }
    frame.number = number.value
    frame.isPercent = after == "percent" || after == "%"
    frame.isFahrenheit = [after, next].contains { $0 == "f" || $0 == "fahrenheit" }
    frame.isRelative =
      i > 0 && words[i - 1] == "by"
      || [after, next].contains {
        ["warmer", "cooler", "colder", "hotter", "higher", "more", "less"].contains($0)
      }
    frame.isScheduled = frame.isScheduled || Self.timeUnits.contains(after)
    frame.followsAt = i > 0 && words[i - 1] == "at" && !frame.isPercent
    frame.knownCount += 1
    return number.length
  }

  private static let timeUnits: Set<String> = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "am", "pm", "oclock", "a.m", "p.m",
  ]
  private static let settingVerbs: Set<String> = ["set", "make", "put", "turn", "change", "keep"]

  /// After one of these "warm" and "cool" complain; elsewhere they ask for warmth or coolness.
  private static let stateWords: Set<String> = [
    "too", "so", "very", "really", "rather", "quite", "bit", "little", "getting", "feels", "feel",
    "feeling", "its", "im",
  ]

  private func readWord(_ word: String, after previous: String, into frame: inout Frame) {
    if word == "warm" || word == "cool", Self.stateWords.contains(previous) {
      frame.knownCount += 1
      frame.senses[word == "warm" ? .hot : .cold, default: 0] += 1
      return
    }
    if Self.settingVerbs.contains(word) { frame.hasSettingVerb = true }
    var senses = Lexicon.senses[word]
    if senses == nil, !Lexicon.fillers.contains(word) {
      senses = Self.nearest(word).flatMap { Lexicon.senses[$0] }
    }
    if let senses {
      frame.knownCount += 1
      for sense in senses { frame.senses[sense, default: 0] += 1 }
    } else if !Lexicon.fillers.contains(word) {
      frame.unknownCount += 1
    }
  }

  /// The one known word within a slip of the tongue, for words long enough to be told apart.
  private static func nearest(_ word: String) -> String? {
    guard word.count >= 5 else { return nil }
    let near = vocabulary.filter { $0.count >= 5 && Words.distance($0, word, limit: 1) <= 1 }
    return near.count == 1 ? near[0] : nil
  }

  private static let vocabulary = Lexicon.senses.keys.sorted()

  private static func matches(_ name: [String], _ words: [String], at i: Int) -> Bool {
    guard i + name.count <= words.count else { return false }
    for (j, part) in name.enumerated() {
      let word = words[i + j]
      if word == part || (word.count > part.count && word == part + "s") { continue }
      guard part.count >= 5, Words.distance(word, part, limit: 1) <= 1 else { return false }
    }
    return true
  }
}

internal import Telemetry

/// Fills the slots of a pattern as one person would say it.
struct PhraseFiller {
  let wish: Wish
  /// The room that `{room}` stands for.
  let place: RoomIndex
  let person: Persona
  let layout: HomeLayout
  /// Whether the speaker says something wrong first and then the right thing.
  var correctsItself = false
  private(set) var hasCorrected = false
  /// The value as it was said: a level, °C or K.
  private(set) var spokenValue: Double?

  init(wish: Wish, place: RoomIndex, person: Persona, layout: HomeLayout) {
    self.wish = wish
    self.place = place
    self.person = person
    self.layout = layout
  }

  mutating func fill(_ pattern: String, _ chance: inout Chance) -> String {
    var text = ""
    var rest = Substring(pattern)
    while let open = rest.firstIndex(of: "{"), let close = rest.firstIndex(of: "}") {
      text += rest[..<open]
      text += words(for: rest[rest.index(after: open)..<close], &chance)
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  private mutating func words(for slot: Substring, _ chance: inout Chance) -> String {
    switch slot {
    case "room": roomWords(&chance)
    case "deg": degreeWords(&chance)
    case "delta": deltaWords(&chance)
    case "pct": levelWords(&chance)
    case "plug": wish.label
    case "missing": RoomWords.missing(in: layout, &chance)
    case "absurd": PhraseNumbers.absurd[chance.index(PhraseNumbers.absurd.count)]
    default: String(slot)
    }
  }

  private mutating func roomWords(_ chance: inout Chance) -> String {
    let right = RoomWords.name(of: place, in: layout, wording: person.roomWording, &chance)
    guard correctsItself, !hasCorrected, layout.rooms.count > 1 else { return right }
    let wrongIndex = (place.index + 1 + chance.index(layout.rooms.count - 1)) % layout.rooms.count
    let wrong = RoomWords.name(
      of: RoomIndex(wrongIndex), in: layout, wording: person.roomWording, &chance)
    guard wrong != right else { return right }
    hasCorrected = true
    return "\(wrong) \(Self.corrections[chance.index(Self.corrections.count)]) \(right)"
  }

  private mutating func degreeWords(_ chance: inout Chance) -> String {
    let wanted = wish.value ?? 20
    let number: Double
    let unit: String
    if person.speaksFahrenheit {
      number = (wanted * 1.8 + 32).rounded()
      spokenValue = (number - 32) / 1.8
      unit = "fahrenheit"
    } else {
      number = wanted
      spokenValue = wanted
      unit = "celsius"
    }
    var words = PhraseNumbers.words(number, &chance)
    if correctsItself, !hasCorrected {
      hasCorrected = true
      let wrong = PhraseNumbers.words(number.rounded() + (chance.happens(0.5) ? 2 : -1), &chance)
      words = "\(wrong) \(Self.corrections[chance.index(Self.corrections.count)]) \(words)"
    }
    let u = chance.unit()
    return u < 0.4 ? words : u < 0.85 ? words + " degrees" : "\(words) degrees \(unit)"
  }

  private mutating func deltaWords(_ chance: inout Chance) -> String {
    let wanted = wish.value ?? 1
    let number = person.speaksFahrenheit ? (wanted * 1.8).rounded() : wanted
    spokenValue = person.speaksFahrenheit ? number / 1.8 : wanted
    let unit = person.speaksFahrenheit ? " fahrenheit" : ""
    if number == 1, unit.isEmpty { return chance.happens(0.5) ? "a degree" : "one degree" }
    return PhraseNumbers.words(number, &chance) + " degrees" + unit
  }

  private mutating func levelWords(_ chance: inout Chance) -> String {
    let wanted = wish.value ?? 0.5
    spokenValue = wanted
    if wanted == 0.5, chance.happens(0.3) { return "fifty percent" }
    let number = PhraseNumbers.words((wanted * 100).rounded(), &chance)
    return chance.happens(0.25) && number.utf8.first.map { $0 < 58 } == true
      ? number + "%" : number + " percent"
  }

  private static let corrections = [
    "no wait", "sorry i mean", "no", "er i mean", "or rather", "no sorry", "actually no",
  ]
}

/// Numbers as people say or recognisers write them.
enum PhraseNumbers {
  static let levels = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 1.0]

  /// Temperatures that no thermostat accepts.
  static let absurd = [
    "45 degrees celsius", "sixty degrees celsius", "200 degrees", "two hundred degrees",
    "minus ten degrees", "90 celsius", "minus 5", "a thousand degrees", "fifty celsius",
  ]

  /// Digits or words for a number from 0 to 199, in halves.
  static func words(_ number: Double, _ chance: inout Chance) -> String {
    let whole = Int(number)
    let hasHalf = number != Double(whole)
    let digits = chance.happens(0.5)
    if digits { return hasHalf ? "\(whole).5" : "\(whole)" }
    let name = name(whole)
    guard hasHalf else { return name }
    return chance.happens(0.5) ? name + " and a half" : name + " point five"
  }

  static func name(_ number: Int) -> String {
    if number < 20 { return small[number] }
    if number >= 100 {
      let rest = number - 100
      return rest == 0 ? "a hundred" : "a hundred and " + name(rest)
    }
    let ten = tens[number / 10 - 2]
    return number % 10 == 0 ? ten : ten + " " + small[number % 10]
  }

  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
  ]
  private static let tens = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]
}

/// What people call their rooms.
enum RoomWords {
  /// A room's name in the mouth of somebody with a habit of wording.
  static func name(
    of room: RoomIndex, in layout: HomeLayout, wording: UInt8, _ chance: inout Chance
  ) -> String {
    let kind = layout.rooms[room.index].kind
    let names = names(of: kind)
    // People keep to their word for a room, mostly.
    let pick = chance.happens(0.85) ? Int(wording) : chance.index(names.count)
    let base = names[pick % names.count]
    let peers = layout.rooms.indices.filter { layout.rooms[$0].kind == kind }
    guard peers.count > 1, let number = peers.firstIndex(of: room.index) else { return base }
    switch chance.index(4) {
    case 0: return "\(base) \(number + 1)"
    case 1: return base + " " + PhraseNumbers.name(number + 1)
    default: return ordinals[min(number, ordinals.count - 1)] + " " + base
    }
  }

  static func names(of kind: RoomKind) -> [String] {
    switch kind {
    case .livingRoom: ["living room", "lounge", "living room", "sitting room"]
    case .kitchen: ["kitchen"]
    case .bedroom: ["bedroom"]
    case .bathroom: ["bathroom", "bathroom", "washroom"]
    case .hallway: ["hallway", "hall", "corridor"]
    case .study: ["study", "office", "home office"]
    }
  }

  /// A room that this home has not.
  static func missing(in layout: HomeLayout, _ chance: inout Chance) -> String {
    var candidates = elsewhere
    for kind in RoomKind.allCases where !layout.rooms.contains(where: { $0.kind == kind }) {
      candidates.append(contentsOf: names(of: kind))
    }
    return candidates[chance.index(candidates.count)]
  }

  static let elsewhere = [
    "attic", "basement", "garage", "conservatory", "nursery", "cellar", "greenhouse", "shed",
    "loft", "guest house", "patio", "laundry room", "wine cellar", "gym",
  ]
  private static let ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"]
}

internal import Telemetry

/// What one stretch of words says.
struct Frame: Sendable {
  var senses: [Lexicon.Sense: Int] = [:]
  var room: RoomIndex?
  var number: Double?
  /// What stands right before the number decides how it is meant.
  enum Preposition: Sendable { case none, to, by, at }
  var preposition = Preposition.none
  var isPercent = false
  var isDegrees = false
  var isFahrenheit = false
  /// "Two degrees warmer", "three more".
  var isComparative = false
  /// "In 20 minutes", "at 7 pm".
  var isScheduled = false
  /// A place that this home does not have, or a word for one that nobody knows.
  var hasUnknownPlace = false
  /// Its first word asks.
  var startsAsQuestion = false
  var knownCount = 0
  var unknownCount = 0
  var mendedCount = 0
  var foreignCount = 0

  func has(_ sense: Lexicon.Sense) -> Bool { senses[sense] != nil }

  /// It names a thing that can be told something, or says what to do.
  var hasOrder: Bool {
    [.heating, .cooling, .temperature, .up, .down, .setting].contains { has($0) }
  }

  mutating func note(_ found: [Lexicon.Sense]) {
    for sense in found {
      senses[sense, default: 0] += 1
      if sense == .foreign { foreignCount += 1 }
      if sense == .schedule { isScheduled = true }
    }
    knownCount += 1
  }

  /// A later stretch overrides what it speaks of: who starts over means the second word.
  mutating func fill(_ later: Frame) {
    let groups: [Set<Lexicon.Sense>] = [
      [.switchOn, .switchOff, .dim, .brighten, .up, .down],
      [.lamp, .plug, .heating, .cooling],
      [.warmUp, .coolDown, .cold, .hot, .up, .down],
      [.temperature, .humidity, .air, .energy, .opening],
    ]
    for group in groups where group.contains(where: later.has) {
      for sense in group { senses[sense] = nil }
    }
    for (sense, count) in later.senses { senses[sense, default: 0] += count }
    room = later.room ?? room
    if later.number != nil {
      number = later.number
      // "50 percent, no, 60": the unit is still the first one's.
      let isBare = !later.isPercent && !later.isDegrees && !later.isFahrenheit
      if !isBare {
        (isPercent, isDegrees, isFahrenheit) =
          (later.isPercent, later.isDegrees, later.isFahrenheit)
      }
      isComparative = later.isComparative || (isBare && isComparative)
      if later.preposition != .none { preposition = later.preposition }
    }
    isScheduled = isScheduled || later.isScheduled
    // A place that was taken back does no harm.
    hasUnknownPlace = later.room == nil && (hasUnknownPlace || later.hasUnknownPlace)
    startsAsQuestion = knownCount == 0 ? later.startsAsQuestion : startsAsQuestion
    knownCount += later.knownCount
    unknownCount += later.unknownCount
    mendedCount += later.mendedCount
    foreignCount += later.foreignCount
  }
}

internal import Quantities
internal import Telemetry

/// Finds the wish in a sentence, or says that it found none.
///
/// A frame of senses, places and numbers is read with a spelling corrector, a wish is made of it,
/// and log-odds are added up for and against having understood. It acts only where the odds are
/// worth the price of a wrong act.
struct IntentMatcher: Sendable {
  struct Match: Sendable {
    var intent: Intent?
    /// The probability that the wish is the speaker's.
    var confidence: Double
  }

  /// Acting is right above this: a wrong act costs four times a needless refusal, so that acting
  /// pays from 4 / (4 + 1) on.
  static let actAbove = 0.8

  private let reader: SentenceReader

  init(plan: SitePlan) { reader = SentenceReader(plan: plan) }

  func match(_ text: String, speakerRoom: RoomIndex) -> Match {
    let words = Self.withoutStutter(Words.split(text))
    let parts = Self.corrected(words)
    var first: Match?
    // A second reading, which may change plain English words, is less trusted.
    for mending in [SentenceReader.Mending.unknown, .all] {
      var frame = Frame()
      for part in parts {
        frame.fill(reader.read(part, speakerRoom: speakerRoom, mending: mending))
      }
      let intent = decide(frame, speakerRoom: speakerRoom)
      let odds = intent.map { self.odds(frame, $0) - (mending == .all ? 1 : 0) } ?? -2
      let match = Match(intent: intent, confidence: Elementary.logistic(odds))
      if intent != nil, match.confidence > Self.actAbove { return match }
      if first == nil { first = match }
      // Only a sentence without a foreign word is worth another look.
      if frame.foreignCount > 0 || frame.isScheduled || frame.hasUnknownPlace { break }
    }
    return Match(intent: nil, confidence: first?.confidence ?? 0)
  }

  /// Log-odds that the wish is right, weights set by hand on sentences that are not the residents'.
  private func odds(_ frame: Frame, _ intent: Intent) -> Double {
    var odds = 2.6
    if frame.room != nil || frame.has(.everywhere) || frame.has(.here) { odds += 0.4 }
    if frame.number != nil { odds += 0.4 }
    if frame.startsAsQuestion, !Self.isQuestion(intent) { odds -= 0.5 }
    // "The soup is cold": a complaint may be about anything, an order is about what it names.
    let isComplaint = intent.target == .thermostat && intent.value == nil && !frame.hasOrder
    odds -= (isComplaint ? 1.5 : 0.75) * Double(frame.unknownCount)
    odds -= 0.15 * Double(frame.mendedCount)
    odds -= 4 * Double(frame.foreignCount)
    if frame.hasUnknownPlace { odds -= 4 }
    return odds
  }

  static func isQuestion(_ intent: Intent) -> Bool { intent.target == .home }

  /// Leaves out a word that is said twice in a row.
  static func withoutStutter(_ words: [String]) -> [String] {
    var kept: [String] = []
    for word in words where word != kept.last || SpokenNumber.isNumber(word) { kept.append(word) }
    return kept
  }

  /// The stretches between corrections, in order.
  static func corrected(_ words: [String]) -> [[String]] {
    var parts: [[String]] = [[]]
    var i = 0
    while i < words.count {
      let marker = Lexicon.corrections.first { words[i...].starts(with: $0) }
      // A sentence that opens with "no" or "actually" corrects nothing, nor does a last word.
      if let marker, parts[parts.count - 1].count >= 2, i + marker.count < words.count,
        !isPartOfAnIdiom(words, i)
      {
        parts.append([])
        i += marker.count
      } else {
        parts[parts.count - 1].append(words[i])
        i += 1
      }
    }
    return parts
  }

  /// "There is no light": the marker belongs to what is said.
  private static func isPartOfAnIdiom(_ words: [String], _ i: Int) -> Bool {
    for start in max(i - 3, 0)...i {
      if let idiom = Idioms.match(words, at: start), start + idiom.words.count > i { return true }
    }
    return false
  }
}

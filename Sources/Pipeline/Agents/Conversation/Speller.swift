/// Mends words that are close to one that the matcher knows.
///
/// - Source: Norvig 2007, "How to write a spelling corrector": the known word at the least edit
///   distance wins; the distance is the restricted Damerau-Levenshtein distance (Damerau 1964),
///   and how far it may go grows with the word's length.
enum Speller {
  /// How many slips a word of so many letters may have.
  static func limit(_ length: Int) -> Int {
    switch length {
    case ..<4: 0
    case 4...7: 1
    default: 2
    }
  }

  /// The known word that is meant, or nil if none or two of different meaning are as near.
  static func mend(_ word: String) -> String? {
    if let other = Lexicon.homophones[word] { return other }
    let limit = limit(word.utf8.count)
    guard limit > 0, word.utf8.allSatisfy({ $0 >= 97 && $0 <= 122 }) else { return nil }
    var best = limit + 1
    var found: [String] = []
    let letters = Words.letters(word)
    for entry in vocabulary
    where (entry.length - word.utf8.count).magnitude <= limit
      && (entry.letters ^ letters).nonzeroBitCount <= 2 * limit
    {
      let known = entry.word
      // A first letter is rarely wrong; with two slips it must be right.
      let isSameStart = known.utf8.first == word.utf8.first
      let allowed = isSameStart && !isFragile(known) ? limit : min(limit, 1)
      let distance = Words.distance(known, word, limit: min(allowed, best))
      guard distance <= allowed else { continue }
      if distance < best {
        best = distance
        found = [known]
      } else if distance == best {
        found.append(known)
      }
    }
    guard let first = found.first else { return nil }
    let isOneMeaning = found.allSatisfy { meaning($0) == meaning(first) }
    if isOneMeaning { return first }
    // As many letters of the word as possible, in place.
    let sameStart = found.filter { $0.utf8.first == word.utf8.first }
    return sameStart.count == 1 ? sameStart[0] : nil
  }

  /// Two known words that were run together.
  static func split(_ word: String) -> (String, String)? {
    guard word.utf8.count >= 5 else { return nil }
    for cut in 2...(word.utf8.count - 2) {
      let place = word.utf8.index(word.startIndex, offsetBy: cut)
      let (a, b) = (String(word[..<place]), String(word[place...]))
      if isKnown(a), isKnown(b) { return (a, b) }
    }
    return nil
  }

  /// Words that act alone, and those that forbid to act, must be nearly right.
  private static func isFragile(_ word: String) -> Bool {
    let senses = Lexicon.senses[word] ?? []
    return Lexicon.foreign.contains(word)
      || senses.contains { [.cold, .hot, .warmUp, .coolDown, .dark, .bright].contains($0) }
  }

  private static func isKnown(_ word: String) -> Bool {
    (Lexicon.senses[word] != nil || Lexicon.fillers.contains(word)
      || RoomWords.all.contains(word)) && (word.utf8.count > 1 || word == "a")
  }

  private static func meaning(_ word: String) -> [Lexicon.Sense] {
    if let senses = Lexicon.senses[word] { return senses }
    return SpokenNumber.isNumber(word) || RoomWords.all.contains(word) ? [.setting, .here] : []
  }

  /// Words of four letters and more that a slip may hide, in a fixed order.
  private static let vocabulary: [(word: String, length: Int, letters: UInt32)] = {
    let words = Set(Lexicon.senses.keys).union(Lexicon.foreign).union(verbs)
      .union(SpokenNumber.words).union(RoomWords.all)
    return words.filter { $0.utf8.count >= 4 }.sorted().map {
      ($0, $0.utf8.count, Words.letters($0))
    }
  }()

  /// Frequent words of wishes that carry no sense of their own.
  static let verbs: Set<String> = [
    "turn", "switch", "please", "could", "would", "room", "level", "degree", "percent", "little",
    "much", "what", "there", "feel", "feels", "current", "currently", "right", "using",
    "open", "closed", "today",
  ]
}

/// Words that rooms are called by.
enum RoomWords {
  static let all: Set<String> = [
    "living", "kitchen", "bedroom", "bathroom", "hallway", "study", "lounge", "sitting",
    "corridor", "office", "toilet", "entrance", "second", "spare", "guest", "master", "hall",
  ]
}

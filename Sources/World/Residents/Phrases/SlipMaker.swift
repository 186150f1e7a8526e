/// Slips of the tongue and errors of a speech recogniser.
enum SlipMaker {
  /// Disturbs a sentence without making its wish unguessable.
  ///
  /// At least one filler, restart or misheard word remains visible, so that the result is no
  /// sentence of the phrase book.
  static func disturb(_ text: String, isCorrected: Bool, _ chance: inout Chance) -> String {
    var words = text.split(separator: " ").map(String.init)
    let isMisheard = chance.happens(isCorrected ? 0.25 : 0.5) && mishear(&words, &chance)
    if chance.happens(0.25) { restart(&words, &chance) }
    if chance.happens(0.3) { dropSmallWord(&words, &chance) }
    if !isMisheard || chance.happens(0.35) { hesitate(&words, &chance) }
    return words.joined(separator: " ")
  }

  /// "uh", "um" and the like, before or within the sentence.
  private static func hesitate(_ words: inout [String], _ chance: inout Chance) {
    let filler = fillers[chance.index(fillers.count)]
    words.insert(filler, at: chance.index(words.count))
    if chance.happens(0.2) { words.insert("um", at: 0) }
  }

  /// Says the first one or two words twice.
  private static func restart(_ words: inout [String], _ chance: inout Chance) {
    let count = min(words.count, 1 + chance.index(2))
    words.insert(contentsOf: words[..<count], at: 0)
  }

  private static func dropSmallWord(_ words: inout [String], _ chance: inout Chance) {
    let places = words.indices.filter { smallWords.contains(words[$0]) }
    guard words.count > 3, !places.isEmpty else { return }
    words.remove(at: places[chance.index(places.count)])
  }

  /// Replaces one word by what a recogniser may hear.
  private static func mishear(_ words: inout [String], _ chance: inout Chance) -> Bool {
    var places: [(word: Int, heard: String)] = []
    for (index, word) in words.enumerated() {
      for (said, heard) in confusions where said == word { places.append((index, heard)) }
    }
    guard !places.isEmpty else { return false }
    let choice = places[chance.index(places.count)]
    words[choice.word] = choice.heard
    return true
  }

  static let fillers = ["uh", "um", "er", "erm", "like", "you know", "well", "hmm", "so uh"]
  private static let smallWords = ["the", "a", "in", "to", "please", "is", "of", "by", "for"]

  /// Word pairs of like sound.
  static let confusions: [(said: String, heard: String)] = [
    ("light", "lite"), ("light", "right"), ("lights", "likes"), ("lights", "lice"),
    ("lamp", "lamb"), ("lamp", "lump"), ("lamps", "lambs"), ("off", "of"), ("on", "own"),
    ("turn", "term"), ("turn", "torn"), ("switch", "which"), ("kitchen", "chicken"),
    ("kitchen", "kitten"), ("bedroom", "bad room"), ("bedroom", "bread room"),
    ("bathroom", "bath room"), ("hallway", "hall way"), ("hallway", "holiday"),
    ("study", "steady"), ("lounge", "lunch"), ("living", "leaving"), ("office", "of us"),
    ("dim", "deem"), ("dim", "them"), ("heating", "eating"), ("heating", "heeding"),
    ("heat", "eat"), ("thermostat", "thermos that"), ("temperature", "temp richer"),
    ("temperature", "temper chur"), ("degrees", "the grease"), ("degrees", "decrease"),
    ("warmer", "warm her"), ("warmer", "former"), ("cooler", "color"), ("cold", "called"),
    ("freezing", "free sing"), ("chilly", "chili"), ("hot", "hut"), ("warm", "worm"),
    ("humidity", "humility"), ("humid", "human"), ("air", "heir"), ("air", "hair"),
    ("quality", "equality"), ("power", "tower"), ("electricity", "elect trinity"),
    ("energy", "enemy"), ("window", "widow"), ("window", "win though"), ("windows", "widows"),
    ("open", "hope and"), ("door", "daughter"), ("percent", "per cent"),
    ("percent", "present"), ("set", "sat"), ("dark", "duck"), ("all", "ol"),
    ("two", "too"), ("four", "fore"), ("using", "losing"), ("raise", "race"),
    ("lower", "low her"), ("bright", "bride"), ("brightness", "right ness"),
  ]
}

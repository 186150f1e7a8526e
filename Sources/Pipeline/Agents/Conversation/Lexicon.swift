/// The words that the matcher knows, and what each speaks for.
///
/// Weights are log-odds in spirit, set by hand on sentences written for this purpose: this file is
/// the agent's grammar. It shares nothing with what residents say.
enum Lexicon {
  /// What a word can speak for.
  enum Sense: Hashable, Sendable {
    case switchOn, switchOff
    case dim, brighten
    case lamp, plug, thermostat
    case cold, hot
    case warmUp, coolDown
    case question
    case temperature, humidity, air, energy, opening
    case everywhere, here
    case polite
    case negation
  }

  static let senses: [String: [Sense]] = {
    var table: [String: [Sense]] = [:]
    func add(_ sense: Sense, _ words: String) {
      for word in words.split(separator: " ") { table[String(word), default: []].append(sense) }
    }
    add(.switchOn, "on activate start enable illuminate")
    add(.switchOff, "off out kill deactivate stop disable cut shut")
    add(.dim, "dim dimmer dimmed lower softer")
    add(.brighten, "brighten brighter bright")
    add(.lamp, "light lights lamp lamps lighting bulb bulbs")
    add(.plug, "plug plugs socket sockets outlet outlets")
    add(.thermostat, "thermostat heating heater heat furnace temperature temp ac aircon")
    add(.cold, "cold freezing chilly frozen nippy shivering icy frosty")
    add(.hot, "hot boiling sweltering stuffy sweating roasting baking")
    add(.warmUp, "warmer warm hotter toasty cosy cozy")
    add(.coolDown, "cooler colder cool")
    add(.question, "what whats how hows is are did does was which tell check read report")
    add(.temperature, "temperature temp degrees warm cold hot")
    add(.humidity, "humidity humid damp moisture dry")
    add(.air, "air co2 stale quality carbon dioxide fresh")
    add(.energy, "energy electricity power kilowatt kilowatts kwh watts consumption usage")
    add(.opening, "window windows door doors")
    add(.everywhere, "all every everything everywhere house whole entire home")
    add(.here, "here this")
    add(.negation, "dont not never without")
    return table
  }()

  /// Words that carry no wish: they neither help nor count as unknown.
  static let fillers: Set<String> = Set(
    """
    the a an to in at of for my our me us please could can would will you it its i im am we \
    be been just now and so with up down set make turn switch put get change go give have \
    has do some uh \
    um er erm hey hi hello ok okay right well like oh ah hmm thanks thank cheers mate kindly \
    little bit much more less too very really quite rather that there then also room level \
    percent % ° degree degrees c f celsius fahrenheit centigrade half full max maximum minimum min \
    want need let see know show currently current today tonight open closed shut using used use \
    feel feels feeling getting looking bring leave left any anything one ones by than if
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Names by which people call a kind of room; the site plan adds its own names.
  static let roomNames: [(words: [String], kind: String)] = [
    (["living", "room"], "living_room"), (["lounge"], "living_room"),
    (["sitting", "room"], "living_room"), (["front", "room"], "living_room"),
    (["family", "room"], "living_room"), (["den"], "living_room"),
    (["kitchen"], "kitchen"), (["bedroom"], "bedroom"), (["bed", "room"], "bedroom"),
    (["bathroom"], "bathroom"), (["bath", "room"], "bathroom"), (["bath"], "bathroom"),
    (["toilet"], "bathroom"), (["loo"], "bathroom"), (["restroom"], "bathroom"),
    (["hallway"], "hallway"), (["hall"], "hallway"), (["corridor"], "hallway"),
    (["entrance"], "hallway"), (["study"], "study"), (["office"], "study"),
  ]

  /// After one of these a speaker starts over: what follows counts, the rest fills its gaps.
  static let corrections: [[String]] = [
    ["no", "wait"], ["i", "mean"], ["i", "meant"], ["sorry"], ["scratch", "that"],
    ["make", "that"], ["actually"], ["no"], ["rather"],
  ]
}

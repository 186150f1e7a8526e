/// Turns of phrase whose meaning is not in their single words.
enum Idioms {
  typealias Sense = Lexicon.Sense

  /// Longer ones first.
  static let all: [(words: [String], senses: [Sense])] = {
    var list: [(words: [String], senses: [Sense])] = []
    func add(_ senses: [Sense], _ phrases: String...) {
      for phrase in phrases {
        list.append((phrase.split(separator: " ").map(String.init), senses))
      }
    }
    // Light without a switch being named.
    add([.lamp, .switchOn], "let there be light", "light it up", "light up", "light the")
    add([.lamp, .switchOn], "lighting up", "make it bright", "make it nice and bright")
    add([.lamp, .switchOn], "some light", "more light", "light please", "get the lights")
    add([.lamp, .switchOn], "cant see", "cannot see", "can not see", "hard to see", "barely see")
    add([.lamp, .switchOn], "hardly see", "too dark", "so dark", "pitch dark", "pitch black")
    add([.lamp, .switchOn], "hit the lights", "like a cave", "getting dark", "gone dark")
    add([.lamp, .switchOn], "any light", "have light", "use light", "bit of light", "let in light")
    add([.lamp, .switchOff], "stop wasting light", "light can go", "lamp can go", "lights can go")
    add([.lamp, .switchOff], "go off now", "light isnt needed", "light is not needed")
    add([.lamp, .switchOff], "done with the light", "finished with the light", "lights away")
    add([.lamp, .switchOff], "lights out", "no more light", "no light", "too much light")
    add([.lamp, .switchOff], "dont need light", "dont need any light", "dont need a light")
    add([.lamp, .switchOff], "make it dark")
    add([.lamp, .switchOff], "dont want the light on", "dont want the lights on")
    add([.lamp, .switchOff], "no need for light")
    add([.switchOff], "no need for")
    add([.switchOff], "put out", "shut down", "power down", "turn out", "done with", "get rid of")
    add([.switchOff], "no longer need", "dont need", "no longer on", "go dark", "not on")
    add([.switchOff], "finished with", "to stay off", "off duty")
    add([.switchOff], "pull the plug on", "cut the power to", "cut power to", "put to sleep")
    add([.switchOff], "power off", "to sleep", "can go off", "unplug", "be off", "be out")
    add([.switchOn], "some power", "power to", "wake up", "be on")
    add([.switchOn], "power up", "fire up", "power on", "need some", "come on", "going on")
    add([.lamp, .brighten], "not bright enough")
    add([.dim, .lamp], "less bright", "not so bright", "less light", "softer light")
    // Warmth.
    add([.cold], "too cool", "not warm enough", "isnt warm", "not warm", "not hot enough")
    add([.cold], "could be warmer", "rather cool", "so cool", "very cool", "bit cool")
    add([.cold], "getting cool", "feels cool", "quite cool", "goose bumps", "its cool")
    add([.cold], "like a fridge", "like a freezer", "like an icebox", "like an igloo", "like ice")
    add([.cold], "need a sweater", "need a jumper", "need a blanket", "teeth are chattering")
    add([.cold], "north pole", "like winter", "feet are cold", "hands are cold", "catch a cold")
    add([.warmUp], "do with some warmth", "more warmth", "bit of warmth", "some warmth")
    add([.hot], "like a greenhouse", "like a furnace", "too toasty", "fry an egg", "dying of heat")
    add([.hot], "like the tropics", "like summer", "cant sleep in this heat", "in this heat")
    add(
      [.setting, .heating], "want it at", "like it at", "want it to be", "have it at", "keep it at")
    add([.setting, .heating], "aim for", "like it to be", "take it to", "set point", "setpoint")
    add([.setting, .heating], "prefer it at", "happy with", "target of", "keep it around")
    add([.hot], "too warm", "not cool enough", "isnt cool", "so warm", "very warm", "quite warm")
    add([.hot], "rather warm", "bit warm", "getting warm", "feels warm", "like an oven")
    add([.hot], "like a sauna", "im warm", "its warm", "little warm", "pretty warm", "awfully warm")
    add([.warmUp], "heat please", "bit of warmth", "take the chill off", "warm the")
    add([.coolDown], "cool the")
    add([.warmUp], "warm up", "heat up", "warm me", "warm us", "heat the", "turn up the heat")
    add([.warmUp], "more heat", "less cold", "not so cold", "bit of heat", "some heat")
    add([.coolDown], "cool down", "cool off", "less heat", "less warm", "less hot", "not so hot")
    add([.coolDown], "not so warm", "chill the", "chill it")
    add([.cooling], "air conditioning", "air conditioner", "air con")
    // Questions.
    add([.question, .temperature], "how warm", "how cold", "how hot", "how cool", "how chilly")
    add([.question, .temperature], "what degree", "how many degrees", "what temperature")
    add([.question, .temperature], "whats the temp", "temperature like", "temperature reading")
    add([.question, .temperature], "current temperature", "know the temperature")
    add([.question, .temperature], "read the temperature", "thermometer say", "thermometer read")
    add([.question, .temperature], "thermometer reading", "degrees is it")
    add(
      [.question, .temperature], "degrees in the", "how toasty", "how many degrees",
      "temperature wise")
    add(
      [.question, .air], "need airing", "needs airing", "to air", "should i open", "should we open")
    add(
      [.question, .air], "can i breathe", "breathe in here", "air any good", "air good",
      "is it stuffy")
    add([.question, .energy], "have we used", "are we using", "are we burning", "did we use")
    add([.question, .energy], "meter say", "meter read", "meter at", "on the meter", "been using")
    add(
      [.question, .energy], "we consumed", "house drawing", "house using", "house used", "home used"
    )
    add([.question, .opening], "closed everything", "shut everything", "all shut", "closed up")
    add(
      [.question, .opening], "which windows", "which window", "a draught")
    add([.question, .humidity], "how humid", "how damp", "how dry", "how moist", "too dry")
    add([.question, .humidity], "too humid", "too damp", "level of humidity", "humidity level")
    add([.question, .humidity], "moisture level", "humidity reading", "humidity in")
    add([.question, .air], "how stuffy", "how fresh", "hows the air", "air quality", "how stale")
    add([.question, .air], "fresh air", "co2 level", "quality of the air", "carbon dioxide")
    add([.question, .air], "good to breathe", "air ok", "air okay", "stuffy in", "how is the air")
    add([.question, .energy], "how much power", "how much energy", "how much electricity")
    add([.question, .energy], "many kilowatt", "many kwh", "energy use", "power use")
    add([.question, .energy], "many kilowatt hours", "used so far", "burnt so far")
    add([.question, .energy], "kilowatt hours")
    add([.question, .energy], "power usage", "energy usage", "energy consumption")
    add([.question, .energy], "power consumption", "electricity consumption", "meter reading")
    add([.question, .energy], "electricity usage", "electricity use", "electricity meter")
    add([.question, .opening], "window open", "windows open", "door open", "doors open")
    add([.question, .opening], "window closed", "windows closed", "windows shut", "window shut")
    add([.question, .opening], "everything closed", "everything shut", "anything open")
    add([.question, .opening], "still open", "left open", "door closed", "doors closed")
    add([.question, .opening], "forget a window", "forget the window", "all closed", "door shut")
    add([.question, .opening], "open window", "open windows", "windows are open")
    // Commands, whatever their verb usually means to others.
    add([.foreign], "open the", "close the", "open up", "shut the window", "shut the door")
    add([.foreign], "open my", "close my", "shut all the windows", "close all", "open all")
    add([.foreign], "a cold", "cold drink", "hot drink", "hot water", "cold water", "cool song")
    add([.foreign], "air out", "let some air in", "light years", "light music", "light rain")
    add([.foreign], "light switch cover", "traffic light", "traffic lights", "hot dog")
    add([.foreign], "thats cool", "cool thanks")
    add([.foreign], "first floor", "second floor", "ground floor", "top floor", "third floor")
    add([.schedule], "in an hour", "in half an hour", "at night", "in a minute", "in the morning")
    add([.schedule], "in the evening", "last night", "last week", "this week", "per month")
    add([.schedule], "next week", "next time", "when i", "when we", "as soon as", "every day")
    add([.schedule], "every morning", "every evening", "every night", "once i", "after i")
    add([.everywhere], "all of the", "all over", "each and every", "every single", "whole place")
    // A wish in the clothes of a question or a denial.
    add([], "can you", "could you", "would you", "will you", "cant you", "wont you", "could i")
    add([], "can i", "can we", "could we", "is it ok", "is it possible", "would you mind")
    add([], "why dont you", "dont you think", "dont forget to", "is there any chance", "any chance")
    add([], "id like", "i would like", "do me a favour", "do me a favor", "be so kind", "go ahead")
    add([], "if you dont mind", "you know what", "what i want is", "i need you to", "how about")
    add([], "what about", "is there a way", "do you mind", "what do you say", "not sure", "if not")
    add([], "at the moment", "right now", "for now", "at once", "straight away", "a lot")
    add([.here], "this room")
    return list.enumerated().sorted {
      ($1.element.words.count, $0.offset) < ($0.element.words.count, $1.offset)
    }.map(\.element)
  }()

  /// The idiom that begins at a word.
  static func match(_ words: [String], at index: Int) -> (words: [String], senses: [Sense])? {
    guard let candidates = byFirst[words[index]] else { return nil }
    return candidates.first { words[index...].starts(with: $0.words) }
  }

  private static let byFirst = Dictionary(grouping: all) { $0.words[0] }
}

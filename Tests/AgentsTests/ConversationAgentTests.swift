import Agents
import Clockwork
import Telemetry
import Testing

private let agent = ConversationAgent(plan: .twoRooms)

/// An answer in short: intent, room, value and what it did, such as `turn_on lamp@1 : 2=1.0`.
private func reply(_ text: String, room: Int = 0) -> String {
  let utterance = Utterance(resident: ResidentIndex(0), room: RoomIndex(room), text: text)
  let reply = agent.answer(utterance, view: .init(roomCount: 3), isCooling: false)
  guard let intent = reply.intent else { return "refused" }
  var words = intent.action.name
  if let room = intent.room { words += " @\(room.index)" }
  for act in reply.acts {
    words += " \(act.device.rawValue)=\((act.value * 100).rounded() / 100)"
  }
  return words
}

@Suite struct ConversationAgentTests {
  // Device 0 is the thermostat at 21 °C, 1 to 3 are the lamps of rooms 0 to 2, 4 is room 1's plug.
  @Test(arguments: [
    ("turn on the light", "turn_on @0 1=1.0"),
    ("Switch off the kitchen lamp, please.", "turn_off @1 2=0.0"),
    ("Could you turn the lights off in the bedroom?", "turn_off @2 3=0.0"),
    ("all lights off", "turn_off 1=0.0 2=0.0 3=0.0"),
    ("kitchen light on", "turn_on @1 2=1.0"),
    ("lounge lamp on", "turn_on @0 1=1.0"),
    ("turn on the kitchn light", "turn_on @1 2=1.0"),
    ("turn off the kitchen socket", "turn_off @1 4=0.0"),
    ("set the lamp to 40 percent", "set_level @0 1=0.4"),
    ("set the bedroom light to 35%", "set_level @2 3=0.35"),
    ("lights at 50 percent", "set_level @0 1=0.5"),
    ("dim the lights", "set_level @0 1=0.3"),
    ("dim the kitchen lights to twenty five percent", "set_level @1 2=0.25"),
    // Wishes without a switch, in whatever words.
    ("It's pitch dark in the kitchen.", "turn_on @1 2=1.0"),
    ("I can't see a thing in here", "turn_on @0 1=1.0"),
    ("let there be light", "turn_on @0 1=1.0"),
    ("lights out in the bedroom", "turn_off @2 3=0.0"),
    ("we don't need the light in the kitchen any more", "turn_off @1 2=0.0"),
    ("would you mind switching the bedroom lamp off", "turn_off @2 3=0.0"),
    ("kitchen brightness to half", "set_level @1 2=0.5"),
    ("bedroom to 20 percent", "set_level @2 3=0.2"),
    ("turn down the lights", "set_level @0 1=0.3"),
    ("every single light off", "turn_off 1=0.0 2=0.0 3=0.0"),
  ])
  func switching(text: String, expected: String) {
    #expect(reply(text) == expected, "\(text)")
  }

  @Test(arguments: [
    ("set the heating to 22", "set_temperature 0=22.0"),
    ("make it 19 degrees", "set_temperature 0=19.0"),
    ("set it to 21°C", "set_temperature 0=21.0"),
    ("thermostat to 19.5 °", "set_temperature 0=19.5"),
    ("set the thermostat to twenty one and a half", "set_temperature 0=21.5"),
    ("put the heating on twenty point five degrees", "set_temperature 0=20.5"),
    ("set the temperature to 70 fahrenheit", "set_temperature 0=21.11"),
    ("make it seventy two degrees", "set_temperature 0=22.22"),
    ("make it 68f", "set_temperature 0=20.0"),
    ("I'm freezing", "warmer 0=22.0"),
    ("It's too hot in here", "cooler 0=20.0"),
    ("a bit warmer please", "warmer 0=22.0"),
    ("it's too warm in here", "cooler 0=20.0"),
    ("it feels cool in here", "warmer 0=22.0"),
    ("cool the bedroom down please", "cooler 0=20.0"),
    ("warm the house up", "warmer 0=22.0"),
    ("make it 2 degrees warmer", "warmer 0=23.0"),
    ("three degrees cooler", "cooler 0=18.0"),
    ("turn the heating up", "warmer 0=22.0"),
    ("turn the heating down a notch", "cooler 0=20.0"),
    ("lower the temperature by 2 degrees", "cooler 0=19.0"),
    ("raise the temperature to 23", "set_temperature 0=23.0"),
    ("it's not warm enough", "warmer 0=22.0"),
    ("it could be warmer in here", "warmer 0=22.0"),
    ("I'm shivering", "warmer 0=22.0"),
    ("it's like an oven in here", "cooler 0=20.0"),
  ])
  func climate(text: String, expected: String) {
    #expect(reply(text) == expected, "\(text)")
  }

  @Test(arguments: [
    ("set the heating to 19, no wait, 21", "set_temperature 0=21.0"),
    ("turn on the kitchen light, sorry, the bedroom light", "turn_on @2 3=1.0"),
    ("turn on, I mean off, the kitchen light", "turn_off @1 2=0.0"),
    ("make it 18 degrees, actually make it 20", "set_temperature 0=20.0"),
  ])
  func corrections(text: String, expected: String) {
    #expect(reply(text) == expected, "\(text)")
  }

  /// Typing slips, words run together, doubled words and what a speech recogniser makes of them.
  @Test(arguments: [
    ("trun on the kitchen lihgt", "turn_on @1 2=1.0"),
    ("turn on on the the light", "turn_on @0 1=1.0"),
    ("turn of the light", "turn_off @0 1=0.0"),
    ("swich off the bedrom lamp", "turn_off @2 3=0.0"),
    ("turnon the kitchenlight", "turn_on @1 2=1.0"),
    ("set the tempreature to twnety two degrees", "set_temperature 0=22.0"),
    ("um turn uh off the uh kitchen light", "turn_off @1 2=0.0"),
    ("im frezing", "warmer 0=22.0"),
    ("waht is the humdity in the kitchen", "ask_humidity @1"),
  ])
  func slips(text: String, expected: String) {
    #expect(reply(text) == expected, "\(text)")
  }

  @Test(arguments: [
    ("what's the temperature in the bedroom?", "ask_temperature @2"),
    ("how warm is it?", "ask_temperature @0"),
    ("how humid is the kitchen", "ask_humidity @1"),
    ("how is the air in here", "ask_air_quality @0"),
    ("how much electricity are we using", "ask_energy"),
    ("is the kitchen window open", "ask_openings @1"),
    ("are all windows shut", "ask_openings"),
  ])
  func questions(text: String, expected: String) {
    #expect(reply(text) == expected, "\(text)")
  }

  @Test(arguments: [
    "", "   ", "blargh", "order a pizza", "play some jazz in the kitchen", "set an alarm for 20",
    "don't turn on the lights", "never heat the bedroom", "turn the lights on and off",
    "set the heating to 45", "set the heating to 5 degrees", "make it 100 degrees",
    "what is ten plus twenty", "I am 25", "25", "turn on the lights in 20 minutes",
    "turn on the lights at 7", "turn the heating to 20 at 7 pm", "set the lamp to 150 percent",
    "call my mother at 21 hundred", "open the pod bay doors hal", "warm me up and cool me down",
    "turn on the plug in the bedroom", "set the thermostat to minus twenty trillion",
    "what did you say about light years",
    // Things, rooms and powers that this house does not have.
    "turn on the fan", "turn off the lights in the garage", "make the kitchen light blue",
    "turn on the lights on the first floor", "open the kitchen window", "lock the front door",
    "turn on the light in the gazebo", "is the kitchen light on", "start the vacuum",
    "turn off the study light", "switch the lights off when I leave", "that's cool",
    "what was the temperature yesterday", "what's the temperature outside", "brew me some coffee",
    "turn on the television", "set a timer for ten minutes", "the soup is cold",
  ])
  func refusalsActOnNothing(text: String) {
    let utterance = Utterance(resident: ResidentIndex(0), room: RoomIndex(0), text: text)
    let reply = agent.answer(utterance, view: .init(roomCount: 3), isCooling: false)
    #expect(reply.acts.isEmpty, "\(text): \(reply.acts)")
  }

  @Test func coolingMovesTheOtherSetPoint() {
    let utterance = Utterance(resident: ResidentIndex(0), room: RoomIndex(0), text: "I'm boiling")
    let reply = agent.answer(utterance, view: .init(roomCount: 3), isCooling: true)
    #expect(reply.acts.map(\.action) == [.setCoolingSetpoint])
    #expect(reply.acts.map(\.value) == [24])
  }

  @Test func answersSayWhatIsKnown() {
    var view = ConversationAgent.HomeView(roomCount: 3)
    view.temperatureC = [20.04, nil, -0.5]
    view.isWindowOpen[1] = true
    view.energyTodayKWh = .nan
    func say(_ text: String) -> String {
      let utterance = Utterance(resident: ResidentIndex(0), room: RoomIndex(0), text: text)
      return agent.answer(utterance, view: view, isCooling: false).text
    }
    #expect(say("what is the temperature in the living room") == "20.0 °C.")
    #expect(say("what is the temperature in the kitchen") == "I cannot tell.")
    #expect(say("what is the temperature in the bedroom") == "-0.5 °C.")
    #expect(say("are the windows open") == "Open: kitchen.")
    #expect(say("how much energy did we use") == "an unknown number of kWh today.")
  }

  /// Random strings of letters, digits, signs and foreign characters, none of which is a wish.
  @Test func garbageNeverTrapsAndNeverActs() {
    let alphabet = Array("bcdfghjklmnpqrstvwxz0123456789 .,-°%'’éß漢🙂\u{301}\u{0}\n²٣")
    for seed in 0..<5_000 as Range<UInt64> {
      var chance = RandomStream(seed: seed, purpose: Purpose("tests.fuzz"), entity: 0)
      let text = String(
        (0..<Int(chance.below(60))).map { _ in
          alphabet[Int(chance.below(UInt64(alphabet.count)))]
        })
      let utterance = Utterance(resident: ResidentIndex(0), room: RoomIndex(1), text: text)
      let reply = agent.answer(utterance, view: .init(roomCount: 3), isCooling: seed % 2 == 0)
      #expect(reply.acts.isEmpty, "seed \(seed): \(text.debugDescription)")
    }
  }

  /// Known words in any order: whatever comes of it stays within what the house will obey.
  @Test func wordSaladStaysWithinLimits() {
    let words = """
      turn on off light lamp kitchen bedroom no wait i mean one two twenty hundred point and a \
      half 21 99999999999999999999 0.5 . ° % percent degrees f warmer colder heating window what \
      is by \
      to at
      """.split(separator: " ")
    for seed in 0..<2_000 as Range<UInt64> {
      var chance = RandomStream(seed: seed, purpose: Purpose("tests.salad"), entity: 0)
      let text = (0..<Int(chance.below(12))).map { _ in
        String(words[Int(chance.below(UInt64(words.count)))])
      }.joined(separator: " ")
      let utterance = Utterance(resident: ResidentIndex(0), room: RoomIndex(1), text: text)
      let reply = agent.answer(utterance, view: .init(roomCount: 3), isCooling: false)
      for act in reply.acts {
        switch act.action {
        case .setHeatingSetpoint: #expect((12...28).contains(act.value), "seed \(seed): \(text)")
        default: #expect((0...1).contains(act.value), "seed \(seed): \(text)")
        }
      }
    }
  }
}

import Clockwork
import Scoring
import Telemetry
import Testing
import Truth

/// Homes whose residents say things of known intent, one in five of them impossible.
struct TalkingHomes {
  static let utteranceCount = 40
  static let roomCount = 4

  static func spoken(home: Int) -> [SpokenTruth] {
    var chance = stream(41, home)
    return (0..<utteranceCount).map { n in
      let room = RoomIndex(Int(chance.below(UInt64(roomCount))))
      let intent: Intent? =
        switch n % 5 {
        case 0: Intent(action: .turnOn, target: .lamp, room: room)
        case 1: Intent(action: .setTemperature, target: .thermostat, value: 18 + Double(n % 7) / 2)
        case 2: Intent(action: .setLevel, target: .lamp, room: room, value: 0.3)
        case 3: Intent(action: .warmer, target: .thermostat)
        default: nil
        }
      let classes: [PhraseClass] = [.plain, .heldOut, .slip, .plain]
      return SpokenTruth(
        message: MessageID(rawValue: UInt64(n)), time: SimTime(microseconds: Int64(n)),
        resident: ResidentIndex(0), room: room, text: "", intent: intent,
        phraseClass: n % 5 == 4 ? .impossible : classes[n % 4])
    }
  }

  static func answer(_ name: String, _ n: Int, _ all: [SpokenTruth]) -> Intent? {
    let wish = all[n].intent
    switch name {
    case "oracle": return wish
    case "null", "refuses": return nil
    case "refuses half": return n % 2 == 0 ? wish : nil
    case "random", "labels shuffled": return all[(n + 1) % all.count].intent
    case "wrong room":
      guard var intent = wish, let room = intent.room else { return wish }
      intent.room = RoomIndex((room.index + 1) % roomCount)
      return intent
    case "value slightly off":
      guard var intent = wish, let value = intent.value else { return wish }
      intent.value = value + (intent.action == .setLevel ? 0.05 : 0.25)
      return intent
    case "value off":
      guard var intent = wish, let value = intent.value else { return wish }
      intent.value = value + (intent.action == .setLevel ? 0.1 : 0.5)
      return intent
    case "copy-last": return n > 0 ? all[n - 1].intent : nil
    // Never refuses: what cannot be done is done somehow.
    case "always acts": return wish ?? Intent(action: .turnOn, target: .lamp)
    // The same act whatever is said.
    case "all-flag": return Intent(action: .turnOn, target: .lamp)
    default: return nil
    }
  }

  static let contest = Contest(definitions: ConversationScorer.definitions) {
    name, player, home, board in
    let all = spoken(home: home)
    for n in all.indices {
      ConversationScorer.add(
        answer: answer(name, n, all), spoken: all[n], player: player, day: n / 10, to: &board,
        firstScore: 0)
    }
  }
}

@Suite struct ConversationPlayersTests {
  static let id = "agents.conversation."

  @Test func playersKeepTheirOrder() throws {
    let cost = Self.id + "cost_per_utterance"
    let right = Self.id + "accuracy_ratio"
    let wrong = Self.id + "wrong_act_ratio"
    let table = [
      Ranking(
        cost,
        [
          ["oracle", "value slightly off"], ["refuses half"], ["null", "always acts"],
          ["value off"],
        ]
      ),
      Ranking(cost, [["null"], ["wrong room"], ["random", "labels shuffled"], ["all-flag"]]),
      Ranking(cost, [["null"], ["copy-last"]]),
      Ranking(
        right,
        [["oracle"], ["always acts"], ["value off", "wrong room"], ["null"], ["random"]]),
      Ranking(
        wrong,
        [["oracle", "null", "refuses half"], ["always acts"], ["value off"], ["copy-last"]]),
      Ranking(wrong, [["copy-last"], ["all-flag"]]),
      Ranking(Self.id + "plain.accuracy_ratio", [["oracle"], ["refuses half"], ["null"]]),
      Ranking(Self.id + "held_out.accuracy_ratio", [["oracle"], ["null", "random"]]),
      Ranking(Self.id + "slip.accuracy_ratio", [["oracle"], ["null"]]),
      Ranking(
        Self.id + "impossible.accuracy_ratio",
        [["oracle", "null", "wrong room"], ["always acts", "all-flag"]]),
    ]
    try TalkingHomes.contest.check(table, skilled: [cost])
  }

  @Test func closedForm() throws {
    func value(_ name: String, _ id: String) -> Double? {
      TalkingHomes.contest.scores(of: name)[Self.id + id]?.value
    }
    // Four of five wishes are possible.
    #expect(value("null", "cost_per_utterance") == 0.8)
    #expect(value("null", "accuracy_ratio") == 0.2)
    // A fifth is impossible: a wrong act each.
    #expect(value("always acts", "cost_per_utterance") == 0.8)
    #expect(value("always acts", "wrong_act_ratio") == 0.2)
    #expect(value("wrong room", "cost_per_utterance") == 1.6)
  }

  /// What counts as right, wish by wish.
  @Test func tolerances() {
    func thermostat(_ action: IntentAction, _ value: Double?) -> Intent {
      Intent(action: action, target: .thermostat, value: value)
    }
    let cases: [(Intent?, Intent?, Bool)] = [
      (nil, nil, true),
      (thermostat(.setTemperature, 21), nil, false),
      (nil, thermostat(.setTemperature, 21), false),
      (thermostat(.setTemperature, 21.25), thermostat(.setTemperature, 21), true),
      (thermostat(.setTemperature, 21.5), thermostat(.setTemperature, 21), false),
      (thermostat(.setTemperature, nil), thermostat(.setTemperature, 21), false),
      (thermostat(.warmer, 1), thermostat(.warmer, nil), true),
      (thermostat(.warmer, nil), thermostat(.warmer, nil), true),
      (thermostat(.warmer, 5), thermostat(.warmer, nil), false),
      (thermostat(.warmer, 2), thermostat(.warmer, 1), false),
      (thermostat(.cooler, 1), thermostat(.warmer, 1), false),
    ]
    for (answer, wish, isRight) in cases {
      #expect(
        ConversationScorer.isRight(answer, wish: wish) == isRight,
        "\(String(describing: answer)) for \(String(describing: wish))")
    }
  }
}

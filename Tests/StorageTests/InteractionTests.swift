import Clockwork
import Compression
import Ingestion
import SQLite
import Storage
import Telemetry
import TestSupport
import Testing

/// The data plan's documents of interactions.
@Suite struct InteractionTests {
  private enum Part {
    case words(UInt32, resident: Int, room: Int)
    case answer(UInt32, IntentAction?)
    case rating(UInt32, of: UInt32, resident: Int, rating: UInt8)
  }

  private static let parts: [Part] = [
    .words(1, resident: 0, room: 1), .answer(1, .turnOn),
    .rating(2, of: 1, resident: 0, rating: 5), .words(3, resident: 7, room: 99),
    .answer(3, nil), .rating(4, of: 3, resident: 1, rating: 2),
    .rating(5, of: 4_000_000_000, resident: 0, rating: 1),
    .rating(6, of: 1, resident: 0, rating: 3), .words(8, resident: 1, room: 0),
  ]

  private static func arrived(_ sequence: UInt32, _ body: MessageBody) -> ArrivedMessage {
    let kind: MessageKind = if case .utterance = body { .userInteraction } else { .userFeedback }
    let header = MessageHeader(
      kind: kind, device: DeviceIndex(3), sequence: sequence, deviceTime: Fixtures.start)
    return ArrivedMessage(
      id: MessageID(home: HomeID(2), device: DeviceIndex(3), sequence: sequence),
      arrival: Fixtures.start + .seconds(Int64(sequence)),
      message: Message(header: header, body: body))
  }

  private static func add(_ part: Part, to feed: inout StoreFeed) {
    switch part {
    case .words(let sequence, let resident, let room):
      feed.append(
        arrived(
          sequence,
          .utterance(
            Utterance(
              resident: ResidentIndex(resident), room: RoomIndex(room), text: "say \(sequence)"))))
    case .answer(let sequence, let action):
      feed.append(
        Answer(
          utterance: MessageID(home: HomeID(2), device: DeviceIndex(3), sequence: sequence),
          decidedAt: Fixtures.start + .seconds(Int64(sequence)),
          intent: action.map { Intent(action: $0, target: .lamp, room: RoomIndex(1)) },
          confidence: 1, text: "Done.", commandCount: action == nil ? 0 : 1))
    case .rating(let sequence, let words, let resident, let rating):
      feed.append(
        arrived(
          sequence,
          .feedback(
            Feedback(
              resident: ResidentIndex(resident), utteranceDevice: DeviceIndex(3),
              utteranceSequence: words, rating: rating, comment: "\"So\" \(rating)"))))
    }
  }

  /// What the store holds after parts in some order, each batch of so many.
  private static func stored(
    _ parts: [Part], batch: Int
  ) throws -> (documents: [JSONValue], dead: [String]) {
    try withFolder { folder in
      let store = try Store(path: folder + "/s", mode: .aggregates, durability: .batch)
      let plan = Fixtures.plan(home: 2)
      try store.register(plan, at: Fixtures.start)
      var feed = StoreFeed(
        home: HomeID(2), mode: .aggregates, directory: ChannelDirectory(plan, rangeMargin: 0))
      let compressor = Compressor()
      for (index, part) in parts.enumerated() {
        add(part, to: &feed)
        guard index % batch == batch - 1 else { continue }
        _ = try store.append(feed.take(using: compressor), window: Int64(index))
      }
      _ = try store.append(feed.finish(using: compressor), window: 1_000)
      try store.close()
      let database = try Database(path: folder + "/s", access: .readOnly)
      var documents: [JSONValue] = []
      let rows = try database.prepare("SELECT document FROM user_interactions ORDER BY message")
      while try rows.step() { documents.append(try JSONValue.parse(rows.text(0))) }
      var dead: [String] = []
      let letters = try database.prepare(
        "SELECT rating || ' ' || reason FROM feedback_dead_letters ORDER BY message")
      while try letters.step() { dead.append(letters.text(0)) }
      try database.close()
      return (documents, dead)
    }
  }

  @Test func feedbackReachesTheDocument() throws {
    let stored = try Self.stored(Self.parts, batch: 100)
    let expected = [
      """
      {"user_id":"user_0","timestamp":"2024-09-02T10:00:01Z","interaction_type":"voice_command",\
      "content":"say 1","device_id":"home_000002/thermometer_003",\
      "location_id":"home_000002/bedroom_1","intent":{"action":"turn_on","target":"lamp",\
      "parameters":{"room":1,"value":null}},"execution_status":"commanded","response":"Done.",\
      "feedback":{"rating":3,"comment":"\\"So\\" 3"}}
      """,
      """
      {"user_id":"user_7","timestamp":"2024-09-02T10:00:03Z","interaction_type":"voice_command",\
      "content":"say 3","device_id":"home_000002/thermometer_003","location_id":null,\
      "intent":null,"execution_status":"refused","response":"Done.","feedback":null}
      """,
      """
      {"user_id":"user_1","timestamp":"2024-09-02T10:00:08Z","interaction_type":"voice_command",\
      "content":"say 8","device_id":"home_000002/thermometer_003",\
      "location_id":"home_000002/kitchen","intent":null,"execution_status":"unanswered",\
      "response":null,"feedback":null}
      """,
    ]
    #expect(stored.documents.map { $0.text() } == expected)
    // Words that never came, and words of another person: kept, with the reason.
    #expect(stored.dead == ["2 words_of_somebody_else", "1 words_not_received"])
  }

  @Test func orderAndBatchesChangeNothing() throws {
    let whole = try Self.stored(Self.parts, batch: 100)
    for batch in 1...3 {
      for parts in [Self.parts, Self.parts.reversed()] {
        let other = try Self.stored(parts, batch: batch)
        #expect(other.documents == whole.documents && other.dead == whole.dead)
      }
    }
  }

  /// Where ingestion lets doubles through, and somebody forges: the store must not end the run.
  @Test func doublesAreKeptOnce() throws {
    let whole = try Self.stored(Self.parts, batch: 100)
    let twice = try Self.stored(Self.parts + Self.parts, batch: 4)
    #expect(twice.documents == whole.documents && twice.dead == whole.dead)
  }
}

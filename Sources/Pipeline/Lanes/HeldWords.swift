internal import Agents
public import Clockwork
internal import Ingestion
internal import Outside
internal import Telemetry

/// Words of one home that wait for an outside program, and what it has made of earlier ones.
struct HeldWords: Sendable {
  /// What somebody made of words, and when it counts.
  struct Reply: Sendable {
    var utterance: MessageID
    var due: SimTime
    var reply: ConversationAgent.Reply
  }

  /// In the order of arrival.
  private(set) var waiting: [StageWords] = []
  /// In the order in which they count; all are equally late.
  private var replies: [Reply] = []

  mutating func append(_ words: StageWords) { waiting.append(words) }

  mutating func removeFirst() -> StageWords { waiting.removeFirst() }

  mutating func append(_ reply: Reply) { replies.append(reply) }

  /// When the next reply counts.
  var nextReply: SimTime { replies.first?.due ?? .distantFuture }

  mutating func takeReply(due: SimTime) -> Reply? {
    guard let first = replies.first, first.due <= due else { return nil }
    return replies.removeFirst()
  }
}

/// Understanding by an outside program: the lane stops at the arrival of words, as it does for the
/// agent of ours.
extension Lane {
  /// When the first words arrived that wait for an answer; nil where none do.
  public var waitingWords: SimTime? { heldWords.waiting.first?.arrival }

  mutating func hold(_ utterance: Utterance, _ arrived: ArrivedMessage) {
    guard let stages else { return }
    heldWords.append(
      StageWords(
        id: arrived.id, arrival: arrived.arrival, utterance: utterance, view: stages.outsideView))
  }

  /// Takes what a program made of the first words that wait; silence is an answer.
  mutating func take(_ reply: StageReply?, lateness: SimDuration) {
    let words = heldWords.removeFirst()
    guard let reply else { return }
    let lamps = stages?.plan.devices.filter { $0.kind == .lamp }.map(\.index) ?? []
    let acts = reply.acts.map { act in
      ConversationAgent.Act(
        device: act.device, action: act.action, value: act.value,
        isOfLamp: lamps.contains(act.device))
    }
    heldWords.append(
      HeldWords.Reply(
        utterance: words.id, due: words.arrival + lateness,
        reply: ConversationAgent.Reply(
          intent: reply.intent, confidence: reply.confidence, text: reply.text, acts: acts)))
  }
}

extension LaneStages {
  /// The view of the agent of ours, for a program in its place.
  fileprivate var outsideView: StageView {
    StageView(
      rooms: plan.rooms.map { room in
        let place = room.index.index
        return StageView.Room(
          room: room.index, temperatureC: view.temperatureC[place],
          relativeHumidity: view.relativeHumidity[place], co2PPM: view.co2PPM[place],
          isWindowOpen: view.isWindowOpen[place])
      }, heatingSetpointC: view.heatingSetpointC, coolingSetpointC: view.coolingSetpointC,
      isCooling: isCooling, energyTodayKWh: view.energyTodayKWh)
  }
}

internal import Clockwork
internal import Scoring
internal import Telemetry
internal import Truth

/// Conversation's players for one home: what was said, what was answered, what was meant.
///
/// An utterance is judged once it lies ``patience`` back and another has been spoken, whose wish
/// the random player acts on; the last one's neighbour is the first. Nothing else is kept.
struct ConversationJudge {
  /// An answer that takes longer is none.
  static let patience = SimDuration.days(1)

  private struct Exchange {
    var spoken: SpokenTruth
    var wasHeard = false
    var answer: Answer?
  }

  private var waiting: [Exchange] = []
  private var first: Exchange?
  private var spokenCount = 0
  private(set) var silence = SilenceCount()

  var heldCount: Int { waiting.count }

  mutating func take(_ spoken: SpokenTruth) {
    let exchange = Exchange(spoken: spoken)
    if first == nil { first = exchange }
    spokenCount += 1
    waiting.append(exchange)
  }

  /// Takes the news that the agent got an utterance.
  mutating func take(heard message: MessageID) {
    let index = waiting.firstIndex { $0.spoken.message == message }
    if let index { waiting[index].wasHeard = true }
  }

  mutating func take(_ answer: Answer) {
    let index = waiting.firstIndex { $0.spoken.message == answer.utterance }
    if let index { waiting[index].answer = answer }
  }

  /// Judges what can be judged at a time.
  mutating func settle(
    upTo now: SimTime, day: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) {
    var judged = 0
    while judged + 1 < waiting.count, now - waiting[judged].spoken.time >= Self.patience {
      judge(
        waiting[judged], next: waiting[judged + 1], day: day, board: &board,
        firstScore: firstScore)
      judged += 1
    }
    waiting.removeFirst(judged)
  }

  /// Judges the rest.
  mutating func finish(
    day: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) {
    for index in waiting.indices {
      let next = index + 1 < waiting.count ? waiting[index + 1] : first
      judge(
        waiting[index], next: spokenCount > 1 ? next : nil, day: day, board: &board,
        firstScore: firstScore)
    }
    waiting = []
  }

  private mutating func judge(
    _ exchange: Exchange, next: Exchange?, day: (SimTime) -> Int, board: inout ScoreBoard,
    firstScore: Int
  ) {
    // Words that never arrived are the network's failure; silence about those that did, a refusal.
    guard exchange.wasHeard else { return }
    silence.note(isSilent: exchange.answer == nil)
    let spoken = exchange.spoken
    var players: [(Player, Intent?)] = [
      (.ours, exchange.answer?.intent), (.null, nil), (.oracle, spoken.intent),
    ]
    if let next { players.append((.random, next.spoken.intent)) }
    for (player, intent) in players {
      ConversationScorer.add(
        answer: intent, spoken: spoken, player: player, day: day(spoken.time), to: &board,
        firstScore: firstScore)
    }
  }
}

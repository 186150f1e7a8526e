public import Telemetry
public import Truth

/// Scores answers against what the speaker really wanted.
///
/// A wrong act costs more than a refusal: undoing what a house did by mistake annoys more than to
/// repeat oneself. Prices are stated here and nowhere else.
public enum ConversationScorer {
  public static let refusalCost = 1.0
  public static let wrongActCost = 4.0
  /// The one score that asks what became of the home.
  public static let taskID = "agents.conversation.task_success_ratio"
  static let classes: [PhraseClass] = [.plain, .heldOut, .slip, .impossible]

  public static let definitions: [ScoreDefinition] =
    [
      ScoreDefinition(
        "agents.conversation.cost_per_utterance", stage: "agents", unit: "1", better: .lower,
        .ratio, players: [.null, .random, .oracle], oracle: .bound, isHeadline: true,
        meaning: "Mean cost: right 0, refusal of a possible wish 1, wrong act 4. Null: refuses "
          + "everything; random: acts on another utterance's wish; oracle: knows the wish."),
      ScoreDefinition(
        "agents.conversation.accuracy_ratio", stage: "agents", unit: "1", better: .higher, .ratio,
        players: [.null, .random, .oracle],
        meaning: "Share of utterances answered right, refusals of impossible wishes included."),
      ScoreDefinition(
        "agents.conversation.wrong_act_ratio", stage: "agents", unit: "1", better: .lower, .ratio,
        players: [.null, .random, .oracle],
        meaning: "Share of utterances after which the house did something else than was meant."),
    ]
    + classes.map {
      ScoreDefinition(
        "agents.conversation.\($0.name).accuracy_ratio", stage: "agents", unit: "1",
        better: .higher, .ratio, players: [.null, .random, .oracle],
        meaning: "Share answered right among \($0.name) utterances.")
    }
    + [
      ScoreDefinition(
        taskID, stage: "agents", unit: "1", better: .higher,
        .ratio, players: [.null, .oracle], oracle: .reference,
        meaning: "Share of wishes after which the home is as wished within 5 minutes and nothing "
          + "else was told anything; a question must be understood, an impossible wish left alone. "
          + "Null: says and does nothing; oracle: every command right and in time.")
    ]

  /// Whether an answer is as good as the wish.
  ///
  /// Values agree within 0.26 K or 0.051 of level; "a bit warmer" may have any step of 0.5 to 3 K.
  public static func isRight(_ answer: Intent?, wish: Intent?) -> Bool {
    guard let answer, let wish else { return answer == nil && wish == nil }
    guard answer.action == wish.action, answer.target == wish.target, answer.room == wish.room
    else { return false }
    switch wish.action {
    case .setTemperature: return near(answer.value, wish.value, 0.26)
    case .setLevel: return near(answer.value, wish.value, 0.051)
    case .warmer, .cooler:
      guard wish.value == nil else { return near(answer.value, wish.value, 0.26) }
      guard let step = answer.value else { return true }
      return step >= 0.5 && step <= 3
    default: return true
    }
  }

  /// Adds how one wish ended.
  public static func addTask(
    success: Bool, nullSuccess: Bool, day: Int, to board: inout ScoreBoard, firstScore base: Int
  ) {
    let score = base + 3 + classes.count
    board.addLoss(success ? 1 : 0, of: .ours, score: score, day: day)
    board.addLoss(nullSuccess ? 1 : 0, of: .null, score: score, day: day)
    board.addLoss(1, of: .oracle, score: score, day: day)
  }

  private static func near(_ a: Double?, _ b: Double?, _ tolerance: Double) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return (a - b).magnitude <= tolerance
  }

  /// Adds one player's answer to one utterance.
  public static func add(
    answer: Intent?, spoken: SpokenTruth, player: Player, day: Int, to board: inout ScoreBoard,
    firstScore base: Int
  ) {
    let right = isRight(answer, wish: spoken.intent)
    let isWrongAct = !right && answer != nil
    let cost = right ? 0 : answer == nil ? refusalCost : wrongActCost
    board.addLoss(cost, of: player, score: base, day: day)
    board.addLoss(right ? 1 : 0, of: player, score: base + 1, day: day)
    board.addLoss(isWrongAct ? 1 : 0, of: player, score: base + 2, day: day)
    if let position = classes.firstIndex(of: spoken.phraseClass) {
      board.addLoss(right ? 1 : 0, of: player, score: base + 3 + position, day: day)
    }
  }
}

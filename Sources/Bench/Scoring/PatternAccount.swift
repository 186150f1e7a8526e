public import Clockwork
public import Telemetry

/// One player's matches and the ideal ones of one home, paired as both come.
///
/// A match is judged when its start lies ``patience`` back: by then every ideal match that began
/// near it has ended. An ideal match that nobody has hit is missed when its start lies
/// ``memory`` back: an alarm that late helps nobody. What is held between calls does not grow with
/// a run; where patterns last less than the patience and alarms come within the memory, the result
/// is that of pairing whole lists at the end.
public struct PatternAccount: Sendable {
  public static let patience = SimDuration.hours(6)
  public static let memory = SimDuration.days(1)

  private let player: Player
  private var waiting: [PatternMatch] = []
  private var open: [PatternMatch] = []

  public init(_ player: Player) { self.player = player }

  /// How many matches wait to be judged or hit.
  public var heldCount: Int { waiting.count + open.count }

  /// Takes what has come since the last call, both in order of their end.
  public mutating func take(
    matches: some Sequence<PatternMatch>, ideal: some Sequence<PatternMatch>
  ) {
    waiting.append(contentsOf: matches)
    open.append(contentsOf: ideal)
  }

  /// Judges what can be judged at a time; everything at ``SimTime/distantFuture``.
  public mutating func settle(
    upTo now: SimTime, dayOf: (SimTime) -> Int, to board: inout ScoreBoard, firstScore base: Int
  ) {
    let isLast = now == .distantFuture
    let ready =
      isLast
      ? waiting.count
      : waiting.firstIndex { now - $0.start < Self.patience } ?? waiting.count
    for match in waiting[..<ready] { judge(match, dayOf: dayOf, to: &board, firstScore: base) }
    waiting.removeFirst(ready)
    open.removeAll { ideal in
      guard isLast || now - ideal.start >= Self.memory else { return false }
      if let score = Self.score(ideal, base) {
        board.add(1, to: 2, of: player, score: score, day: dayOf(ideal.end))
      }
      return true
    }
  }

  private mutating func judge(
    _ match: PatternMatch, dayOf: (SimTime) -> Int, to board: inout ScoreBoard,
    firstScore base: Int
  ) {
    guard let score = Self.score(match, base) else { return }
    let day = dayOf(match.end)
    let hit = open.firstIndex {
      $0.pattern == match.pattern && $0.room == match.room && Self.isNear($0.start, match.start)
    }
    guard let hit else {
      board.add(1, to: 1, of: player, score: score, day: day)
      return
    }
    board.add(1, to: 0, of: player, score: score, day: day)
    board.addLoss(
      (match.raisedAt - open[hit].end).seconds, of: player, score: score + 1, day: day)
    open.remove(at: hit)
  }

  private static func score(_ match: PatternMatch, _ base: Int) -> Int? {
    PatternScorer.patterns.firstIndex(of: match.pattern).map { base + 2 * $0 }
  }

  private static func isNear(_ a: SimTime, _ b: SimTime) -> Bool {
    (a < b ? b - a : a - b) <= PatternScorer.tolerance
  }
}

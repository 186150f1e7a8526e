internal import Clockwork
internal import Exchange
internal import Telemetry
internal import Truth

/// Puts somebody else's conclusions of some stages in the place of one lane's, hour by hour, right
/// before they are scored: whoever made them is judged by what judges us.
struct Substitute {
  /// An answer that was of no use, by its place in the home's list.
  struct Refused {
    var answer: Int
    var kind: RowProblems.Kind
    var text: String
  }

  private let layouts: [Layout]
  private let home: OutsideHome
  /// How many of each list have been handed over.
  private var estimates = 0
  private var flags = 0
  private var matches = 0
  private var forecasts = 0
  private var answers = 0
  private var actions = 0
  /// How many answers were looked at for what became of the home.
  private var actedAnswers = 0
  private var spoken: [MessageID: SimTime] = [:]
  private(set) var refused: [Refused] = []

  init(_ home: OutsideHome, layouts: [Layout]) {
    self.home = home
    self.layouts = layouts
  }

  /// - Parameter now: up to when the hour's truth goes.
  mutating func replace(_ conclusions: inout Conclusions, truth: TruthBuffer, upTo now: SimTime) {
    for layout in layouts {
      switch layout {
      case .estimates:
        conclusions.estimates = Self.take(home.estimates, &estimates) { $0.time <= now }
      case .flags:
        // As the lane says it: once when it begins, once when it ends.
        conclusions.flags = Self.take(home.flags, &flags) { $0.raisedAt <= now }.flatMap { flag in
          var open = flag
          open.end = .distantFuture
          return [open, flag]
        }
      case .matches:
        conclusions.matches = Self.take(home.matches, &matches) { $0.raisedAt <= now }
      case .forecasts:
        conclusions.forecasts = Self.take(home.forecasts, &forecasts) { $0.issuedAt <= now }
      case .answers:
        for case .spoken(let words) in truth.events { spoken[words.message] = words.time }
        let first = answers
        let all = Self.take(home.answers, &answers) { $0.decidedAt <= now }
        conclusions.answers = all.enumerated().filter { judge($1, first + $0) }.map(\.element)
      case .actions:
        // They were carried out when they were due.
        break
      }
    }
  }

  /// What devices are told by a moment, in the place of the agents' commands; nil where those act.
  ///
  /// Asked where agents decide: an action in between waits for the next control tick or words.
  mutating func dueActions(at now: SimTime) -> [Command]? {
    guard layouts.contains(.actions) else { return nil }
    return Self.take(home.actions, &actions) { $0.decidedAt <= now }
  }

  /// What is answered by a moment, in the place of the agent's answers; nil where those count.
  mutating func dueAnswers(at now: SimTime) -> [Answer]? {
    guard layouts.contains(.actions), layouts.contains(.answers) else { return nil }
    return Self.take(home.answers, &actedAnswers) { $0.decidedAt <= now }
  }

  private static func take<Value>(
    _ rows: [Placed<Value>], _ next: inout Int, while isDue: (Value) -> Bool
  ) -> [Value] {
    let first = next
    while next < rows.count, isDue(rows[next].value) { next += 1 }
    return rows[first..<next].map(\.value)
  }

  /// Whether an answer is one to words that were said by then, and not too long ago.
  private mutating func judge(_ answer: Answer, _ index: Int) -> Bool {
    guard let refusal = Self.refusal(of: answer, said: spoken[answer.utterance]) else {
      return true
    }
    refused.append(Refused(answer: index, kind: refusal.kind, text: refusal.text))
    return false
  }

  /// Why an answer is of no use; nil where it is of some.
  ///
  /// - Parameter said: when the words were said; nil where nobody had.
  static func refusal(
    of answer: Answer, said: SimTime?
  ) -> (kind: RowProblems.Kind, text: String)? {
    let decided = JSONTimestamp.text(answer.decidedAt)
    guard let said else {
      return (
        .unknownUtterance, "found an answer of \(decided) to words that nobody had said by then"
      )
    }
    guard answer.decidedAt >= said, answer.decidedAt - said < ConversationJudge.patience else {
      return (
        .afterTheFact,
        "decided_at: found \(decided), expected it within a day of the words, "
          + JSONTimestamp.text(said)
      )
    }
    return nil
  }
}

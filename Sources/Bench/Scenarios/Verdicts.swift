public import ScenarioFiles
public import Scoring

/// One expectation beside what came out.
public struct Verdict: Sendable {
  public var expectation: Expectation
  /// nil when no score has the id.
  public var score: Score?
  public var status: Score.Status
}

/// Judges a scenario's expectations.
public enum Verdicts {
  /// By the interval where there is one, else by the value; without a value, undecided.
  public static func status(_ expectation: Expectation, _ score: Score) -> Score.Status {
    guard let value = score.value else { return .undecided }
    guard let interval = score.interval else {
      return expectation.comparison.isMet(by: value) ? .met : .missed
    }
    let verdict = expectation.comparison.verdict(
      low: interval.lowerBound, high: interval.upperBound)
    return Score.Status(rawValue: verdict.rawValue) ?? .undecided
  }

  public static func all(_ expectations: [Expectation], _ scores: [Score]) -> [Verdict] {
    expectations.map { expectation in
      let score = scores.first { $0.id == expectation.scoreID }
      return Verdict(
        expectation: expectation, score: score,
        status: score.map { status(expectation, $0) } ?? .missed)
    }
  }
}

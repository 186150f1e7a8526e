/// A stretch in which a sensor is not to be trusted.
public struct FaultEpisode: Hashable, Sendable {
  /// How far beyond the stated rate of false alarms the highest score is.
  public enum Severity: String, CaseIterable, Hashable, Sendable {
    /// By less than a factor of 10.
    case minor
    /// By less than a factor of 10,000.
    case moderate
    case severe
  }

  public var kind: FaultKind
  /// Of the first alarmed row, microseconds since 1970; of a dropout, of the last value before it.
  public var start: Int64
  /// Of the last alarmed row.
  public var end: Int64
  /// First and last alarmed row, counted from the first judged one.
  public var rows: ClosedRange<Int>
  /// Powers of ten between the stated rate and the rate at which a clean series reaches the highest
  /// score.
  public var score: Double

  public var severity: Severity { score < 1 ? .minor : score < 4 ? .moderate : .severe }

  public init(kind: FaultKind, start: Int64, end: Int64, rows: ClosedRange<Int>, score: Double) {
    (self.kind, self.start, self.end) = (kind, start, end)
    (self.rows, self.score) = (rows, score)
  }
}

/// What a fault detector makes of rows.
public struct FaultReport: Hashable, Sendable {
  /// A score a row; an alarm is above 0.
  public var scores: [Double]
  public var episodes: [FaultEpisode]

  public init(scores: [Double], episodes: [FaultEpisode]) {
    (self.scores, self.episodes) = (scores, episodes)
  }
}

public enum DetectionError: Error, Hashable, Sendable, CustomStringConvertible {
  case tooFewCleanRows(found: Int, expected: Int)
  case notRising(row: Int)
  case notFinite(row: Int)

  public var description: String {
    switch self {
    case .tooFewCleanRows(let found, let expected):
      "found \(found) clean rows, expected at least \(expected) to learn from"
    case .notRising(let row):
      "clean row \(row + 1): found a time that does not rise, expected a clean stretch"
    case .notFinite(let row): "row \(row + 1): found a value that is no finite number"
    }
  }
}

public import Scoring
public import Telemetry

/// Scores as text: the contract that other tools read, and the form that is fingerprinted.
public enum ScoreText {
  /// Of `scores.json`.
  public static let format = "hometwin.scores/1"

  /// Values at 12 significant digits, a line a score; without those that hang on a library.
  public static func canonical(_ scores: [Score]) -> String {
    scores.filter(\.isPortable).map { score in
      ([
        score.value, score.null, score.random, score.oracle, score.skill,
        score.interval?.lowerBound, score.interval?.upperBound,
      ].map(number))
      .joined(separator: " ") + " \(score.count) \(score.id)"
    }.joined(separator: "\n")
  }

  static func number(_ value: Double?) -> String {
    value.map { rounded($0).description } ?? "-"
  }

  /// The nearest number with 12 significant decimal digits.
  static func rounded(_ value: Double) -> Double {
    // Not 0, a perfect value, for what is no number: `Judge` calls it a bug, JSON null.
    guard value.isFinite, value != 0 else { return value }
    var scale = 1.0
    let size = value.magnitude
    while size * scale < 1e11 { scale *= 10 }
    while size * scale >= 1e12 { scale /= 10 }
    let digits = (value * scale).rounded(.toNearestOrEven)
    return scale >= 1 ? digits / scale : digits * (1 / scale)
  }

  /// `scores.json`.
  public static func json(
    _ scores: [Score], scenario: String, seed: UInt64, fingerprint: String
  ) -> JSONValue {
    .object([
      JSONMember("fingerprint", .string(fingerprint)), JSONMember("format", .string(format)),
      JSONMember("scenario", .string(scenario)),
      JSONMember("scores", .array(scores.map(object))),
      JSONMember("seed", .string(String(seed))),
    ])
  }

  private static func object(_ score: Score) -> JSONValue {
    func value(_ number: Double?) -> JSONValue { number.map { .number(rounded($0)) } ?? .null }
    func pair(_ range: ClosedRange<Double>?) -> JSONValue {
      range.map { .array([value($0.lowerBound), value($0.upperBound)]) } ?? .null
    }
    return .object([
      JSONMember("better", .string(score.better.rawValue)),
      JSONMember("ci95", pair(score.interval)),
      JSONMember("ci_over", .array(score.intervalOver.map { .string($0) })),
      JSONMember("id", .string(score.id)), JSONMember("in_sample", .bool(score.isInSample)),
      JSONMember("meaning", .string(score.meaning)),
      JSONMember("n", .number(Double(score.count))),
      JSONMember("n_homes", .number(Double(score.homeCount))),
      JSONMember("n_seeds", .number(Double(score.seedCount))),
      JSONMember("null", value(score.null)), JSONMember("oracle", value(score.oracle)),
      JSONMember("oracle_kind", score.oracleKind.map { .string($0.rawValue) } ?? .null),
      JSONMember("random", value(score.random)), JSONMember("skill", value(score.skill)),
      JSONMember("skill_ci95", pair(score.skillInterval)),
      JSONMember("stage", .string(score.stage)),
      JSONMember("status", score.status.map { .string($0.rawValue) } ?? .null),
      JSONMember("target", value(score.target)), JSONMember("unit", .string(score.unit)),
      JSONMember("value", value(score.value)),
      JSONMember("why", score.why.map { .string($0) } ?? .null),
    ])
  }
}

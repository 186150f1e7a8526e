public import Scoring

/// What holds of every score of every run, whatever the world.
public enum ScoreInvariants {
  /// Everything that the scores violate, in their order.
  public static func violations(_ scores: [Score]) -> [SwarmFailure] {
    scores.flatMap { score in
      [unexplained(score), notFinite(score), impossible(score), upsideDown(score), lost(score)]
        .compactMap { $0 }
    }
  }

  private static func unexplained(_ score: Score) -> SwarmFailure? {
    guard score.value == nil, score.why?.isEmpty ?? true else { return nil }
    return SwarmFailure(
      id: "why \(score.id)", place: score.id, found: "no value and no reason",
      expected: "a value, or why there is none")
  }

  private static func notFinite(_ score: Score) -> SwarmFailure? {
    guard let bad = numbers(score).first(where: { !$0.value.isFinite }) else { return nil }
    return SwarmFailure(
      id: "finite \(score.id)", place: "\(score.id), \(bad.name)", found: "\(bad.value)",
      expected: "a finite number or none")
  }

  private static func impossible(_ score: Score) -> SwarmFailure? {
    let range = range(score)
    let bad = numbers(score).first { name, value in
      !name.hasPrefix("skill") && value.isFinite && !range.contains(value)
    }
    guard let bad else { return nil }
    return SwarmFailure(
      id: "range \(score.id)", place: "\(score.id), \(bad.name)", found: "\(bad.value)",
      expected: range.upperBound == 1 ? "a number in 0...1" : "a number of at least 0")
  }

  private static func upsideDown(_ score: Score) -> SwarmFailure? {
    guard score.count < 0 || score.homeCount < 0 else { return nil }
    return SwarmFailure(
      id: "count \(score.id)", place: score.id, found: "\(score.count) comparisons",
      expected: "at least 0")
  }

  /// No reading may be lost without a reason, in any world.
  private static func lost(_ score: Score) -> SwarmFailure? {
    guard score.id == "ingestion.lost_unexplained_count", let value = score.value, value != 0 else {
      return nil
    }
    return SwarmFailure(id: "lost", place: score.id, found: "\(value)", expected: "0")
  }

  /// Shares and probabilities lie in 0...1 and losses are no gains; skills, and what may be earned
  /// (money, energy and CO2 where power flows back), have no bounds.
  private static func range(_ score: Score) -> ClosedRange<Double> {
    let free = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    if score.id.hasSuffix(".skill") || score.id.hasPrefix("agents.energy") { return free }
    // A sensor that reads too high says a true match before it is one.
    if score.id.hasPrefix("patterns."), score.id.hasSuffix("delay_s") { return free }
    if score.id.hasSuffix("nees_ratio") { return 0...Double.greatestFiniteMagnitude }
    if score.id.hasSuffix("_ratio") { return 0...1 }
    return 0...Double.greatestFiniteMagnitude
  }

  private static func numbers(_ score: Score) -> [(name: String, value: Double)] {
    let all: [(String, Double?)] = [
      ("value", score.value), ("null", score.null), ("random", score.random),
      ("oracle", score.oracle), ("skill", score.skill),
      ("interval's low end", score.interval?.lowerBound),
      ("interval's high end", score.interval?.upperBound),
      ("skill's low end", score.skillInterval?.lowerBound),
      ("skill's high end", score.skillInterval?.upperBound),
    ]
    return all.compactMap { name, value in value.map { (name, $0) } }
  }
}

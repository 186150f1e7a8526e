/// Holm's step-down rule over the verdicts of several scores.
///
/// Two families, each at its own rate: "different" (better or worse) may be said wrongly of scores
/// that lie within their margin, "same" of scores that do not. In each family all scores start at
/// level 1 - rate / m; whoever is decided leaves, the rest share the rate anew. So the
/// probability of any false alarm among all scores is at most the rate, and that of any false
/// "same" too. One family for both would not do: a score that was rightly called the same could
/// still have been called different. Intervals at higher levels must hold those at lower ones.
///
/// Source: Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian
/// Journal of Statistics 6; equivalence by intervals: Schuirmann 1987.
public enum Holm {
  public struct Decision: Sendable {
    public var verdict: GateVerdict
    /// At ``level``.
    public var interval: ClosedRange<Double>
    /// The coverage at which the verdict was made; of an undecided score that at which it was last
    /// asked whether it is better or worse.
    public var level: Double
    /// The coverage at which better and worse were last asked about, whatever the verdict: a drop
    /// must show at it.
    public var differenceLevel: Double
  }

  /// - Parameters:
  ///   - margins: of each score; at least 0.
  ///   - rate: how often any of the scores may be decided wrongly.
  ///   - interval: the interval of a score's mean gain at a level.
  public static func decide(
    margins: [Double], rate: Double,
    interval: (_ score: Int, _ level: Double) -> ClosedRange<Double>
  ) -> [Decision] {
    let different = family(margins, rate, interval) { $0 == .better || $0 == .worse }
    let same = family(margins, rate, interval) { $0 == .same }
    return zip(different, same).map { difference, equality in
      guard difference.verdict == .undecided, equality.verdict == .same else { return difference }
      var decision = equality
      decision.differenceLevel = difference.level
      return decision
    }
  }

  private static func family(
    _ margins: [Double], _ rate: Double,
    _ interval: (_ score: Int, _ level: Double) -> ClosedRange<Double>,
    claims: (GateVerdict) -> Bool
  ) -> [Decision] {
    var decisions = margins.map { _ in
      Decision(
        verdict: .undecided, interval: -.infinity...(.infinity), level: 1,
        differenceLevel: 1)
    }
    var open = Array(margins.indices)
    while !open.isEmpty {
      let level = 1 - rate / Double(open.count)
      for score in open {
        let range = interval(score, level)
        let verdict = GateRule.verdict(range, margin: margins[score])
        decisions[score] = Decision(
          verdict: claims(verdict) ? verdict : .undecided, interval: range, level: level,
          differenceLevel: level)
      }
      let rest = open.filter { decisions[$0].verdict == .undecided }
      if rest.count == open.count { break }
      open = rest
    }
    return decisions
  }
}

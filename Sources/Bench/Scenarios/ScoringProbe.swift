internal import Clockwork
package import Homes
package import Lanes
package import Scoring
package import Telemetry
package import Truth

/// One home's scorer on its own, for the bench that times it.
package struct ScoringProbe {
  private let catalogue: ScoreCatalogue
  private var scorer: HomeScorer
  private var hash = ConclusionHash()
  private let end: SimTime

  package init(home: Home, plan: RunPlan) {
    catalogue = ScoreCatalogue()
    scorer = HomeScorer(home: home, lane: plan.laneSettings, catalogue: catalogue)
    end = plan.end
  }

  /// Lays an hour's conclusions beside its truth.
  package mutating func consume(
    truth: TruthBuffer, conclusions: Conclusions, tap: LaneTap
  ) {
    scorer.consume(truth: truth, conclusions: conclusions, tap: tap)
  }

  /// What a shard does for the fingerprint of its conclusions.
  package mutating func hash(_ conclusions: Conclusions) { hash.combine(conclusions) }

  package mutating func finish() { scorer.finish(end: end) }

  /// Joins the homes' sums to scores with their intervals.
  package static func judge(_ probes: [ScoringProbe]) -> [Score] {
    guard let first = probes.first else { return [] }
    let definitions = first.catalogue.definitions
    return definitions.indices.map { index in
      Judge.score(definitions[index], tallies: probes.map { $0.scorer.board.tallies[index] })
    }
  }
}

internal import Clockwork
public import Exchange
internal import ScenarioFiles
public import Scoring

/// What somebody else's conclusions scored.
public struct OutsideResult: Sendable {
  /// Of the stages that the files are about.
  public var scores: [Score]
  /// The conclusions with every row counted, those too that turned out to be of no use.
  public var conclusions: OutsideConclusions
  /// By layout; flags and matches are asked for nowhere in particular.
  public var silence: [(layout: Layout, count: SilenceCount)]
}

extension Run {
  /// Lives the plan again and scores somebody else's conclusions where the pipeline's own would be.
  ///
  /// The pipeline still runs the homes: its commands are part of what was true.
  ///
  /// - Parameters:
  ///   - truth: the fingerprint of the truth that the conclusions are about.
  ///   - origin: whose truth it is, for messages.
  /// - Throws: ``RunError/input(_:)`` if the world that was lived is another.
  public func score(
    _ outside: OutsideConclusions, truth: String, of origin: String
  ) throws -> OutsideResult {
    do {
      self.outside = outside
      let shards = try live(settings: plan.laneSettings, label: "score", player: .ours)
      try check(shards, truth: truth, origin)
      return result(shards, outside)
    } catch is RunCancelled {
      throw RunError.interrupted
    }
  }

  private func check(_ shards: [Shard], truth: String, _ origin: String) throws {
    var lived = Fingerprint()
    for shard in shards { lived.combine(shard.fingerprints.truth) }
    guard lived.hex != truth else { return }
    throw RunError.input(
      "\(origin): the world lived again has the truth \(lived.hex), expected \(truth) as recorded; "
        + "the run is of another version, its scenario.yaml was edited, or an outside program answers "
        + "otherwise than it did: run the scenario again")
  }

  private func result(_ shards: [Shard], _ outside: OutsideConclusions) -> OutsideResult {
    var boards = shards.map { $0.scorer.board }
    addQualityNull(shards, &boards)
    var scores = judge(boards, shards)
    scores += Judge.stageSkills(scores)
    let layouts = outside.layouts
    scores.removeAll { score in
      !layouts.contains { $0.judges(scoreID: score.id, stage: score.stage) }
    }
    applyExpectations(&scores)
    var conclusions = outside
    for (home, shard) in shards.enumerated() {
      for refused in shard.substitute?.refused ?? [] {
        conclusions.refuse(
          refused.kind, outside.homes[home].answers[refused.answer], refused.text)
      }
    }
    return OutsideResult(
      scores: scores, conclusions: conclusions, silence: silence(shards, layouts))
  }

  private func silence(
    _ shards: [Shard], _ layouts: [Layout]
  ) -> [(layout: Layout, count: SilenceCount)] {
    layouts.compactMap { layout in
      var sum = SilenceCount()
      for shard in shards {
        guard let count = shard.scorer.judges?.silence(layout) else { return nil }
        sum += count
      }
      return (layout, sum)
    }
  }
}

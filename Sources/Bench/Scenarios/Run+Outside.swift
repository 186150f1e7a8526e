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
      let hasActions = outside.layouts.contains(.actions)
      let players = hasActions ? EnergyPlayers(plan) : nil
      passCount = 1 + (players?.chosen.count ?? 0)
      let shards = try live(settings: plan.laneSettings, label: "score", player: .ours)
      if hasActions {
        try checkActed(shards, outside, truth: truth, origin)
      } else {
        try check(shards, truth: truth, origin)
      }
      return try result(shards, outside, players)
    } catch is RunCancelled {
      throw RunError.interrupted
    }
  }

  /// Other acts make another world; that it began as the run's is told by living the run's again.
  private func checkActed(
    _ shards: [Shard], _ outside: OutsideConclusions, truth: String, _ origin: String
  ) throws {
    guard Self.truth(of: shards) != truth else { return }
    let others = outside.layouts.filter { $0 != .actions && $0 != .answers }
    guard others.isEmpty else {
      throw RunError.input(
        "the actions are others than the run's own, so that "
          + others.map(\.rawValue).joined(separator: ", ")
          + " speak of another world than the one that comes of them; score them apart")
    }
    passCount += 1
    self.outside = nil
    let own = try live(settings: plan.laneSettings, label: "the run's own", player: .ours)
    try check(own, truth: truth, origin)
  }

  private static func truth(of shards: [Shard]) -> String {
    var lived = Fingerprint()
    for shard in shards { lived.combine(shard.fingerprints.truth) }
    return lived.hex
  }

  private func check(_ shards: [Shard], truth: String, _ origin: String) throws {
    let lived = Self.truth(of: shards)
    guard lived != truth else { return }
    throw RunError.input(
      "\(origin): the world lived again has the truth \(lived), expected \(truth) as recorded; "
        + "the run is of another version, its scenario.yaml was edited, or a program answers "
        + "otherwise than it did: run the scenario again")
  }

  private func result(
    _ shards: [Shard], _ outside: OutsideConclusions, _ players: EnergyPlayers?
  ) throws -> OutsideResult {
    var boards = shards.map { $0.scorer.board }
    if let players { try addEnergyPlayers(players, to: &boards) }
    let scorers = shards.map(\.scorer)
    catalogue.addQualityNull(scorers, &boards)
    var scores = catalogue.judge(boards, scorers, storageExcuse: storageExcuse)
    players?.excuse(&scores)
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

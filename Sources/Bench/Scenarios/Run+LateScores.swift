internal import ScenarioFiles
internal import Scoring
internal import Storage

/// Scores that can only be given once every home has ended.
extension Run {
  /// The best of nothing, everything and a coin, over all homes.
  func addQualityNull(_ shards: [Shard], _ boards: inout [ScoreBoard]) {
    let best = QualityPlayers.best(shards.compactMap { $0.scorer.judges?.quality.candidateSums })
    for (index, shard) in shards.enumerated() {
      guard let quality = shard.scorer.judges?.quality else { continue }
      boards[index].adopt(
        quality.candidateBoard(best, day: shard.scorer.dayOf), .null, as: .null,
        firstScore: catalogue.quality)
    }
  }

  /// Puts the data plan's questions to the closed store.
  func askStore(_ shards: [Shard], _ boards: inout [ScoreBoard]) throws {
    guard let path = outputs?.storePath else { return }
    let reader = try StoreReader(path: path)
    for (index, shard) in shards.enumerated() {
      try shard.scorer.judges?.storage?.ask(
        reader, board: &boards[index], firstScore: catalogue.storage)
    }
  }

  /// Says why a score is missing where the scenario left nothing to compare.
  func excuse(_ scores: inout [Score], _ shards: [Shard]) {
    let forecasts = ForecastScorer.excuse(
      origins: shards.map { $0.scorer.judges?.forecasts.originCount ?? 0 })
    let storage =
      outputs?.storePath == nil
      ? "nothing was stored: store: none, or no stores in keep:"
      : "no home was audited: audit: {homes: 0}"
    for index in scores.indices where scores[index].value == nil {
      switch scores[index].stage {
      case "forecasting": scores[index].why = forecasts ?? scores[index].why
      case "storage": scores[index].why = storage
      default: break
      }
    }
  }
}

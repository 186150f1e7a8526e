internal import Scoring

/// From the homes' boards to the run's scores.
extension ScoreCatalogue {
  /// The best of nothing, everything and a coin, over all homes.
  func addQualityNull(_ scorers: [HomeScorer], _ boards: inout [ScoreBoard]) {
    let best = QualityPlayers.best(scorers.compactMap { $0.judges?.quality.candidateSums })
    for (index, scorer) in scorers.enumerated() {
      guard let quality = scorer.judges?.quality else { continue }
      boards[index].adopt(
        quality.candidateBoard(best, day: scorer.dayOf), .null, as: .null, firstScore: self.quality)
    }
  }

  /// What the boards of all homes come to, without the stages' skills.
  ///
  /// - Parameter storageExcuse: why storage has no scores, where it has none.
  func judge(
    _ boards: [ScoreBoard], _ scorers: [HomeScorer], storageExcuse: String
  ) -> [Score] {
    var scores = definitions.indices.map { index in
      Judge.score(definitions[index], tallies: boards.map { $0.tallies[index] })
    }
    let forecasts = ForecastScorer.excuse(
      origins: scorers.map { $0.judges?.forecasts.originCount ?? 0 })
    for index in scores.indices where scores[index].value == nil {
      switch scores[index].stage {
      case "forecasting": scores[index].why = forecasts ?? scores[index].why
      case "storage": scores[index].why = storageExcuse
      default: break
      }
    }
    return scores
  }
}

internal import Scoring

/// From the homes' boards to the run's scores.
extension ScoreCatalogue {
  /// The best of nothing, everything and a coin, over all homes.
  func addQualityNull(_ scorers: [HomeScorer], _ boards: inout [ScoreBoard]) {
    addQualityNull(
      sums: scorers.compactMap { $0.judges?.quality.candidateSums }, to: &boards
    ) { home, best in
      scorers[home].judges?.quality.candidateBoard(best, day: scorers[home].dayOf)
    }
  }

  /// - Parameters:
  ///   - sums: what each candidate for the null counted in each home.
  ///   - played: what a candidate did in a home; nil where quality is not judged.
  func addQualityNull(
    sums: [[[Double]]], to boards: inout [ScoreBoard],
    played: (_ home: Int, QualityPlayers.Candidate) -> ScoreBoard?
  ) {
    let best = QualityPlayers.best(sums)
    for home in boards.indices {
      guard let board = played(home, best) else { continue }
      boards[home].adopt(board, .null, as: .null, firstScore: quality)
    }
  }

  func judge(
    _ boards: [ScoreBoard], _ scorers: [HomeScorer], storageExcuse: String
  ) -> [Score] {
    judge(
      boards, origins: scorers.map { $0.judges?.forecasts.originCount ?? 0 },
      storageExcuse: storageExcuse)
  }

  /// What the boards of all homes come to, without the stages' skills.
  ///
  /// - Parameters:
  ///   - origins: how many forecasts of each home were compared.
  ///   - storageExcuse: why storage has no scores, where it has none.
  func judge(
    _ boards: [ScoreBoard], origins: [Int], storageExcuse: String
  ) -> [Score] {
    var scores = definitions.indices.map { index in
      Judge.score(definitions[index], tallies: boards.map { $0.tallies[index] })
    }
    let forecasts = ForecastScorer.excuse(origins: origins)
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

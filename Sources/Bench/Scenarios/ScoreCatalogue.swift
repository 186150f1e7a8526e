internal import Scoring

/// Every score of a run, in the order of the stages, and where each stage's scores begin.
struct ScoreCatalogue: Sendable {
  let definitions: [ScoreDefinition]
  let ingestion: Int
  let sampling: Int
  let quality: Int
  let fusion: Int
  let storage: Int
  let patterns: Int
  let forecasting: Int
  let conversation: Int
  let energy: Int

  init() {
    var all: [ScoreDefinition] = []
    func add(_ stage: [ScoreDefinition]) -> Int {
      defer { all += stage }
      return all.count
    }
    ingestion = add(IngestionScorer.definitions)
    sampling = add(SamplingScorer.definitions)
    quality = add(QualityScorer.definitions)
    fusion = add(FusionScorer.definitions)
    storage = add(StorageScorer.definitions)
    patterns = add(PatternScorer.definitions)
    forecasting = add(ForecastScorer.definitions)
    conversation = add(ConversationScorer.definitions)
    energy = add(EnergyScorer.definitions)
    definitions = all
  }
}

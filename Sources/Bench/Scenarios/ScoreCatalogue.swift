internal import Scoring

/// The ids that a run's scores may have, for completions and hints.
public enum ScoreNames {
  /// What never misses in a finished run, since a run in which it would ends with exit code 70.
  public static let guardedByRuns = ["ingestion.lost_unexplained_count"]

  private static let toldByWire = [
    "ingestion.", "quality.", "fusion.", "patterns.", "forecasting.", "agents.conversation.",
  ]

  /// Whether a recorded wire and its truth tell a score: not what devices kept back, what agents
  /// brought about, what was stored, or whether the world's own account closes.
  public static func isToldByWire(_ id: String) -> Bool {
    if guardedByRuns.contains(id) || id == ConversationScorer.taskID { return false }
    return toldByWire.contains { id.hasPrefix($0) }
  }

  /// What a check judges unasked.
  public static var headlines: [String] {
    ScoreCatalogue().definitions.filter(\.isHeadline).map(\.id)
  }

  public static var all: [String] {
    let definitions = ScoreCatalogue().definitions
    var stages: [String] = []
    for stage in definitions.map(\.stage) where !stages.contains(stage) { stages.append(stage) }
    return definitions.map(\.id) + stages.map { $0 + ".skill" }
  }
}

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

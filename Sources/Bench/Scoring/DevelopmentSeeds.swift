/// The seeds on which shipped defaults were chosen: a score on one of them flatters.
///
/// `docs/tuning.md` says what was chosen on each; a test holds the two together.
public enum DevelopmentSeeds {
  /// Seeds by the beginning of the ids that they flatter.
  static let table: [(prefix: String, seeds: [UInt64])] = [
    ("fusion.", [44, 46, 1000, 1001]),
    ("quality.", [1, 42, 1000, 1001, 1002, 1003]),
    ("agents.conversation.", [1, 1000]),
    ("agents.energy.", [1000, 1001]),
  ]

  /// Whether a score on a seed is flattered.
  public static func flatter(_ id: String, seed: UInt64) -> Bool {
    table.contains { id.hasPrefix($0.prefix) && $0.seeds.contains(seed) }
  }

  /// Marks the scores of a run that were made on a seed that their stage was developed on; a
  /// stage's skill is marked with its scores.
  public static func mark(_ scores: inout [Score], seed: UInt64) {
    for index in scores.indices {
      scores[index].isInSample = flatter(scores[index].id, seed: seed)
    }
    let flattered = Set(scores.filter { $0.isInSample && $0.isHeadline }.map(\.stage))
    for index in scores.indices where scores[index].id == scores[index].stage + ".skill" {
      scores[index].isInSample = flattered.contains(scores[index].stage)
    }
  }
}

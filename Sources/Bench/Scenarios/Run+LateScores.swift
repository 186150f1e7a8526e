internal import Scoring
internal import Storage

/// Scores that can only be given once every home has ended.
extension Run {
  /// Puts the data plan's questions to the closed store.
  func askStore(_ shards: [Shard], _ boards: inout [ScoreBoard]) throws {
    guard let path = outputs?.storePath else { return }
    let reader = try StoreReader(path: path)
    for (index, shard) in shards.enumerated() {
      try shard.scorer.judges?.storage?.ask(
        reader, board: &boards[index], firstScore: catalogue.storage)
    }
  }

  /// Why storage has no scores, where it has none.
  var storageExcuse: String {
    outputs?.storePath == nil
      ? "nothing was stored: store: none, or no stores in keep:"
      : "no home was audited: audit: {homes: 0}"
  }
}

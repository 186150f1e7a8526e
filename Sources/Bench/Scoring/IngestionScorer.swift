/// Scores how completely and in what order messages were taken in.
public enum IngestionScorer {
  /// Latency bins: from 1 ms, four to the octave, to about 18 h.
  public static let latencyBinCount = 104
  public static let latencyFirst = 0.001

  public static let definitions: [ScoreDefinition] = [
    ScoreDefinition(
      "ingestion.delivered_ratio", stage: "ingestion", unit: "1", better: .higher, .ratio,
      meaning: "Readings accepted, each once, of all that devices put in messages; the rest is in "
        + "the ledger by cause."),
    ScoreDefinition(
      "ingestion.duplicates_let_through_ratio", stage: "ingestion", unit: "1", better: .lower,
      .ratio, players: [.null, .oracle], oracle: .bound, isHeadline: true,
      meaning: "Copies handed on twice, of all copies handed on, counted on what came out. Null: "
        + "no deduplication; oracle: none."),
    ScoreDefinition(
      "ingestion.disorder_ratio", stage: "ingestion", unit: "1", better: .lower, .ratio,
      players: [.null, .oracle], oracle: .bound, isHeadline: true,
      meaning: "Readings handed on behind a younger one of their home, counted on what came out. "
        + "Null: the same readings in arrival order; oracle: none."),
    ScoreDefinition(
      "ingestion.late_ratio", stage: "ingestion", unit: "1", better: .lower, .ratio,
      meaning: "Readings that came after the watermark, of all accepted."),
    ScoreDefinition(
      "ingestion.latency_p50_s", stage: "ingestion", unit: "s", better: .lower,
      .histogramQuantile(level: 0.5, first: latencyFirst, binCount: latencyBinCount),
      meaning: "Median simulated time from sending to arrival."),
    ScoreDefinition(
      "ingestion.latency_p99_s", stage: "ingestion", unit: "s", better: .lower,
      .histogramQuantile(level: 0.99, first: latencyFirst, binCount: latencyBinCount),
      meaning: "99th percentile of the simulated time from sending to arrival."),
    ScoreDefinition(
      "ingestion.lost_unexplained_count", stage: "ingestion", unit: "1", better: .lower, .total,
      meaning: "Ledger balances that did not close, over homes and checks; anything but 0 is a "
        + "bug."),
  ]
}

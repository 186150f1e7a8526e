public import Exchange
internal import Scoring

/// Scores anybody's conclusions against anybody's labelled dataset: no world is lived and no
/// pipeline runs.
///
/// What is scored is what a run scores, by the same scorers. Players that need the wire are absent.
public enum DatasetScore {
  /// - Throws: ``RunError/input(_:)`` for conclusions of which the dataset has no truth.
  public static func check(_ layouts: [Layout], against truth: TruthTables) throws(RunError) {
    for layout in layouts where !truth.judged.contains(layout) { throw missing(layout, truth) }
  }

  /// - Throws: ``RunError/input(_:)`` for conclusions that the dataset cannot judge.
  public static func score(
    _ outside: OutsideConclusions, against truth: TruthTables
  ) throws(RunError) -> OutsideResult {
    let layouts = outside.layouts
    try check(layouts, against: truth)
    var conclusions = outside
    var homes = truth.homes.indices.map {
      DatasetHome(truth, home: $0, outside: outside.homes[$0])
    }
    for index in homes.indices {
      homes[index].score(layouts)
      for refuse in homes[index].refusals { refuse(&conclusions) }
    }
    var scores = judge(homes, layouts)
    scores += Judge.stageSkills(scores)
    scores.removeAll { score in
      !layouts.contains { $0.judges(scoreID: score.id, stage: score.stage) }
    }
    let silence = layouts.compactMap { layout -> (layout: Layout, count: SilenceCount)? in
      let counts = homes.compactMap { $0.silence[layout] }
      guard !counts.isEmpty else { return nil }
      var sum = SilenceCount()
      for count in counts { sum += count }
      return (layout, sum)
    }
    return OutsideResult(scores: scores, conclusions: conclusions, silence: silence)
  }

  private static func missing(_ layout: Layout, _ truth: TruthTables) -> RunError {
    let table = TruthLayout.allCases.first { $0.judged == layout }
    guard let table else {
      return .input(
        "\(layout.rawValue): they change what becomes of a home, so only a run's world can judge "
          + "them; give a run folder instead of \(truth.folder)")
    }
    return .input(
      "\(truth.folder): found no \(table.rawValue).csv, expected one to judge "
        + "\(layout.rawValue) by; docs/scoring-your-own.md lists the tables of truth")
  }

  private static func judge(_ homes: [DatasetHome], _ layouts: [Layout]) -> [Score] {
    let catalogue = ScoreCatalogue()
    var boards = homes.map(\.board)
    if layouts.contains(.flags) {
      catalogue.addQualityNull(sums: homes.map(\.candidateSums), to: &boards) {
        homes[$0].candidateBoard($1)
      }
    }
    var scores = catalogue.judge(
      boards, origins: homes.map(\.originCount), storageExcuse: "a dataset is not stored")
    for index in scores.indices where scores[index].value != nil && scores[index].why == nil {
      scores[index].why = absence(catalogue.definitions[index], scores[index])
    }
    return scores
  }

  /// Why a score has no skill where its players need what a dataset does not have.
  private static func absence(_ definition: ScoreDefinition, _ score: Score) -> String? {
    let absent = [(Player.null, score.null), (.oracle, score.oracle)]
      .filter { definition.players.contains($0.0) && $0.1 == nil }.map(\.0.name)
    guard !absent.isEmpty else { return nil }
    return "no \(absent.joined(separator: " and no ")): that takes the sensors' messages, which a "
      + "dataset does not have"
  }
}

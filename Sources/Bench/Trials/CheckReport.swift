public import Reporting
internal import Scoring

/// A check as a page: verdicts, a picture of the gains, and the table.
extension CheckText {
  public var report: Report {
    let judged = Self.order.flatMap { check.rows($0) }
    return Report(
      title: "check of \(check.scenario)", why: summary,
      facts: ["base: \(check.base.name)", "candidate: \(check.candidate.name)"],
      verdicts: judged.map(banner), verdictHeadline: counts,
      sections: [
        ReportSection(
          id: "gains", title: "Gains", text: legend,
          figures: [.dots(figure(judged))], table: table(judged)),
        ReportSection(
          id: "remarks", title: "Margins and proofs", text: remarks.joined(separator: "\n")),
      ].filter { $0.id == "gains" || !$0.text.isEmpty },
      provenance: [
        ("seeds", check.seeds.map(String.init).joined(separator: " ")),
        ("rate of false verdicts", TextTable.percent(check.rule.rate)),
      ])
  }

  private func banner(_ row: Check.Row) -> ReportVerdict {
    let status: Score.Status =
      switch row.verdict {
      case .better, .same: .met
      case .worse: .missed
      case .undecided: .undecided
      }
    return ReportVerdict(
      expectation: row.id, value: "gain \(TextTable.short(row.gain))",
      interval: "\(TextTable.short(row.interval)); margin \(TextTable.short(row.margin))",
      status: status, word: row.verdict.rawValue)
  }

  /// In units of each score's margin, so that all scores share one axis.
  private func figure(_ rows: [Check.Row]) -> DotFigure {
    DotFigure(
      id: "gains", title: "Gain of the candidate, in margins",
      caption: "Right is better. An interval left of -1 is worse, right of 1 better, between them "
        + "the same. Scores whose margin is 0 are left out.",
      axis: "mean gain over worlds, in margins of its score", unit: "",
      rows: rows.compactMap { row in
        guard row.margin > 0, let gain = row.gain else { return nil }
        let interval = row.interval.map {
          ($0.lowerBound / row.margin)...($0.upperBound / row.margin)
        }
        return DotFigure.Row(
          row.id, gain / row.margin, interval: interval, null: -1, target: 0)
      },
      extent: -2...2, nullName: "margin")
  }

  private func table(_ rows: [Check.Row]) -> ReportTable {
    ReportTable(columns: Self.columns.map(\.0), rows: rows.map(cells))
  }
}

internal import Reporting
internal import Scoring
internal import Telemetry

/// The part of the report that says which faults were found and what alarms were false.
extension RunReport {
  var detection: ReportSection {
    let rows = result.scores.compactMap { score -> DotFigure.Row? in
      guard score.stage == "quality", score.id.hasSuffix(".recall_ratio"), score.value != nil
      else { return nil }
      let kind = score.id.split(separator: ".").dropFirst().first.map(String.init) ?? score.id
      var own = score
      // The null that raises an alarm everywhere finds everything: no measure of finding.
      own.null = nil
      return row(kind == "faults" ? "all kinds" : Portrait.words(kind), own)
    }
    var sentences = ["The share of faulty stretches in which an alarm was raised on that sensor."]
    if let precision = score("quality.faults.precision_ratio")?.value {
      sentences.append(
        "\(NumberText.short(precision * 100, digits: 2)) % of alarms were right.")
    }
    if let delay = score("quality.faults.delay_h")?.value {
      sentences.append("Those found were found \(NumberText.short(delay)) h after onset.")
    }
    if let alarms = score("quality.faults.false_alarms_per_day")?.value {
      sentences.append("False alarms: \(NumberText.short(alarms, digits: 2)) a home and day.")
    }
    let found = rows.isEmpty ? [] : [recall(rows)]
    if rows.isEmpty { sentences[0] = "No sensor was faulty in this run." }
    return ReportSection(
      id: "detection", title: "Faults and alarms", text: sentences.joined(separator: " "),
      figures: found + falseAlarms, table: noisiest)
  }

  private func recall(_ rows: [DotFigure.Row]) -> Figure {
    .dots(
      DotFigure(
        id: "recall", title: "Faults found, by kind",
        caption: "Bars are 95 % intervals over homes. The oracle is a test that is told the "
          + "fault and the true state and rings as rarely as it must; random rings as often as "
          + "there are faults.",
        axis: "share found", unit: "", rows: rows, extent: 0...1))
  }

  /// The false alarms by what they said; none where there were none.
  private var falseAlarms: [Figure] {
    let bars = FlagKind.allCases.compactMap { kind -> BarFigure.Bar? in
      guard let score = score(QualityScorer.falseAlarmID(kind)), let value = score.value,
        value > 0
      else { return nil }
      return BarFigure.Bar(
        Portrait.words(kind.name), value, lower: score.interval?.lowerBound,
        upper: score.interval?.upperBound, tone: .accent(1))
    }
    guard !bars.isEmpty else { return [] }
    return [
      .bar(
        BarFigure(
          id: "false-alarms", title: "False alarms, by what they said",
          caption: "Whiskers are 95 % intervals over homes. The table names the homes behind them.",
          axis: "a home and day", unit: "1/day", bars: bars.sorted { $0.value > $1.value }))
    ]
  }

  /// The homes with the most false alarms and what these said.
  private var noisiest: ReportTable? {
    let all = result.homes.values(of: "quality.faults.false_alarms_per_day")
    let order = zip(result.homes.rows, all).compactMap { row, rate in
      rate.flatMap { $0 > 0 ? (row: row, rate: $0) : nil }
    }.sorted { ($0.rate, $1.row.home) > ($1.rate, $0.row.home) }
    guard !order.isEmpty else { return nil }
    let kinds = FlagKind.allCases.map { kind in
      (kind, result.homes.values(of: QualityScorer.falseAlarmID(kind)))
    }
    let rows = order.prefix(5).map { home in
      let parts = kinds.compactMap { kind, values -> (String, Double)? in
        guard let value = values[home.row.home], value > 0 else { return nil }
        return (Portrait.words(kind.name), value)
      }.sorted { ($0.1, $1.0) > ($1.1, $0.0) }
      return [
        "\(home.row.home)", home.row.kind, NumberText.short(home.rate, digits: 2),
        parts.map { "\($0.0) \(NumberText.short($0.1, digits: 2))" }.joined(separator: ", "),
      ]
    }
    return ReportTable(
      columns: ["home", "kind", "false alarms a day", "of these"], rows: rows,
      caption: "The \(rows.count) homes with the most of \(order.count) that had any.")
  }
}

internal import Reporting
internal import Scoring

/// The parts of the report that look at all homes: sampling, detection, calibration, the worst.
extension RunReport {
  // MARK: Error against what was sent

  var sampling: ReportSection {
    let channels = ["temperature", "humidity", "co2", "power"]
    let bars = channels.flatMap { channel -> [BarFigure.Bar] in
      guard
        let error = result.scores.first(where: {
          $0.id.hasPrefix("sampling.\(channel).rmse_") && $0.value != nil
        }), let sent = score("sampling.\(channel).sent_ratio")?.value, let null = error.null,
        null > 0
      else { return [] }
      let share = NumberText.short(sent * 100)
      return [
        ("ours", error.value, Tone.accent(0)), ("random", error.random, .muted),
        ("oracle", error.oracle, .accent(2)),
      ].compactMap { name, value, tone in
        value.map { BarFigure.Bar("\(channel), \(name) (\(share) % sent)", $0 / null, tone: tone) }
      }
    }
    return section(
      "sampling", "Error against what was sent",
      text: "Each player sends as many readings as ours; only audited homes keep what was held "
        + "back.",
      figure: BarFigure(
        id: "sampling-error", title: "Error at equal cost, as a share of the fixed period's",
        caption: "Left of 1 is better than a fixed period with as many readings.",
        axis: "error / error of the fixed period", unit: "", bars: bars
      ).nonEmpty.map { .bar($0) }, otherwise: "No audited home withheld a reading in this run.")
  }

  // MARK: Detection

  var detection: ReportSection {
    let kinds = result.scores.filter {
      $0.stage == "quality" && $0.id.hasSuffix(".recall_ratio") && $0.value != nil
    }
    let bars = kinds.flatMap { score -> [BarFigure.Bar] in
      let kind = score.id.split(separator: ".").dropFirst().first.map(String.init) ?? score.id
      var bars = [
        BarFigure.Bar(
          "\(kind), ours", score.value ?? 0, lower: score.interval?.lowerBound,
          upper: score.interval?.upperBound)
      ]
      if let oracle = score.oracle {
        bars.append(BarFigure.Bar("\(kind), oracle", oracle, tone: .accent(2)))
      }
      return bars
    }
    let delay = score("quality.faults.delay_h")?.value.map {
      " Found faults were found \(NumberText.short($0)) h after their onset on average."
    }
    let alarms = score("quality.faults.false_alarms_per_day")?.value.map {
      " False alarms a home and day: \(NumberText.short($0))."
    }
    return section(
      "detection", "Detection by kind of fault",
      text: "The share of faults in which an alarm was raised." + (delay ?? "") + (alarms ?? ""),
      figure: BarFigure(
        id: "recall", title: "Faults found, by kind", caption: "With 95 % intervals over homes.",
        axis: "share found", unit: "", bars: bars
      ).nonEmpty.map { .bar($0) }, otherwise: "No sensor was faulty in this run.")
  }

  // MARK: Calibration

  var calibration: ReportSection {
    let points = result.scores.compactMap { score -> ScatterFigure.Point? in
      guard let value = score.value, let range = score.id.firstRange(of: "coverage"),
        let nominal = Double(score.id[range.upperBound...].prefix { $0.isNumber })
      else { return nil }
      let name = score.id[..<range.lowerBound].dropLast()
      return ScatterFigure.Point(
        x: nominal / 100, y: value, label: String(name), group: "found")
    }
    let ideal = [0.75, 1].map { ScatterFigure.Point(x: $0, y: $0, label: "", group: "right") }
    let figure = ScatterFigure(
      id: "calibration", title: "Stated against found coverage",
      caption: "Below the line of the right ones is over-confident, above it too cautious.",
      xAxis: "stated share of truths inside the interval", xUnit: "", yAxis: "found share",
      yUnit: "", points: ideal + points)
    return section(
      "calibration", "Calibration",
      text: "How often the truth lay inside the intervals that fusion and forecasts stated.",
      figure: points.isEmpty ? nil : .scatter(figure),
      otherwise: "No stage stated an interval that could be checked in this run.")
  }

  // MARK: Homes

  var distribution: ReportSection {
    let chosen = [
      "fusion.temperature.rmse_k", "forecasting.power_24h.mae_w", "agents.energy.cost_kwh_per_day",
    ].compactMap { score($0) }
    let figures = chosen.compactMap { score -> Figure? in
      let values = result.homes.values(of: score.id).compactMap { $0 }
      guard values.count > 1, let value = score.value else { return nil }
      return .histogram(
        HistogramFigure(
          id: "homes-" + score.id, title: score.id, caption: "\(values.count) homes.",
          axis: score.stage, unit: score.unit,
          bins: HistogramFigure.bins(of: values, count: min(24, max(4, values.count / 2))),
          references: [HistogramFigure.Reference(value, label: "all homes")]))
    }
    let worst = result.homes.worst(5)
    let table = ReportTable(
      columns: ["home", "kind", "worse than", "worst in", "value", "look closer"],
      rows: worst.map { home in
        [
          "\(home.home)", home.kind,
          NumberText.fixed(home.badness * 100, decimals: 0) + " %", home.worst.id,
          NumberText.short(home.value) + " " + home.worst.unit,
          "hometwin explain RUN --home \(home.home)",
        ]
      }, caption: "The homes that did worst, by their mean rank over the headline scores.")
    return ReportSection(
      id: "homes", title: "Home by home",
      text: figures.isEmpty ? "One home has no distribution." : "How far the homes lie apart.",
      figures: figures, table: worst.isEmpty ? nil : table)
  }

  // MARK: Pieces

  private func score(_ id: String) -> Score? { result.scores.first { $0.id == id } }

  private func section(
    _ id: String, _ title: String, text: String, figure: Figure?, otherwise: String
  ) -> ReportSection {
    ReportSection(
      id: id, title: title, text: figure == nil ? otherwise : text,
      figures: figure.map { [$0] } ?? [])
  }
}

extension BarFigure {
  /// nil without bars: a figure without data says nothing.
  fileprivate var nonEmpty: BarFigure? { bars.isEmpty ? nil : self }
}

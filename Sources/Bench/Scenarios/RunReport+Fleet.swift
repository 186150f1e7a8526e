internal import Clockwork
internal import Homes
internal import Ingestion
internal import Numerics
internal import Reporting
internal import Scoring
internal import Telemetry
internal import Truth

/// The parts of the report that look at all homes: losses, sampling, calibration, the worst.
extension RunReport {
  // MARK: Losses

  func losses(_ portrait: Portrait?) -> ReportSection {
    let ledger = result.ledger
    let world = WorldCause.allCases.filter { $0 != .corrupted && ledger.count($0) > 0 }.map {
      BarFigure.Bar(Self.words($0), Double(ledger.count($0)), tone: Self.tone($0))
    }
    let pipeline = ledger.pipeline.filter { $0.count > 0 }.map {
      BarFigure.Bar(Self.words($0.cause), Double($0.count), tone: Self.tone($0.cause))
    }
    let figure = Figure.bar(
      BarFigure(
        id: "losses", title: "Every reading and every copy by its fate",
        caption: "Logarithmic. Orange was lost or refused, grey withheld or dropped on purpose.",
        axis: "count", unit: "", bars: world + pipeline, isLog: true))
    return ReportSection(
      id: "ledger", title: "Where every reading went", text: balances,
      figures: [figure] + (portrait.flatMap(batteries).map { [$0] } ?? []))
  }

  /// The three balances with their numbers.
  private var balances: String {
    let ledger = result.ledger
    func text(_ count: Int64) -> String { NumberText.whole(Int(count)) }
    func text(_ cause: WorldCause) -> String { text(ledger.count(cause)) }
    let lost = LossCause.allCases.reduce(0) { $0 + ledger.count(WorldCause($1)) }
    let refused = RejectReason.allCases.reduce(0) { $0 + ledger.count(.rejected($1)) }
    let others = ledger.count(.replayed) + ledger.count(.forged)
    let inFlight =
      ledger.count(.sent) + others - lost - refused - ledger.count(.accepted)
      - ledger.count(.duplicate)
      - ledger.count(.late)
    let foreign =
      others > 0 ? " + replayed \(text(.replayed)) + forged \(text(.forged))" : ""
    return """
      Readings taken \(text(.taken)) = sampled away on the device \(text(.sampledAway)) + put in \
      messages \(text(.inMessages)).

      Copies sent \(text(.sent))\(foreign) = accepted \(text(ledger.count(.accepted))) + lost on \
      the way \(text(lost)) + doubles \(text(ledger.count(.duplicate))) + late \
      \(text(ledger.count(.late))) + refused \(text(refused)) + still on their way \
      \(text(inFlight)).

      These balances, and that of accepted against stored readings, were checked in every window \
      of every home, in counts and in sums of ids. So was what no home may do, such as a kettle \
      that starts in an empty one: \(NumberText.whole(Int(result.plausibility.count))) checks, \
      none broken.

      Rare branches of the world: \(result.probes.text).
      """
  }

  private static func words(_ cause: WorldCause) -> String {
    switch cause {
    case .taken: "readings taken"
    case .sampledAway: "readings sampled away"
    case .inMessages: "readings put in messages"
    case .sent: "copies sent"
    case .lostToBattery: "copies lost, battery empty"
    case .lostToRadio: "copies lost by radio"
    case .lostToGateway: "copies lost, gateway starting"
    case .lostToQueueOverflow: "copies lost, queue full"
    case .corrupted: "copies corrupted"
    case .lostToPartition: "copies lost, broker deaf"
    case .replayed: "copies replayed by others"
    case .forged: "messages forged by others"
    }
  }

  private static func words(_ cause: PipelineCause) -> String {
    switch cause {
    case .accepted: "copies accepted"
    case .duplicate: "copies doubled"
    case .late: "copies too late"
    case .readingsAccepted: "readings accepted"
    case .readingsLate: "readings too late"
    case .readingsStored: "readings stored"
    case .readingsExpired: "readings expired"
    case .readingsNotKept: "readings not kept singly"
    case .rejected(let reason): "copies refused, " + Portrait.words(reason.name)
    }
  }

  private static func tone(_ cause: WorldCause) -> Tone {
    switch cause {
    case .taken, .inMessages, .sent: .accent(0)
    case .sampledAway: .muted
    default: .accent(1)
    }
  }

  private static func tone(_ cause: PipelineCause) -> Tone {
    switch cause {
    case .accepted, .readingsAccepted, .readingsStored: .accent(0)
    case .duplicate, .readingsExpired, .readingsNotKept: .muted
    case .late, .readingsLate, .rejected: .accent(1)
    }
  }

  // MARK: Error against what was sent

  var sampling: ReportSection {
    let channels = [
      ("temperature", "temperature"), ("humidity", "humidity"), ("co2", "CO2"), ("power", "power"),
    ]
    let rows = channels.compactMap { channel, label -> DotFigure.Row? in
      guard
        let error = result.scores.first(where: {
          $0.id.hasPrefix("sampling.\(channel).rmse_") && $0.value != nil
        }), let value = error.value, let sent = score("sampling.\(channel).sent_ratio")?.value,
        let null = error.null, null > 0
      else { return nil }
      return DotFigure.Row(
        "\(label), \(NumberText.short(sent * 100, digits: 2)) % sent", value / null,
        interval: error.interval.map { $0.lowerBound / null...$0.upperBound / null }, null: 1,
        random: error.random.map { $0 / null }, oracle: error.oracle.map { $0 / null })
    }
    return section(
      "sampling", "Error against what was sent",
      text: "Devices hold back what seems not worth sending. Each player sends as many readings as "
        + "ours; only audited homes keep what was held back, so that the loss can be measured.",
      figure: rows.isEmpty
        ? nil
        : .dots(
          DotFigure(
            id: "sampling-error", title: "Error at equal cost, as a share of the fixed period's",
            caption: "Left of 1 is better than a fixed period with as many readings. Random: as "
              + "many at random times; oracle: as many chosen with hindsight. Logarithmic.",
            axis: "error / error of the fixed period", unit: "", rows: rows, isLog: true,
            nullName: "fixed period")),
      otherwise: "No audited home withheld a reading in this run.")
  }

  // MARK: Calibration

  var calibration: ReportSection {
    let rows = result.scores.compactMap { score -> DotFigure.Row? in
      guard let range = score.id.firstRange(of: "coverage"),
        let nominal = Int(score.id[range.upperBound...].prefix { $0.isNumber })
      else { return nil }
      let name = score.id[..<range.lowerBound].dropLast().split(separator: ".").joined(
        separator: " ")
      var own = score
      own.target = Double(nominal) / 100
      let words = Portrait.words(name).replacing("co2", with: "CO2")
      return row("\(words), \(nominal) %", own)
    }
    return section(
      "calibration", "Calibration",
      text: "How often the truth lay inside the intervals that fusion and forecasts stated. Too "
        + "few is over-confident, too many too cautious.",
      figure: rows.isEmpty
        ? nil
        : .dots(
          DotFigure(
            id: "calibration", title: "Share of truths inside the stated interval",
            caption: "The upright line is the share that was stated.", axis: "share found",
            unit: "", rows: rows)),
      otherwise: "No stage stated an interval that could be checked in this run.")
  }

  // MARK: Homes

  var homes: ReportSection {
    let chosen = [
      ("fusion.temperature.rmse_k", "Error of fused temperatures"),
      ("forecasting.power_24h.mae_w", "Error of day-ahead forecasts"),
      ("agents.energy.cost_kwh_per_day", "Cost of comfort and energy a day"),
    ]
    let figures = chosen.compactMap { id, title -> Figure? in
      let values = result.homes.values(of: id).compactMap { $0 }
      guard values.count > 1, let score = score(id), let value = score.value else { return nil }
      if values.count <= Self.barCountMax { return bars(score, title) }
      return .histogram(
        HistogramFigure(
          id: "homes-" + id, title: title + ", home by home",
          caption: "\(id) of \(values.count) homes; the dotted line is that of all together.",
          axis: id, unit: score.unit,
          bins: HistogramFigure.bins(of: values, count: min(24, max(4, values.count / 2))),
          references: [HistogramFigure.Reference(value, label: "all homes")]))
    }
    return ReportSection(
      id: "homes", title: "Home by home",
      text: figures.isEmpty
        ? "One home has no distribution."
        : "How far the homes lie apart, and which did worst over all stages.",
      figures: figures, table: worst)
  }

  /// So few homes are drawn one by one, more as a histogram.
  private static let barCountMax = 20

  private func bars(_ score: Score, _ title: String) -> Figure {
    let homes = zip(result.homes.rows, result.homes.values(of: score.id)).compactMap { row, value in
      value.map { BarFigure.Bar("home \(row.home), \(row.kind)", $0) }
    }
    return .bar(
      BarFigure(
        id: "homes-" + score.id, title: title + ", home by home",
        caption: "\(score.id), the highest first; "
          + "\(NumberText.short(score.value)) over all homes.",
        axis: score.id, unit: score.unit, bars: homes.sorted { $0.value > $1.value }))
  }

  private var worst: ReportTable? {
    let worst = result.homes.worst(5)
    guard !worst.isEmpty else { return nil }
    let rows = worst.map { home in
      let median = Statistics.median(result.homes.values(of: home.worst.id).compactMap { $0 })
      let unit = home.worst.unit == "1" ? "" : " " + home.worst.unit
      return [
        "\(home.home)", home.kind, NumberText.fixed(home.badness * 100, decimals: 0) + " %",
        "\(home.worst.id) is \(NumberText.short(home.value))\(unit), the median home's "
          + "\(NumberText.short(median ?? home.value))\(unit)",
        faults(of: home.home), "hometwin explain RUN --home \(home.home)",
      ]
    }
    return ReportTable(
      columns: [
        "home", "kind", "worse than", "where it stands worst", "what struck it", "look closer",
      ],
      rows: rows,
      caption: "The homes that did worst, by their mean rank over the headline scores.")
  }

  /// What strikes a home, in words.
  private func faults(of home: Int) -> String {
    var counts: [(name: String, count: Int)] = []
    func count(_ name: String) {
      if let index = counts.firstIndex(where: { $0.name == name }) {
        counts[index].count += 1
      } else {
        counts.append((name, 1))
      }
    }
    for event in Home.faults(of: plan.specification(home)) {
      var name = ""
      switch event {
      case .fault(_, let channel, let kind, _, _, _):
        name = "\(kind.name), \(Portrait.words(channel.name))"
      case .deviceFault(_, let kind, _, _, _), .uplinkFault(let kind, _, _): name = kind.name
      default: continue
      }
      count(name)
    }
    for incident in result.incidents where incident.home == home {
      count(Portrait.words(incident.kind.name))
    }
    if counts.isEmpty { return "none" }
    return counts.map { $0.count > 1 ? "\($0.count) \u{00D7} \($0.name)" : $0.name }
      .joined(separator: "; ")
  }

  // MARK: Pieces

  func section(
    _ id: String, _ title: String, text: String, figure: Figure?, otherwise: String
  ) -> ReportSection {
    ReportSection(
      id: id, title: title, text: figure == nil ? otherwise : text,
      figures: figure.map { [$0] } ?? [])
  }
}

public import Reporting
internal import Scoring
public import Telemetry

/// Realism as a table for the terminal, as JSON and as a page.
extension Realism {
  public static let format = "hometwin.realism/1"

  static func short(_ value: Double?) -> String { TextTable.short(value) }

  private static let coincidenceText =
    "Strongest hour of N homes together, against the sum of each one's"

  private static func short(_ range: Percentiles?) -> [String] {
    [range?.p10, range?.p50, range?.p90].map(short)
  }

  private func figureTable(_ sections: [FigureSection]) -> ReportTable {
    if sections == [.links] { return linkTable }
    let hasFiles = sections.contains(.load) && measuredCount > 0
    let hasAblations = sections.contains(.load) && shuffledCount > 0
    return ReportTable(
      columns: ["figure", "unit", "p10", "p50", "p90"]
        + (hasAblations ? ["shuffled", "with noise"] : []) + (hasFiles ? ["files"] : [])
        + ["measured", "inside", "middle home"],
      rows: rows.filter { sections.contains($0.definition.section) }.map { row in
        [row.definition.id, row.definition.unit] + Self.spread(row)
          + (hasAblations ? [Self.short(row.shuffled), Self.short(row.noisy)] : [])
          + (hasFiles ? [Self.short(row.measured?.p50)] : [])
          + [
            Self.band(row), row.shareInside.map { TextTable.short($0 * 100) + " %" } ?? "-",
            Self.verdict(row),
          ]
      })
  }

  /// All links are one lot, which has no percentiles over homes.
  private static func spread(_ row: Row) -> [String] {
    row.definition.section == .links
      ? ["-", short(row.simulated?.p50), "-"] : short(row.simulated)
  }

  static func band(_ row: Row) -> String {
    row.band.map {
      "\(short($0.range.lowerBound)) ... \(short($0.range.upperBound))"
    } ?? "-"
  }

  static func verdict(_ row: Row) -> String {
    row.isMet.map { $0 ? "met" : "missed" } ?? "-"
  }

  func rows(of section: FigureSection) -> [Row] {
    rows.filter { $0.definition.section == section }
  }

  private var sections: [FigureSection] {
    FigureSection.allCases.filter { !rows(of: $0).isEmpty }
  }

  /// What the stretches are, or why there is no verdict on the load.
  private var spanText: String {
    guard days >= Self.daysMin else {
      return "homes were watched for less than \(Self.daysMin) days: too short a time for a verdict"
    }
    guard let span else {
      return "homes were watched for less than \(LoadSpan.month.days) days: no band of a load is "
        + "for so short a time"
    }
    return "figures of the load are those of stretches of \(span.days) days" + ablationText
  }

  private var ablationText: String {
    shuffledCount == 0
      ? ""
      : "; shuffled and with noise: the middle one of the first \(shuffledCount) homes, lived once "
        + "more with everybody's activities in another order, and with white noise as strong as "
        + "the mean"
  }

  /// What each figure means and who measured it.
  private func sources(_ section: FigureSection) -> [String] {
    rows(of: section).map { row in
      "\(row.definition.id): \(row.definition.meaning)"
        + (row.band.map { "; measured: \($0.source)" } ?? "") + Self.unlike(row)
        + Self.weighedText(row)
    }
  }

  private static func unlike(_ row: Row) -> String {
    guard row.unlikeCount > 0, let trait = row.band?.without else { return "" }
    return
      "; without \(row.unlikeCount) homes that have an \(trait.rawValue), as no measured one has"
  }

  private var headline: String {
    let homes = rows.filter { $0.definition.section != .links }
    let judged = homes.count { $0.isMet != nil }
    guard judged > 0 else { return "none of their figures is held against measured homes" }
    let spread = homes.count { $0.isSpreadMet == true }
    return "\(homes.count { $0.isMet == true }) of \(judged) figures of the middle home where "
      + "measured homes have them, \(spread) from the 10th to the 90th percentile"
  }

  private var distanceTable: ReportTable {
    ReportTable(
      columns: [
        "distance of", "simulated", "shuffled", "with noise", "random", "another home",
        "another month",
      ],
      rows: distances.map { row in
        [row.meaning]
          + [row.simulated, row.shuffled, row.noisy, row.random, row.otherHome, row.otherMonth]
          .map(Self.short)
      })
  }

  private var coincidenceTable: ReportTable {
    let measured = measuredCoincidence?.points ?? []
    return ReportTable(
      columns: ["homes", "simulated", "measured"],
      rows: coincidence.points.map { point in
        [
          String(point.homeCount), Self.short(point.factor),
          Self.short(measured.first { $0.homeCount == point.homeCount }?.factor),
        ]
      })
  }

  private var twinText: String {
    twinCount == 0
      ? "No two homes have the same load hour by hour."
      : "\(twinCount) homes have, hour by hour, the same load as another."
  }

  public func text(title: String) -> String {
    var lines = ["\(title): \(simulatedCount) homes, \(headline)", spanText]
    for section in sections {
      let more = section == .links ? ", \(linkText)" : ""
      lines += ["", section.title + more + ":"] + TextTable(figureTable([section])).lines
    }
    if !distances.isEmpty {
      lines += [
        "",
        "Distance to the files' homes (\(measuredCount); 0: none), and what it is held against:",
      ]
      lines += TextTable(distanceTable).lines
    }
    lines += ["", Self.coincidenceText + ":"]
    lines += TextTable(coincidenceTable).lines
    lines += [twinText, ""] + sections.flatMap(sources)
    return lines.joined(separator: "\n")
  }

  public var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func triple(_ range: Percentiles?) -> JSONValue {
      range.map { .array([.number($0.p10), .number($0.p50), .number($0.p90)]) } ?? .null
    }
    func curve(_ curve: CoincidenceCurve?) -> JSONValue {
      .array(
        (curve?.points ?? []).map {
          .object([
            JSONMember("homes", .integer(Int64($0.homeCount))),
            JSONMember("factor", .number($0.factor)),
          ])
        })
    }
    return .object([
      JSONMember("format", .string(Self.format)),
      JSONMember("homes", .integer(Int64(simulatedCount))),
      JSONMember("shuffled_homes", .integer(Int64(shuffledCount))),
      JSONMember("measured_homes", .integer(Int64(measuredCount))),
      JSONMember("span", span.map { .string($0.rawValue) } ?? .null),
      JSONMember(
        "figures",
        .array(
          rows.map { row in
            .object([
              JSONMember("id", .string(row.definition.id)),
              JSONMember("unit", .string(row.definition.unit)),
              JSONMember("meaning", .string(row.definition.meaning)),
              JSONMember("simulated_p10_p50_p90", triple(row.simulated)),
              JSONMember("shuffled", number(row.shuffled)),
              JSONMember("noisy", number(row.noisy)),
              JSONMember("measured_p10_p50_p90", triple(row.measured)),
              JSONMember("low", number(row.band?.range.lowerBound)),
              JSONMember("high", number(row.band?.range.upperBound)),
              JSONMember("source", row.band.map { .string($0.source) } ?? .null),
              JSONMember("homes", .integer(Int64(row.count))),
              JSONMember("homes_unlike_measured", .integer(Int64(row.unlikeCount))),
              JSONMember("share_inside", number(row.shareInside)),
              JSONMember("met", row.isMet.map { .bool($0) } ?? .null),
              JSONMember("spread_met", row.isSpreadMet.map { .bool($0) } ?? .null),
              JSONMember("links", row.ground.map { .integer(Int64($0.linkCount)) } ?? .null),
              JSONMember(
                "weakest_dbm", row.ground?.weakestDBm.map { .integer(Int64($0)) } ?? .null),
            ])
          })),
      JSONMember(
        "distances",
        .array(
          distances.map { row in
            .object([
              JSONMember("of", .string(row.name)),
              JSONMember("simulated", number(row.simulated)),
              JSONMember("shuffled", number(row.shuffled)),
              JSONMember("noisy", number(row.noisy)),
              JSONMember("random", number(row.random)),
              JSONMember("another_home", number(row.otherHome)),
              JSONMember("another_month", number(row.otherMonth)),
            ])
          })),
      JSONMember("twins", .integer(Int64(twinCount))),
      JSONMember("coincidence", curve(coincidence)),
      JSONMember("measured_coincidence", curve(measuredCoincidence)),
    ])
  }

  // MARK: The page

  public func report(title: String, why: String) -> Report {
    Report(
      title: "realism of \(title)", why: why,
      facts: ["\(simulatedCount) simulated homes", "\(measuredCount) measured homes from files"],
      verdicts: rows.compactMap(banner), verdictHeadline: headline,
      sections: sections.map(page)
        + [
          ReportSection(
            id: "coincidence", title: "Coincidence",
            text: Self.coincidenceText + ". " + twinText,
            figures: [.scatter(coincidenceFigure)], table: coincidenceTable),
          ReportSection(
            id: "distances", title: "Distances",
            text: "From simulated homes to measured ones, energy distance (0: none), beside what "
              + "that is to be held against.",
            table: distances.isEmpty ? nil : distanceTable),
        ].filter { $0.id != "distances" || !distances.isEmpty })
  }

  /// What a run's own report tells of its homes.
  public var summary: ReportSection {
    ReportSection(
      id: "realism", title: "Are these homes real?",
      text: "\(simulatedCount) homes, history and run, with the pipeline's agents at work: "
        + "\(headline); \(rows(of: .links).isEmpty ? "" : linkText + "; ")\(spanText). "
        + "Sensors are those of the first homes in their first two nights. "
        + "`hometwin realism` tells more and takes measurements of your own.",
      figures: [.scatter(shapeFigure)], table: figureTable(sections))
  }

  private func page(_ section: FigureSection) -> ReportSection {
    ReportSection(
      id: section.rawValue, title: section.title,
      text: (section == .links ? linkText : "10th, 50th and 90th percentile over homes")
        + (section == .load ? "; " + spanText : "") + ".\n\n"
        + sources(section).joined(separator: "\n\n"),
      figures: section == .load ? [.scatter(shapeFigure)] : [], table: figureTable([section]))
  }

  private func banner(_ row: Row) -> ReportVerdict? {
    guard let isMet = row.isMet, let band = row.band, let simulated = row.simulated else {
      return nil
    }
    return ReportVerdict(
      expectation: row.definition.id,
      value: Self.short(simulated.p50)
        + (row.definition.unit == "1" ? "" : " " + row.definition.unit),
      interval: (row.definition.section == .links
        ? "all links" : "\(Self.short(simulated.p10)) ... \(Self.short(simulated.p90))")
        + "; measured "
        + "\(Self.short(band.range.lowerBound)) ... \(Self.short(band.range.upperBound))",
      status: isMet ? .met : .missed)
  }

  private var shapeFigure: ScatterFigure {
    let curves = [
      ("simulated, middle home", shape.map(\.p50)), ("simulated, p10", shape.map(\.p10)),
      ("simulated, p90", shape.map(\.p90)), ("measured, middle home", measuredShape.map(\.p50)),
    ]
    return ScatterFigure(
      id: "shape", title: "The mean day", caption: "Each hour's mean power over the mean of all.",
      xAxis: "hour of the day", xUnit: "h", yAxis: "mean power", yUnit: "means",
      points: curves.flatMap { name, values in
        values.enumerated().map {
          ScatterFigure.Point(x: Double($0.offset), y: $0.element, group: name)
        }
      }, isJoined: true)
  }

  private var coincidenceFigure: ScatterFigure {
    let curves = [
      ("simulated", coincidence.points), ("measured", measuredCoincidence?.points ?? []),
    ]
    return ScatterFigure(
      id: "coincidence", title: "Coincidence of homes", caption: "Means over groups of homes.",
      xAxis: "homes together", xUnit: "", yAxis: "coincidence", yUnit: "share",
      points: curves.flatMap { name, points in
        points.map {
          ScatterFigure.Point(x: Double($0.homeCount), y: $0.factor, group: name)
        }
      }, isJoined: true)
  }
}

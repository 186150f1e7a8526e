public import Reporting
internal import Scoring
public import Telemetry

extension GateRates {
  public static let format = "hometwin.rates/1"

  private var design: String {
    "\(decisionCount) decisions of \(worldCount)" + (budget.map { " to \($0)" } ?? "") + " worlds"
  }

  private var headline: String {
    "\(scenario): \(design), drawn from the differences of \(poolCount) worlds"
  }

  private var errorLines: [String] {
    [
      "false alarms, any of \(rows.count) scores: \(TextTable.percent(own.alarms)) without a "
        + "difference, \(TextTable.percent(own.alarmsAtMargin)) where each has lost exactly its "
        + "margin",
      "falsely the same, where each has lost a trifle more: "
        + TextTable.percent(own.falselySame), "stated: \(TextTable.percent(rate))",
    ]
  }

  public var text: String {
    var table = TextTable(
      [("score", .left), ("ties", .right), ("margin", .right), ("could see", .right)]
        + Self.effects.map { ("x" + TextTable.short($0), .right) })
    for row in rows {
      table.add(
        [
          row.id, TextTable.percent(row.tiedShare), TextTable.short(row.margin),
          TextTable.short(row.detectableDrop),
        ] + row.power.map { TextTable.percent($0) })
    }
    return
      ([headline] + errorLines + [""] + table.lines + [
        "",
        "x1: how often a loss of as much as a check could see is called worse; and its multiples.",
      ]).joined(separator: "\n")
  }

  public var json: JSONValue {
    .object([
      JSONMember("format", .string(Self.format)), JSONMember("scenario", .string(scenario)),
      JSONMember("pool", .integer(Int64(poolCount))),
      JSONMember("worlds", .integer(Int64(worldCount))),
      JSONMember("budget", budget.map { .integer(Int64($0)) } ?? .null),
      JSONMember("decisions", .integer(Int64(decisionCount))),
      JSONMember("rate", .number(rate)), JSONMember("false_alarms", .number(own.alarms)),
      JSONMember("false_alarms_at_margin", .number(own.alarmsAtMargin)),
      JSONMember("false_same", .number(own.falselySame)),
      JSONMember(
        "errors",
        .array(
          errors.map { errors in
            .object([
              JSONMember("stated", .number(errors.stated)),
              JSONMember("false_alarms", .number(errors.alarms)),
              JSONMember("false_alarms_at_margin", .number(errors.alarmsAtMargin)),
              JSONMember("false_same", .number(errors.falselySame)),
            ])
          })),
      JSONMember("effects", .array(Self.effects.map { .number($0) })),
      JSONMember(
        "scores",
        .array(
          rows.map { row in
            .object([
              JSONMember("id", .string(row.id)), JSONMember("margin", .number(row.margin)),
              JSONMember("detectable_drop", .number(row.detectableDrop)),
              JSONMember("tied", .number(row.tiedShare)),
              JSONMember("power", .array(row.power.map { .number($0) })),
            ])
          })),
    ])
  }

  /// A page with the power curves.
  public var report: Report {
    Report(
      title: "error rates of a check of \(scenario)", why: headline, facts: errorLines,
      verdicts: nil,
      sections: [
        ReportSection(
          id: "errors", title: "Errors",
          text:
            "How often a check is wrong, by how often it promises to be at most. A curve below the "
            + "promise keeps it.",
          figures: [.scatter(errorFigure)]),
        ReportSection(
          id: "power", title: "Power",
          text:
            "A curve that passes 0.8 at 1 keeps the check's promise: a loss as large as what it "
            + "says that it could see is found four times of five.",
          figures: [
            .scatter(
              ScatterFigure(
                id: "power", title: "How often a planted loss is called worse",
                caption: "The loss is in one score; a curve a score.",
                xAxis: "loss, in drops that the check could see", xUnit: "",
                yAxis: "called worse", yUnit: "share",
                points: rows.flatMap { row in
                  zip(Self.effects, row.power).map {
                    ScatterFigure.Point(x: $0, y: $1, group: row.id)
                  }
                }, isJoined: true))
          ]),
      ])
  }

  private var errorFigure: ScatterFigure {
    let curves: [(name: String, value: (Errors) -> Double)] = [
      ("promised", { $0.stated }), ("better or worse, no difference", { $0.alarms }),
      ("worse, each lost its margin", { $0.alarmsAtMargin }),
      ("the same, each lost a trifle more", { $0.falselySame }),
    ]
    return ScatterFigure(
      id: "errors", title: "How often any score is called wrongly",
      caption: "\(rows.count) scores judged together, \(design).",
      xAxis: "promised rate of wrong checks", xUnit: "share", yAxis: "measured rate",
      yUnit: "share",
      points: curves.flatMap { curve in
        errors.map { ScatterFigure.Point(x: $0.stated, y: curve.value($0), group: curve.name) }
      }, isJoined: true)
  }
}

internal import Scoring

/// The page's table of scores, stage by stage, each with its meaning behind a fold.
enum ScoreTable {
  private static let columns: [(name: String, isNumber: Bool)] = [
    ("score", false), ("value", true), ("95 % interval", true), ("null", true), ("random", true),
    ("oracle", true), ("skill", true),
  ]

  static func html(_ scores: [Score]) -> String {
    var stages: [String] = []
    for score in scores where !stages.contains(score.stage) { stages.append(score.stage) }
    var text = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Scores\">"
    text += "<table class=\"scores\">\n<thead><tr>"
    for column in columns {
      let style = column.isNumber ? " class=\"num\"" : ""
      text += "<th scope=\"col\"\(style)>\(column.name)</th>"
    }
    text += "</tr></thead>\n"
    for stage in stages {
      text += "<tbody>\n<tr class=\"stage\"><th colspan=\"\(columns.count)\" scope=\"rowgroup\">"
      text += "\(Markup.escaped(stage))</th></tr>\n"
      let own = scores.filter { $0.stage == stage }
      for score in own where score.value != nil { text += row(score) }
      text += unmeasured(own.filter { $0.value == nil })
      text += "</tbody>\n"
    }
    return text + "</table></div>\n"
  }

  private static func row(_ score: Score) -> String {
    let cells = ScoreCells(score, digits: 3)
    let unit = score.unit == "1" ? "" : " " + score.unit
    let isOwn = score.id == score.stage + ".skill"
    var text = "<tr class=\"score\(isOwn ? " own" : "")\">"
    text += "<th scope=\"row\">\(meaning(score))</th>"
    for cell in [
      cells.value + unit, cells.interval, cells.null, cells.random, cells.oracle, cells.skill,
    ] {
      text += "<td class=\"num\">\(Markup.escaped(NumberText.typeset(cell)))</td>"
    }
    return text + "</tr>\n"
  }

  /// A score's id, behind it as a fold what it measures, and how its numbers must be read.
  private static func meaning(_ score: Score) -> String {
    var facts = [
      "better: \(score.better.rawValue)", "comparisons: \(NumberText.whole(score.count))",
      "homes: \(NumberText.whole(score.homeCount))",
    ]
    facts.append("seeds: \(NumberText.whole(score.seedCount))")
    if let kind = score.oracleKind { facts.append("oracle: " + kind.rawValue) }
    if !score.intervalOver.isEmpty {
      facts.append("interval over: " + score.intervalOver.joined(separator: ", "))
    }
    var note = score.status.map { "<small>\(VerdictBanner.status($0))</small>" } ?? ""
    if score.isInSample { note += "<small>in-sample: developed on this seed</small>" }
    note += score.why.map { "<small>\(Markup.escaped($0))</small>" } ?? ""
    return """
      <details><summary class="id">\(Markup.escaped(score.id))</summary>\
      <p>\(Markup.escaped(score.meaning))</p>\
      <p>\(Markup.escaped(facts.joined(separator: "; ")))</p></details>\(note)
      """
  }

  /// The scores of a stage that have no value, a row for each reason.
  private static func unmeasured(_ scores: [Score]) -> String {
    var reasons: [String] = []
    for score in scores where !reasons.contains(score.why ?? "") { reasons.append(score.why ?? "") }
    return reasons.map { reason in
      let own = scores.filter { ($0.why ?? "") == reason }
      let list = own.map {
        "<p><span class=\"id\">\(Markup.escaped($0.id))</span> \(Markup.escaped($0.meaning))</p>"
      }
      let summary =
        "\(own.count) not measured" + (reason.isEmpty ? "" : ": " + Markup.escaped(reason))
      return """
        <tr class="unmeasured"><td colspan="\(columns.count)"><details>\
        <summary>\(summary)</summary>\(list.joined())</details></td></tr>

        """
    }.joined()
  }
}

/// A score's numbers as texts with the same count of decimals.
struct ScoreCells {
  var value: String
  var interval: String
  var null: String
  var random: String
  var oracle: String
  var skill: String

  init(_ score: Score, digits: Int) {
    let players = [score.value, score.null, score.random, score.oracle].compactMap { $0 }
      .filter { $0.isFinite && $0 != 0 }
    // The value sets the decimals; a value of 0 borrows them from the other players.
    let guide = players.first { $0 == score.value } ?? players.min { $0.magnitude < $1.magnitude }
    let isWhole = players.allSatisfy { $0 == $0.rounded() } && score.interval == nil
    let decimals = isWhole ? 0 : NumberText.decimals(for: guide ?? 0, digits: digits)
    func text(_ number: Double?) -> String {
      number.map { NumberText.fixed($0, decimals: decimals) } ?? NumberText.missing
    }
    value = text(score.value)
    null = text(score.null)
    random = text(score.random)
    oracle = text(score.oracle)
    skill = score.skill.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing
    interval =
      score.interval.map { "[" + text($0.lowerBound) + ", " + text($0.upperBound) + "]" }
      ?? NumberText.missing
  }
}

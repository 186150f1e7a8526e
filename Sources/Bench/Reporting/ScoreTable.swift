internal import Scoring

/// The page's table of scores, stage by stage, each with its meaning behind a fold.
enum ScoreTable {
  private static let columns: [(name: String, isNumber: Bool)] = [
    ("score", false), ("value", true), ("95 % interval", true), ("null", true), ("random", true),
    ("oracle", true), ("skill", true), ("n", true), ("status", false),
  ]

  static func html(_ scores: [Score]) -> String {
    var stages: [String] = []
    for score in scores where !stages.contains(score.stage) { stages.append(score.stage) }
    var text = "<div class=\"scroll\" tabindex=\"0\"><table class=\"scores\">\n<thead><tr>"
    for column in columns {
      let style = column.isNumber ? " class=\"num\"" : ""
      text += "<th scope=\"col\"\(style)>\(column.name)</th>"
    }
    text += "</tr></thead>\n"
    for stage in stages {
      text += "<tbody>\n<tr class=\"stage\"><th colspan=\"\(columns.count)\" scope=\"rowgroup\">"
      text += "\(Markup.escaped(stage))</th></tr>\n"
      for score in scores where score.stage == stage { text += row(score) }
      text += "</tbody>\n"
    }
    return text + "</table></div>\n"
  }

  private static func row(_ score: Score) -> String {
    let cells = ScoreCells(score, digits: 3)
    let unit = score.unit == "1" ? "" : " " + score.unit
    let isOwn = score.id == score.stage + ".skill"
    var text = "<tr class=\"score\(isOwn ? " own" : "")\">"
    text += "<th scope=\"row\"><span class=\"id\">\(Markup.escaped(score.id))</span></th>"
    let value = score.value == nil ? NumberText.missing : cells.value + unit
    for cell in [
      value, cells.interval, cells.null, cells.random, cells.oracle, cells.skill,
      NumberText.whole(score.count),
    ] {
      text += "<td class=\"num\">\(Markup.escaped(NumberText.typeset(cell)))</td>"
    }
    text += "<td>" + (score.status.map(VerdictBanner.status) ?? "") + "</td></tr>\n"
    return text + meaning(score)
  }

  /// The row below a score: why a number is missing, and behind a fold what it measures.
  private static func meaning(_ score: Score) -> String {
    let summary = (score.why.map { $0 + " \u{00B7} " } ?? "") + "meaning"
    var facts = ["better: \(score.better.rawValue)", "homes: \(NumberText.whole(score.homeCount))"]
    facts.append("seeds: \(NumberText.whole(score.seedCount))")
    if let kind = score.oracleKind { facts.append("oracle: " + kind.rawValue) }
    if !score.intervalOver.isEmpty {
      facts.append("interval over: " + score.intervalOver.joined(separator: ", "))
    }
    return """
      <tr class="meaning"><td colspan="\(columns.count)"><details>\
      <summary>\(Markup.escaped(summary))</summary>\
      <p>\(Markup.escaped(score.meaning))</p>\
      <p>\(Markup.escaped(facts.joined(separator: "; ")))</p></details></td></tr>

      """
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

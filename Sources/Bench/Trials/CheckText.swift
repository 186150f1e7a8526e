internal import Reporting
internal import Scoring

/// A check for people: a table on the terminal, or Markdown for a pull request.
public struct CheckText {
  let check: Check

  public init(_ check: Check) { self.check = check }

  private var baseName: String { check.base.name }
  private var candidateName: String { check.candidate.name }

  static let order: [GateVerdict] = [.worse, .undecided, .better, .same]
  static let columns: [(String, TextTable.Side)] = [
    ("score", .left), ("base", .right), ("candidate", .right), ("gain", .right),
    ("interval", .right), ("margin", .right), ("could see", .right), ("verdict", .left),
  ]

  /// The rows that matter first.
  private var rows: [Check.Row] { Self.order.flatMap { check.rows($0) } }

  /// One sentence: how many scores went which way.
  public var summary: String {
    "\(check.scenario), \(check.seeds.count) worlds (seeds \(check.seeds.first ?? 0) to "
      + "\(check.seeds.last ?? 0)): \(counts)"
  }

  var counts: String {
    let counts = Self.order.compactMap { verdict -> String? in
      let count = check.rows(verdict).count
      return count > 0 ? "\(count) \(verdict.rawValue)" : nil
    }
    return counts.isEmpty ? "no score" : counts.joined(separator: ", ")
  }

  /// What the columns mean, once.
  var legend: String {
    "Gain: mean over worlds of candidate against base, positive is better; interval at "
      + "\(TextTable.percent(check.rows.map(\.level).min() ?? 0.95)) or more, so that a false "
      + "\"better\" or \"worse\" stands among all verdicts \(TextTable.percent(check.rule.rate)) "
      + "of the time at most, and a false \"same\" too; could see: the drop that would be found "
      + "four times of five."
  }

  public var terminal: String {
    var table = TextTable(Self.columns)
    for row in rows { table.add(cells(row)) }
    return
      ([summary, "base: \(baseName)", "candidate: \(candidateName)", ""] + table.lines
      + ["", legend] + remarks)
      .joined(separator: "\n")
  }

  public var markdown: String {
    var lines = ["### HomeTwin check: \(summary)", ""]
    lines += ["base: `\(baseName)`, candidate: `\(candidateName)`", ""]
    lines += table(rows.filter { $0.verdict != .same })
    let same = check.rows(.same)
    if !same.isEmpty {
      lines += ["<details><summary>\(same.count) the same</summary>", ""]
      lines += table(same) + ["</details>", ""]
    }
    return (lines + [legend, ""] + remarks + [""]).joined(separator: "\n")
  }

  /// What a reader should know beside the table: margins that somebody chose, and scores of which
  /// it is not known that they can fail.
  var remarks: [String] {
    var lines = check.rows.compactMap { row in
      check.rule.margins[row.id].map {
        "Margin of \(row.id): \(TextTable.short($0.value)), because \($0.because)"
      }
    }
    for (name, side) in [("Base", check.base), ("Candidate", check.candidate)] {
      lines += side.programs.map { "\(name): \($0)" }
    }
    if !check.unjudged.isEmpty {
      lines.append(
        "Not judged, since neither side has a value in any world: "
          + check.unjudged.joined(separator: ", "))
    }
    if !check.unproven.isEmpty {
      lines.append(
        "Unproven, since no broken pipeline has made them fail (--prove): "
          + check.unproven.joined(separator: ", "))
    }
    return lines
  }

  private func table(_ rows: [Check.Row]) -> [String] {
    var table = TextTable(Self.columns)
    for row in rows {
      var cells = cells(row)
      cells[0] = "`\(cells[0])`"
      if row.verdict != .same { cells[7] = "**\(cells[7])**" }
      table.add(cells)
    }
    return table.markdown
  }

  func cells(_ row: Check.Row) -> [String] {
    var verdict = row.verdict.rawValue
    if row.count == 0, row.gainedCount > 0 {
      verdict += " (new: the base has no value)"
    } else if row.lostCount > 0 {
      verdict += " (no value in \(row.lostCount) worlds)"
    }
    return [
      row.id, TextTable.short(row.base), TextTable.short(row.candidate),
      TextTable.short(row.gain), TextTable.short(row.interval), TextTable.short(row.margin),
      TextTable.short(row.detectableDrop), verdict,
    ]
  }
}

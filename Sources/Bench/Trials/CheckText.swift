internal import Scoring

/// A check for people: a table on the terminal, or Markdown for a pull request.
public struct CheckText {
  let check: Check
  let baseName: String
  let candidateName: String

  public init(_ check: Check, base: String, candidate: String) {
    self.check = check
    baseName = base
    candidateName = candidate
  }

  private static let order: [GateVerdict] = [.worse, .undecided, .better, .same]
  private static let header = [
    "score", "base", "candidate", "gain", "interval", "margin", "could see", "verdict",
  ]

  /// The rows that matter first.
  private var rows: [Check.Row] { Self.order.flatMap { check.rows($0) } }

  /// One sentence: how many scores went which way.
  public var summary: String {
    let counts = Self.order.compactMap { verdict -> String? in
      let count = check.rows(verdict).count
      return count > 0 ? "\(count) \(verdict.rawValue)" : nil
    }
    return "\(check.scenario), \(check.seeds.count) worlds (seeds \(check.seeds.first ?? 0) to "
      + "\(check.seeds.last ?? 0)): "
      + (counts.isEmpty ? "no score" : counts.joined(separator: ", "))
  }

  /// What the columns mean, once.
  private var legend: String {
    "Gain: mean over worlds of candidate against base, positive is better; interval at "
      + "\(Self.percent(check.rows.map(\.level).min() ?? 0.95)) or more, so that all verdicts "
      + "together are wrong \(Self.percent(check.rule.rate)) of the time at most; could see: the "
      + "drop that would be found four times of five."
  }

  public var terminal: String {
    let table = [Self.header] + rows.map(cells)
    let widths = Self.header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    let lines = table.map { row in
      row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 || column == 7 ? cell + padding : padding + cell
      }.joined(separator: "  ").trimmedEnd
    }
    return
      ([summary, "base: \(baseName)", "candidate: \(candidateName)", ""] + lines + ["", legend])
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
    return (lines + [legend, ""]).joined(separator: "\n")
  }

  private func table(_ rows: [Check.Row]) -> [String] {
    guard !rows.isEmpty else { return [] }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    return [line(Self.header), "|---|---:|---:|---:|---:|---:|---:|---|"]
      + rows.map { row in
        var cells = cells(row)
        cells[0] = "`\(cells[0])`"
        if row.verdict != .same { cells[7] = "**\(cells[7])**" }
        return line(cells)
      } + [""]
  }

  private func cells(_ row: Check.Row) -> [String] {
    var verdict = row.verdict.rawValue
    if row.lostCount > 0 { verdict += " (no value in \(row.lostCount) worlds)" }
    return [
      row.id, Self.short(row.base), Self.short(row.candidate), Self.short(row.gain),
      row.interval.map { "\(Self.short($0.lowerBound)) ... \(Self.short($0.upperBound))" } ?? "-",
      Self.short(row.margin), Self.short(row.detectableDrop), verdict,
    ]
  }

  /// Four significant digits, a dash for what is missing.
  static func short(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "-" }
    let text = value == 0 ? "0" : BriefNumber.text(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func percent(_ share: Double) -> String { short(share * 100) + " %" }
}

extension String {
  /// Without spaces at the end.
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

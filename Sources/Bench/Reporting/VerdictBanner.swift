internal import Scoring

/// The head of the page: what was expected, what came, and whether it holds.
enum VerdictBanner {
  static func html(_ verdicts: [ReportVerdict], headline: String? = nil) -> String {
    let met = verdicts.count { $0.status == .met }
    let missed = verdicts.count { $0.status == .missed }
    let open = verdicts.count - met - missed
    var style = "met"
    if missed > 0 { style = "missed" } else if open > 0 || verdicts.isEmpty { style = "undecided" }
    var text = "<section class=\"verdict \(style)\" aria-label=\"Verdict\">\n"
    let summary = headline ?? self.headline(met: met, missed: missed, open: open)
    text += "<strong>\(Markup.escaped(summary))</strong>\n"
    if !verdicts.isEmpty { text += "<ul>\n" + verdicts.map(item).joined() + "</ul>\n" }
    return text + "</section>\n"
  }

  private static func headline(met: Int, missed: Int, open: Int) -> String {
    let total = met + missed + open
    if total == 0 { return "No expectations stated: nothing to pass or fail" }
    if met == total {
      return total == 1 ? "The expectation is met" : "All \(total) expectations met"
    }
    var parts = ["\(met) of \(total) expectation\(total == 1 ? "" : "s") met"]
    if missed > 0 { parts.append("\(missed) missed") }
    if open > 0 { parts.append("\(open) undecided") }
    return parts.joined(separator: ", ")
  }

  private static func item(_ verdict: ReportVerdict) -> String {
    """
    <li>\(status(verdict.status, word: verdict.word))\
    <code class="asked">\(Markup.escaped(verdict.expectation))</code>\
    <span class="found">\(Markup.escaped(NumberText.typeset(verdict.value)))\
    <small>\(Markup.escaped(NumberText.typeset(verdict.interval)))</small></span></li>

    """
  }

  /// A status as sign and word, so that it does not rest on colour.
  static func status(_ status: Score.Status, word: String? = nil) -> String {
    let sign =
      switch status {
      case .met: "\u{2713}"
      case .missed: "\u{2717}"
      case .undecided: "?"
      }
    return "<span class=\"status \(status.rawValue)\">\(sign) \(word ?? status.rawValue)</span>"
  }
}

internal import Scoring

/// A report as one HTML file: no scripts, nothing loaded from elsewhere but the data files.
///
/// The text is also well-formed XML, so that a strict parser can check it.
public enum HTMLReport {
  /// The most rows of a figure's data that the page itself shows.
  static let rowsMax = 200

  public static func render(_ report: Report) -> String {
    let figures = report.figures
    var page = """
      <!DOCTYPE html>
      <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>\(Markup.escaped(report.title))</title>
      <style>
      \(StyleSheet.text)</style>
      </head>
      <body>
      <main>
      <header>
      <h1>\(Markup.escaped(report.title))</h1>
      <p class="why">\(Markup.escaped(report.why))</p>
      \(facts(report))</header>

      """
    if let verdicts = report.verdicts {
      page += VerdictBanner.html(verdicts, headline: report.verdictHeadline)
    }
    page += contents(report)
    var drawn = 0
    if let first = figures.first, case .skill(let skills) = first, skills.id == "skills" {
      page += "<section id=\"skills\">\n<h2>Skills</h2>\n"
      page += figure(first, number: drawn) + "</section>\n"
      drawn += 1
    }
    for section in report.sections {
      page += "<section id=\"s-\(Slug.text(section.id))\">\n"
      page += "<h2>\(Markup.escaped(section.title))</h2>\n" + paragraphs(section.text)
      for item in section.figures {
        page += figure(item, number: drawn)
        drawn += 1
      }
      if let table = section.table { page += html(table) }
      page += "</section>\n"
    }
    if !report.scores.isEmpty {
      page += "<section id=\"scores\">\n<h2>All scores</h2>\n"
      page += "<p>A score's name opens what it means.</p>\n"
      page += ScoreTable.html(report.scores) + "</section>\n"
    }
    page += provenance(report)
    return page + "</main>\n</body>\n</html>\n"
  }

  /// What was run, in one line below the title.
  private static func facts(_ report: Report) -> String {
    guard !report.facts.isEmpty else { return "" }
    let items = report.facts.map { "<span>\(Markup.escaped($0))</span>" }
    return "<p class=\"facts\">" + items.joined(separator: " \u{00B7} ") + "</p>\n"
  }

  private static func contents(_ report: Report) -> String {
    guard report.sections.count > 1 else { return "" }
    var text = "<nav aria-label=\"Sections\">\n"
    if case .skill = report.figures.first { text += "<a href=\"#skills\">Skills</a>\n" }
    for section in report.sections {
      text += "<a href=\"#s-\(Slug.text(section.id))\">\(Markup.escaped(section.title))</a>\n"
    }
    if !report.scores.isEmpty { text += "<a href=\"#scores\">All scores</a>\n" }
    if !report.provenance.isEmpty { text += "<a href=\"#provenance\">Provenance</a>\n" }
    return text + "</nav>\n"
  }

  private static func paragraphs(_ text: String) -> String {
    var paragraphs: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        paragraphs.append([])
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    return paragraphs.filter { !$0.isEmpty }
      .map { "<p>" + Markup.prose($0.joined(separator: "\n")) + "</p>\n" }.joined()
  }

  /// A figure drawn for both widths, its caption, its data file and the first of its data.
  private static func figure(_ figure: Figure, number: Int) -> String {
    let content = figure.content
    let id = "f\(number)-" + Slug.text(figure.id)
    var text = "<figure id=\"\(id)\">\n<h3>\(Markup.escaped(figure.title))</h3>\n"
    for screen in [Screen.wide, .narrow] {
      let name = screen.isNarrow ? "narrow" : "wide"
      text += content.drawing(on: screen).svg(
        id: id + "-" + name, title: figure.title, description: figure.caption, style: name)
    }
    text += "<figcaption>\(Markup.prose(figure.caption))</figcaption>\n"
    return text + dataBlock(content.data, path: figure.csvPath) + "</figure>\n"
  }

  private static func dataBlock(_ data: ReportTable, path: String) -> String {
    let count = data.rows.count
    var shown = data
    if count > rowsMax {
      // Rows spread evenly over the data say more than its first minute.
      shown.rows = (0..<rowsMax).map { data.rows[$0 * (count - 1) / (rowsMax - 1)] }
      shown.caption = "\(rowsMax) of \(NumberText.whole(count)) rows, evenly spread."
    }
    var text = "<details class=\"data\"><summary>Data</summary>\n"
    text += "<p>All \(NumberText.whole(count)) rows: "
    text += "<a href=\"\(Markup.escaped(path))\">\(Markup.escaped(path))</a></p>\n"
    return text + html(shown) + "</details>\n"
  }

  static func html(_ table: ReportTable) -> String {
    let numeric = table.columns.indices.map { column in
      let cells = table.rows.compactMap { $0.indices.contains(column) ? $0[column] : nil }
      return cells.contains { !$0.isEmpty } && cells.allSatisfy(isNumeric)
    }
    // Not a caption element: it would be as wide as a table that scrolls.
    let caption = Markup.escaped(table.caption)
    var text = caption.isEmpty ? "" : "<p class=\"caption\">\(caption)</p>\n"
    text += "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">"
    text += "<table>\n<thead><tr>"
    for (name, isNumber) in zip(table.columns, numeric) {
      let style = isNumber ? " class=\"num\"" : ""
      text += "<th scope=\"col\"\(style)>\(Markup.escaped(name))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      text += "<tr>"
      for (column, isNumber) in numeric.enumerated() {
        let cell = row.indices.contains(column) ? row[column] : ""
        let style = isNumber ? " class=\"num\"" : ""
        text += "<td\(style)>\(Markup.escaped(isNumber ? NumberText.typeset(cell) : cell))</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody></table></div>\n"
  }

  private static func isNumeric(_ cell: String) -> Bool {
    if cell.isEmpty || cell == NumberText.missing || cell == "-" { return true }
    return Double(cell.filter { $0 != "," && $0 != "%" && $0 != " " }) != nil
  }

  private static func provenance(_ report: Report) -> String {
    guard !report.provenance.isEmpty else { return "" }
    var text = "<section id=\"provenance\">\n<h2>Provenance</h2>\n<dl>\n"
    for (key, value) in report.provenance {
      text += "<dt>\(Markup.escaped(key))</dt><dd><code>\(Markup.escaped(value))</code></dd>\n"
    }
    return text + "</dl>\n</section>\n"
  }
}

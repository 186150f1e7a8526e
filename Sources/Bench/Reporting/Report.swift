public import Scoring

/// Everything that one report page says, before it is drawn.
public struct Report: Sendable {
  public var title: String
  /// Why the scenario exists, one or two sentences.
  public var why: String
  /// What was run, in a few words each, below the title.
  public var facts: [String]
  /// nil where nothing could pass or fail.
  public var verdicts: [ReportVerdict]?
  /// What the verdicts come to; nil to count expectations.
  public var verdictHeadline: String?
  public var scores: [Score]
  public var sections: [ReportSection]
  /// Facts by which the run can be repeated, in the order in which they are shown.
  public var provenance: [(key: String, value: String)]

  public init(
    title: String, why: String, facts: [String] = [],
    verdicts: [ReportVerdict]? = [], verdictHeadline: String? = nil, scores: [Score] = [],
    sections: [ReportSection] = [], provenance: [(key: String, value: String)] = []
  ) {
    self.title = title
    self.why = why
    self.facts = facts
    self.verdicts = verdicts
    self.verdictHeadline = verdictHeadline
    self.scores = scores
    self.sections = sections
    self.provenance = provenance
  }

  /// Every figure of the page with its own data, the skills chart first; write each one's
  /// `csvText` to its `csvPath` beside the page.
  public var figures: [Figure] {
    let skills = SkillFigure(scores: scores)
    return (skills.rows.isEmpty ? [] : [.skill(skills)]) + sections.flatMap(\.figures)
  }
}

/// One expectation of the scenario with what became of it.
public struct ReportVerdict: Sendable {
  /// What was asked, such as `fusion.temperature.rmse_k <= 0.15`.
  public var expectation: String
  /// What was found, with its unit.
  public var value: String
  /// The 95 % interval, or why there is none.
  public var interval: String
  public var status: Score.Status
  /// What is said of it instead of the status, such as `worse`.
  public var word: String?

  public init(
    expectation: String, value: String, interval: String, status: Score.Status,
    word: String? = nil
  ) {
    self.word = word
    self.expectation = expectation
    self.value = value
    self.interval = interval
    self.status = status
  }
}

/// A part of the page with its own heading.
public struct ReportSection: Sendable {
  /// A word for the address bar, unique on the page.
  public var id: String
  public var title: String
  /// Paragraphs, separated by an empty line.
  public var text: String
  public var figures: [Figure]
  public var table: ReportTable?

  public init(
    id: String, title: String, text: String = "", figures: [Figure] = [],
    table: ReportTable? = nil
  ) {
    self.id = id
    self.title = title
    self.text = text
    self.figures = figures
    self.table = table
  }
}

/// A table of texts; a column is set as numbers if each of its cells reads as one.
public struct ReportTable: Sendable {
  public var columns: [String]
  public var rows: [[String]]
  public var caption: String

  public init(columns: [String], rows: [[String]], caption: String = "") {
    self.columns = columns
    self.rows = rows
    self.caption = caption
  }

  /// The rows as comma-separated values (RFC 4180), the column names first.
  public var csvText: String {
    var text = ""
    for row in [columns] + rows {
      text += row.map(Self.quoted).joined(separator: ",") + "\n"
    }
    return text
  }

  private static func quoted(_ cell: String) -> String {
    let needsQuotes = cell.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    guard needsQuotes else { return cell }
    var text = "\""
    for scalar in cell.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}

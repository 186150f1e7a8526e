public import Scoring

/// Each score on one axis of skill: the null at 0, the oracle at 1, random and ours between.
public struct SkillFigure: Sendable {
  public struct Row: Sendable {
    public var label: String
    public var skill: Double
    public var lower: Double?
    public var upper: Double?
    public var random: Double?
    /// A stage's own skill, set in bold.
    public var isSummary: Bool

    public init(
      _ label: String, skill: Double, lower: Double? = nil, upper: Double? = nil,
      random: Double? = nil, isSummary: Bool = false
    ) {
      self.label = label
      self.skill = skill
      self.lower = lower
      self.upper = upper
      self.random = random
      self.isSummary = isSummary
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  public var rows: [Row]

  public init(id: String, title: String, caption: String, rows: [Row]) {
    self.id = id
    self.title = title
    self.caption = caption
    self.rows = rows
  }

  /// A row for each score that has a skill, stage by stage, the stage's own skill first.
  public init(scores: [Score]) {
    var stages: [String] = []
    for score in scores where !stages.contains(score.stage) { stages.append(score.stage) }
    let rated = scores.filter { $0.skill != nil }
    rows = stages.flatMap { stage in
      let own = rated.filter { $0.stage == stage }
      return (own.filter { $0.id == stage + ".skill" } + own.filter { $0.id != stage + ".skill" })
        .compactMap(Self.row)
    }
    id = "skills"
    title = "Skill of each stage"
    let left = scores.count - rated.count
    caption =
      "0 is the obvious method (null), 1 the oracle, which is told the truth as far as it could "
      + "be known at the time; the bar is the 95 % interval. Below 0 is worse than the obvious "
      + "method."
      + (left > 0 ? " Scores without a skill, not drawn: \(left); the table says why." : "")
  }

  private static func row(_ score: Score) -> Row? {
    guard let skill = score.skill else { return nil }
    var random: Double?
    if let null = score.null, let oracle = score.oracle, let value = score.random, null != oracle {
      random = (null - value) / (null - oracle)
    }
    let isSummary = score.id == score.stage + ".skill"
    let interval = score.skillInterval ?? (isSummary ? score.interval : nil)
    return Row(
      score.id, skill: skill, lower: interval?.lowerBound, upper: interval?.upperBound,
      random: random, isSummary: isSummary)
  }
}

extension SkillFigure: FigureContent {
  var data: ReportTable {
    ReportTable(
      columns: ["score", "null", "random", "skill", "skill_lower", "skill_upper", "oracle"],
      rows: rows.map { row in
        [row.label, "0"]
          + [row.random, row.skill, row.lower, row.upper].map { $0.map(NumberText.exact) ?? "" }
          + ["1"]
      })
  }

  private static let frameStyle = RowFrame.Style(
    rowHeight: (narrow: 40, wide: 26), narrowLeft: 8, labels: 60...350, labelGap: 34, right: 56,
    foot: 0, baseline: (narrow: 15, wide: 17), endsAtPlot: false)

  func drawing(on screen: Screen) -> Drawing {
    let frame = RowFrame(rows.map(\.label), on: screen, style: Self.frameStyle, top: 50)
    var drawing = Drawing(width: screen.width, height: frame.bottom + 24)
    // A random player far below the null must not squeeze the rest: it becomes an arrow.
    let values =
      rows.flatMap { [$0.skill] + [$0.lower, $0.upper].compactMap { $0 } }
      + rows.compactMap(\.random).map { min(max($0, -0.3), 1.1) }
    let x = frame.scale(values.map { min(max($0, -1), 1.3) } + [0, 1], wideTicks: 7)
    frame.grid(x, in: &drawing)
    legend(in: &drawing)
    for (value, name) in [(0.0, "null"), (1.0, "oracle")] {
      guard let place = x.place(value) else { continue }
      drawing.line(place, frame.top - 6, place, frame.bottom, style: "player")
      drawing.text(name, x: place, y: frame.top - 12, anchor: .middle, style: "strong")
    }
    for (index, row) in rows.enumerated() {
      let y = frame.label(index, in: &drawing, style: row.isSummary ? "strong" : "lane")
      draw(row, in: &drawing, x: x, y: screen.isNarrow ? y + 28 : y + 13)
    }
    return drawing
  }

  private func draw(_ row: Row, in drawing: inout Drawing, x: NumberScale, y: Double) {
    let low = row.lower.flatMap(x.place)
    let high = row.upper.flatMap(x.place)
    let tone = row.skill < 0 ? Tone.bad : .accent(0)
    if let low, let high {
      drawing.rectangle(
        x: low, y: y - 3, width: max(1.5, high - low), height: 6,
        style: "f-\(tone.name) interval", radius: 3)
    }
    if let random = row.random, let place = x.place(random) {
      let name = "random: \(NumberText.typeset(NumberText.short(random)))"
      if random < x.lower {
        drawing.path(Glyph.arrow(place, y, points: -1), style: "s-muted cross", hint: name)
      } else if random > x.upper {
        drawing.path(Glyph.arrow(place, y, points: 1), style: "s-muted cross", hint: name)
      } else {
        drawing.path(Glyph.cross(place, y), style: "s-muted cross", hint: name)
      }
    }
    let text = NumberText.typeset(NumberText.fixed(row.skill, decimals: 2))
    guard let place = x.place(row.skill) else { return }
    if row.skill < x.lower || row.skill > x.upper {
      drawing.path(
        Glyph.arrow(place, y, points: row.skill < x.lower ? -1 : 1),
        style: "s-\(tone.name) cross", hint: "\(row.label): \(text)")
    } else {
      drawing.circle(
        x: place, y: y, radius: row.isSummary ? 6 : 4.5, style: "f-\(tone.name) mark",
        hint: "\(row.label): \(text)")
    }
    drawing.text(
      text, x: drawing.width, y: y + 4, anchor: .end, style: row.isSummary ? "strong" : "value")
  }

  /// Names the marks above the axis.
  private func legend(in drawing: inout Drawing) {
    drawing.circle(x: 6, y: 8, radius: 4.5, style: "f-a0 mark")
    drawing.text("ours", x: 15, y: 12)
    drawing.path(Glyph.cross(64, 8), style: "s-muted cross")
    drawing.text("random", x: 74, y: 12)
    drawing.path(Glyph.arrow(142, 8, points: -1), style: "s-muted cross")
    drawing.text("beyond the axis", x: 151, y: 12)
  }
}

/// Rows of players on one axis: ours with its 95 % interval, and the null, a random player, the
/// oracle and the right value where there are such.
public struct DotFigure: Sendable {
  public struct Row: Sendable {
    public var label: String
    public var value: Double
    public var interval: ClosedRange<Double>?
    public var null: Double?
    public var random: Double?
    public var oracle: Double?
    /// The value that would be right, such as 0.95 for the coverage of a 95 % interval.
    public var target: Double?

    public init(
      _ label: String, _ value: Double, interval: ClosedRange<Double>? = nil, null: Double? = nil,
      random: Double? = nil, oracle: Double? = nil, target: Double? = nil
    ) {
      self.label = label
      self.value = value
      self.interval = interval
      self.null = null
      self.random = random
      self.oracle = oracle
      self.target = target
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  public var axis: String
  public var unit: String
  public var rows: [Row]
  public var isLog: Bool
  /// What must be seen whatever the values are, such as 0...1 for shares.
  public var extent: ClosedRange<Double>?
  /// What the null is called, where it has a name of its own.
  public var nullName: String

  public init(
    id: String, title: String, caption: String, axis: String, unit: String, rows: [Row],
    isLog: Bool = false, extent: ClosedRange<Double>? = nil, nullName: String = "null"
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.axis = axis
    self.unit = unit
    self.rows = rows
    self.isLog = isLog
    self.extent = extent
    self.nullName = nullName
  }
}

extension DotFigure: FigureContent {
  var data: ReportTable {
    ReportTable(
      columns: ["label", "value", "lower", "upper", "null", "random", "oracle", "target", "unit"],
      rows: rows.map { row in
        [row.label, NumberText.exact(row.value)]
          + [
            row.interval?.lowerBound, row.interval?.upperBound, row.null, row.random, row.oracle,
            row.target,
          ].map { $0.map(NumberText.exact) ?? "" } + [unit]
      })
  }

  private static let frameStyle = RowFrame.Style(
    rowHeight: (narrow: 42, wide: 28), narrowLeft: 8, labels: 60...260, labelGap: 20, right: 60,
    foot: 2, baseline: (narrow: 14, wide: 18), endsAtPlot: false)

  func drawing(on screen: Screen) -> Drawing {
    var drawing = Drawing(width: screen.width, height: 0)
    let top = legend(in: &drawing)
    let frame = RowFrame(rows.map(\.label), on: screen, style: Self.frameStyle, top: top)
    drawing.height = frame.bottom + 40
    let values = rows.flatMap { row in
      [row.value]
        + [
          row.interval?.lowerBound, row.interval?.upperBound, row.null, row.random, row.oracle,
          row.target,
        ].compactMap { $0 }
    }
    let x = frame.scale(
      values + (extent.map { [$0.lowerBound, $0.upperBound] } ?? []), isLog: isLog)
    frame.grid(x, in: &drawing)
    for (index, row) in rows.enumerated() {
      let y = frame.label(index, in: &drawing)
      draw(row, in: &drawing, x: x, y: screen.isNarrow ? y + 29 : y + 14)
    }
    drawing.line(frame.left, frame.bottom, frame.right, frame.bottom, style: "base")
    frame.axisTitle(AxisTitle.text(axis, unit), in: &drawing)
    return drawing
  }

  private func draw(_ row: Row, in drawing: inout Drawing, x: NumberScale, y: Double) {
    func hint(_ name: String, _ value: Double) -> String {
      "\(row.label), \(name): \(NumberText.typeset(NumberText.short(value))) \(unit)"
    }
    if let target = row.target, let place = x.place(target) {
      drawing.line(place, y - 9, place, y + 9, style: "target")
    }
    if let interval = row.interval, let low = x.place(interval.lowerBound),
      let high = x.place(interval.upperBound)
    {
      drawing.rectangle(
        x: low, y: y - 3, width: max(1.5, high - low), height: 6, style: "f-a0 interval", radius: 3)
    }
    if let random = row.random, let place = x.place(random) {
      drawing.path(
        Glyph.cross(place, y), style: "s-muted cross", hint: hint("random", random))
    }
    if let null = row.null, let place = x.place(null) {
      drawing.circle(x: place, y: y, radius: 4.5, style: "hollow", hint: hint(nullName, null))
    }
    if let oracle = row.oracle, let place = x.place(oracle) {
      drawing.path(
        Glyph.diamond(place, y), isClosed: true, style: "f-a2 mark", hint: hint("oracle", oracle))
    }
    if let place = x.place(row.value) {
      drawing.circle(
        x: place, y: y, radius: 5, style: "f-a0 mark", hint: hint("ours", row.value))
    }
    drawing.text(
      NumberText.typeset(NumberText.short(row.value)), x: drawing.width, y: y + 4, anchor: .end,
      style: "value")
  }

  /// Names the marks that are used, and returns where the plot may begin.
  private func legend(in drawing: inout Drawing) -> Double {
    var x = 6.0
    func named(_ name: String, in drawing: inout Drawing) {
      drawing.text(name, x: x + 10, y: 14)
      x += 30 + Drawing.textWidth(name)
    }
    drawing.circle(x: x, y: 10, radius: 5, style: "f-a0 mark")
    named("ours", in: &drawing)
    if rows.contains(where: { $0.null != nil }) {
      drawing.circle(x: x, y: 10, radius: 4.5, style: "hollow")
      named(nullName, in: &drawing)
    }
    if rows.contains(where: { $0.random != nil }) {
      drawing.path(Glyph.cross(x, 10), style: "s-muted cross")
      named("random", in: &drawing)
    }
    if rows.contains(where: { $0.oracle != nil }) {
      drawing.path(Glyph.diamond(x, 10), isClosed: true, style: "f-a2 mark")
      named("oracle", in: &drawing)
    }
    if rows.contains(where: { $0.target != nil }) {
      drawing.line(x, 3, x, 17, style: "target")
      named("right", in: &drawing)
    }
    return 26
  }
}

/// Small marks drawn around a point.
enum Glyph {
  static func cross(_ x: Double, _ y: Double) -> [Drawing.Step] {
    [.move(x - 4, y - 4), .line(x + 4, y + 4), .move(x - 4, y + 4), .line(x + 4, y - 4)]
  }

  static func diamond(_ x: Double, _ y: Double) -> [Drawing.Step] {
    [.move(x - 5.5, y), .line(x, y - 5.5), .line(x + 5.5, y), .line(x, y + 5.5)]
  }

  /// An arrow head; `way` is 1 to the right and -1 to the left.
  static func arrow(_ x: Double, _ y: Double, points way: Double) -> [Drawing.Step] {
    [.move(x - 3 * way, y - 4), .line(x + 2 * way, y), .line(x - 3 * way, y + 4)]
  }
}

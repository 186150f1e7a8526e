/// Horizontal bars with optional error whiskers, on a plain or a logarithmic axis.
public struct BarFigure: Sendable {
  public struct Bar: Sendable {
    public var label: String
    public var value: Double
    /// The 95 % interval, if there is one.
    public var lower: Double?
    public var upper: Double?
    public var tone: Tone

    public init(
      _ label: String, _ value: Double, lower: Double? = nil, upper: Double? = nil,
      tone: Tone = .accent(0)
    ) {
      self.label = label
      self.value = value
      self.lower = lower
      self.upper = upper
      self.tone = tone
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  public var axis: String
  public var unit: String
  public var bars: [Bar]
  public var isLog: Bool

  public init(
    id: String, title: String, caption: String, axis: String, unit: String, bars: [Bar],
    isLog: Bool = false
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.axis = axis
    self.unit = unit
    self.bars = bars
    self.isLog = isLog
  }
}

extension BarFigure: FigureContent {
  var data: ReportTable {
    ReportTable(
      columns: ["label", "value", "lower", "upper", "unit"],
      rows: bars.map { bar in
        [
          bar.label, NumberText.exact(bar.value), bar.lower.map(NumberText.exact) ?? "",
          bar.upper.map(NumberText.exact) ?? "", unit,
        ]
      })
  }

  private static let frameStyle = RowFrame.Style(
    rowHeight: (narrow: 40, wide: 26), narrowLeft: 4, labels: 40...260, labelGap: 12, right: 74,
    foot: 4, baseline: (narrow: 14, wide: 17), endsAtPlot: true)

  func drawing(on screen: Screen) -> Drawing {
    let frame = RowFrame(bars.map(\.label), on: screen, style: Self.frameStyle, top: 4)
    var drawing = Drawing(width: screen.width, height: frame.bottom + 40)
    let values = bars.flatMap { [$0.value] + [$0.lower, $0.upper].compactMap { $0 } }
    let x = frame.scale(values, hasZero: !isLog, isLog: isLog)
    frame.grid(x, in: &drawing)
    let origin = (isLog ? nil : x.place(0)) ?? frame.left
    for (index, bar) in bars.enumerated() {
      let y = frame.label(index, in: &drawing)
      let barY = screen.isNarrow ? y + 19 : y + 5
      draw(bar, in: &drawing, x: x, y: barY, height: 16, origin: origin)
    }
    drawing.line(origin, frame.top, origin, frame.bottom, style: "base")
    frame.axisTitle(AxisTitle.text(axis, unit), in: &drawing)
    return drawing
  }

  private func draw(
    _ bar: Bar, in drawing: inout Drawing, x: NumberScale, y: Double, height: Double,
    origin: Double
  ) {
    let isWhole = bar.value == bar.value.rounded() && bar.value.magnitude < 1e7
    let text = NumberText.typeset(
      isWhole ? NumberText.fixed(bar.value, decimals: 0) : NumberText.short(bar.value))
    var end = origin
    if let place = x.place(bar.value) {
      drawing.rectangle(
        x: min(origin, place), y: y, width: (place - origin).magnitude, height: height,
        style: "f-\(bar.tone.name) bar", radius: 1.5, hint: "\(bar.label): \(text) \(unit)")
      end = max(origin, place)
    }
    if let low = bar.lower.flatMap(x.place), let high = bar.upper.flatMap(x.place) {
      let middle = y + height / 2
      drawing.line(low, middle, high, middle, style: "whisker")
      drawing.line(low, middle - 4, low, middle + 4, style: "whisker")
      drawing.line(high, middle - 4, high, middle + 4, style: "whisker")
      end = max(end, high)
    }
    drawing.text(text, x: end + 7, y: y + height / 2 + 4, style: "value")
  }
}

/// Horizontal bars of parts that add up, such as a cost split by what it is made of.
public struct StackFigure: Sendable {
  public struct Bar: Sendable {
    public var label: String
    /// One for each part of the figure; what cannot be added, such as NaN or a debt, is left out.
    public var values: [Double]

    public init(_ label: String, _ values: [Double]) {
      self.label = label
      self.values = values
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  public var axis: String
  public var unit: String
  /// What the bars are made of, from the axis outwards.
  public var parts: [String]
  public var bars: [Bar]

  public init(
    id: String, title: String, caption: String, axis: String, unit: String, parts: [String],
    bars: [Bar]
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.axis = axis
    self.unit = unit
    self.parts = parts
    self.bars = bars
  }
}

extension StackFigure: FigureContent {
  var data: ReportTable {
    ReportTable(
      columns: ["label"] + parts + ["total", "unit"],
      rows: bars.map { bar in
        let values = addends(of: bar)
        return [bar.label] + values.map(NumberText.exact)
          + [NumberText.exact(values.reduce(0, +)), unit]
      })
  }

  private func addends(of bar: Bar) -> [Double] {
    parts.indices.map { index in
      guard bar.values.indices.contains(index) else { return 0 }
      let value = bar.values[index]
      return NumberScale.isPlottable(value) ? max(0, value) : 0
    }
  }

  private static let frameStyle = RowFrame.Style(
    rowHeight: (narrow: 46, wide: 32), narrowLeft: 4, labels: 40...260, labelGap: 12, right: 58,
    foot: 4, baseline: (narrow: 14, wide: 20), endsAtPlot: true)

  func drawing(on screen: Screen) -> Drawing {
    var drawing = Drawing(width: screen.width, height: 0)
    let keys = parts.enumerated().map {
      PlotFrame.Key(label: $0.element, tone: .accent($0.offset), mark: .block)
    }
    let top = PlotFrame.legend(keys, in: &drawing, y: 0)
    let frame = RowFrame(bars.map(\.label), on: screen, style: Self.frameStyle, top: top)
    drawing.height = frame.bottom + 40
    let x = frame.scale(bars.map { addends(of: $0).reduce(0, +) }, hasZero: true)
    frame.grid(x, in: &drawing)
    for (index, bar) in bars.enumerated() {
      let y = frame.label(index, in: &drawing)
      draw(bar, in: &drawing, x: x, y: screen.isNarrow ? y + 19 : y + 5, height: 22)
    }
    drawing.line(frame.left, frame.top, frame.left, frame.bottom, style: "base")
    frame.axisTitle(AxisTitle.text(axis, unit), in: &drawing)
    return drawing
  }

  private func draw(
    _ bar: Bar, in drawing: inout Drawing, x: NumberScale, y: Double, height: Double
  ) {
    var sum = 0.0
    for (index, value) in addends(of: bar).enumerated() where value > 0 {
      guard let start = x.place(sum), let end = x.place(sum + value) else { continue }
      let text = NumberText.typeset(NumberText.short(value))
      drawing.rectangle(
        x: start, y: y, width: end - start, height: height,
        style: "f-\(Tone.accent(index).name) bar", radius: 1.5,
        hint: "\(bar.label), \(parts[index]): \(text) \(unit)")
      if Drawing.textWidth(text, size: 11) + 8 <= end - start {
        drawing.text(text, x: start + 5, y: y + height / 2 + 4, style: "parttext")
      }
      sum += value
    }
    guard let end = x.place(sum) else { return }
    drawing.text(
      NumberText.typeset(NumberText.short(sum)), x: end + 7, y: y + height / 2 + 4,
      style: "value strong")
  }
}

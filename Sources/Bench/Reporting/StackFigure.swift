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

  func drawing(on screen: Screen) -> Drawing {
    let rowHeight = screen.isNarrow ? 46.0 : 32.0
    let widest = bars.map { Drawing.textWidth($0.label) }.max() ?? 0
    let left = screen.isNarrow ? 4 : min(260, max(40, widest + 12))
    let right = screen.width - 58
    var drawing = Drawing(width: screen.width, height: 0)
    let keys = parts.enumerated().map {
      PlotFrame.Key(label: $0.element, tone: .accent($0.offset), mark: .block)
    }
    let top = PlotFrame.legend(keys, in: &drawing, y: 0)
    let bottom = top + rowHeight * Double(max(1, bars.count)) + 4
    drawing.height = bottom + 40
    let x = NumberScale(
      bars.map { addends(of: $0).reduce(0, +) }, from: left, to: right, hasZero: true,
      tickCount: screen.isNarrow ? 4 : 6)
    for tick in x.ticks {
      guard let place = x.place(tick.value) else { continue }
      drawing.line(place, top, place, bottom, style: "grid")
      drawing.text(tick.label, x: place, y: bottom + 16, anchor: .middle, style: "tick")
    }
    for (index, bar) in bars.enumerated() {
      let y = top + Double(index) * rowHeight
      let label = Drawing.fitted(bar.label, width: screen.isNarrow ? right - left : left - 8)
      drawing.text(
        label, x: screen.isNarrow ? left + 5 : left - 10, y: y + (screen.isNarrow ? 14 : 20),
        anchor: screen.isNarrow ? .start : .end, style: "lane")
      draw(bar, in: &drawing, x: x, y: screen.isNarrow ? y + 19 : y + 5, height: 22)
    }
    drawing.line(left, top, left, bottom, style: "base")
    drawing.text(
      AxisTitle.text(axis, unit), x: screen.width, y: bottom + 34, anchor: .end, style: "axis")
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

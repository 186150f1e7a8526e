/// Labelled points on two axes, such as comfort against energy.
public struct ScatterFigure: Sendable {
  public struct Point: Sendable {
    public var x: Double
    public var y: Double
    /// Written beside the point if the picture has at most 40 labels.
    public var label: String
    public var group: String

    public init(x: Double, y: Double, label: String = "", group: String = "") {
      self.x = x
      self.y = y
      self.label = label
      self.group = group
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  public var xAxis: String
  public var xUnit: String
  public var yAxis: String
  public var yUnit: String
  public var points: [Point]
  /// Joins the points of each group in their order: a curve.
  public var isJoined: Bool

  public init(
    id: String, title: String, caption: String, xAxis: String, xUnit: String, yAxis: String,
    yUnit: String, points: [Point], isJoined: Bool = false
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.xAxis = xAxis
    self.xUnit = xUnit
    self.yAxis = yAxis
    self.yUnit = yUnit
    self.points = points
    self.isJoined = isJoined
  }
}

extension ScatterFigure: FigureContent {
  var data: ReportTable {
    ReportTable(
      columns: ["group", "label", AxisTitle.text(xAxis, xUnit), AxisTitle.text(yAxis, yUnit)],
      rows: points.map {
        [$0.group, $0.label, NumberText.exact($0.x), NumberText.exact($0.y)]
      })
  }

  private var groups: [String] {
    var names: [String] = []
    for point in points where !names.contains(point.group) { names.append(point.group) }
    return names
  }

  func drawing(on screen: Screen) -> Drawing {
    let groups = self.groups
    let keys = groups.enumerated().filter { !$0.element.isEmpty }.map {
      PlotFrame.Key(
        label: $0.element, tone: .accent($0.offset),
        mark: !isJoined ? .dot : isDashed($0.offset) ? .dashes : .line)
    }
    var frame = PlotFrame(
      screen: screen, height: screen.isNarrow ? 260 : 300, yTitle: AxisTitle.text(yAxis, yUnit),
      keys: keys)
    let x = NumberScale(
      points.map(\.x), from: frame.left, to: frame.right, tickCount: screen.isNarrow ? 4 : 7)
    let y = NumberScale(points.map(\.y), from: frame.bottom, to: frame.top)
    frame.yAxis(y)
    frame.xAxis(x, title: AxisTitle.text(xAxis, xUnit))
    let labelCount = points.count { !$0.label.isEmpty }
    for (index, group) in groups.enumerated() {
      let own = points.filter { $0.group == group }
      if isJoined { join(own, group: index, x: x, y: y, in: &frame.drawing) }
      var taken: Set<Int> = []
      for point in own {
        guard let px = x.place(point.x), let py = y.place(point.y) else { continue }
        // One mark for each pixel: more could not be seen.
        guard taken.insert(Int(px) * 10_000 + Int(py)).inserted else { continue }
        frame.drawing.circle(
          x: px, y: py, radius: own.count > 200 ? 2.5 : 5,
          style: "f-\(Tone.accent(index).name) \(own.count > 200 ? "dot" : "mark")",
          hint: own.count > 200 ? nil : hint(point))
        guard labelCount <= 40, !point.label.isEmpty else { continue }
        let isRight = px + 9 + Drawing.textWidth(point.label) > screen.width
        frame.drawing.text(
          point.label, x: isRight ? px - 9 : px + 9, y: py + 4, anchor: isRight ? .end : .start,
          style: "halo")
      }
    }
    if points.isEmpty { frame.drawing.emptyNote(in: frame) }
    return frame.drawing
  }

  private func hint(_ point: Point) -> String {
    [point.group, point.label].filter { !$0.isEmpty }.joined(separator: ", ")
      + " (\(NumberText.short(point.x)) \(xUnit), \(NumberText.short(point.y)) \(yUnit))"
  }

  private func join(
    _ points: [Point], group: Int, x: NumberScale, y: NumberScale, in drawing: inout Drawing
  ) {
    var steps: [Drawing.Step] = []
    for point in points {
      guard let px = x.place(point.x), let py = y.place(point.y) else { continue }
      steps.append(steps.isEmpty ? .move(px, py) : .line(px, py))
    }
    drawing.path(
      steps,
      style: "s-\(Tone.accent(group).name) line thin" + (isDashed(group) ? " dash" : ""))
  }

  /// Curves that take a tone a second time.
  private func isDashed(_ group: Int) -> Bool { group / Tone.accentCount % 2 == 1 }
}

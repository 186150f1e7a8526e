/// How often values fall into ranges, with marked values such as a median.
public struct HistogramFigure: Sendable {
  public struct Bin: Sendable {
    public var lower: Double
    public var upper: Double
    public var count: Int

    public init(lower: Double, upper: Double, count: Int) {
      self.lower = lower
      self.upper = upper
      self.count = count
    }
  }

  /// A value that is marked by a line with its name.
  public struct Reference: Sendable {
    public var value: Double
    public var label: String

    public init(_ value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  public var axis: String
  public var unit: String
  public var bins: [Bin]
  public var references: [Reference]

  public init(
    id: String, title: String, caption: String, axis: String, unit: String, bins: [Bin],
    references: [Reference] = []
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.axis = axis
    self.unit = unit
    self.bins = bins
    self.references = references
  }

  /// Bins of equal width over the finite values.
  public static func bins(of values: [Double], count: Int = 24) -> [Bin] {
    let usable = values.filter(NumberScale.isPlottable)
    guard let least = usable.min(), let greatest = usable.max(), count > 0 else { return [] }
    // Values closer than their own precision share one bin.
    guard greatest - least > max(1e-300, 1e-12 * max(least.magnitude, greatest.magnitude)) else {
      return [Bin(lower: least - 0.5, upper: least + 0.5, count: usable.count)]
    }
    let width = (greatest - least) / Double(count)
    var counts = Array(repeating: 0, count: count)
    for value in usable { counts[min(count - 1, max(0, Int((value - least) / width)))] += 1 }
    return counts.enumerated().map { index, hits in
      Bin(
        lower: least + Double(index) * width, upper: least + Double(index + 1) * width,
        count: hits)
    }
  }
}

extension HistogramFigure: FigureContent {
  var data: ReportTable {
    ReportTable(
      columns: ["lower", "upper", "unit", "count"],
      rows: bins.map {
        [NumberText.exact($0.lower), NumberText.exact($0.upper), unit, String($0.count)]
      })
  }

  func drawing(on screen: Screen) -> Drawing {
    var frame = PlotFrame(
      screen: screen, height: screen.isNarrow ? 180 : 200, yTitle: "homes", keys: [])
    let x = NumberScale(
      bins.flatMap { [$0.lower, $0.upper] } + references.map(\.value), from: frame.left,
      to: frame.right, isPadded: false, tickCount: screen.isNarrow ? 4 : 8)
    let y = NumberScale(
      bins.map { Double($0.count) }, from: frame.bottom, to: frame.top, hasZero: true,
      tickCount: 4)
    frame.yAxis(y)
    frame.xAxis(x, title: AxisTitle.text(axis, unit))
    for bin in bins {
      guard let left = x.place(bin.lower), let right = x.place(bin.upper),
        let top = y.place(Double(bin.count))
      else { continue }
      let range = NumberText.short(bin.lower) + " to " + NumberText.short(bin.upper)
      frame.drawing.rectangle(
        x: left + 0.5, y: top, width: max(0.5, right - left - 1), height: frame.bottom - top,
        style: "f-a0 bar", hint: "\(range) \(unit): \(NumberText.whole(bin.count))")
    }
    for (index, reference) in references.enumerated() {
      guard let place = x.place(reference.value) else { continue }
      frame.drawing.line(place, frame.top, place, frame.bottom, style: "player")
      let isRight = place + Drawing.textWidth(reference.label) + 8 > screen.width
      frame.drawing.text(
        reference.label, x: isRight ? place - 5 : place + 5,
        y: frame.top + 10 + 15 * Double(index % 4), anchor: isRight ? .end : .start,
        style: "halo")
    }
    if bins.isEmpty { frame.drawing.emptyNote(in: frame) }
    return frame.drawing
  }
}

public import Clockwork

/// Several series over time, each with an optional band, over shaded spans such as faults.
public struct LineFigure: Sendable {
  /// One line with what it is called.
  public struct Series: Sendable {
    public var label: String
    /// In time order, at most three points in each of `Downsampling.bucketsMax` buckets.
    public let points: [TimedValue]
    public let band: [TimedRange]
    /// What the legend calls the band.
    public var bandLabel: String
    /// The value holds until the next point, as for a set point.
    public var isStep: Bool
    public var isDashed: Bool
    /// Drawn as single points, as for readings.
    public var isPoints: Bool
    public var tone: Tone

    /// Sorts and thins the points.
    public init(
      _ label: String, _ points: [TimedValue], band: [TimedRange] = [],
      bandLabel: String = "band", isStep: Bool = false, isDashed: Bool = false,
      isPoints: Bool = false, tone: Tone
    ) {
      self.label = label
      self.points = Downsampling.thinned(points.sorted { $0.time < $1.time })
      self.band = Downsampling.thinned(band.sorted { $0.time < $1.time })
      self.bandLabel = bandLabel
      self.isStep = isStep
      self.isDashed = isDashed
      self.isPoints = isPoints
      self.tone = tone
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  /// What the vertical axis measures, without the unit.
  public var axis: String
  public var unit: String
  public var series: [Series]
  public var shades: [ShadedInterval]
  /// What the home's wall clock is ahead of UTC.
  public var utcOffset: SimDuration
  /// What is shown; everything if nil.
  public var window: ClosedRange<SimTime>?
  /// The vertical axis starts at zero.
  public var hasZero: Bool

  public init(
    id: String, title: String, caption: String, axis: String, unit: String, series: [Series],
    shades: [ShadedInterval] = [], utcOffset: SimDuration, window: ClosedRange<SimTime>? = nil,
    hasZero: Bool = false
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.axis = axis
    self.unit = unit
    self.series = series
    self.shades = shades
    self.utcOffset = utcOffset
    self.window = window
    self.hasZero = hasZero
  }
}

extension LineFigure: FigureContent {
  var data: ReportTable {
    var table = SeriesTable(unit: unit, utcOffset: utcOffset)
    for line in series {
      table.add(line.points, of: line.label)
      table.add(line.band, of: line.label)
    }
    return table.table
  }

  func drawing(on screen: Screen) -> Drawing {
    var frame = PlotFrame(
      screen: screen, height: screen.isNarrow ? 200 : 230, yTitle: AxisTitle.text(axis, unit),
      keys: keys)
    let times =
      window.map { [$0.lowerBound, $0.upperBound] }
      ?? series.flatMap { $0.points.map(\.time) + $0.band.map(\.time) }
    let x = TimeScale(
      times, from: frame.left, to: frame.right, utcOffset: utcOffset,
      tickCount: screen.isNarrow ? 4 : 9)
    let y = NumberScale(
      values(in: x), from: frame.bottom, to: frame.top, hasZero: hasZero)
    PlotFrame.shade(shades, scale: x, in: &frame.drawing, top: frame.top, bottom: frame.bottom)
    frame.yAxis(y)
    frame.timeAxis(x)
    for line in series {
      for outline in LinePath.band(line.band, x: x, y: y) {
        frame.drawing.path(outline, isClosed: true, style: "f-\(line.tone.name) band")
      }
    }
    for line in series where !line.isPoints {
      let steps = LinePath.line(line.points, isStep: line.isStep, x: x, y: y)
      frame.drawing.path(
        steps, style: "s-\(line.tone.name) line" + (line.isDashed ? " dash" : ""))
    }
    for line in series where line.isPoints {
      for point in line.points where x.contains(point.time) {
        guard let height = y.place(point.value) else { continue }
        frame.drawing.circle(
          x: x.place(point.time), y: height, radius: screen.isNarrow ? 1.7 : 2.2,
          style: "f-\(line.tone.name) reading")
      }
    }
    if series.allSatisfy(\.points.isEmpty) { frame.drawing.emptyNote(in: frame) }
    return frame.drawing
  }

  private func values(in x: TimeScale) -> [Double] {
    series.flatMap { line in
      line.points.filter { x.contains($0.time) }.map(\.value)
        + line.band.filter { x.contains($0.time) }.flatMap { [$0.lower, $0.upper] }
    }
  }

  private var keys: [PlotFrame.Key] {
    series.flatMap { line in
      let mark: PlotFrame.Key.Mark = line.isPoints ? .dot : line.isDashed ? .dashes : .line
      let band = PlotFrame.Key(label: line.bandLabel, tone: line.tone, mark: .band(layers: 1))
      return [PlotFrame.Key(label: line.label, tone: line.tone, mark: mark)]
        + (line.band.isEmpty ? [] : [band])
    }
  }
}

/// A quantity with its unit, as it stands on an axis.
enum AxisTitle {
  static func text(_ name: String, _ unit: String) -> String {
    if unit.isEmpty || unit == "1" { return name }
    return name.isEmpty ? unit : name + " (" + unit + ")"
  }
}

extension Drawing {
  /// Says in the middle of a plot that there is nothing to draw.
  mutating func emptyNote(in frame: PlotFrame) {
    text(
      "no data", x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2,
      anchor: .middle, style: "note")
  }
}

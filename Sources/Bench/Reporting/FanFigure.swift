public import Clockwork

/// A forecast as nested quantile bands with its median, against what then came.
public struct FanFigure: Sendable {
  public struct Band: Sendable {
    /// The share of outcomes that should fall inside, such as 0.8.
    public var level: Double
    public let ranges: [TimedRange]

    public init(level: Double, ranges: [TimedRange]) {
      self.level = level
      self.ranges = Downsampling.thinned(ranges.sorted { $0.time < $1.time })
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  public var axis: String
  public var unit: String
  public var bands: [Band]
  public let median: [TimedValue]
  /// What was known before the origin and what came after it.
  public let truth: [TimedValue]
  /// When the forecast was made.
  public var origin: SimTime?
  /// What the home's wall clock is ahead of UTC.
  public var utcOffset: SimDuration
  public var hasZero: Bool

  public init(
    id: String, title: String, caption: String, axis: String, unit: String, bands: [Band],
    median: [TimedValue], truth: [TimedValue], origin: SimTime? = nil, utcOffset: SimDuration,
    hasZero: Bool = false
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.axis = axis
    self.unit = unit
    self.bands = bands.sorted { $0.level > $1.level }
    self.median = Downsampling.thinned(median.sorted { $0.time < $1.time })
    self.truth = Downsampling.thinned(truth.sorted { $0.time < $1.time })
    self.origin = origin
    self.utcOffset = utcOffset
    self.hasZero = hasZero
  }
}

extension FanFigure: FigureContent {
  var data: ReportTable {
    var table = SeriesTable(unit: unit, utcOffset: utcOffset)
    table.add(truth, of: "truth")
    table.add(median, of: "median")
    for band in bands { table.add(band.ranges, of: Self.name(band)) }
    return table.table
  }

  func drawing(on screen: Screen) -> Drawing {
    let keys =
      [
        PlotFrame.Key(label: "truth", tone: .ink),
        PlotFrame.Key(label: "median forecast", tone: .accent(0)),
      ]
      + bands.enumerated().map { index, band in
        // Bands lie on each other, so each is darker than the one around it.
        PlotFrame.Key(
          label: Self.name(band), tone: .accent(0), mark: .band(layers: index + 1))
      }
    var frame = PlotFrame(
      screen: screen, height: screen.isNarrow ? 200 : 230, yTitle: AxisTitle.text(axis, unit),
      keys: keys)
    let ranges = bands.flatMap(\.ranges)
    let x = TimeScale(
      median.map(\.time) + truth.map(\.time) + ranges.map(\.time), from: frame.left,
      to: frame.right, utcOffset: utcOffset, tickCount: screen.isNarrow ? 4 : 9)
    let values =
      median.map(\.value) + truth.map(\.value) + ranges.flatMap { [$0.lower, $0.upper] }
    let y = NumberScale(values, from: frame.bottom, to: frame.top, hasZero: hasZero)
    frame.yAxis(y)
    frame.timeAxis(x)
    for band in bands {
      for outline in LinePath.band(band.ranges, x: x, y: y) {
        frame.drawing.path(outline, isClosed: true, style: "f-a0 band")
      }
    }
    frame.drawing.path(
      LinePath.line(median, isStep: false, x: x, y: y), style: "s-a0 line")
    frame.drawing.path(
      LinePath.line(truth, isStep: false, x: x, y: y), style: "s-ink line thin")
    if let origin, x.contains(origin) {
      let place = x.place(origin)
      frame.drawing.line(place, frame.top, place, frame.bottom, style: "player")
      let isRight = place + 90 > frame.right
      frame.drawing.text(
        "forecast made", x: isRight ? place - 5 : place + 5, y: frame.top + 11,
        anchor: isRight ? .end : .start, style: "note")
    }
    if values.isEmpty { frame.drawing.emptyNote(in: frame) }
    return frame.drawing
  }

  private static func name(_ band: Band) -> String {
    let percent = band.level * 100
    let isWhole = (percent - percent.rounded()).magnitude < 1e-9
    return NumberText.fixed(percent, decimals: isWhole ? 0 : 1) + " % band"
  }
}

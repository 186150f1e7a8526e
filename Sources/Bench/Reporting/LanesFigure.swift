public import Clockwork

/// Rows of coloured spans and point marks that share one time axis: a day in a home.
public struct LanesFigure: Sendable {
  public struct Interval: Hashable, Sendable {
    public var start: SimTime
    public var end: SimTime
    public var label: String
    public var tone: Tone

    public init(from start: SimTime, to end: SimTime, label: String, tone: Tone) {
      self.start = start
      self.end = end
      self.label = label
      self.tone = tone
    }
  }

  public struct Mark: Hashable, Sendable {
    public var time: SimTime
    public var label: String
    public var tone: Tone

    public init(_ time: SimTime, label: String, tone: Tone) {
      self.time = time
      self.label = label
      self.tone = tone
    }
  }

  public struct Lane: Sendable {
    public var label: String
    public var intervals: [Interval]
    public var marks: [Mark]

    public init(_ label: String, intervals: [Interval] = [], marks: [Mark] = []) {
      self.label = label
      self.intervals = intervals.sorted { $0.start < $1.start }
      self.marks = marks.sorted { $0.time < $1.time }
    }
  }

  public var id: String
  public var title: String
  public var caption: String
  public var lanes: [Lane]
  public var shades: [ShadedInterval]
  /// What the home's wall clock is ahead of UTC.
  public var utcOffset: SimDuration
  /// What is shown; everything if nil.
  public var window: ClosedRange<SimTime>?

  public init(
    id: String, title: String, caption: String, lanes: [Lane], shades: [ShadedInterval] = [],
    utcOffset: SimDuration, window: ClosedRange<SimTime>? = nil
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.lanes = lanes
    self.shades = shades
    self.utcOffset = utcOffset
    self.window = window
  }
}

extension LanesFigure: FigureContent {
  var data: ReportTable {
    let clock = ClockText(utcOffset: utcOffset)
    var rows: [[String]] = []
    for lane in lanes {
      for span in lane.intervals {
        rows.append([
          lane.label, span.label, String(span.start.microseconds), String(span.end.microseconds),
          clock.full(span.start), clock.full(span.end),
        ])
      }
      for mark in lane.marks {
        rows.append([
          lane.label, mark.label, String(mark.time.microseconds), "", clock.full(mark.time), "",
        ])
      }
    }
    return ReportTable(
      columns: ["lane", "label", "start_us", "end_us", "start_local", "end_local"], rows: rows)
  }

  func drawing(on screen: Screen) -> Drawing {
    let rowHeight = screen.isNarrow ? 44.0 : 32.0
    let widest = lanes.map { Drawing.textWidth($0.label) }.max() ?? 0
    let left = screen.isNarrow ? 4 : min(180, max(56, widest + 12))
    let right = screen.width - 14
    let top = 20.0
    let bottom = top + rowHeight * Double(max(1, lanes.count))
    var drawing = Drawing(width: screen.width, height: bottom + 26)
    let x = TimeScale(
      times, from: left, to: right, utcOffset: utcOffset, tickCount: screen.isNarrow ? 5 : 12)
    PlotFrame.shade(shades, scale: x, in: &drawing, top: top - 18, bottom: bottom)
    PlotFrame.timeTicks(x, in: &drawing, top: top, bottom: bottom, from: left, to: right)
    for (index, lane) in lanes.enumerated() {
      let y = top + Double(index) * rowHeight
      let label = Drawing.fitted(lane.label, width: screen.isNarrow ? right - left : left - 8)
      if screen.isNarrow {
        drawing.text(label, x: left, y: y + 14, style: "lane")
      } else {
        drawing.text(label, x: 0, y: y + rowHeight / 2 + 4, style: "lane")
      }
      drawing.line(left, y + rowHeight, right, y + rowHeight, style: "grid")
      let row = (y: screen.isNarrow ? y + 19 : y + 5, height: 22.0)
      draw(lane, in: &drawing, x: x, y: row.y, height: row.height)
    }
    return drawing
  }

  private var times: [SimTime] {
    if let window { return [window.lowerBound, window.upperBound] }
    return lanes.flatMap { lane in
      lane.intervals.flatMap { [$0.start, $0.end] } + lane.marks.map(\.time)
    }
  }

  private func draw(
    _ lane: Lane, in drawing: inout Drawing, x: TimeScale, y: Double, height: Double
  ) {
    // Thousands of spans or marks on one pixel look like one: only the first of each is drawn.
    var lastSpan: (place: Int, tone: Tone)?
    for span in lane.intervals where span.end >= x.first && span.start <= x.last {
      let start = x.place(span.start)
      let width = max(0.8, x.place(span.end) - start)
      if width <= 0.8, let lastSpan, lastSpan == (Int(start * 2), span.tone) { continue }
      lastSpan = (Int(start * 2), span.tone)
      let clock = ClockText(utcOffset: utcOffset)
      let hours = [span.start, span.end].map { clock.clock(local: clock.local($0)) }
      drawing.rectangle(
        x: start, y: y, width: max(0.8, width - 0.6), height: height,
        style: "f-\(span.tone.name) span", radius: min(3, width / 3),
        hint: width > 2 ? "\(span.label), \(hours.joined(separator: "\u{2013}"))" : nil)
      if Drawing.textWidth(span.label, size: 11) + 8 <= width {
        drawing.text(span.label, x: start + 4, y: y + height / 2 + 4, style: "spantext")
      }
    }
    var drawn: [Tone: Int] = [:]
    for mark in lane.marks where x.contains(mark.time) {
      let place = x.place(mark.time)
      if drawn[mark.tone] == Int(place) { continue }
      drawn[mark.tone] = Int(place)
      let isSparse = lane.marks.count <= 60
      let middle = y + height / 2
      if isSparse {
        drawing.circle(
          x: place, y: middle, radius: 4.5, style: "f-\(mark.tone.name) mark", hint: mark.label)
      } else {
        drawing.line(place, y + 3, place, y + height - 3, style: "s-\(mark.tone.name) tickmark")
      }
    }
  }
}

internal import Clockwork

/// The box of a picture with two axes, its grid, its legend and its direct labels.
struct PlotFrame {
  /// A name with the mark that stands for it.
  struct Key {
    enum Mark {
      case line, dashes, dot, block
      /// Translucent areas, so many of which lie on each other where this one is.
      case band(layers: Int)
    }

    let label: String
    let tone: Tone
    var mark = Mark.line
  }

  static let textSize = 12.0

  let screen: Screen
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  var drawing: Drawing

  /// - Parameter keys: what the legend names, in rows above the plot.
  init(screen: Screen, height: Double, yTitle: String, keys: [Key]) {
    self.screen = screen
    left = screen.isNarrow ? 44 : 56
    right = screen.width - 14
    var y = 14.0
    var drawing = Drawing(width: screen.width, height: height)
    drawing.text(yTitle, x: 0, y: y - 2, style: "axis")
    if !yTitle.isEmpty { y += 8 }
    y = Self.legend(keys, in: &drawing, y: y)
    top = y
    bottom = y + height
    drawing.height = bottom + 26
    self.drawing = drawing
  }

  /// Draws the keys in rows and returns where the rows end.
  static func legend(_ keys: [Key], in drawing: inout Drawing, y start: Double) -> Double {
    guard !keys.isEmpty else { return start }
    var x = 0.0
    var y = start + 10
    for key in keys {
      let label = Drawing.fitted(key.label, width: drawing.width - 26)
      let width = 26 + Drawing.textWidth(label) + 12
      if x > 0, x + width > drawing.width {
        x = 0
        y += 18
      }
      draw(key, in: &drawing, x: x, y: y)
      drawing.text(label, x: x + 24, y: y)
      x += width
    }
    return y + 12
  }

  private static func draw(_ key: Key, in drawing: inout Drawing, x: Double, y: Double) {
    func block(_ style: String) {
      drawing.rectangle(
        x: x, y: y - 9, width: 18, height: 10, style: "f-\(key.tone.name) \(style)", radius: 2)
    }
    func line(_ style: String) {
      drawing.line(x, y - 4, x + 18, y - 4, style: "s-\(key.tone.name) line\(style)")
    }
    switch key.mark {
    case .line: line("")
    case .dashes: line(" dash")
    case .dot:
      drawing.circle(x: x + 9, y: y - 4, radius: 4.5, style: "f-\(key.tone.name) mark")
    case .block: block("bar")
    case .band(let layers): for _ in 0..<layers { block("band") }
    }
  }

  mutating func yAxis(_ scale: NumberScale) {
    for tick in scale.ticks {
      guard let y = scale.place(tick.value) else { continue }
      drawing.line(left, y, right, y, style: "grid")
      drawing.text(tick.label, x: left - 6, y: y + 4, anchor: .end, style: "tick")
    }
  }

  mutating func xAxis(_ scale: NumberScale, title: String) {
    drawing.line(left, bottom, right, bottom, style: "base")
    for tick in scale.ticks {
      guard let x = scale.place(tick.value) else { continue }
      drawing.line(x, bottom, x, bottom + 4, style: "base")
      drawing.text(tick.label, x: x, y: bottom + 17, anchor: .middle, style: "tick")
    }
    drawing.text(title, x: right, y: bottom + 33, anchor: .end, style: "axis")
    if !title.isEmpty { drawing.height = bottom + 40 }
  }

  mutating func timeAxis(_ scale: TimeScale) {
    Self.timeTicks(scale, in: &drawing, top: top, bottom: bottom, from: left, to: right)
  }

  static func timeTicks(
    _ scale: TimeScale, in drawing: inout Drawing, top: Double, bottom: Double, from left: Double,
    to right: Double
  ) {
    drawing.line(left, bottom, right, bottom, style: "base")
    var free = -Double.infinity
    for tick in scale.ticks {
      drawing.line(
        tick.place, top, tick.place, bottom, style: tick.isMidnight ? "grid day" : "grid")
      let half = Drawing.textWidth(tick.label) / 2
      let x = min(max(tick.place, half), drawing.width - half)
      guard x - half > free else { continue }
      free = x + half + 6
      drawing.text(tick.label, x: x, y: bottom + 17, anchor: .middle, style: "tick")
    }
  }

  /// Shades spans of time behind the plot; each one's name is at its top if it fits.
  static func shade(
    _ intervals: [ShadedInterval], scale: TimeScale, in drawing: inout Drawing, top: Double,
    bottom: Double
  ) {
    var free = -Double.infinity
    for interval in intervals.sorted(by: { $0.start < $1.start })
    where interval.end >= scale.first && interval.start <= scale.last {
      let x = scale.place(interval.start)
      let width = max(1, scale.place(interval.end) - x)
      drawing.rectangle(
        x: x, y: top, width: width, height: bottom - top, style: "shade", hint: interval.label)
      let text = Drawing.textWidth(interval.label, size: 11)
      if x + 3 > free, width >= text + 6 {
        drawing.text(interval.label, x: x + 4, y: top + 12, style: "note")
        free = x + text + 10
      }
    }
  }
}

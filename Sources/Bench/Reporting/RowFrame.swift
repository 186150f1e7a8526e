/// The box of a picture of labelled rows over one axis of numbers.
///
/// A wide screen has the labels beside the rows, a narrow one above them.
struct RowFrame {
  /// What differs between kinds of picture.
  struct Style {
    let rowHeight: (narrow: Double, wide: Double)
    /// Where the plot begins on a narrow screen.
    let narrowLeft: Double
    /// Room for the labels beside the rows, and between the longest of them and the plot.
    let labels: ClosedRange<Double>
    let labelGap: Double
    /// Room for values at the right.
    let right: Double
    /// Below the last row.
    let foot: Double
    /// Where a label stands in its row.
    let baseline: (narrow: Double, wide: Double)
    /// Whether labels end at the plot, as those of bars do, or begin at the screen's edge.
    let endsAtPlot: Bool
  }

  private let screen: Screen
  private let style: Style
  private let labels: [String]
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  init(_ labels: [String], on screen: Screen, style: Style, top: Double) {
    self.screen = screen
    self.style = style
    self.labels = labels
    self.top = top
    let widest = labels.map { Drawing.textWidth($0) }.max() ?? 0
    left =
      screen.isNarrow
      ? style.narrowLeft
      : min(style.labels.upperBound, max(style.labels.lowerBound, widest + style.labelGap))
    right = screen.width - style.right
    bottom = top + Self.height(screen, style) * Double(max(1, labels.count)) + style.foot
  }

  private static func height(_ screen: Screen, _ style: Style) -> Double {
    screen.isNarrow ? style.rowHeight.narrow : style.rowHeight.wide
  }

  /// The axis of the values, with as many ticks as the screen has room for.
  func scale(
    _ values: [Double], hasZero: Bool = false, isLog: Bool = false, wideTicks: Int = 6
  ) -> NumberScale {
    NumberScale(
      values, from: left, to: right, hasZero: hasZero, isLog: isLog,
      tickCount: screen.isNarrow ? 4 : wideTicks)
  }

  func grid(_ x: NumberScale, in drawing: inout Drawing) {
    for tick in x.ticks {
      guard let place = x.place(tick.value) else { continue }
      drawing.line(place, top, place, bottom, style: "grid")
      drawing.text(tick.label, x: place, y: bottom + 16, anchor: .middle, style: "tick")
    }
  }

  /// Draws a row's label and returns where the row begins.
  func label(_ index: Int, in drawing: inout Drawing, style textStyle: String = "lane") -> Double {
    let y = top + Double(index) * Self.height(screen, style)
    let gap = style.endsAtPlot ? style.labelGap - 4 : style.labelGap - 8
    let text = Drawing.fitted(labels[index], width: screen.isNarrow ? right - left : left - gap)
    if screen.isNarrow {
      drawing.text(
        text, x: style.endsAtPlot ? left + 5 : left, y: y + style.baseline.narrow,
        style: textStyle)
    } else {
      drawing.text(
        text, x: style.endsAtPlot ? left - 10 : 0, y: y + style.baseline.wide,
        anchor: style.endsAtPlot ? .end : .start, style: textStyle)
    }
    return y
  }

  func axisTitle(_ title: String, in drawing: inout Drawing) {
    drawing.text(title, x: screen.width, y: bottom + 34, anchor: .end, style: "axis")
  }
}

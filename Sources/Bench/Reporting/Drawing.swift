/// An SVG picture that is written piece by piece.
struct Drawing: Sendable {
  enum Anchor: String { case start, middle, end }

  /// One step of a path.
  enum Step {
    case move(Double, Double)
    case line(Double, Double)
  }

  let width: Double
  var height: Double
  private(set) var body = ""

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, style: String, radius: Double = 0,
    hint: String? = nil
  ) {
    body += "<rect x=\"\(Self.n(x))\" y=\"\(Self.n(y))\" width=\"\(Self.n(max(0, width)))\""
    body += " height=\"\(Self.n(max(0, height)))\" class=\"\(style)\""
    if radius > 0 { body += " rx=\"\(Self.n(radius))\"" }
    close("rect", hint: hint)
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) {
    body += "<line x1=\"\(Self.n(x1))\" y1=\"\(Self.n(y1))\" x2=\"\(Self.n(x2))\""
    body += " y2=\"\(Self.n(y2))\" class=\"\(style)\"/>\n"
  }

  mutating func circle(
    x: Double, y: Double, radius: Double, style: String, hint: String? = nil
  ) {
    body += "<circle cx=\"\(Self.n(x))\" cy=\"\(Self.n(y))\" r=\"\(Self.n(radius))\""
    body += " class=\"\(style)\""
    close("circle", hint: hint)
  }

  mutating func path(_ steps: [Step], isClosed: Bool = false, style: String, hint: String? = nil) {
    guard !steps.isEmpty else { return }
    body += "<path d=\""
    for step in steps {
      switch step {
      case .move(let x, let y): body += "M\(Self.n(x)) \(Self.n(y))"
      case .line(let x, let y): body += "L\(Self.n(x)) \(Self.n(y))"
      }
    }
    body += (isClosed ? "Z" : "") + "\" class=\"\(style)\""
    close("path", hint: hint)
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, style: String = "",
    isVertical: Bool = false
  ) {
    guard !text.isEmpty else { return }
    body += "<text x=\"\(Self.n(x))\" y=\"\(Self.n(y))\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if isVertical { body += " transform=\"rotate(-90 \(Self.n(x)) \(Self.n(y)))\"" }
    body += (style.isEmpty ? "" : " class=\"\(style)\"") + ">" + Markup.escaped(text) + "</text>\n"
  }

  /// The whole element; `id` must be unique on the page.
  func svg(id: String, title: String, description: String, style: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.n(width)) \(Self.n(height))" \
    class="\(style)" role="img" aria-labelledby="\(id)-t \(id)-d">
    <title id="\(id)-t">\(Markup.escaped(title))</title>
    <desc id="\(id)-d">\(Markup.escaped(description))</desc>
    \(body)</svg>

    """
  }

  private mutating func close(_ element: String, hint: String?) {
    if let hint, !hint.isEmpty {
      body += "><title>\(Markup.escaped(hint))</title></\(element)>\n"
    } else {
      body += "/>\n"
    }
  }

  /// A coordinate with at most one decimal; anything that is not finite becomes 0.
  static func n(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e7 else { return "0" }
    let tenths = Int((value * 10).rounded())
    let head = (tenths < 0 ? "-" : "") + String(tenths.magnitude / 10)
    let tail = tenths.magnitude % 10
    return tail == 0 ? head : head + "." + String(tail)
  }

  /// About how wide a text is: the widest of the usual system fonts averages 0.6 em.
  static func textWidth(_ text: String, size: Double = 12) -> Double {
    Double(text.count) * size * emMean
  }

  private static let emMean = 0.6

  /// A text that fits a width, cut with an ellipsis where it must be.
  static func fitted(_ text: String, width: Double, size: Double = 12) -> String {
    let room = Int(width / (size * emMean))
    guard text.count > room else { return text }
    return String(text.prefix(max(1, room - 1))) + "\u{2026}"
  }
}

/// A picture of the report.
public enum Figure: Sendable {
  case line(LineFigure)
  case lanes(LanesFigure)
  case bar(BarFigure)
  case skill(SkillFigure)
  case scatter(ScatterFigure)
  case fan(FanFigure)
  case histogram(HistogramFigure)
  case dots(DotFigure)
  case stack(StackFigure)

  /// A word that names the picture and its file, unique on the page.
  public var id: String { content.id }
  public var title: String { content.title }
  public var caption: String { content.caption }
  /// The picture's data; write it to `csvPath`.
  public var csvText: String { content.data.csvText }
  /// Where the page's link looks for the data, relative to the page.
  public var csvPath: String { "figures/" + Slug.text(id) + ".csv" }

  var content: any FigureContent {
    switch self {
    case .line(let figure): figure
    case .lanes(let figure): figure
    case .bar(let figure): figure
    case .skill(let figure): figure
    case .scatter(let figure): figure
    case .fan(let figure): figure
    case .histogram(let figure): figure
    case .dots(let figure): figure
    case .stack(let figure): figure
    }
  }
}

/// What every kind of picture can do.
protocol FigureContent: Sendable {
  var id: String { get }
  var title: String { get }
  var caption: String { get }
  var data: ReportTable { get }
  /// Draws the picture for a screen's width.
  func drawing(on screen: Screen) -> Drawing
}

/// The two widths for which each picture is drawn: text keeps its size on both.
struct Screen: Sendable {
  let width: Double
  let isNarrow: Bool

  static let wide = Screen(width: 760, isNarrow: false)
  static let narrow = Screen(width: 360, isNarrow: true)
}

/// A colour by its role; light and dark pages give it different values.
public enum Tone: Hashable, Sendable {
  /// The colour of ordinary text: for truth and for references.
  case ink
  case muted
  case good
  case bad
  /// One of seven colours after Okabe and Ito, 2008, that colour-blind readers can tell apart.
  case accent(Int)

  static let accentCount = 7

  /// The suffix of the style classes.
  var name: String {
    switch self {
    case .ink: "ink"
    case .muted: "muted"
    case .good: "good"
    case .bad: "bad"
    case .accent(let index):
      "a" + String(((index % Self.accentCount) + Self.accentCount) % Self.accentCount)
    }
  }
}

/// Words that are safe as file names and anchors.
enum Slug {
  static func text(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": result.unicodeScalars.append(scalar)
      case ".": result += result.isEmpty || result.last == "." ? "-" : "."
      default: result += "-"
      }
    }
    return result.isEmpty ? "figure" : result
  }
}

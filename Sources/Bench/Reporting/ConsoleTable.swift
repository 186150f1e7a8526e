public import Scoring

/// Scores as an aligned table for a terminal, at most 100 columns wide.
public enum ConsoleTable {
  static let widthMax = 100
  private static let gap = "  "
  private static let header = [
    "score", "value", "unit", "null", "oracle", "skill", "95 % interval", "status",
  ]
  /// Words stand at the left, numbers at the right.
  private static let isWord = [true, false, true, false, false, false, false, true]
  private static let widthLimits = [0, 11, 8, 11, 11, 8, 20, 9]

  /// - Parameter colour: whether to write ANSI colours; the words say the same without them.
  public static func text(_ scores: [Score], colour: Bool) -> String {
    let rows = scores.map(cells)
    var widths = header.indices.map { column in
      ([header[column]] + rows.map { $0[column] }).map(\.count).max() ?? 0
    }
    for column in widths.indices.dropFirst() {
      widths[column] = min(widths[column], widthLimits[column])
    }
    let others = widths.dropFirst().reduce(0, +) + gap.count * (widths.count - 1)
    widths[0] = max(8, min(widths[0], widthMax - others))
    var text = paint(line(header, widths), "1", colour) + "\n"
    for (score, row) in zip(scores, rows) {
      text += painted(line(row, widths), score, colour) + "\n"
    }
    return text
  }

  private static func cells(_ score: Score) -> [String] {
    let cells = ScoreCells(score, digits: 3)
    return [
      score.id, cells.value, score.unit == "1" ? "" : score.unit, cells.null, cells.oracle,
      cells.skill, cells.interval, score.status?.rawValue ?? "",
    ].map(clean)
  }

  /// Keeps control characters, such as escapes, away from the terminal.
  private static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "?" : scalar
        }))
  }

  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (column, cell) in cells.enumerated() {
      let fitted = shortened(cell, to: widths[column])
      let padding = String(repeating: " ", count: widths[column] - fitted.count)
      text += (column > 0 ? gap : "") + (isWord[column] ? fitted + padding : padding + fitted)
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// A text cut in its middle: the stage at its head and the unit at its tail stay.
  private static func shortened(_ text: String, to width: Int) -> String {
    guard text.count > width else { return text }
    let tail = (width - 1) / 2
    return String(text.prefix(width - 1 - tail)) + "\u{2026}" + String(text.suffix(tail))
  }

  private static func painted(_ line: String, _ score: Score, _ colour: Bool) -> String {
    switch score.status {
    case .met: paint(line, "32", colour)
    case .missed: paint(line, "31", colour)
    case .undecided: paint(line, "33", colour)
    case nil: line
    }
  }

  private static func paint(_ text: String, _ code: String, _ colour: Bool) -> String {
    colour ? "\u{1B}[" + code + "m" + text + "\u{1B}[0m" : text
  }
}

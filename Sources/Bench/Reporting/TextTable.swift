internal import Scoring

/// Rows of cells in columns, for a terminal or as Markdown.
public struct TextTable {
  public enum Side: Sendable { case left, right }

  public let header: [String]
  let sides: [Side]
  public private(set) var rows: [[String]] = []

  /// - Parameter columns: each column's heading and on which side its cells stand.
  public init(_ columns: [(String, Side)]) {
    header = columns.map(\.0)
    sides = columns.map(\.1)
  }

  /// The first column's cells stand left, numbers right.
  public init(_ table: ReportTable) {
    self.init(
      table.columns.indices.map { column in
        let isNumbers = table.rows.allSatisfy { row in
          row[column] == "-" || Double(row[column]) != nil
        }
        return (table.columns[column], column > 0 && isNumbers ? .right : .left)
      })
    rows = table.rows
  }

  public mutating func add(_ cells: [String]) { rows.append(cells) }

  /// Columns that stand under each other, without spaces at the ends of lines.
  public var lines: [String] {
    let all = [header] + rows
    let widths = sides.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let line = sides.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return sides[column] == .left ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Nothing where there are no rows.
  public var markdown: [String] {
    guard !rows.isEmpty else { return [] }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = "|" + sides.map { $0 == .left ? "---|" : "---:|" }.joined()
    return [line(header), rule] + rows.map(line) + [""]
  }
}

extension TextTable {
  /// Four significant digits, a dash for what is missing.
  public static func short(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "-" }
    let text = value == 0 ? "0" : BriefNumber.text(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  public static func short(_ interval: ClosedRange<Double>?) -> String {
    interval.map { "\(short($0.lowerBound)) ... \(short($0.upperBound))" } ?? "-"
  }

  public static func percent(_ share: Double) -> String { short(share * 100) + " %" }
}

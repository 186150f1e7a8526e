public import Clockwork

/// Measurements as a table of a user's own: CSV or JSON Lines with the columns
/// `time,sensor,value`.
public enum ReadingTable {
  enum ReadingLayout: String, RowLayout {
    case readings
    var columns: [String] { ["time", "sensor", "value"] }
  }

  public struct Reading: Sendable, Equatable {
    public var time: SimTime
    public var sensor: String
    /// nil where the cell is empty.
    public var value: Double?
  }

  /// Hands out every row that can be read, in the file's order.
  ///
  /// - Returns: the rows that were refused.
  /// - Throws: ``ExchangeError`` for a file that cannot be read at all, and what the body throws.
  public static func read(
    path: String, _ body: (Reading) throws -> Void
  ) throws -> RowProblems {
    var table = try TableReader<ReadingLayout>(path: path, expecting: .readings)
    var parser = RowParser(columns: table.layout.columns)
    var problems = RowProblems()
    while let item = try table.next() {
      switch item {
      case .malformed(let line, let found):
        problems.add(.malformed, at: "\(path):\(line)", "found " + found)
      case .row(let row):
        do {
          try body(try reading(of: row, &parser))
        } catch let refusal as Refusal {
          problems.add(refusal.kind, at: "\(path):\(row.line)", refusal.text)
        }
      }
    }
    return problems
  }

  private static func reading(
    of row: Row, _ parser: inout RowParser
  ) throws(Refusal) -> Reading {
    parser.begin(row)
    return Reading(
      time: try parser.time(0), sensor: try parser.text(1),
      value: parser.isEmpty(2) ? nil : try parser.number(2))
  }
}

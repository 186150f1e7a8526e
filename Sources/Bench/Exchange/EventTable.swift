public import Clockwork

/// Events as a table of a user's own: CSV or JSON Lines with the columns `time,key,name,value`.
///
/// `time` is ISO 8601, `key` what events belong to (may be empty), `name` a text, `value` a number
/// (empty counts as 0).
public enum EventTable {
  enum EventLayout: String, RowLayout {
    case events
    var columns: [String] { ["time", "key", "name", "value"] }
  }

  public struct Event: Sendable, Equatable {
    public var time: SimTime
    public var key: String
    public var name: String
    public var value: Double
  }

  /// Hands out every row that can be read, in the file's order.
  ///
  /// - Returns: the rows that were refused.
  /// - Throws: ``ExchangeError`` for a file that cannot be read at all, and what the body throws.
  public static func read(
    path: String, _ body: (Event) throws -> Void
  ) throws -> RowProblems {
    var table = try TableReader<EventLayout>(path: path, expecting: .events)
    var parser = RowParser(columns: table.layout.columns)
    var problems = RowProblems()
    while let item = try table.next() {
      switch item {
      case .malformed(let line, let found):
        problems.add(.malformed, at: "\(path):\(line)", "found " + found)
      case .row(let row):
        do {
          try body(try event(of: row, &parser))
        } catch let refusal as Refusal {
          problems.add(refusal.kind, at: "\(path):\(row.line)", refusal.text)
        }
      }
    }
    return problems
  }

  private static func event(of row: Row, _ parser: inout RowParser) throws(Refusal) -> Event {
    parser.begin(row)
    return Event(
      time: try parser.time(0), key: parser.isEmpty(1) ? "" : try parser.text(1),
      name: try parser.text(2), value: parser.isEmpty(3) ? 0 : try parser.number(3))
  }
}

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
    return try table.readRows(of: path) { _, parser in try body(try event(in: &parser)) }
  }

  private static func event(in parser: inout RowParser) throws(Refusal) -> Event {
    Event(
      time: try parser.time(0), key: parser.isEmpty(1) ? "" : try parser.text(1),
      name: try parser.text(2), value: parser.isEmpty(3) ? 0 : try parser.number(3))
  }
}

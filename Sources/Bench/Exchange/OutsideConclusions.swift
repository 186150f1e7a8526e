public import Telemetry

/// A conclusion and the row that stated it.
public struct Placed<Value: Sendable>: Sendable {
  public var value: Value
  /// Among the files that were read.
  var file: Int32
  public var line: Int32
  /// The order in which it is wanted; equal ones stay in the order of files and lines.
  var key: Int64

  /// Whether it comes first.
  func precedes(_ other: Placed) -> Bool {
    (key, file, line) < (other.key, other.file, other.line)
  }
}

/// One home's conclusions as somebody else's files state them, each list in order of time.
public struct OutsideHome: Sendable {
  /// By control tick, then in the order of the home's subjects.
  public var estimates: [Placed<Estimate>] = []
  public var flags: [Placed<Flag>] = []
  public var matches: [Placed<PatternMatch>] = []
  public var forecasts: [Placed<Forecast>] = []
  public var answers: [Placed<Answer>] = []
  /// Numbered in order of time.
  public var actions: [Placed<Command>] = []
}

/// What files of conclusions said that can be laid beside a run.
public struct OutsideConclusions: Sendable {
  /// One file that was read.
  public struct File: Sendable {
    public var path: String
    public var layout: Layout
    public var rowCount = 0
    public var refusedCount = 0
    /// Columns that the layout does not know.
    public var unusedColumns: [String] = []

    public var acceptedCount: Int { rowCount - refusedCount }
  }

  public internal(set) var files: [File] = []
  /// In home order.
  public internal(set) var homes: [OutsideHome]
  public internal(set) var problems = RowProblems()

  /// The layouts that were there: the other stages' conclusions stay the run's own.
  public var layouts: [Layout] {
    Layout.allCases.filter { layout in files.contains { $0.layout == layout } }
  }

  public func place<Value>(of row: Placed<Value>) -> String {
    "\(files[Int(row.file)].path):\(row.line)"
  }

  /// Counts a row that turned out to be of no use.
  public mutating func refuse<Value>(
    _ kind: RowProblems.Kind, _ row: Placed<Value>, count: Int = 1, _ text: String
  ) {
    files[Int(row.file)].refusedCount += count
    let place = place(of: row)
    problems.add(kind, count: count, at: place, text)
  }
}

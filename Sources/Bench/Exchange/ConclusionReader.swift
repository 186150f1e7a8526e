internal import Clockwork
internal import Telemetry

/// Reads files of conclusions; every row is taken, or counted with a reason.
public struct ConclusionReader {
  private let frame: Frame
  private let names: FrameNames
  private var outside = OutsideConclusions(homes: [])
  private var forecastRows: [[Placed<ForecastRow>]]

  /// - Throws: ``ExchangeError`` where a file cannot be read or has the columns of no layout.
  public static func read(
    _ paths: [String], frame: Frame
  ) throws(ExchangeError) -> OutsideConclusions {
    var reader = ConclusionReader(frame)
    for path in paths {
      if ParquetTable<Layout>.isNamed(path) {
        try reader.read(path, try ParquetTable<Layout>(path: path))
      } else {
        try reader.read(path, try TableReader<Layout>(path: path))
      }
    }
    reader.finish()
    return reader.outside
  }

  private init(_ frame: Frame) {
    self.frame = frame
    names = FrameNames(frame)
    outside.homes = Array(repeating: OutsideHome(), count: frame.homes.count)
    forecastRows = Array(repeating: [], count: frame.homes.count)
  }

  private mutating func read(
    _ path: String, _ table: some ConclusionTable<Layout>
  ) throws(ExchangeError) {
    var table = table
    outside.files.append(
      OutsideConclusions.File(
        path: path, layout: table.layout, unusedColumns: table.unusedColumns))
    let file = outside.files.count - 1
    var parser = RowParser(frame, names, columns: table.layout.columns)
    while let item = try table.next() {
      outside.files[file].rowCount += 1
      switch item {
      case .malformed(let line, let found):
        refuse(Refusal(kind: .malformed, text: "found \(found)"), file, line)
      case .row(let row):
        parser.begin(row)
        do throws(Refusal) {
          try take(table.layout, &parser, Int32(file), Int32(truncatingIfNeeded: row.line))
        } catch {
          refuse(error, file, row.line)
        }
      }
    }
  }

  private mutating func refuse(_ refusal: Refusal, _ file: Int, _ line: Int) {
    outside.files[file].refusedCount += 1
    outside.problems.add(
      refusal.kind, at: "\(outside.files[file].path):\(line)", refusal.text)
  }

  private mutating func take(
    _ layout: Layout, _ parser: inout RowParser, _ file: Int32, _ line: Int32
  ) throws(Refusal) {
    func placed<Value>(_ value: Value, _ key: Int64) -> Placed<Value> {
      Placed(value: value, file: file, line: line, key: key)
    }
    switch layout {
    case .estimates:
      let (home, value, key) = try parser.estimate()
      outside.homes[home].estimates.append(placed(value, key))
    case .flags:
      let (home, value) = try parser.flag()
      outside.homes[home].flags.append(placed(value, value.raisedAt.microseconds))
    case .matches:
      let (home, value) = try parser.match()
      outside.homes[home].matches.append(placed(value, value.raisedAt.microseconds))
    case .forecasts:
      let (home, value) = try parser.forecastRow()
      forecastRows[home].append(placed(value, 0))
    case .answers:
      let (home, value) = try parser.answer()
      outside.homes[home].answers.append(placed(value, value.decidedAt.microseconds))
    case .actions:
      let (home, value) = try parser.action()
      outside.homes[home].actions.append(placed(value, value.decidedAt.microseconds))
    }
  }

  // MARK: Order

  /// Puts everything in order and refuses what is there twice.
  private mutating func finish() {
    let joiner = ForecastRows(frame: frame)
    for home in outside.homes.indices {
      var own = outside.homes[home]
      outside.homes[home] = OutsideHome()
      keepFirst(&own.estimates) { $0.key }
      keepFirst(&own.flags) { FlagKey($0.value) }
      keepFirst(&own.matches) { $0.value }
      keepFirst(&own.answers) { $0.value.utterance }
      keepFirst(&own.actions) { $0.value }
      for index in own.actions.indices { own.actions[index].value.sequence = UInt32(index) }
      var refused: [(RowProblems.Kind, Placed<ForecastRow>, Int, String)] = []
      own.forecasts = joiner.forecasts(forecastRows[home]) { refused.append(($0, $1, $2, $3)) }
      for (kind, row, count, text) in refused {
        outside.refuse(kind, row, count: count, text)
      }
      outside.homes[home] = own
    }
    forecastRows = []
  }

  /// Two flags of a sensor that say the same.
  private struct FlagKey: Hashable {
    var device: DeviceIndex
    var channel: Channel
    var kind: FlagKind
    var start: SimTime
    var raisedAt: SimTime

    init(_ flag: Flag) {
      device = flag.device
      channel = flag.channel
      kind = flag.kind
      start = flag.start
      raisedAt = flag.raisedAt
    }
  }

  private mutating func keepFirst<Value, Key: Hashable>(
    _ rows: inout [Placed<Value>], by key: (Placed<Value>) -> Key
  ) {
    // Exports are in order: most files need no sorting.
    if zip(rows, rows.dropFirst()).contains(where: { $1.precedes($0) }) {
      rows.sort { $0.precedes($1) }
    }
    var seen: Set<Key> = []
    seen.reserveCapacity(rows.count)
    var refused: [Placed<Value>] = []
    rows.removeAll { row in
      let isNew = seen.insert(key(row)).inserted
      if !isNew { refused.append(row) }
      return !isNew
    }
    for row in refused { outside.refuse(.duplicate, row, "said before") }
  }
}

internal import Clockwork
internal import Foundation
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// Reads a folder of truth tables. Truth must be right: the first row that is not ends the reading.
public struct TruthReader {
  private let folder: String
  var site = TruthSite()
  private var layouts: [TruthLayout] = []
  var homes: [TruthTables.Home] = []

  /// Whether a folder looks like one of truth tables: it says what homes there are.
  public static func isDataset(_ folder: String) -> Bool {
    !paths(.homes, in: folder).isEmpty
  }

  /// - Throws: ``ExchangeError`` with file, line, what was found and expected.
  public static func read(_ folder: String) throws(ExchangeError) -> TruthTables {
    var reader = TruthReader(folder: folder)
    try reader.checkNames()
    // Homes first, then what names rooms and devices.
    for layout in TruthLayout.allCases { try reader.read(layout) }
    return try reader.tables()
  }

  private init(folder: String) { self.folder = folder }

  /// Longer than anybody has watched a home; steps of a microsecond are counted in 64 bits.
  static let yearsMax = 50
  static let watchMax = SimDuration.days(Int64(366 * yearsMax))
  private static let endings = ["csv", "jsonl", "parquet"]

  private static func paths(_ layout: TruthLayout, in folder: String) -> [String] {
    endings.map { "\(folder)/\(layout.rawValue).\($0)" }
      .filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// A table whose name is slightly wrong would be missed in silence.
  private func checkNames() throws(ExchangeError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let known = TruthLayout.allCases.map(\.rawValue)
    for name in names.sorted() {
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2, Self.endings.contains(parts[1].lowercased()) else { continue }
      guard !known.contains(parts[0]) || !Self.endings.contains(parts[1]),
        let near = Nearest.word(to: parts[0].lowercased(), among: known)
      else { continue }
      throw .badTruth(
        place: "\(folder)/\(name)",
        text: "found a table of no known name, expected \(near).\(parts[1].lowercased())")
    }
  }

  private mutating func read(_ layout: TruthLayout) throws(ExchangeError) {
    let paths = Self.paths(layout, in: folder)
    guard let path = paths.first else {
      guard layout == .homes else { return }
      throw .badTruth(place: folder, text: "found no homes.csv, expected one")
    }
    guard paths.count == 1 else {
      throw .badTruth(
        place: folder,
        text: "found \(paths.map { $0.dropFirst(folder.count + 1) }.joined(separator: " and ")), "
          + "expected one of them")
    }
    layouts.append(layout)
    if ParquetTable<TruthLayout>.isNamed(path) {
      try read(layout, path, try ParquetTable<TruthLayout>(path: path, expecting: layout))
    } else {
      try read(layout, path, try TableReader<TruthLayout>(path: path, expecting: layout))
    }
    if layout == .sensors { site.close() }
  }

  private mutating func read(
    _ layout: TruthLayout, _ path: String, _ table: some ConclusionTable
  ) throws(ExchangeError) {
    var table = table
    var cells = RowParser(columns: layout.columns)
    while let item = try table.next() {
      switch item {
      case .malformed(let line, let found):
        throw .badTruth(place: "\(path):\(line)", text: "found \(found)")
      case .row(let row):
        cells.begin(row)
        do throws(Refusal) {
          try take(layout, &cells)
        } catch {
          throw .badTruth(place: "\(path):\(row.line)", text: error.text)
        }
      }
    }
  }

  // MARK: Whole

  private mutating func tables() throws(ExchangeError) -> TruthTables {
    guard let start = homes.map(\.start).min(), let end = homes.map(\.end).max() else {
      throw .badTruth(place: folder, text: "found no home in homes, expected one at least")
    }
    guard end - start <= Self.watchMax else {
      throw .badTruth(
        place: "\(folder)/homes",
        text: "found homes watched from \(JSONTimestamp.text(start)) to "
          + "\(JSONTimestamp.text(end)), expected all within \(Self.yearsMax) years")
    }
    for home in homes.indices {
      let name = site.homes[home].name
      homes[home].states.sort { ($0.time, $0.subject) < ($1.time, $1.subject) }
      homes[home].matches.sort { $0.end < $1.end }
      homes[home].hours.sort { $0.start < $1.start }
      homes[home].words.sort { $0.time < $1.time }
      try once(homes[home].states, .estimates, name) {
        $0.time == $1.time && $0.subject == $1.subject
      }
      try once(homes[home].hours, .power, name) { $0.start == $1.start }
      try once(homes[home].faults, .faults, name)
      try once(homes[home].matches, .matches, name)
      try unbroken(homes[home].hours, name)
      try once(homes[home].words.map(\.message), .words, name)
    }
    return TruthTables(
      folder: folder,
      frame: Frame(
        homes: site.frameHomes(homes.map { Frame.Watch(start: $0.start, end: $0.end) }),
        birth: start, start: start, end: end, tick: .microseconds(1),
        patterns: PatternKind.allCases, origins: origins, horizonHours: TruthTables.horizonHours),
      homes: homes, layouts: layouts)
  }

  private func once(
    _ rows: [some Hashable], _ layout: TruthLayout, _ home: String
  ) throws(ExchangeError) {
    if Set(rows).count < rows.count { throw twice(layout, home) }
  }

  private func twice(_ layout: TruthLayout, _ home: String) -> ExchangeError {
    .badTruth(
      place: "\(folder)/\(layout.rawValue)", text: "found a row twice for \(home), expected once")
  }

  /// Truth that is said twice may say two things.
  private func once<Row>(
    _ rows: [Row], _ layout: TruthLayout, _ home: String, _ isSame: (Row, Row) -> Bool
  ) throws(ExchangeError) {
    for (a, b) in zip(rows, rows.dropFirst()) where isSame(a, b) { throw twice(layout, home) }
  }

  /// Errors are scaled by hours a week back, which a gap would move.
  private func unbroken(_ hours: [TruthTables.Hour], _ home: String) throws(ExchangeError) {
    for (a, b) in zip(hours, hours.dropFirst()) where b.start - a.start != .hours(1) {
      throw .badTruth(
        place: "\(folder)/power",
        text: "found no hour of \(home) after \(JSONTimestamp.text(a.start)) but later ones, "
          + "expected each hour from the first to the last")
    }
  }

  /// Any hour from which on a whole horizon is known in some home.
  private var origins: [Frame.Origin] {
    var firsts: Set<SimTime> = []
    let last = TruthTables.horizonHours - 1
    for home in homes where home.hours.count > last {
      for index in 0..<home.hours.count - last
      where home.hours[index + last].start == home.hours[index].start + .hours(Int64(last)) {
        firsts.insert(home.hours[index].start)
      }
    }
    return firsts.sorted().map {
      Frame.Origin(due: $0 + TruthTables.issueDelay, firstHour: $0)
    }
  }
}

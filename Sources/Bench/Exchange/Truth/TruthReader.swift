internal import Clockwork
internal import Foundation
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// Reads a folder of truth tables. Truth must be right: the first row that is not ends the reading.
public struct TruthReader {
  private let folder: String
  var site = TruthSite()
  /// The tables that were there, and their files.
  private var files: [(layout: TruthLayout, path: String)] = []
  var homes: [TruthTables.Home] = []

  /// Whether a folder looks like one of truth tables: it says what homes there are.
  public static func isDataset(_ folder: String) -> Bool {
    if !paths(.homes, in: folder).isEmpty { return true }
    // Nearly: then the name is said to be wrong.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return !names.contains("run.json")
      && names.contains { tableNearly($0) == TruthLayout.homes.rawValue }
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

  /// The table whose name a file nearly has, or with an ending that none has; nil for other files.
  private static func tableNearly(_ file: String) -> String? {
    let parts = file.split(separator: ".", maxSplits: 1).map(String.init)
    let known = TruthLayout.allCases.map(\.rawValue)
    guard parts.count == 2, let near = Nearest.word(to: parts[0], among: known) else { return nil }
    let ending = parts[1].lowercased()
    let isTable = endings.contains(ending) || ["json", "ndjson", "tsv", "txt"].contains(ending)
    return isTable && !(near == parts[0] && endings.contains(parts[1])) ? near : nil
  }

  /// A table whose name is slightly wrong would be missed in silence.
  private func checkNames() throws(ExchangeError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() {
      guard let near = Self.tableNearly(name) else { continue }
      throw .badTruth(
        place: "\(folder)/\(name)",
        text: "found a table of no known name, expected \(near).csv, .jsonl or .parquet")
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
    files.append((layout, path))
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
        place: place(.homes),
        text: "found homes watched from \(JSONTimestamp.text(start)) to "
          + "\(JSONTimestamp.text(end)), expected all within \(Self.yearsMax) years")
    }
    for home in homes.indices {
      let name = site.homes[home].name
      homes[home].states.sort { ($0.time, $0.subject) < ($1.time, $1.subject) }
      homes[home].matches.sort { $0.end < $1.end }
      homes[home].hours.sort { $0.start < $1.start }
      homes[home].words.sort { $0.time < $1.time }
      homes[home].activities.sort { ($0.start, $0.resident) < ($1.start, $1.resident) }
      homes[home].visits.sort { ($0.start, $0.room) < ($1.start, $1.room) }
      homes[home].ratings.sort { ($0.time, $0.resident) < ($1.time, $1.resident) }
      try checkOnce(home)
      try unbroken(homes[home].hours, name)
      for fault in homes[home].faults
      where fault.channel == nil && site.isBare(fault.device, of: home) {
        throw .badTruth(
          place: place(.faults),
          text: "found a fault of all of \(site.homes[home].devices[fault.device.index].name) in "
            + "\(name), of which no table names a channel; list what it measures in sensors")
      }
    }
    return TruthTables(
      folder: folder,
      frame: Frame(
        homes: site.frameHomes(homes.map(\.watch)),
        birth: start, start: start, end: end, tick: .microseconds(1),
        patterns: PatternKind.allCases, origins: origins, horizonHours: TruthTables.horizonHours),
      homes: homes, layouts: files.map(\.layout))
  }

  /// Truth that is said twice may say two things.
  private func checkOnce(_ home: Int) throws(ExchangeError) {
    let (own, names) = (homes[home], site.homes[home])
    // In order of time, and too many for a set.
    let states = zip(own.states, own.states.dropFirst()).first {
      $0.time == $1.time && $0.subject == $1.subject
    }
    if let state = states?.0 {
      let subject = names.subjects[state.subject]
      throw twice(
        .estimates, names, "\(names.rooms[subject.room.index]), \(subject.channel.name)", state.time
      )
    }
    if let hour = Self.repeated(own.hours.map(\.start)) {
      throw twice(.power, names, Layout.target, hour)
    }
    if let fault = Self.repeated(own.faults) {
      let device = names.devices[fault.device.index].name
      throw twice(.faults, names, "\(device), \(fault.kind.name)", fault.start)
    }
    if let incident = Self.repeated(own.incidents) {
      throw twice(.incidents, names, incident.kind.name, incident.start)
    }
    if let hour = Self.repeated(own.storage.map { StorageKey(kind: $0.kind, start: $0.start) }) {
      throw twice(.storage, names, hour.kind.rawValue, hour.start)
    }
    if let match = Self.repeated(own.matches) {
      throw twice(
        .matches, names, "\(names.rooms[match.room.index]), \(match.pattern.name)", match.start)
    }
    if let doing = Self.repeated(own.activities) {
      throw twice(.activities, names, "resident \(doing.resident.index)", doing.start)
    }
    if let visit = Self.repeated(own.visits) {
      throw twice(.visits, names, names.rooms[visit.room.index], visit.start)
    }
    if let rating = Self.repeated(own.ratings) {
      throw twice(.feedback, names, "resident \(rating.resident.index)", rating.time)
    }
    if let message = Self.repeated(own.words.map(\.message)) {
      let device = names.devices[message.device.index].name
      throw .badTruth(
        place: place(.words),
        text: "found message \(message.sequence) of \(device) in \(names.name) twice, expected once"
      )
    }
  }

  private struct StorageKey: Hashable {
    var kind: StorageHour.Kind
    var start: SimTime
  }

  private static func repeated<Row: Hashable>(_ rows: [Row]) -> Row? {
    var seen: Set<Row> = []
    return rows.first { !seen.insert($0).inserted }
  }

  private func twice(
    _ layout: TruthLayout, _ home: TruthSite.Home, _ what: String, _ time: SimTime
  ) -> ExchangeError {
    .badTruth(
      place: place(layout),
      text: "found a row twice for \(home.name), \(what), \(JSONTimestamp.text(time)), "
        + "expected once")
  }

  private func place(_ layout: TruthLayout) -> String {
    files.first { $0.layout == layout }?.path ?? folder
  }

  /// Errors are scaled by hours a week back, which a gap would move.
  private func unbroken(_ hours: [TruthTables.Hour], _ home: String) throws(ExchangeError) {
    for (a, b) in zip(hours, hours.dropFirst()) where b.start - a.start != .hours(1) {
      throw .badTruth(
        place: place(.power),
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

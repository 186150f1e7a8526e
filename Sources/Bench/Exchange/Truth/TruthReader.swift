internal import Clockwork
internal import Foundation
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// Reads a folder of truth tables. Truth must be right: the first row that is not ends the reading.
public struct TruthReader {
  private let folder: String
  private var site = TruthSite()
  private var layouts: [TruthLayout] = []
  private var homes: [TruthTables.Home] = []

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
  private static let yearsMax = 50
  private static let watchMax = SimDuration.days(Int64(366 * yearsMax))
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

  private mutating func take(
    _ layout: TruthLayout, _ cells: inout RowParser
  ) throws(Refusal) {
    switch layout {
    case .homes:
      let (start, end) = (try cells.time(1), try cells.time(2))
      guard end > start, end - start <= Self.watchMax else {
        throw cells.malformed(2, "a time after start, by \(Self.yearsMax) years at most")
      }
      try site.add(home: try cells.text(0), cells)
      homes.append(TruthTables.Home(start: start, end: end))
    case .sensors:
      let home = try site.home(cells, 0)
      let room = try site.room(cells, 1, of: home)
      let channel = try channel(3, &cells)
      try site.add(device: try cells.text(2), room: room, channel: channel, home, cells)
    case .estimates:
      let (time, home) = (try cells.time(0), try site.home(cells, 1))
      let room = try site.room(cells, 2, of: home)
      let channel = try cells.choice(
        3, .unknownKind, among: Layout.quantities.map { ($0.name, $0.channel) })
      guard time > homes[home].start, time <= homes[home].end else {
        throw cells.malformed(0, "a time after the home's start and not after its end")
      }
      homes[home].states.append(
        TruthTables.State(
          time: time, subject: site.subject(room, channel, of: home), value: try cells.number(4)))
    case .faults: try takeFault(&cells)
    case .matches:
      let (start, end) = (try cells.time(0), try cells.time(1))
      let home = try site.home(cells, 2)
      guard end >= start else { throw cells.malformed(1, "a time no earlier than start") }
      guard end > homes[home].start, end <= homes[home].end else {
        throw cells.malformed(1, "a time at which the home is watched")
      }
      homes[home].matches.append(
        PatternMatch(
          pattern: try cells.choice(
            4, .unknownKind, among: PatternKind.allCases.map { ($0.name, $0) }),
          room: try site.room(cells, 3, of: home), start: start, end: end, raisedAt: end))
    case .power:
      let (time, home) = (try cells.time(0), try site.home(cells, 1))
      _ = try cells.choice(2, .unknownKind, among: [(Layout.target, ())])
      guard time.microseconds % SimDuration.hours(1).microseconds == 0 else {
        throw cells.malformed(0, "the start of an hour")
      }
      guard time < homes[home].end else {
        throw cells.malformed(0, "an hour before the home's end")
      }
      homes[home].hours.append(TruthTables.Hour(start: time, meanW: try cells.number(3)))
    case .words: try takeWords(&cells)
    }
  }

  /// Nothing where the whole device is meant, or one that measures nothing.
  private func channel(_ column: Int, _ cells: inout RowParser) throws(Refusal) -> Channel? {
    cells.isEmpty(column)
      ? nil : try cells.choice(column, .unknownKind, among: Channel.allCases.map { ($0.name, $0) })
  }

  private mutating func takeFault(_ cells: inout RowParser) throws(Refusal) {
    let start = try cells.time(0)
    let home = try site.home(cells, 2)
    let end = cells.isEmpty(1) ? homes[home].end : try cells.time(1)
    guard end > start else { throw cells.malformed(1, "a time after start") }
    guard start < homes[home].end, end > homes[home].start else {
      throw cells.malformed(0, "a fault that lasts while the home is watched")
    }
    let channel = try channel(4, &cells)
    let device = try site.device(cells, 3, channel: channel, of: home)
    let kind = try cells.choice(5, .unknownKind, among: FaultKind.allCases.map { ($0.name, $0) })
    homes[home].faults.append(
      TruthTables.Fault(device: device, channel: channel, kind: kind, start: start, end: end))
  }

  private mutating func takeWords(_ cells: inout RowParser) throws(Refusal) {
    let home = try site.home(cells, 0)
    let device = try site.device(cells, 1, channel: nil, of: home)
    let sequence = try cells.whole(2, max: Double(UInt32.max))
    let time = try cells.time(3)
    guard time > homes[home].start, time <= homes[home].end else {
      throw cells.malformed(3, "a time after the home's start and not after its end")
    }
    var intent: Intent?
    if !cells.isEmpty(4) {
      intent = Intent(
        action: try cells.choice(
          4, .unknownKind, among: IntentAction.allCases.map { ($0.name, $0) }),
        target: try cells.choice(
          5, .unknownKind, among: IntentTarget.allCases.map { ($0.name, $0) }),
        room: cells.isEmpty(6) ? nil : try site.room(cells, 6, of: home),
        value: cells.isEmpty(7) ? nil : try cells.number(7))
    }
    let phrase =
      cells.isEmpty(8)
      ? PhraseClass.plain
      : try cells.choice(8, .unknownKind, among: PhraseClass.allCases.map { ($0.name, $0) })
    homes[home].words.append(
      SpokenTruth(
        message: MessageID(
          home: HomeID(UInt32(home)), device: device, sequence: UInt32(sequence)),
        time: time, resident: ResidentIndex(0), room: RoomIndex(0), text: "", intent: intent,
        phraseClass: phrase))
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

internal import Clockwork
internal import Telemetry
internal import Truth

/// One row of each table as what was true, or why it cannot be.
extension TruthReader {
  mutating func take(
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
      try site.list(device: try cells.text(2), room: room, channel: channel, home, cells)
    case .estimates:
      let (time, home) = (try cells.time(0), try site.home(cells, 1))
      let room = try site.room(cells, 2, of: home)
      let channel = try cells.choice(
        3, .unknownKind, among: Layout.quantities.map { ($0.name, $0.channel) })
      try watched(time, 0, home, cells)
      homes[home].states.append(
        TruthTables.State(
          time: time, subject: site.subject(room, channel, of: home), value: try cells.number(4)))
    case .faults: try takeFault(&cells)
    case .incidents: try takeIncident(&cells)
    case .matches:
      let (start, end) = (try cells.time(0), try cells.time(1))
      let home = try site.home(cells, 2)
      guard end >= start else { throw cells.malformed(1, "a time no earlier than start") }
      guard homes[home].watch.contains(end) else {
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
    case .storage: try takeStorage(&cells)
    case .words: try takeWords(&cells)
    case .activities: try takeActivity(&cells)
    case .visits: try takeVisit(&cells)
    case .feedback: try takeRating(&cells)
    }
  }

  func watched(
    _ time: SimTime, _ column: Int, _ home: Int, _ cells: RowParser
  ) throws(Refusal) {
    guard homes[home].watch.contains(time) else {
      throw cells.malformed(column, "a time after the home's start and not after its end")
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
    try watched(time, 3, home, cells)
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
}

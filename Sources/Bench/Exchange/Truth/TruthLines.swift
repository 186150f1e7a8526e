public import Clockwork
public import Telemetry
public import Truth

/// What was true of one home as lines of the tables that ``TruthReader`` reads back bit for bit.
public struct TruthLines: Sendable {
  private let rows: ConclusionRows
  private(set) var bytes = [[UInt8]](repeating: [], count: TruthLayout.allCases.count)
  private(set) var rowCounts = [Int](repeating: 0, count: TruthLayout.allCases.count)

  public init(_ plan: SitePlan) { rows = ConclusionRows(plan) }

  /// Hands over what was added, and starts anew.
  public mutating func take() -> TruthLines {
    let full = self
    bytes = bytes.map { _ in [] }
    rowCounts = rowCounts.map { _ in 0 }
    return full
  }

  // MARK: Rows

  /// How long the home is watched, and what may be flagged in it.
  public mutating func add(_ plan: SitePlan, from start: SimTime, to end: SimTime) {
    append([rows.home, time(start), time(end)], to: .homes)
    for device in plan.devices {
      let channels = device.channels.map { JSONValue.string($0.channel.name) }
      for channel in channels.isEmpty ? [.null] : channels {
        append(
          [rows.home, rows.room(device.room), rows.device(device.index), channel], to: .sensors)
      }
    }
  }

  /// What a room is at a moment; a channel that nobody estimates is left out.
  public mutating func add(_ value: Double, of room: RoomIndex, _ channel: Channel, at: SimTime) {
    guard let quantity = Layout.quantities.first(where: { $0.channel == channel }) else { return }
    append(
      [time(at), rows.home, rows.room(room), .string(quantity.name), .number(value)],
      to: .estimates)
  }

  /// - Parameter channel: nil for all of the device.
  public mutating func add(
    _ kind: FaultKind, of device: DeviceIndex, _ channel: Channel?, from start: SimTime,
    to end: SimTime
  ) {
    append(
      [
        time(start), time(end), rows.home, rows.device(device),
        channel.map { .string($0.name) } ?? .null, .string(kind.name),
      ], to: .faults)
  }

  /// - Parameters:
  ///   - room: nil where it has none.
  ///   - severity: in the unit of its kind.
  public mutating func add(
    _ kind: IncidentKind, in room: RoomIndex?, severity: Double, from start: SimTime,
    to end: SimTime
  ) {
    append(
      [
        time(start), time(end), rows.home, room.map(rows.room) ?? .null, .string(kind.name),
        .number(severity),
      ], to: .incidents)
  }

  public mutating func add(_ match: PatternMatch) {
    append(
      [
        time(match.start), time(match.end), rows.home, rows.room(match.room),
        .string(match.pattern.name),
      ], to: .matches)
  }

  /// - Parameter meanW: of the hour that begins at a time.
  public mutating func add(hour start: SimTime, meanW: Double) {
    append([time(start), rows.home, .string(Layout.target), .number(meanW)], to: .power)
  }

  public mutating func add(_ hour: StorageHour) {
    append(
      [
        time(hour.start), rows.home, .string(hour.kind.rawValue),
        hour.chargeKWh.map { .number($0) } ?? .null, hour.level.map { .number($0) } ?? .null,
        .number(hour.meanW), .number(hour.isHome ? 1 : 0),
      ], to: .storage)
  }

  public mutating func add(_ words: SpokenTruth) {
    let intent = words.intent
    append(
      [
        rows.home, rows.device(words.message.device), .integer(Int64(words.message.sequence)),
        time(words.time), intent.map { .string($0.action.name) } ?? .null,
        intent.map { .string($0.target.name) } ?? .null, intent?.room.map(rows.room) ?? .null,
        intent?.value.map { .number($0) } ?? .null, .string(words.phraseClass.name),
      ], to: .words)
  }

  /// - Parameter room: nil while away.
  public mutating func add(
    _ activity: Activity, of resident: ResidentIndex, in room: RoomIndex?, from start: SimTime,
    to end: SimTime
  ) {
    append(
      [
        time(start), time(end), rows.home, .integer(Int64(resident.index)),
        .string(activity.name), room.map(rows.room) ?? .null,
      ], to: .activities)
  }

  public mutating func add(
    guests count: Int, in room: RoomIndex, from start: SimTime, to end: SimTime
  ) {
    append(
      [time(start), time(end), rows.home, rows.room(room), .integer(Int64(count))], to: .visits)
  }

  public mutating func add(_ feedback: FeedbackTruth) {
    append(
      [
        rows.home, rows.device(feedback.utterance.device),
        .integer(Int64(feedback.utterance.sequence)), time(feedback.time),
        .integer(Int64(feedback.resident.index)), .integer(Int64(feedback.rating)),
        feedback.fulfilledAt.map(time) ?? .null, .string(feedback.comment),
      ], to: .feedback)
  }

  private func time(_ time: SimTime) -> JSONValue { .string(JSONTimestamp.text(time)) }

  private mutating func append(_ row: [JSONValue], to layout: TruthLayout) {
    TableFormat.csv.append(row, columns: layout.columns, to: &bytes[layout.place])
    rowCounts[layout.place] += 1
  }
}

internal import Clockwork
internal import Telemetry

/// One home's conclusions as rows, in the order of their layouts' columns.
struct ConclusionRows {
  let home: JSONValue
  private let rooms: [String]
  private let devices: [Int: String]

  init(_ plan: SitePlan) {
    home = .string(plan.home.name)
    rooms = plan.rooms.map(\.name)
    devices = Dictionary(uniqueKeysWithValues: plan.devices.map { ($0.index.index, $0.name) })
  }

  /// nil for a quantity that nobody scores.
  func row(_ estimate: Estimate) -> [JSONValue]? {
    guard let quantity = Layout.quantities.first(where: { $0.channel == estimate.channel })
    else { return nil }
    return [
      .string(JSONTimestamp.text(estimate.time)), home, room(estimate.room),
      .string(quantity.name), .number(estimate.mean), .number(estimate.sd),
    ]
  }

  func row(_ flag: Flag) -> [JSONValue] {
    [
      .string(JSONTimestamp.text(flag.start)), .string(JSONTimestamp.text(flag.end)), home,
      device(flag.device), .string(flag.channel.name), .string(flag.kind.name),
      .number(flag.score), .string(JSONTimestamp.text(flag.raisedAt)),
    ]
  }

  func row(_ match: PatternMatch) -> [JSONValue] {
    [
      .string(JSONTimestamp.text(match.start)), .string(JSONTimestamp.text(match.end)), home,
      room(match.room), .string(match.pattern.name),
      .string(JSONTimestamp.text(match.raisedAt)),
    ]
  }

  /// A row an hour.
  func rows(_ forecast: Forecast) -> [[JSONValue]] {
    let width = ForecastLevels.all.count
    return forecast.mean.indices.map { hour in
      [
        .string(JSONTimestamp.text(forecast.issuedAt)), home, .string(Layout.target),
        .string(JSONTimestamp.text(forecast.firstHour + .hours(Int64(hour)))),
        .number(forecast.mean[hour]),
      ] + forecast.quantiles[hour * width..<(hour + 1) * width].map { .number($0) }
    }
  }

  func row(_ answer: Answer) -> [JSONValue] {
    let intent = answer.intent
    return [
      home, device(answer.utterance.device), .integer(Int64(answer.utterance.sequence)),
      .string(JSONTimestamp.text(answer.decidedAt)),
      intent.map { .string($0.action.name) } ?? .null,
      intent.map { .string($0.target.name) } ?? .null, intent?.room.map(room) ?? .null,
      intent?.value.map { .number($0) } ?? .null, .number(answer.confidence),
    ]
  }

  func row(_ command: Command) -> [JSONValue] {
    [
      .string(JSONTimestamp.text(command.decidedAt)), home, device(command.device),
      .string(command.action.name), .number(command.value),
    ]
  }

  func room(_ room: RoomIndex) -> JSONValue {
    rooms.indices.contains(room.index) ? .string(rooms[room.index]) : .null
  }

  func device(_ device: DeviceIndex) -> JSONValue {
    devices[device.index].map { .string($0) } ?? .null
  }
}

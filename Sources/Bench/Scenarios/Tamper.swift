internal import Clockwork
internal import Homes
internal import Ingestion
internal import Telemetry

/// Carries out a ``Mutation`` on one home's way into the pipeline and out of it.
struct Tamper {
  static let dropShare = 0.1
  static let offsetK = 0.3
  static let delay = SimDuration.minutes(5)

  private let mutation: Mutation
  private let plan: SitePlan
  /// nil where messages cross the wire in binary.
  private let json: JSONMessageCodec?
  private let key: RandomKey
  private let twins: [ChannelOfDevice: DeviceIndex]

  private struct ChannelOfDevice: Hashable {
    var device: DeviceIndex
    var channel: Channel
  }

  init(_ mutation: Mutation, home: Home) {
    self.mutation = mutation
    plan = home.sitePlan
    json = home.specification.usesJSON ? JSONMessageCodec(plan: plan) : nil
    key = RandomKey(
      seed: home.specification.seed, purpose: Purpose("scenarios.mutation"),
      entity: UInt64(home.specification.home.rawValue))
    var twins: [ChannelOfDevice: DeviceIndex] = [:]
    for channel in Channel.allCases {
      let devices = plan.devices.filter { $0.channels.contains { $0.channel == channel } }
        .map(\.index)
      for (place, device) in devices.enumerated() {
        twins[ChannelOfDevice(device: device, channel: channel)] =
          devices[(place + 1) % devices.count]
      }
    }
    self.twins = twins
  }

  // MARK: On the way in

  /// Bends the copies that were put on the wire since it had `first` entries.
  func bend(_ wire: inout WireBuffer, from first: Int, home: inout Home) {
    switch mutation {
    case .drop: drop(from: &wire, first, home: &home)
    case .delay:
      for index in wire.entries.indices.dropFirst(first) {
        wire.entries[index].arrival += Self.delay
      }
    case .offset: rewrite(&wire, first, Self.warmer)
    case .swapRooms: rewrite(&wire, first, Self.swapped)
    case .flip, .muddle, .blunt: break
    }
  }

  /// All copies of a message share its luck; what was lost is booked, so that the ledger balances.
  private func drop(from wire: inout WireBuffer, _ first: Int, home: inout Home) {
    var kept = Array(wire.entries[..<first])
    for entry in wire.entries[first...] {
      guard let message = decoded(wire, entry), message.header.kind != .sitePlan else {
        kept.append(entry)
        continue
      }
      let id = MessageID(
        home: plan.home, device: message.header.device, sequence: message.header.sequence)
      if key.uniform(id.rawValue) < Self.dropShare {
        home.recordLost(id, at: entry.arrival)
      } else {
        kept.append(entry)
      }
    }
    wire.entries = kept
  }

  /// Puts a changed message in the place of each that `change` changes; damaged ones stay damaged.
  private func rewrite(
    _ wire: inout WireBuffer, _ first: Int, _ change: (Message) -> Message?
  ) {
    for index in wire.entries.indices.dropFirst(first) {
      guard let message = decoded(wire, wire.entries[index]), let other = change(message) else {
        continue
      }
      let offset = wire.bytes.count
      if let json {
        json.encode(other, into: &wire.bytes)
      } else {
        MessageCodec.encode(other, into: &wire.bytes)
      }
      wire.entries[index].offset = Int32(offset)
      wire.entries[index].length = Int32(wire.bytes.count - offset)
    }
  }

  private func decoded(_ wire: WireBuffer, _ entry: WireBuffer.Entry) -> Message? {
    wire.bytes.withUnsafeBytes { all in
      let start = Int(entry.offset)
      let bytes = UnsafeRawBufferPointer(rebasing: all[start..<start + Int(entry.length)])
      if let json { return try? json.decode(bytes) }
      switch MessageCodec.decode(bytes) {
      case .readings(let header, let group): return Message(header: header, body: .readings(group))
      case .other(let message): return message
      case .rejected: return nil
      }
    }
  }

  private static func warmer(_ message: Message) -> Message? {
    guard case .readings(let group) = message.body else { return nil }
    var other = ReadingGroup()
    var isChanged = false
    for index in 0..<Int(group.count) {
      var reading = group[index]
      if reading.channel == .temperature {
        reading.value += offsetK
        isChanged = true
      }
      other.append(reading)
    }
    return isChanged ? Message(header: message.header, body: .readings(other)) : nil
  }

  private static func swapped(_ message: Message) -> Message? {
    guard case .sitePlan(var plan) = message.body, plan.rooms.count > 1 else { return nil }
    let (a, b) = (plan.rooms[0].index, plan.rooms[1].index)
    for index in plan.devices.indices {
      let room = plan.devices[index].room
      plan.devices[index].room = room == a ? b : room == b ? a : room
    }
    return Message(header: message.header, body: .sitePlan(plan))
  }

  // MARK: On the way out

  /// What the home is told to do instead: on for off, and as much warmer as it was to be colder.
  func bend(_ command: Command) -> Command {
    guard mutation == .flip else { return command }
    var other = command
    let resident = plan.residents.first
    switch command.action {
    case .switchPower, .setLevel: other.value = 1 - command.value
    case .setHeatingSetpoint:
      other.value = 2 * (resident?.heatingSetpointC ?? command.value) - command.value
    case .setCoolingSetpoint:
      other.value = 2 * (resident?.coolingSetpointC ?? command.value) - command.value
    }
    return other
  }

  /// Labels are those of the next sensor, room or intent; a day's forecast hours stand backwards.
  func bend(_ conclusions: inout Conclusions) {
    guard mutation == .flip else { return }
    for index in conclusions.flags.indices {
      let flag = conclusions.flags[index]
      let twin = twins[ChannelOfDevice(device: flag.device, channel: flag.channel)]
      conclusions.flags[index].device = twin ?? flag.device
    }
    for index in conclusions.matches.indices {
      let next = (conclusions.matches[index].room.index + 1) % max(plan.rooms.count, 1)
      conclusions.matches[index].room = RoomIndex(next)
    }
    for index in conclusions.answers.indices {
      guard let intent = conclusions.answers[index].intent else { continue }
      let all = IntentAction.allCases
      let place = all.firstIndex(of: intent.action) ?? 0
      conclusions.answers[index].intent?.action = all[(place + 1) % all.count]
    }
    for index in conclusions.forecasts.indices { reverse(&conclusions.forecasts[index]) }
  }

  private func reverse(_ forecast: inout Forecast) {
    let hours = forecast.mean.count
    guard hours > 0 else { return }
    let levels = forecast.quantiles.count / hours
    let quantiles = forecast.quantiles
    forecast.mean.reverse()
    forecast.quantiles = (0..<hours).reversed().flatMap {
      quantiles[$0 * levels..<($0 + 1) * levels]
    }
  }
}

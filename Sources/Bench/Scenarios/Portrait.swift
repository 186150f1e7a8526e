internal import Clockwork
internal import Dwellings
internal import Homes
internal import Ingestion
internal import Lanes
internal import Telemetry
internal import Truth

/// What the report draws of one home: short series of one room and the whole home.
struct Portrait {
  static let room = RoomIndex(0)

  struct Point {
    var time: SimTime
    var truth: Double
    var mean: Double
    var sd: Double
  }

  struct Span {
    var lane: String
    var label: String
    var start: SimTime
    var end: SimTime
  }

  let name: String
  let roomName: String
  private let start: SimTime
  private(set) var temperature: [Point] = []
  private(set) var power: [(time: SimTime, watts: Double)] = []
  private(set) var forecasts: [Forecast] = []
  private(set) var received: [(time: SimTime, value: Double)] = []
  private(set) var spans: [Span] = []
  private(set) var battery: [(device: Int, time: SimTime, percent: Double)] = []
  private let roomDevices: Set<Int>

  init(home: Home, start: SimTime) {
    name = home.specification.home.name
    roomName = home.plan.rooms[Self.room.index].name
    self.start = start
    roomDevices = Set(
      home.sitePlan.devices.filter { $0.room == Self.room }.map(\.index.index))
  }

  /// A week is drawn; more would not be seen and would cost memory.
  static let length = SimDuration.days(7)

  mutating func take(truth: TruthBuffer, conclusions: Conclusions, tap: LaneTap) {
    if let last = truth.homes.last, last.time > start + Self.length { return }
    var row = 0
    for estimate in conclusions.estimates
    where estimate.room == Self.room && estimate.channel == .temperature {
      while row < truth.homes.count, truth.homes[row].time < estimate.time { row += 1 }
      guard row < truth.homes.count, truth.homes[row].time == estimate.time else { continue }
      let state = truth.rooms[row * truth.roomCount + Self.room.index]
      temperature.append(
        Point(
          time: estimate.time, truth: state.temperatureC, mean: estimate.mean, sd: estimate.sd))
    }
    for state in truth.homes where state.time > start {
      power.append((state.time, state.electricPowerW))
    }
    forecasts += conclusions.forecasts.filter { $0.issuedAt > start }
    for entry in tap.entries
    where entry.reading.channel == .temperature
      && roomDevices.contains(entry.reading.device.index)
    {
      received.append((entry.reading.eventTime, entry.reading.value))
    }
    for entry in tap.entries where entry.reading.batteryPercent <= 100 {
      battery.append(
        (
          entry.reading.device.index, entry.reading.eventTime,
          Double(entry.reading.batteryPercent)
        ))
    }
    note(truth.events)
    note(conclusions)
  }

  private mutating func note(_ events: [TruthEvent]) {
    for event in events {
      switch event {
      case .activity(let resident, let activity, _, let from, let to) where to > start:
        spans.append(
          Span(
            lane: "resident \(resident.index + 1)", label: activity.name,
            start: max(from, start), end: to))
      case .windowOpen(_, let from, let to) where to > start:
        spans.append(Span(lane: "windows", label: "open", start: max(from, start), end: to))
      case .homeEmpty(let from, let to) where to > start:
        spans.append(Span(lane: "nobody home", label: "", start: max(from, start), end: to))
      case .fault(_, let channel, let kind, _, let from, let to):
        spans.append(
          Span(lane: "faults", label: "\(kind.name) \(channel.name)", start: from, end: to))
      case .uplinkFault(let kind, let from, let to):
        spans.append(Span(lane: "faults", label: kind.name, start: from, end: to))
      case .spoken(let spoken):
        spans.append(
          Span(lane: "spoken", label: spoken.text, start: spoken.time, end: spoken.time))
      default: break
      }
    }
  }

  private mutating func note(_ conclusions: Conclusions) {
    for flag in conclusions.flags where flag.end != .distantFuture {
      spans.append(
        Span(lane: "flags", label: flag.kind.name, start: flag.start, end: flag.end))
    }
    for match in conclusions.matches {
      spans.append(
        Span(lane: "matches", label: match.pattern.name, start: match.start, end: match.end))
    }
    for command in conclusions.commands {
      spans.append(
        Span(
          lane: "commands", label: "\(command.action) \(command.value)",
          start: command.decidedAt, end: command.decidedAt))
    }
  }
}

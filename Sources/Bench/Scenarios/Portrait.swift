internal import Clockwork
internal import Dwellings
internal import Homes
internal import Ingestion
internal import Lanes
internal import Reporting
internal import Telemetry
internal import Truth

/// What the report draws of one home: short series of one room and the whole home.
struct Portrait {
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

  /// What was said to the house and what it made of it.
  struct Talk {
    var said: SpokenTruth
    var answer: Answer?
  }

  let home: Int
  let room: RoomIndex
  let roomName: String
  /// Where the day begins that is looked at closely.
  let dayStart: SimTime
  /// The devices' names by index.
  let deviceNames: [Int: String]
  private let roomNames: [String]
  private let start: SimTime
  private(set) var temperature: [Point] = []
  private(set) var power: [(time: SimTime, watts: Double)] = []
  private(set) var forecasts: [Forecast] = []
  private(set) var received: [(time: SimTime, value: Double)] = []
  private(set) var spans: [Span] = []
  private(set) var talks: [Talk] = []
  /// The last charge that each device stated, percent, and the first.
  private(set) var battery: [Int: (first: Double, last: Double)] = [:]
  private let roomDevices: Set<Int>

  init(home: Home, choice: PortraitChoice, start: SimTime) {
    let devices = home.sitePlan.devices
    let room = devices.first { $0.index == choice.device }?.room ?? RoomIndex(0)
    self.home = choice.home
    self.room = room
    roomNames = home.plan.rooms.map(\.name)
    roomName = roomNames[room.index]
    dayStart = choice.dayStart
    deviceNames = Dictionary(uniqueKeysWithValues: devices.map { ($0.index.index, $0.name) })
    self.start = start
    roomDevices = Set(devices.filter { $0.room == room }.map(\.index.index))
  }

  /// A week is drawn; more would not be seen and would cost memory.
  static let length = SimDuration.days(7)

  mutating func take(truth: TruthBuffer, conclusions: Conclusions, tap: LaneTap) {
    if let last = truth.homes.last, last.time > start + Self.length { return }
    var row = 0
    for estimate in conclusions.estimates
    where estimate.room == room && estimate.channel == .temperature {
      while row < truth.homes.count, truth.homes[row].time < estimate.time { row += 1 }
      guard row < truth.homes.count, truth.homes[row].time == estimate.time else { continue }
      let state = truth.rooms[row * truth.roomCount + room.index]
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
      let percent = Double(entry.reading.batteryPercent)
      battery[entry.reading.device.index, default: (percent, percent)].last = percent
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
          Span(
            lane: "faults", label: "\(kind.name), \(Self.words(channel.name))", start: from,
            end: to))
      case .deviceFault(_, let kind, _, let from, let to),
        .uplinkFault(let kind, let from, let to):
        spans.append(Span(lane: "faults", label: kind.name, start: from, end: to))
      case .incident(let kind, let room, _, let from, let to) where to > start:
        let place = room.map { ", " + Self.words(roomNames[$0.index]) } ?? ""
        spans.append(
          Span(
            lane: "incidents", label: Self.words(kind.name) + place, start: max(from, start),
            end: to))
      case .spoken(let spoken):
        spans.append(
          Span(lane: "spoken", label: spoken.text, start: spoken.time, end: spoken.time))
        if spoken.time > start { talks.append(Talk(said: spoken)) }
      default: break
      }
    }
  }

  private mutating func note(_ conclusions: Conclusions) {
    for flag in conclusions.flags where flag.end != .distantFuture {
      let label = Self.words(flag.kind.name) + ", " + Self.words(flag.channel.name)
      spans.append(Span(lane: "flags", label: label, start: flag.start, end: flag.end))
    }
    for answer in conclusions.answers {
      guard let index = talks.lastIndex(where: { $0.said.message == answer.utterance }) else {
        continue
      }
      talks[index].answer = answer
    }
    for match in conclusions.matches {
      spans.append(
        Span(
          lane: "matches", label: Self.words(match.pattern.name), start: match.start,
          end: match.end))
    }
    for command in conclusions.commands {
      spans.append(
        Span(
          lane: "commands", label: Self.words(command), start: command.decidedAt,
          end: command.decidedAt))
    }
  }

  // MARK: Words

  /// A name of the program's in plain words: `living_room` is a living room.
  static func words(_ name: String) -> String {
    String(name.map { $0 == "_" || $0 == "-" ? " " : $0 })
  }

  private static func words(_ command: Command) -> String {
    let value = NumberText.short(command.value)
    return switch command.action {
    case .setHeatingSetpoint: "heat to \(value) °C"
    case .setCoolingSetpoint: "cool to \(value) °C"
    case .switchPower: command.value > 0 ? "switch on" : "switch off"
    case .setLevel: "dim to \(NumberText.short(command.value * 100)) %"
    }
  }
}

internal import Clockwork
internal import Dwellings
internal import Telemetry
internal import Truth

/// Truth's events as rows for `truth.sqlite`.
struct TruthRows {
  struct Row {
    var home: Int
    var kind: String
    var subject: Int
    var detail: String
    var value: Double
    var start: SimTime
    var end: SimTime
    /// The coldest that drawn water ran, °C; nil for all else.
    var coldestC: Double?
    /// What ran a cycle, where, and the plug that measured it; nil for all else.
    var appliance: ApplianceKind?
    var room: RoomIndex?
    var plug: DeviceIndex?

    /// Adds all but the home, which the fingerprint knows by its place, and what an appliance's
    /// kind tells already.
    func combine(into hash: inout Fingerprint) {
      hash.combine(kind)
      hash.combine(subject)
      hash.combine(detail)
      hash.combine(value)
      hash.combine(start)
      hash.combine(end)
      if let coldestC { hash.combine(coldestC) }
    }
  }

  var rows: [Row] = []
  /// Hours of batteries and cars, which the fingerprint has by their charge.
  var storage: [(home: Int, hour: StorageHour)] = []

  /// Hours of rooms' air, which the fingerprint has by the rooms' states.
  var air: [(home: Int, hour: AirHours.Hour)] = []

  static func row(_ event: TruthEvent, home: Int) -> Row {
    func make(
      _ kind: String, _ subject: Int, _ detail: String, _ value: Double, _ start: SimTime,
      _ end: SimTime
    ) -> Row {
      Row(
        home: home, kind: kind, subject: subject, detail: detail, value: value, start: start,
        end: end)
    }
    switch event {
    case .activity(let resident, let activity, let room, let start, let end):
      return make(
        "activity", resident.index, activity.name, Double(room?.index ?? -1), start, end)
    case .windowOpen(let room, let start, let end):
      return make("window_open", room.index, "", 1, start, end)
    case .doorShut(let door, let a, let b, let start, let end):
      return make("door_shut", door, "\(a.index) \(b.index)", 1, start, end)
    case .gatewayStart(let start, let end): return make("gateway_start", 0, "", 1, start, end)
    case .homeEmpty(let start, let end): return make("home_empty", 0, "", 1, start, end)
    case .applianceCycle(let appliance, let room, let plug, let energy, let start, let end):
      var row = make("appliance_cycle", Int(appliance), "", energy, start, end)
      (row.appliance, row.room, row.plug) = (ApplianceKind(rawValue: appliance), room, plug)
      return row
    case .hotWater(let resident, let use, let litres, let coldest, let start, let end):
      var row = make("hot_water", resident.index, use.name, litres, start, end)
      row.coldestC = coldest
      return row
    case .visit(let room, let count, let start, let end):
      return make("visit", room.index, "guests", Double(count), start, end)
    case .fault(let device, let channel, let kind, let magnitude, let start, let end):
      return make(
        "fault", device.index, "\(kind.name) \(channel.name)", magnitude, start, end)
    case .deviceFault(let device, let kind, let magnitude, let start, let end):
      return make("fault", device.index, kind.name, magnitude, start, end)
    case .uplinkFault(let kind, let start, let end):
      return make("fault", -1, kind.name, 1, start, end)
    case .incident(let kind, let room, let severity, let start, let end):
      return make("incident", room?.index ?? -1, kind.name, severity, start, end)
    case .commandFate(let sequence, let time, let cause):
      return make(
        "command", Int(sequence), cause.map { "lost_\($0.name)" } ?? "done", 1, time, time)
    case .setpointByHand(let resident, let channel, let value, let at):
      return make("setpoint_by_hand", resident.index, channel.name, value, at, at)
    case .spoken(let spoken):
      return make(
        "spoken", spoken.resident.index,
        "\(spoken.phraseClass.name) \(spoken.intent?.action.name ?? "none"): \(spoken.text)",
        spoken.intent?.value ?? 0, spoken.time, spoken.time)
    case .feedback(let given):
      let fate = given.fulfilledAt == nil ? "unfulfilled" : "fulfilled"
      let words = "\(given.utterance.device.rawValue)/\(given.utterance.sequence)"
      return make(
        "feedback", given.resident.index, "\(fate) \(home)/\(words): \(given.comment)",
        Double(given.rating), given.spokenAt, given.time)
    }
  }
}

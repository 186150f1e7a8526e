internal import Clockwork
internal import Ingestion
internal import Lanes
internal import Telemetry
internal import Truth

/// When a home's leak sensors and smoke alarms were heard to say yes, for the report.
struct AlarmHearing: Sendable {
  private var heard: [(channel: Channel, arrival: SimTime)] = []
  /// As many as no home hears but one whose alarms never stop.
  private static let countMax = 10_000

  /// Takes what the lane's stages were given.
  mutating func take(_ tap: LaneTap) {
    for entry in tap.entries where heard.count < Self.countMax {
      let reading = entry.reading
      guard reading.channel == .waterLeak || reading.channel == .smoke, reading.value > 0.5
      else { continue }
      heard.append((reading.channel, reading.arrival))
    }
  }

  /// The incident with when it was first heard of while it lasted.
  func completed(_ incident: IncidentRecord) -> IncidentRecord {
    var incident = incident
    guard let channel = incident.kind.alarm else { return incident }
    incident.heardAt =
      heard.filter {
        $0.channel == channel && incident.start <= $0.arrival && $0.arrival < incident.end
      }.map(\.arrival).min()
    return incident
  }
}

extension IncidentKind {
  /// What an alarm for it says; nil where there is none.
  fileprivate var alarm: Channel? {
    switch self {
    case .waterLeak: .waterLeak
    case .smoke, .stoveLeftOn: .smoke
    default: nil
    }
  }
}

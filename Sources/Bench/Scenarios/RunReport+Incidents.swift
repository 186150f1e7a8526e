internal import Clockwork
internal import Reporting
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// One incident of a run, for the report.
struct IncidentRecord: Sendable {
  var home: Int
  var kind: IncidentKind
  /// The name of the room; nil where it has none.
  var room: String?
  var severity: Double
  var start: SimTime
  var end: SimTime
  /// When an alarm for it was first heard by the pipeline; nil for never.
  var heardAt: SimTime?
}

/// The part of the report that tells what went wrong in the homes themselves.
extension RunReport {
  /// nil where nothing was to go wrong.
  var incidents: ReportSection? {
    guard !plan.scenario.incidents.isEmpty else { return nil }
    let counts = IncidentKind.allCases.compactMap { kind -> String? in
      let count = result.incidents.count { $0.kind == kind }
      return count > 0 ? "\(count) \u{00D7} \(Portrait.words(kind.name))" : nil
    }
    let text =
      counts.isEmpty
      ? "None of the incidents that were planned found its occasion."
      : "What went wrong in the homes, by the truth: " + counts.joined(separator: ", ") + "."
    return ReportSection(
      id: "incidents", title: "Incidents", text: text, figures: [],
      table: counts.isEmpty ? nil : incidentTable)
  }

  private static let incidentRowsMax = 60

  private var incidentTable: ReportTable {
    let clock = ClockText(utcOffset: utcOffset)
    let all = result.incidents.sorted {
      ($0.start, $0.home, $0.kind.rawValue) < ($1.start, $1.home, $1.kind.rawValue)
    }
    let rows = all.prefix(Self.incidentRowsMax).map { incident in
      let unit = incident.kind.severityUnit
      return [
        "\(incident.home)", Portrait.words(incident.kind.name),
        incident.room.map(Portrait.words) ?? NumberText.missing,
        unit.isEmpty ? NumberText.missing : "\(NumberText.short(incident.severity)) \(unit)",
        "\(clock.date(at: incident.start)) \(clock.clock(at: incident.start))",
        incident.end >= plan.end
          ? "the run's end" : "\(clock.date(at: incident.end)) \(clock.clock(at: incident.end))",
        incident.heardAt.map { "\(NumberText.short(($0 - incident.start).hours * 60)) min" }
          ?? NumberText.missing,
      ]
    }
    let rest = all.count - rows.count
    return ReportTable(
      columns: ["home", "incident", "room", "severity", "from", "to", "alarm after"], rows: rows,
      caption: "Incidents in the order in which they began"
        + (rest > 0 ? "; \(rest) more are in truth.sqlite." : ".")
        + " Alarms are those of leak sensors and smoke alarms, as the pipeline heard them.")
  }
}

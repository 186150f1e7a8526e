internal import Telemetry
internal import Truth

extension TruthReader {
  /// A row of what went wrong in a home itself.
  mutating func takeIncident(_ cells: inout RowParser) throws(Refusal) {
    let start = try cells.time(0)
    let home = try site.home(cells, 2)
    let end = cells.isEmpty(1) ? homes[home].end : try cells.time(1)
    guard end > start else { throw cells.malformed(1, "a time after start") }
    guard start < homes[home].end, end > homes[home].start else {
      throw cells.malformed(0, "an incident that lasts while the home is watched")
    }
    homes[home].incidents.append(
      TruthTables.Incident(
        kind: try cells.choice(
          4, .unknownKind, among: IncidentKind.allCases.map { ($0.name, $0) }),
        room: cells.isEmpty(3) ? nil : try site.room(cells, 3, of: home),
        severity: cells.isEmpty(5) ? 1 : try cells.number(5), start: start, end: end))
  }
}

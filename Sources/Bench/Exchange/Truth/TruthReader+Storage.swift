internal import Clockwork
internal import Telemetry
internal import Truth

extension TruthReader {
  /// A row of what a battery or a car held and moved in an hour.
  mutating func takeStorage(_ cells: inout RowParser) throws(Refusal) {
    let (start, home) = (try cells.time(0), try site.home(cells, 1))
    guard start.microseconds % 3_600_000_000 == 0 else {
      throw cells.malformed(0, "the start of an hour")
    }
    guard start < homes[home].end else {
      throw cells.malformed(0, "an hour before the home's end")
    }
    let kind = try cells.choice(
      2, .unknownKind, among: StorageHour.Kind.allCases.map { ($0.rawValue, $0) })
    let isHome = try cells.number(6, in: 0...1) == 1
    // What a car holds is known while it stands at home only.
    homes[home].storage.append(
      StorageHour(
        kind: kind, start: start,
        chargeKWh: !isHome && cells.isEmpty(3) ? nil : try cells.number(3),
        level: !isHome && cells.isEmpty(4) ? nil : try cells.number(4, in: 0...1),
        meanW: try cells.number(5), isHome: isHome))
  }
}

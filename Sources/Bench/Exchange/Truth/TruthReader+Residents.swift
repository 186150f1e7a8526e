internal import Clockwork
internal import Telemetry
internal import Truth

/// Rows of what residents did, who visited them, and how they rated the home.
extension TruthReader {
  mutating func takeActivity(_ cells: inout RowParser) throws(Refusal) {
    let home = try site.home(cells, 2)
    let (start, end) = try stretch(&cells, of: home)
    homes[home].activities.append(
      TruthTables.Doing(
        resident: try resident(cells, 3),
        activity: try cells.choice(
          4, .unknownKind, among: Activity.allCases.map { ($0.name, $0) }),
        room: cells.isEmpty(5) ? nil : try site.room(cells, 5, of: home), start: start, end: end))
  }

  mutating func takeVisit(_ cells: inout RowParser) throws(Refusal) {
    let home = try site.home(cells, 2)
    let (start, end) = try stretch(&cells, of: home)
    homes[home].visits.append(
      TruthTables.Visit(
        room: try site.room(cells, 3, of: home), guestCount: try cells.whole(4, max: 1_000),
        start: start, end: end))
  }

  mutating func takeRating(_ cells: inout RowParser) throws(Refusal) {
    let home = try site.home(cells, 0)
    let device = try site.device(cells, 1, channel: nil, of: home)
    let sequence = try cells.whole(2, max: Double(UInt32.max))
    let time = try cells.time(3)
    try watched(time, 3, home, cells)
    let rating = try cells.number(5, in: 1...5)
    guard rating == rating.rounded() else { throw cells.malformed(5, "a whole number in 1...5") }
    homes[home].ratings.append(
      TruthTables.Rating(
        words: MessageID(home: HomeID(UInt32(home)), device: device, sequence: UInt32(sequence)),
        time: time, resident: try resident(cells, 4), rating: Int(rating),
        fulfilledAt: cells.isEmpty(6) ? nil : try cells.time(6),
        comment: cells.isEmpty(7) ? "" : try cells.text(7)))
  }

  /// Residents are numbered from 0.
  private func resident(_ cells: RowParser, _ column: Int) throws(Refusal) -> ResidentIndex {
    ResidentIndex(try cells.whole(column, max: Double(UInt8.max)))
  }

  /// From the first column to the second, at least in part while the home is watched.
  private func stretch(
    _ cells: inout RowParser, of home: Int
  ) throws(Refusal) -> (start: SimTime, end: SimTime) {
    let (start, end) = (try cells.time(0), try cells.time(1))
    guard end > start else { throw cells.malformed(1, "a time after start") }
    guard start < homes[home].end, end > homes[home].start else {
      throw cells.malformed(0, "a stretch that lasts while the home is watched")
    }
    return (start, end)
  }
}

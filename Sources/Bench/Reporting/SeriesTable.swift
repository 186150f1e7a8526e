internal import Clockwork

/// The numbers behind a picture of series over time: a row a point or a range.
struct SeriesTable {
  private let clock: ClockText
  private let unit: String
  private var rows: [[String]] = []

  init(unit: String, utcOffset: SimDuration) {
    clock = ClockText(utcOffset: utcOffset)
    self.unit = unit
  }

  mutating func add(_ points: [TimedValue], of name: String) {
    for point in points { add(point.time, name, [NumberText.exact(point.value), "", ""]) }
  }

  mutating func add(_ band: [TimedRange], of name: String) {
    for range in band {
      add(
        range.time, name, ["", NumberText.exact(range.lower), NumberText.exact(range.upper)])
    }
  }

  private mutating func add(_ time: SimTime, _ name: String, _ cells: [String]) {
    rows.append([name, String(time.microseconds), clock.full(time), unit] + cells)
  }

  var table: ReportTable {
    ReportTable(
      columns: ["series", "time_us", "time_local", "unit", "value", "lower", "upper"], rows: rows)
  }
}

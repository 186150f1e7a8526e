internal import Clockwork
internal import Telemetry

/// Measurements of a user's own sensors: CSV or JSON Lines with the columns `time`, `value` and,
/// where there are several sensors, `sensor`.
public enum SeriesFile {
  /// One sensor's measurements; times rise.
  public struct Series: Sendable {
    public var name: String
    /// Microseconds of Universal Time since 1970.
    public var times: [Int64] = []
    public var values: [Double] = []
  }

  private enum Columns: String, CaseIterable, RowLayout {
    // Their words stand in errors.
    case sensors = "a table of several sensors"
    case one = "a table"

    var columns: [String] {
      self == .sensors ? ["time", "sensor", "value"] : ["time", "value"]
    }
  }

  private static let valueCountMax = 100_000_000

  /// - Parameter magnitudeMax: of the values.
  /// - Returns: series in the order in which the file names them first, at least one.
  /// - Throws: ``ExchangeError`` with file, line, what was found and expected.
  public static func read(
    _ path: String, magnitudeMax: Double = 1e9
  ) throws(ExchangeError) -> [Series] {
    var table: TableReader<Columns>
    do {
      table = try TableReader(path: path)
    } catch .noLayout(let place, let found, _) {
      throw .badSeries(place: place, text: "found \(found)")
    } catch .unknownFormat {
      throw .badSeries(place: path, text: "found an unknown ending, expected .csv or .jsonl")
    }
    var series: [Series] = []
    var places: [String: Int] = [:]
    var count = 0
    while let item = try table.next() {
      let (time, name, value) = try cells(item, table.layout, path, magnitudeMax)
      let place = places[name] ?? series.count
      if place == series.count {
        places[name] = place
        series.append(Series(name: name))
      }
      if let last = series[place].times.last, time.microseconds <= last, case .row(let row) = item {
        throw .badSeries(
          place: "\(path):\(row.line)",
          text: "time: found \(JSONTimestamp.text(time)), expected one after this sensor's row "
            + "before, \(JSONTimestamp.text(.init(microseconds: last)))")
      }
      count += 1
      guard count <= valueCountMax else {
        throw .badSeries(place: path, text: "found more than \(valueCountMax) rows")
      }
      series[place].times.append(time.microseconds)
      series[place].values.append(value)
    }
    guard !series.isEmpty else { throw .badSeries(place: path, text: "found no row") }
    return series
  }

  private static func cells(
    _ item: TableItem, _ layout: Columns, _ path: String, _ magnitudeMax: Double
  ) throws(ExchangeError) -> (time: SimTime, name: String, value: Double) {
    let row: Row
    switch item {
    case .malformed(let line, let found):
      throw .badSeries(place: "\(path):\(line)", text: "found \(found)")
    case .row(let read): row = read
    }
    let place = "\(path):\(row.line)"
    guard case .text(let text) = row.cells[0], let time = JSONTimestamp.parse(text) else {
      throw .badSeries(
        place: place,
        text: "time: found \(row.cells[0].found), expected a time such as 2024-01-15T06:00:00Z")
    }
    let valueCell = row.cells[layout.columns.count - 1]
    guard let value = valueCell.number, value.magnitude <= magnitudeMax else {
      throw .badSeries(
        place: place,
        text: "value: found \(valueCell.found), expected a number from -\(magnitudeMax) to "
          + "\(magnitudeMax)")
    }
    guard layout == .sensors else { return (time, "", value) }
    switch row.cells[1] {
    case .text(let name): return (time, name, value)
    case .empty: return (time, "", value)
    case .number, .other:
      throw .badSeries(
        place: place, text: "sensor: found \(row.cells[1].found), expected a name")
    }
  }

  /// A table that ``read(_:magnitudeMax:)`` reads.
  public struct Writer: Sendable {
    public private(set) var text: String

    public init() { text = "time,sensor,value\n" }

    public mutating func append(_ series: Series) {
      for (time, value) in zip(series.times, series.values) {
        append(time: time, sensor: series.name, value: value)
      }
    }

    /// - Parameter time: microseconds of Universal Time since 1970.
    public mutating func append(time: Int64, sensor: String, value: Double) {
      var bytes: [UInt8] = []
      CSVLine.append(
        [
          .string(JSONTimestamp.text(.init(microseconds: time))), .string(sensor), .number(value),
        ], to: &bytes)
      text += String(decoding: bytes, as: UTF8.self) + "\n"
    }
  }
}

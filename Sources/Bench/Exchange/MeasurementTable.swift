internal import Clockwork
internal import Telemetry

/// Measurements as a table of a user's own: CSV or JSON Lines with the columns `time,sensor,value`
/// or, of one sensor, `time,value`.
///
/// `time` is ISO 8601. `timestamp,value` with times such as `2014-04-01 00:05:00`, taken as UTC, is
/// read as well: the Numenta Anomaly Benchmark's files look so.
public enum MeasurementTable {
  enum MeasurementLayout: String, RowLayout {
    case sensors = "measurements by sensor"
    case sensor = "measurements"
    case timestamps = "timestamped measurements"

    var columns: [String] {
      switch self {
      case .sensors: ["time", "sensor", "value"]
      case .sensor: ["time", "value"]
      case .timestamps: ["timestamp", "value"]
      }
    }
  }

  /// One sensor's measurements in the file's order.
  public struct Series: Hashable, Sendable {
    /// Empty where the table has one sensor.
    public var name: String
    /// Microseconds since 1970; they may stand still or go back.
    public var times: [Int64] = []
    public var values: [Double] = []
    /// Of the file, for messages.
    public var lines: [Int] = []
  }

  /// - Returns: series in the order in which the file names them first, and the rows refused.
  /// - Throws: ``ExchangeError`` for a file that cannot be read at all.
  public static func read(path: String) throws -> (series: [Series], problems: RowProblems) {
    var table: TableReader<MeasurementLayout>
    do {
      table = try TableReader(path: path)
    } catch ExchangeError.noLayout(let place, let found, _) {
      throw ExchangeError.badMeasurements(text: "\(place): found \(found)")
    }
    let layout = table.layout
    var series: [Series] = []
    var places: [String: Int] = [:]
    let problems = try table.readRows(of: path) { row, parser in
      let (time, name, value) = try measurement(in: &parser, layout)
      let place = places[name] ?? series.count
      if place == series.count {
        places[name] = place
        series.append(Series(name: name))
      }
      series[place].times.append(time)
      series[place].values.append(value)
      series[place].lines.append(row.line)
    }
    return (series, problems)
  }

  private static func measurement(
    in parser: inout RowParser, _ layout: MeasurementLayout
  ) throws(Refusal) -> (time: Int64, name: String, value: Double) {
    switch layout {
    case .sensors:
      return (
        try parser.time(0).microseconds, parser.isEmpty(1) ? "" : try parser.text(1),
        try parser.number(2)
      )
    case .sensor: return (try parser.time(0).microseconds, "", try parser.number(1))
    case .timestamps:
      let text = try parser.text(0)
      let zoned = text.contains("T") ? text : text.replacing(" ", with: "T") + "Z"
      guard let time = JSONTimestamp.parse(zoned) else {
        throw parser.malformed(0, "a time such as 2014-04-01 00:05:00")
      }
      return (time.microseconds, "", try parser.number(1))
    }
  }
}

import Clockwork
import Detection
import Exchange
import Reporting
import Scenarios
import Telemetry

/// One sensor's table, learnt from its clean stretch and judged after it.
struct JudgedSeries {
  let series: MeasurementTable.Series
  /// Rows from which normal life was learnt.
  let cleanCount: Int
  let report: FaultReport

  /// - Parameters:
  ///   - cleanUntil: microseconds since 1970; nil for a third of the rows.
  ///   - path: for messages.
  /// - Throws: `RunError.input` if the clean stretch cannot be learnt from.
  init(
    _ series: MeasurementTable.Series, cleanUntil: Int64?, falseAlarms: Double, path: String
  ) throws {
    let name = series.name.isEmpty ? "" : ": " + series.name.printable
    cleanCount =
      cleanUntil.map { end in series.times.firstIndex { $0 >= end } ?? series.times.count }
      ?? series.times.count / 3
    self.series = series
    do {
      var detector = try FaultDetector(
        learning: Array(series.times[..<cleanCount]), values: Array(series.values[..<cleanCount]),
        settings: .init(falseEpisodesPerDay: falseAlarms))
      report = try detector.judge(
        times: Array(series.times[cleanCount...]), values: Array(series.values[cleanCount...]))
    } catch DetectionError.notRising(let row) {
      throw RunError.input(
        "\(path):\(series.lines[row]): error: time: found one not after the row before\(name), "
          + "expected rising times until --clean-until")
    } catch let DetectionError.tooFewCleanRows(found, expected) {
      throw RunError.input(
        "\(path)\(name): found \(found) rows until --clean-until, expected \(expected) or more "
          + "to learn from")
    } catch DetectionError.notFinite(let row) {
      throw RunError.input("\(path):\(series.lines[row]): error: value: found no finite number")
    }
  }

  var summary: String {
    let name = series.name.isEmpty ? "" : series.name.printable + ": "
    let count = report.episodes.count
    return "\(name)learnt from \(cleanCount) rows, judged \(report.scores.count): \(count) "
      + (count == 1 ? "episode" : "episodes")
  }

  func csv(_ episode: FaultEpisode) -> String {
    let name =
      series.name.contains { ",\"".contains($0) }
      ? "\"" + series.name.replacing("\"", with: "\"\"") + "\"" : series.name
    let (start, end) = (Self.text(episode.start), Self.text(episode.end))
    return "\(name),\(start),\(end),\(episode.kind.rawValue),\(episode.severity.rawValue),"
      + Self.short(episode.score)
  }

  func json(_ episode: FaultEpisode) -> JSONValue {
    .object([
      JSONMember("sensor", .string(series.name)),
      JSONMember("start", .string(Self.text(episode.start))),
      JSONMember("end", .string(Self.text(episode.end))),
      JSONMember("kind", .string(episode.kind.rawValue)),
      JSONMember("severity", .string(episode.severity.rawValue)),
      JSONMember("score", .number((episode.score * 100).rounded() / 100)),
    ])
  }

  /// The series with what was found shaded.
  func section(_ order: Int) -> ReportSection {
    let title = series.name.isEmpty ? "Measurements" : series.name
    let points = zip(series.times, series.values).map {
      TimedValue(SimTime(microseconds: $0), $1)
    }
    let shades = report.episodes.map {
      ShadedInterval(
        from: SimTime(microseconds: min($0.start, $0.end)),
        to: SimTime(microseconds: max($0.start, $0.end)), label: $0.kind.rawValue)
    }
    let figure = LineFigure(
      id: "faults-\(order)", title: title,
      caption:
        "Normal life was learnt from the first \(cleanCount) rows; shaded is what was found.",
      axis: "Value", unit: "", series: [.init("measured", points, tone: .accent(0))],
      shades: shades, utcOffset: .zero)
    var table = ReportTable(columns: ["start", "end", "kind", "severity", "score"], rows: [])
    for episode in report.episodes {
      table.rows.append([
        Self.text(episode.start), Self.text(episode.end), episode.kind.rawValue,
        episode.severity.rawValue, Self.short(episode.score),
      ])
    }
    return ReportSection(
      id: "sensor-\(order)", title: title, figures: [.line(figure)], table: table)
  }

  private static func text(_ time: Int64) -> String {
    JSONTimestamp.text(SimTime(microseconds: time))
  }

  private static func short(_ score: Double) -> String { "\((score * 100).rounded() / 100)" }
}

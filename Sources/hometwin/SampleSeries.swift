import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Telemetry

/// One sensor's measurements, from a table with the columns `time`, `value` and, where there are
/// several sensors, `sensor`.
struct SampleSeries {
  var name: String
  var times: [Int64] = []
  var values: [Double] = []

  /// Beyond this no value is packed.
  static let magnitudeMax = 1e9
  private static let byteCountMax = 256 << 20

  /// - Returns: series in the order in which the file names them first; times rise.
  /// - Throws: `RunError.input` with file and line.
  static func read(_ path: String) throws -> [SampleSeries] {
    let isJSON = path.lowercased().hasSuffix(".jsonl")
    guard isJSON || path.lowercased().hasSuffix(".csv") else {
      throw RunError.input("\(path): found an unknown ending, expected .csv or .jsonl")
    }
    let bytes: [UInt8]
    do {
      bytes = try FileSource.plainFile(path, byteCountMax: byteCountMax)
    } catch .unreadable(let reason) {
      throw RunError.input("\(path): found no table of measurements: \(reason)")
    } catch {
      throw RunError.input("\(path): found more than 256 MiB, expected a table of measurements")
    }
    var reader = Reader(path: path)
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      reader.line = index + 1
      guard let text = String(validating: line, as: UTF8.self) else {
        throw reader.mistake("found bytes that are not UTF-8")
      }
      let row = text.trimmingCharacters(in: .whitespacesAndNewlines)
      if row.isEmpty { continue }
      try isJSON ? reader.takeJSON(row) : reader.takeCSV(row)
    }
    guard !reader.series.isEmpty else {
      throw RunError.input("\(path): found no row, expected the columns time, value and rows below")
    }
    return reader.series
  }

  private struct Reader {
    let path: String
    var line = 0
    var series: [SampleSeries] = []
    private var places: [String: Int] = [:]
    private var header: [String]?

    init(path: String) { self.path = path }

    func mistake(_ text: String) -> RunError { .input("\(path):\(line): error: \(text)") }

    mutating func takeCSV(_ row: String) throws {
      let fields = row.replacingOccurrences(of: "\u{FEFF}", with: "")
        .split(separator: ",", omittingEmptySubsequences: false).map {
          $0.trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
        }
      guard let header else {
        for name in ["time", "value"] where !fields.contains(name) {
          throw mistake("found no column \"\(name)\", expected the columns time, value")
        }
        self.header = fields
        return
      }
      guard fields.count == header.count else {
        throw mistake("found \(fields.count) values, expected \(header.count)")
      }
      func field(_ name: String) -> String? { header.firstIndex(of: name).map { fields[$0] } }
      let text = field("value") ?? ""
      guard let value = Double(text) else {
        throw mistake("value: found \"\(text.prefix(40).printable)\", expected a number")
      }
      try take(field("time") ?? "", value, sensor: field("sensor") ?? "")
    }

    mutating func takeJSON(_ row: String) throws {
      guard let object = try? JSONValue.parse(row) else { throw mistake("found no JSON object") }
      guard case .string(let time)? = object["time"], let value = object["value"]?.doubleValue
      else { throw mistake("expected an object with a text \"time\" and a number \"value\"") }
      try take(time, value, sensor: object["sensor"]?.stringValue ?? "")
    }

    private mutating func take(_ time: String, _ value: Double, sensor: String) throws {
      guard let moment = JSONTimestamp.parse(time) else {
        throw mistake(
          "time: found \"\(time.prefix(40).printable)\", expected a time such as "
            + "2024-01-15T06:00:00Z")
      }
      guard value.magnitude <= magnitudeMax else {
        throw mistake("value: found \(value), expected a number in -1e9...1e9")
      }
      let place = places[sensor] ?? series.count
      if place == series.count {
        places[sensor] = place
        series.append(SampleSeries(name: sensor))
      }
      if let last = series[place].times.last, moment.microseconds <= last {
        throw mistake("time: found \(time.prefix(40).printable), expected one after the row before")
      }
      series[place].times.append(moment.microseconds)
      series[place].values.append(value)
    }
  }
}

import Anomaly
import Clockwork
import Detection
import Exchange
import Foundation
import Reporting
import ScenarioFiles
import Scenarios
import Telemetry

/// A folder in the layout of the Numenta Anomaly Benchmark: `data/*/*.csv` and labelled windows.
///
/// The detector learns from each file's probation, in which no alarm counts, and is alarmed at the
/// first row of each episode. Its threshold is the stated rate, the same for all files and profiles
/// and chosen before any of them was seen.
struct NABFolder {
  let path: String
  let falseAlarms: Double

  private static let labelNames = [
    "labels/combined_windows.json", "combined_windows.json", "windows.json",
  ]

  struct Result {
    var sums: [NABScorer.Sum]
    var fileCount = 0
    var windowCount = 0
    var alarmCount = 0
  }

  func tell(isJSON: Bool) throws {
    let result = try score()
    var members = [
      JSONMember("files", .integer(Int64(result.fileCount))),
      JSONMember("windows", .integer(Int64(result.windowCount))),
      JSONMember("alarms", .integer(Int64(result.alarmCount))),
    ]
    var table = TextTable([("profile", .left), ("score", .right)])
    for (profile, sum) in zip(NABProfile.all, result.sums) {
      let score = NABScorer(profile).normalised(sum)
      table.add([profile.name, TextTable.short(score)])
      members.append(JSONMember(profile.name, score.map { .number($0) } ?? .null))
    }
    guard !isJSON else {
      Console.print(.object(members))
      return
    }
    Console.print(
      "\(result.fileCount) files, \(result.windowCount) windows, \(result.alarmCount) alarms; "
        + "stated \(falseAlarms) false alarms a day")
    for line in table.lines { Console.print(line) }
  }

  /// - Throws: `RunError.input` for a folder that is not of this layout.
  func score() throws -> Result {
    let labels = try labels()
    var result = Result(sums: NABProfile.all.map { _ in NABScorer.Sum() })
    // Labelled files that are not there are passed over: a part of the benchmark will do.
    for label in labels {
      let file = path + "/data/" + label.name
      guard FileManager.default.fileExists(atPath: file) else { continue }
      let (series, problems) = try MeasurementTable.read(path: file)
      guard let one = series.first, series.count == 1, problems.total == 0 else {
        let found = problems.examples.first ?? "\(file): found no measurements"
        throw RunError.input(found + ", expected the columns timestamp and value")
      }
      let alarms = try alarms(one, file)
      let windows = label.windows.compactMap { rows(of: $0, one) }
        .sorted { $0.lowerBound < $1.lowerBound }
      guard zip(windows, windows.dropFirst()).allSatisfy({ $0.upperBound < $1.lowerBound }) else {
        throw RunError.input("\(path): \(label.name): found windows that overlap")
      }
      for (place, profile) in NABProfile.all.enumerated() {
        let sum = NABScorer(profile).sum(alarms: alarms, windows: windows)
        result.sums[place] = result.sums[place] + sum
      }
      result.fileCount += 1
      result.windowCount += windows.count
      result.alarmCount += alarms.count { $0 }
    }
    guard result.fileCount > 0 else {
      throw RunError.input("\(path): found none of the \(labels.count) labelled files below data/")
    }
    return result
  }

  private func alarms(_ series: MeasurementTable.Series, _ file: String) throws -> [Bool] {
    let count = series.values.count
    let probation = NABScorer.probationCount(rowCount: count)
    var alarms = [Bool](repeating: false, count: count)
    // A clock that was set back in the probation is left out of what is learnt.
    var known: [Int] = []
    for row in 0..<probation where known.last.map({ series.times[$0] < series.times[row] }) ?? true
    {
      known.append(row)
    }
    guard known.count >= FaultDetector.cleanRowsMin else {
      throw RunError.input("\(file): found \(count) rows, expected 400 or more")
    }
    var detector = try FaultDetector(
      learning: known.map { series.times[$0] }, values: known.map { series.values[$0] },
      settings: .init(falseEpisodesPerDay: falseAlarms))
    let report = try detector.judge(
      times: Array(series.times[probation...]), values: Array(series.values[probation...]))
    for episode in report.episodes { alarms[probation + episode.rows.lowerBound] = true }
    return alarms
  }

  private struct Label {
    var name: String
    var windows: [(start: Int64, end: Int64)]
  }

  private func labels() throws -> [Label] {
    let places = Self.labelNames.map { path + "/" + $0 }
    guard let place = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw RunError.input(
        "\(path): found none of \(Self.labelNames.joined(separator: ", ")), expected the layout "
          + "of the Numenta Anomaly Benchmark")
    }
    let bytes: [UInt8]
    do { bytes = try FileSource.plainFile(place, byteCountMax: 16 << 20) } catch {
      throw RunError.input("\(place): found no file of at most 16 MiB, expected labelled windows")
    }
    guard case .object(let members)? = try? JSONValue.parse(bytes) else {
      throw RunError.input("\(place): found no JSON object, expected windows by file name")
    }
    return try members.map { member in
      guard case .array(let windows) = member.value, !member.name.contains("..") else {
        throw RunError.input("\(place): \(member.name.printable): expected a list of windows")
      }
      return Label(
        name: member.name,
        windows: try windows.map { window in
          guard case .array(let ends) = window, ends.count == 2,
            let start = Self.time(ends[0]), let end = Self.time(ends[1]), start <= end
          else {
            throw RunError.input(
              "\(place): \(member.name.printable): expected windows of two times, the first first")
          }
          return (start, end)
        })
    }
  }

  private static func time(_ value: JSONValue) -> Int64? {
    guard case .string(let text) = value else { return nil }
    return JSONTimestamp.parse(text.replacing(" ", with: "T") + "Z")?.microseconds
  }

  /// Nil for a window without rows.
  private func rows(
    of window: (start: Int64, end: Int64), _ series: MeasurementTable.Series
  ) -> ClosedRange<Int>? {
    guard let first = series.times.firstIndex(where: { $0 >= window.start }),
      let last = series.times.lastIndex(where: { $0 <= window.end }), first <= last
    else { return nil }
    return first...last
  }
}

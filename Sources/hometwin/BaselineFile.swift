import Foundation
import ScenarioFiles
import Scenarios
import Trials

/// Baselines and other small results on the disk: whole or not at all.
enum BaselineFile {
  static func read(_ path: String) throws -> Baseline {
    let bytes: [UInt8]
    do {
      bytes = try FileSource.plainFile(path, byteCountMax: 64 << 20)
    } catch {
      throw RunError.input("\(path): cannot read: \(error)")
    }
    var baseline = try Baseline(bytes: bytes, path: path)
    // In files by id; for people in the order in which data flows.
    let order = Dictionary(
      uniqueKeysWithValues: ScoreNames.all.enumerated().map { ($1, $0) })
    baseline.sweep.columns.sort {
      (order[$0.id] ?? .max, $0.id) < (order[$1.id] ?? .max, $1.id)
    }
    return baseline
  }

  static func write(
    _ sweep: Sweep, to path: String, by name: String?, because: String,
    provenBy: [String: [String]] = [:], margins: [String: ChosenMargin] = [:]
  ) throws {
    let baseline = Baseline(
      sweep: sweep, acceptedBy: name ?? NSUserName(), because: because, acceptedOn: today,
      provenBy: provenBy, margins: margins)
    try write(baseline.text, to: path)
  }

  static func write(_ text: String, to path: String) throws {
    do {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .atomic)
    } catch {
      throw RunError.environment("\(path): cannot be written (\(SystemReason.text(error)))")
    }
  }

  /// The day by the machine's clock, UTC; it reaches nothing but the file's provenance.
  private static var today: String {
    var moment = time(nil)
    var parts = tm()
    gmtime_r(&moment, &parts)
    func two(_ value: Int32) -> String { (value < 10 ? "0" : "") + String(value) }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
  }
}

import Foundation
import ScenarioFiles
import Scenarios
import Trials

/// Baselines and parts of sweeps on the disk.
enum BaselineFile {
  /// - Parameters:
  ///   - scenario: of which it must be.
  ///   - isOfAnyBuild: whether an older build may have written it.
  static func read(
    _ path: String, of scenario: String, isOfAnyBuild: Bool = false
  ) throws -> Baseline {
    var baseline = try Baseline(
      bytes: try bytes(path), path: path, isOfAnyBuild: isOfAnyBuild)
    guard baseline.sweep.scenario == scenario else {
      throw TrialsError.otherScenario(
        path: path, found: baseline.sweep.scenario, expected: scenario)
    }
    inOrder(&baseline.sweep)
    return baseline
  }

  static func part(_ path: String) throws -> SweepPart {
    var part = try SweepPart(bytes: try bytes(path), path: path)
    inOrder(&part.sweep)
    return part
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    do {
      return try FileSource.plainFile(path, byteCountMax: 64 << 20)
    } catch {
      throw RunError.input("\(path): cannot read: \(error)")
    }
  }

  /// In files by id; for people in the order in which data flows.
  private static func inOrder(_ sweep: inout Sweep) {
    let order = Dictionary(
      uniqueKeysWithValues: ScoreNames.all.enumerated().map { ($1, $0) })
    sweep.columns.sort { (order[$0.id] ?? .max, $0.id) < (order[$1.id] ?? .max, $1.id) }
  }

  static func write(
    _ sweep: Sweep, to path: String, by name: String?, because: String,
    provenBy: [String: [String]] = [:], margins: [String: ChosenMargin] = [:],
    settings: [String] = []
  ) throws {
    let baseline = Baseline(
      sweep: sweep, acceptedBy: name ?? accepter, because: because, acceptedOn: today,
      provenBy: provenBy, margins: margins, settings: settings)
    try OutputFile.write(baseline.text, to: path)
  }

  /// Whoever runs the program; in a container that may be nobody with a name.
  private static var accepter: String {
    let name = NSUserName()
    return name.isEmpty ? "user \(getuid())" : name
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

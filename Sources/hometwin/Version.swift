import Foundation
import Ingestion
import ScenarioFiles
import Scenarios
import Storage
import Telemetry

/// What `--version` prints.
enum Version {
  static let number = "0.1.0"

  static var text: String {
    """
    hometwin \(number), commit \(commit ?? "unknown")
    scenario format \(ScenarioSchema.formatVersion), scores format \(ScoreText.format), \
    run format \(RunRecord.format)
    wire schema \(MessageCodec.schemaVersion), JSON wire schema \(JSONMessageCodec.schemaVersion), \
    wire log \(Log.formatVersion), store \(Store.formatVersion)
    """
  }

  /// The commit: written beside an installed copy, read from git in a checkout.
  static var commit: String? {
    if let text = read(Resources.root + "/COMMIT") { return text }
    let git = Resources.root + "/.git"
    guard let head = read(git + "/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return String(head.prefix(12)) }
    let name = String(head.dropFirst(5))
    if let hash = read(git + "/" + name) { return String(hash.prefix(12)) }
    let packed = read(git + "/packed-refs") ?? ""
    let line = packed.split(separator: "\n").first { $0.hasSuffix(" " + name) }
    return line.map { String($0.prefix(12)) }
  }

  private static func read(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

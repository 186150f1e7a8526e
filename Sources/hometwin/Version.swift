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

  /// The commit that was built, with `-dirty` where files had been changed: written by `make`
  /// beside the program, or into an installed copy; nil for a program that was built otherwise.
  static let commit: String? = {
    if let text = read(Resources.root + "/COMMIT") { return text }
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let stamp = program + ".commit"
    // A later build without the stamp must not carry an older one's name.
    guard let built = modified(program), let stamped = modified(stamp), stamped >= built else {
      return nil
    }
    return read(stamp)
  }()

  private static func modified(_ path: String) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }

  private static func read(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

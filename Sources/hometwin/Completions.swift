import ArgumentParser
import Foundation
import Scenarios
import Telemetry

/// What a shell offers where the user has begun to type.
enum Completions {
  /// Shipped scenarios by name, and scenario files by path.
  static let scenario = CompletionKind.custom { _, _, prefix in
    let names = Resources.names(in: Resources.scenarios)
    return names + paths(prefix) { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
  }

  /// Run folders: those that are there by default, and folders by path.
  static let runFolder = CompletionKind.custom { _, _, prefix in
    ListCommand.runFolders(in: RunCommand.runsFolder) + paths(prefix) { _ in false }
  }

  /// The scores of the run folder that stands on the line, else every score there can be.
  static let scoreID = CompletionKind.custom { words, _, _ in
    for word in words.dropFirst() {
      if let record = try? RunRecord(folder: word) {
        return record.scores.compactMap { $0["id"]?.stringValue }
      }
    }
    return ScoreNames.all
  }

  /// Folders and chosen files below what was typed so far.
  private static func paths(_ prefix: String, _ isWanted: (String) -> Bool) -> [String] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") }.compactMap { name in
      let path = folder + name
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        return nil
      }
      return isFolder.boolValue ? path + "/" : isWanted(name) ? path : nil
    }
  }
}

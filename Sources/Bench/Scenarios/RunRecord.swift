internal import Foundation
internal import ScenarioFiles
public import Telemetry

/// A finished run read back from its folder.
public struct RunRecord: Sendable {
  /// Of `run.json`.
  public static let format = "hometwin.run/1"

  public let folder: String
  /// `run.json`.
  public let run: JSONValue
  /// The members of `scores` in `scores.json`.
  public let scores: [JSONValue]
  /// What each home scored, from `homes.json`; empty where a run kept none.
  public let homes: [JSONValue]
  /// The ids of the homes' values, in their order.
  let homeScoreIDs: [String]

  /// - Throws: ``RunError/input(_:)`` if it is no run folder or a damaged one.
  public init(folder: String) throws {
    self.folder = folder
    try Self.checkFolder(folder)
    run = try Self.object(folder, "run.json", format: Self.format)
    let document = try Self.object(folder, "scores.json", format: ScoreText.format)
    guard let scores = document["scores"]?.arrayValue, !scores.isEmpty else {
      throw Self.damaged(folder + "/scores.json", "no list of scores")
    }
    for (index, score) in scores.enumerated() {
      try Self.check(score, "\(folder)/scores.json: scores[\(index)]")
    }
    self.scores = scores
    let path = folder + "/" + HomeTable.fileName
    guard FileManager.default.fileExists(atPath: path) else {
      (homes, homeScoreIDs) = ([], [])
      return
    }
    let table = try Self.object(folder, HomeTable.fileName, format: HomeTable.format)
    homes = table["homes"]?.arrayValue ?? []
    homeScoreIDs = table["ids"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// The hash that a folder's run carries; nil if it is no run folder.
  static func hash(of folder: String) -> String? {
    (try? object(folder, "run.json", format: format))?["scenario_hash"]?.stringValue
  }

  public var scenario: String { run["scenario"]?.stringValue ?? "?" }
  public var seed: String { run["seed"]?.stringValue ?? "?" }

  /// The hash of the effective scenario that a folder's run lived.
  ///
  /// - Throws: ``RunError/input(_:)`` if it is no run folder or a damaged one.
  public static func scenarioHash(of folder: String) throws -> String {
    try checkFolder(folder)
    let run = try object(folder, "run.json", format: format)
    guard let text = run["scenario_hash"]?.stringValue else {
      throw damaged(folder + "/run.json", "no scenario_hash")
    }
    return String(text.prefix { $0 != "-" })
  }

  /// Whether a folder is a finished run's, whatever its version.
  public static func isRun(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/run.json")
  }

  /// What a run's conclusions hashed to, from `run.json` alone: a replay needs no scores.
  ///
  /// - Throws: ``RunError/input(_:)`` if it is no run folder or a damaged one.
  public static func conclusions(of folder: String) throws -> String {
    try checkFolder(folder)
    let run = try object(folder, "run.json", format: format)
    guard let text = run["fingerprint"]?["conclusions"]?.stringValue else {
      throw damaged(folder + "/run.json", "no fingerprint.conclusions")
    }
    return text
  }

  /// The outside programs of a run, from `run.json` alone.
  ///
  /// - Throws: ``RunError/input(_:)`` if it is no run folder or a damaged one.
  public static func programs(of folder: String) throws -> StagePrograms {
    try checkFolder(folder)
    return StagePrograms(try object(folder, "run.json", format: format), folder: folder)
  }

  /// What was true in the run, as a fingerprint.
  ///
  /// - Throws: ``RunError/input(_:)`` if the folder does not say.
  public func truth() throws -> String {
    guard let text = run["fingerprint"]?["truth"]?.stringValue else {
      throw Self.damaged(folder + "/run.json", "no fingerprint.truth")
    }
    return text
  }

  /// The expectations' ids by what became of them.
  public func scoreIDs(status: String) -> [String] {
    scores.filter { $0["status"]?.stringValue == status }.compactMap { $0["id"]?.stringValue }
  }

  private static func checkFolder(_ folder: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw RunError.input(
        "\(folder): found no folder, expected a run folder such as Reports/runs/quickstart-7; "
          + "hometwin list shows them")
    }
  }

  /// A score whose numbers are words would be told as one that was never measured.
  private static func check(_ score: JSONValue, _ place: String) throws {
    for name in ["id", "stage", "unit", "better"] where score[name]?.stringValue == nil {
      throw damaged("\(place).\(name)", score[name]?.kindText ?? "nothing", expected: "a text")
    }
    for name in ["value", "null", "random", "oracle", "skill", "target", "n", "n_homes"] {
      guard let value = score[name] else {
        throw damaged("\(place).\(name)", "nothing", expected: "a number or null")
      }
      guard value == .null || value.doubleValue != nil else {
        throw damaged("\(place).\(name)", value.kindText, expected: "a number or null")
      }
    }
    for name in ["ci95", "skill_ci95"] {
      let value = score[name] ?? .null
      let bounds = value.arrayValue?.compactMap(\.doubleValue)
      guard value == .null || bounds?.count == 2 && value.arrayValue?.count == 2 else {
        throw damaged("\(place).\(name)", value.kindText, expected: "two numbers or null")
      }
    }
  }

  // MARK: Files

  private static func object(_ folder: String, _ name: String, format: String) throws -> JSONValue {
    let path = folder + "/" + name
    let bytes: [UInt8]
    do {
      bytes = try FileSource.plainFile(path, byteCountMax: 64 << 20)
    } catch {
      throw RunError.input(
        "\(path): cannot read: \(error); expected a run folder as hometwin run writes it")
    }
    let value: JSONValue
    do {
      value = try JSONValue.parse(bytes)
    } catch {
      throw damaged(path, "\(error)")
    }
    let found = value["format"]?.stringValue
    guard found == format else {
      throw RunError.input(
        "\(path): found format \(found.map { "\"\($0)\"" } ?? "nothing"), expected \"\(format)\"; "
          + "the run is of another version: run the scenario again")
    }
    return value
  }

  private static func damaged(
    _ path: String, _ what: String, expected: String? = nil
  ) -> RunError {
    .input(
      "\(path): found \(what)\(expected.map { ", expected \($0)" } ?? ""); the file is damaged: "
        + "run the scenario again"
    )
  }
}

internal import Foundation
internal import Telemetry

/// What a run folder says of the outside programs of its run.
public struct StagePrograms: Sendable {
  /// The answers of a program that would not say the same again.
  public struct Recording: Sendable {
    public var stage: String
    public var path: String
    public var checksum: String
  }

  /// Where the programs lay when the run was made; nil where there were none.
  public var folder: String?
  public var recordings: [Recording] = []

  /// - Parameter run: `run.json` of `folder`.
  init(_ run: JSONValue, folder: String) {
    self.folder = run["programs_folder"]?.stringValue
    for program in run["outside"]?.arrayValue ?? [] {
      guard let stage = program["stage"]?.stringValue,
        let recording = program["recording"], recording["checksum"] != nil
      else { continue }
      // The file's name follows from the stage, so that run.json can name no other.
      recordings.append(
        Recording(
          stage: stage, path: folder + "/" + AnswerFile.name(stage),
          checksum: recording["checksum"]?.stringValue ?? ""))
    }
  }

  /// How programs of a run are asked again.
  ///
  /// - Parameters:
  ///   - elsewhere: where they lie now; nil where they lay.
  ///   - isOther: whether a stage's program is another than the run's, which has no recording.
  /// - Throws: ``RunError/input(_:)`` if there is no such folder.
  public func apply(
    to options: inout RunOptions, stages: [String], elsewhere: String?,
    isOther: (String) -> Bool = { _ in false }
  ) throws {
    options.recordings = recordings.filter { !isOther($0.stage) }
    let started = stages.filter { stage in
      !options.recordings.contains { $0.stage == stage }
    }
    guard !started.isEmpty else { return }
    guard let place = elsewhere ?? folder else {
      throw RunError.input(
        "run.json: found no programs_folder, expected the folder of the programs for "
          + started.joined(separator: ", ") + "; name it with --programs FOLDER")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue
    else {
      throw RunError.input(
        "\(place): found no such folder, expected the programs for "
          + started.joined(separator: ", ") + "; name where they lie now with --programs FOLDER")
    }
    options.programFolder = place
  }
}

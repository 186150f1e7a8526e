import Foundation
import ScenarioFiles
import Scenarios
import Trials

/// Another build of hometwin that lives the base of a check.
struct BaseProgram {
  let path: String

  /// Lets the program live the worlds and reads what it scored.
  ///
  /// - Parameter name: the scenario's, which the program must have lived.
  func sweep(
    _ scenario: String, overrides: [String], seeds: Int, firstSeed: UInt64, threads: Int?,
    of name: String
  ) throws -> Baseline {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: path)
    else {
      throw RunError.input(
        "--base-program: found \(isFolder.boolValue ? "a folder" : "no program") at \(path), "
          + "expected a hometwin")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "hometwin-base-\(ProcessInfo.processInfo.globallyUniqueString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RunError.environment(
        "\(folder.path): cannot be written (\(SystemReason.text(error)))")
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("base.json").path
    let code = try run(
      [
        "check", scenario, "--accept", "--because", "the base of a check", "--baseline", file,
        "--seeds", String(seeds), "--first-seed", String(firstSeed),
      ] + (threads.map { ["--threads", String($0)] } ?? [])
        + overrides.flatMap { ["--set", $0] })
    guard code == 0, FileManager.default.fileExists(atPath: file) else {
      throw RunError.input(
        "--base-program: \(path) ended with exit code \(code)"
          + (code == 0 ? " and wrote no scores" : "")
          + ", expected a hometwin that knows check --accept and this scenario")
    }
    return try BaselineFile.read(file, of: name, isOfAnyBuild: true)
  }

  private func run(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    // What it prints of its own is not this check's answer.
    process.standardOutput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw RunError.input(
        "--base-program: \(path) cannot be started (\(SystemReason.text(error))), expected a "
          + "hometwin")
    }
    process.waitUntilExit()
    return process.terminationStatus
  }
}

import Foundation
import Scenarios
import Trials

/// Another build of hometwin that lives the base of a check.
struct BaseProgram {
  let path: String

  /// Lets the program live the worlds and reads what it scored.
  func sweep(
    _ scenario: String, overrides: [String], seeds: Int, firstSeed: UInt64, threads: Int?
  ) throws -> Baseline {
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw RunError.input("--base-program: found no program at \(path), expected a hometwin")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "hometwin-base-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("base.json").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments =
      [
        "check", scenario, "--accept", "--because", "the base of a check", "--baseline", file,
        "--seeds", String(seeds), "--first-seed", String(firstSeed),
      ] + (threads.map { ["--threads", String($0)] } ?? [])
      + overrides.flatMap { ["--set", $0] }
    // What it prints of its own is not this check's answer.
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw RunError.input(
        "--base-program: \(path) ended with exit code \(process.terminationStatus), expected 0; "
          + "it must know check --accept and this scenario")
    }
    return try BaselineFile.read(file)
  }
}

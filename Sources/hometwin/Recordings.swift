import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Trials

/// A check's worlds with wire and truth in one folder, so that another pipeline can be judged on
/// them without living them again.
struct Recordings: Sendable {
  enum Use: Sendable {
    case write
    /// With what was set on the scenario when it was recorded.
    case read(recorded: [String])
  }

  let path: String
  let use: Use

  /// What of a run's files is kept.
  static let keep = "keep=[wire, hours]"

  func folder(_ name: String, seed: UInt64) -> String { "\(path)/\(name)-\(seed)" }

  /// Whether every world can be written, before the first is lived.
  func checkRoom(_ name: String, seeds: [UInt64]) throws {
    for seed in seeds {
      try RunFolder.checkReplaceable(
        folder(name, seed: seed), hash: "", force: true, option: "--record")
    }
  }

  func trial(
    _ scenario: String, _ overrides: [String], seed: UInt64, cancellation: CancellationFlag
  ) throws -> Sweep.Trial {
    switch use {
    case .write:
      return try write(
        try Loading.ready(scenario, overrides: overrides + [Self.keep]), scenario,
        cancellation: cancellation)
    case .read(let recorded):
      let ready = try Loading.ready(scenario, overrides: overrides)
      let folder = folder(ready.loaded.scenario.name, seed: seed)
      try expect(folder, scenario, recorded + ["seed=\(seed)", Self.keep])
      var options = RunOptions(threadCount: 1, window: .days(1))
      options.programFolder = Resources.folder(ofScenario: scenario)
      if cancellation.isCancelled { throw RunError.interrupted }
      let outcome = try Replay(ready.plan, folder: folder, options: options, isScored: true)
        .execute()
      return try Sweep.Trial(ready.plan, outcome.scores ?? [], outcome.programs)
    }
  }

  /// Lives one world into a run folder of its own.
  private func write(
    _ ready: Loading.Ready, _ scenario: String, cancellation: CancellationFlag
  ) throws -> Sweep.Trial {
    let folder = try RunFolder(
      target: folder(ready.loaded.scenario.name, seed: ready.plan.seed),
      hash: ready.plan.resultHash(version: Version.number), force: true)
    do {
      var options = RunOptions(threadCount: 1, window: .days(1))
      options.programFolder = Resources.folder(ofScenario: scenario)
      options.stageFolder = folder.partial
      let lived = try FolderRun(
        ready, options: options, folder: folder, cancellation: cancellation
      ) { _ in }
      try lived.document.write(to: folder)
      try folder.commit()
      return try Sweep.Trial(ready.plan, lived.result)
    } catch {
      folder.discard()
      throw error
    }
  }

  /// What lies in a world's folder must be that world as the base lived it.
  private func expect(_ folder: String, _ scenario: String, _ overrides: [String]) throws {
    let expected = try Loading.ready(scenario, overrides: overrides).plan.scenarioHash
    guard FileManager.default.fileExists(atPath: folder) else {
      throw RunError.input(
        "\(folder): found no such folder, expected a world that --record wrote; record again")
    }
    let found = try RunRecord.scenarioHash(of: folder)
    guard found == expected else {
      throw RunError.input(
        "\(folder): found a run of the scenario \(found), expected \(expected); the folder is of "
          + "another check: record again with --record")
    }
  }
}

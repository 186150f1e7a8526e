import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Trials

/// Worlds that are lived once and judged many times.
extension CheckCommand {
  /// Lives the base's worlds, each into a run folder of its own, and keeps the scores beside them.
  func recordWorlds(_ path: String, _ runner: TrialRunner) throws -> Int32 {
    try checkHeard(base)
    let part = try shardOrWhole()
    let (all, own) = (firstSeeds(), try seeds(of: part, among: firstSeeds()))
    var left = try side(base, "--base")
    let recordings = Recordings(path: path, use: .write)
    left.recordings = recordings
    let lock = try part.lock(path, option: "--record")
    defer { lock.remove() }
    try recordings.checkRoom(left.name, seeds: own)
    let trials: [[Sweep.Trial]]
    do {
      trials = try runner.run([left], seeds: own)
    } catch is RunCancelled {
      throw RunError.interruptedKeeping(folder: path)
    } catch RunError.interrupted {
      throw RunError.interruptedKeeping(folder: path)
    }
    let sweep = left.sweep(trials[0])
    try SweepFolder(path: path).write(SweepPart(sweep, of: all), .base, part)
    if !quiet.quiet {
      let words =
        "\(path): \(sweep.seeds.count) worlds recorded; hometwin check \(scenario) --from-wire "
        + "\(path) judges another pipeline on them"
      if output.json { Console.note(words) } else { Console.print(words) }
    }
    return 0
  }

  /// Another pipeline, or another build's, on the wire that was recorded of the base.
  func judgeWire(
    _ path: String, _ side: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    try checkHeard(base + candidate)
    let folder = SweepFolder(path: path)
    guard var left = try folder.read(.base, for: "--from-wire") else {
      throw RunError.input(
        "--from-wire: found no base-K-of-N.json in \(path), expected what --record wrote")
    }
    let recorded = try self.side(base, "--base")
    try expect(left, of: recorded, "base", folder, given: "--record")
    left.columns.removeAll { !ScoreNames.isToldByWire($0.id) }
    var right = side
    right.recordings = Recordings(path: path, use: .read(recorded: recorded.overrides))
    var sweep = right.sweep(try runner.run([right], seeds: left.seeds)[0])
    sweep.columns.removeAll { !ScoreNames.isToldByWire($0.id) }
    let check = try compare(left, sweep, rule, right)
    if sweeps != nil {
      _ = try keep(
        base: left, candidate: sweep, try shardOrWhole(), of: left.seeds)
    }
    return try report(
      check, base: "\(name(base)), as recorded in \(path)",
      candidate: "\(name(candidate)), on the recorded wire")
  }

  private func checkHeard(_ overrides: [String]) throws {
    for text in overrides where !Replay.isHeard(text) {
      throw RunError.input(
        "found \(text.prefix { $0 != "=" }), expected a setting of what reads the wire ("
          + Replay.heardKeys.map { String($0.dropFirst("pipeline.".count)) }.joined(separator: ", ")
          + "); what devices send and what agents do makes another wire: --set it for both, or "
          + "check without a recorded wire")
    }
  }
}

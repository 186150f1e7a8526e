import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Scoring
import Synchronization
import Trials

/// One side of a check: a scenario and what is set on it.
struct TrialSide: Sendable {
  let scenario: String
  let overrides: [String]
  let name: String
  let configuration: String
  let expectedScores: [String]

  /// - Throws: `ScenarioErrors`, so that mistakes show before any world is lived.
  init(_ scenario: String, overrides: [String]) throws {
    self.scenario = scenario
    self.overrides = overrides
    let loaded = try Loading.scenario(scenario, overrides: overrides)
    name = loaded.scenario.name
    configuration = loaded.fingerprint.hex
    expectedScores = loaded.scenario.expectations.map(\.scoreID)
    try Capacity.check(homeCount: loaded.scenario.homeCount)
  }

  var empty: Sweep {
    let version = [Version.number, Version.commit].compactMap { $0 }.joined(separator: " ")
    return Sweep(scenario: name, configuration: configuration, version: version)
  }

  /// Lives one world on one thread.
  func trial(seed: UInt64, cancellation: CancellationFlag) throws -> Sweep.Trial {
    let plan = try Loading.ready(scenario, overrides: overrides + ["seed=\(seed)"]).plan
    var options = RunOptions(threadCount: 1, window: .days(1))
    options.programFolder = Resources.folder(ofScenario: scenario)
    let run = Run(
      plan, options: options, outputs: nil,
      cancellation: cancellation
    ) { _ in }
    let result = try run.execute()
    if let bug = result.boundViolations.first { throw RunError.bug("seed \(seed): \(bug)") }
    return Sweep.Trial(seed: seed, world: plan.worldFingerprint, scores: result.scores)
  }
}

/// Lives several sides in several worlds, a world a thread; results do not depend on the threads.
struct TrialRunner {
  let threadCount: Int
  let quiet: Bool
  let cancellation: CancellationFlag

  init(threads: Int?, quiet: Bool, cancellation: CancellationFlag) {
    threadCount = max(threads ?? ProcessInfo.processInfo.activeProcessorCount, 1)
    self.quiet = quiet
    self.cancellation = cancellation
  }

  /// - Returns: for each side its trials in the order of the seeds.
  func run(_ sides: [TrialSide], seeds: [UInt64]) throws -> [[Sweep.Trial]] {
    let count = sides.count * seeds.count
    let found = Mutex([Sweep.Trial?](repeating: nil, count: count))
    let clock = Stopwatch()
    try ShardRunner(threadCount: threadCount).run(
      shardCount: count, cancellation: cancellation
    ) { job in
      let seed = seeds[job / sides.count]
      let trial = try sides[job % sides.count].trial(seed: seed, cancellation: cancellation)
      let done = found.withLock { all in
        all[job] = trial
        return all.count { $0 != nil }
      }
      tell(done, of: count, clock)
    }
    if !quiet, Console.isTerminal { Console.redraw("") }
    let all = found.withLock { $0 }
    return sides.indices.map { side in
      seeds.indices.compactMap { all[$0 * sides.count + side] }
    }
  }

  private func tell(_ done: Int, of count: Int, _ clock: Stopwatch) {
    if quiet { return }
    let left = clock.wallSeconds / Double(done) * Double(count - done)
    let text = "check: \(done) of \(count) runs, \(Int(left.rounded(.up))) s left"
    if Console.isTerminal {
      Console.redraw(text)
    } else if done * 10 / count > (done - 1) * 10 / count {
      Console.note(text)
    }
  }
}

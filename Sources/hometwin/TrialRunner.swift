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
  /// How its pipeline is broken on purpose.
  var mutation: Mutation?
  /// Where each world's wire and truth are kept, or were; nil where nothing is.
  var recordings: Recordings?

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

  func sweep(_ trials: [Sweep.Trial] = []) -> Sweep {
    let version = [Version.number, Version.commit].compactMap { $0 }.joined(separator: " ")
    var sweep = Sweep(scenario: name, configuration: configuration, version: version)
    sweep.append(trials)
    return sweep
  }

  /// What a check compares worlds by.
  func world(seed: UInt64) throws -> String {
    try Loading.ready(scenario, overrides: overrides + ["seed=\(seed)"]).plan.worldFingerprint()
  }

  /// Lives one world on one thread, or reads its wire again.
  func trial(seed: UInt64, cancellation: CancellationFlag) throws -> Sweep.Trial {
    let own = overrides + ["seed=\(seed)"]
    if let recordings {
      return try recordings.trial(scenario, own, seed: seed, cancellation: cancellation)
    }
    var plan = try Loading.ready(scenario, overrides: own).plan
    if let mutation { plan = plan.broken(by: mutation) }
    let result = try plan.live(
      programFolder: Resources.folder(ofScenario: scenario), cancellation: cancellation)
    return try Sweep.Trial(plan, result)
  }
}

extension Sweep.Trial {
  /// - Throws: `RunError.bug(_:)` where a score is better than can be.
  init(_ plan: RunPlan, _ result: RunResult) throws {
    if let bug = result.boundViolations.first { throw RunError.bug("seed \(plan.seed): \(bug)") }
    try self.init(plan, result.scores, result.outside)
  }

  init(_ plan: RunPlan, _ scores: [Score], _ programs: [StageRecord]) throws {
    // Draws are for comparing lives of one world; kept for a thousand they would fill the memory.
    let scores = scores.map { score in
      var score = score
      score.draws = []
      return score
    }
    self.init(
      seed: plan.seed, world: try plan.worldFingerprint(), scores: scores,
      programs: programs.map { ProgramTrace($0, seed: plan.seed) })
  }
}

extension ProgramTrace {
  init(_ program: StageRecord, seed: UInt64) {
    self.init(
      seed: seed, stage: program.stage, name: program.name, batches: program.exchangeCount,
      abstained: program.abstainedCount, remarks: program.remarks,
      isDeterministic: program.isDeterministic)
  }

  /// What a reader of the scores of several lives of one world must know of programs.
  static func texts(_ lives: [RunResult], seed: UInt64) -> [String] {
    texts(
      lives.flatMap { $0.outside.map { ProgramTrace($0, seed: seed) } }, of: lives.count, "lives")
  }
}

extension RunPlan {
  /// Lives a plan on one thread for its scores alone.
  func live(programFolder: String, cancellation: CancellationFlag) throws -> RunResult {
    var options = RunOptions(threadCount: 1, window: .days(1))
    options.programFolder = programFolder
    return try Run(self, options: options, outputs: nil, cancellation: cancellation) { _ in }
      .execute()
  }
}

/// Lives many worlds, one a thread; results do not depend on the threads.
struct TrialRunner {
  /// Who asks, for progress.
  let label: String
  let threadCount: Int
  let quiet: Bool
  let cancellation: CancellationFlag

  init(_ label: String, threads: Int, quiet: Bool, cancellation: CancellationFlag) {
    self.label = label
    threadCount = threads
    self.quiet = quiet
    self.cancellation = cancellation
  }

  /// - Returns: for each side its trials in the order of the seeds.
  func run(_ sides: [TrialSide], seeds: [UInt64]) throws -> [[Sweep.Trial]] {
    let all = try run(count: sides.count * seeds.count) { job in
      try sides[job % sides.count].trial(
        seed: seeds[job / sides.count], cancellation: cancellation)
    }
    return sides.indices.map { side in seeds.indices.map { all[$0 * sides.count + side] } }
  }

  /// - Returns: what each job came to, in the order of their numbers.
  func run<Answer: Sendable>(
    count: Int, _ live: @Sendable (_ job: Int) throws -> Answer
  ) throws -> [Answer] {
    let found = Mutex([Answer?](repeating: nil, count: count))
    let clock = Stopwatch()
    defer { if !quiet, Console.isTerminal { Console.redraw("") } }
    try ShardRunner(threadCount: threadCount).run(
      shardCount: count, cancellation: cancellation
    ) { job in
      let answer = try live(job)
      let done = found.withLock { all in
        all[job] = answer
        return all.count { $0 != nil }
      }
      tell(done, of: count, clock)
    }
    return found.withLock { $0 }.compactMap { $0 }
  }

  private func tell(_ done: Int, of count: Int, _ clock: Stopwatch) {
    if quiet { return }
    let left = clock.wallSeconds / Double(done) * Double(count - done)
    let text = "\(label): \(done) of \(count) runs, \(Int(left.rounded(.up))) s left"
    if Console.isTerminal {
      Console.redraw(text)
    } else if done * 10 / count > (done - 1) * 10 / count {
      Console.note(text)
    }
  }
}

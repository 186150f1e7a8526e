import ArgumentParser
import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Scoring

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Live a scenario, score every stage, write a report.",
    discussion: """
      Exit codes: 0 all expectations met; 1 one missed (with --strict: or undecided); 2 usage,
      scenario or input error; 3 environment; 70 a bug of ours.
      """)

  @Argument(
    help: "A scenario file, or the name of a shipped one.", completion: .file(extensions: ["yaml"]))
  var scenario: String

  @Option(help: "The run's seed; overrides the scenario's.") var seed: UInt64?
  @Option(help: "Threads; results do not depend on it. Default: HOMETWIN_THREADS or all cores.")
  var threads: Int?
  @Option(help: "Simulated time between two joins, such as 6h; results do not depend on it.")
  var window: String = "1d"
  @Option(help: "The run folder. Default: Reports/runs/NAME-SEED.", completion: .directory)
  var out: String?
  @Option(
    name: .customLong("set"), help: "Set a key: --set pipeline.fusion.method=mean. Repeatable.")
  var overrides: [String] = []
  @Flag(help: "Replace an existing result of another scenario.") var force = false
  @Flag(help: "Undecided expectations fail too.") var strict = false
  @Flag(help: "Print nothing but errors.") var quiet = false
  @Flag(help: "Print scores.json instead of a table.") var json = false

  func run() throws {
    try Loading.guarded {
      var changes = overrides
      if let seed { changes.append("seed=\(seed)") }
      let loaded = try Loading.scenario(scenario, overrides: changes)
      let options = try runOptions()
      let plan = try Loading.plan(loaded)
      for warning in loaded.warnings where !quiet { Console.note(warning.description) }
      let target = out ?? defaultFolder(loaded)
      let folder = try RunFolder(
        target: target, hash: plan.resultHash(version: Version.number), force: force)
      do {
        return try Interrupt.watching {
          try execute(plan, options, folder, cancellation: $0)
        }
      } catch RunError.bug(let text) {
        throw RunError.bug(text + "\nrepeat with: " + repeatLine(seed: loaded.scenario.seed))
      }
    }
  }

  private func execute(
    _ plan: RunPlan, _ options: RunOptions, _ folder: RunFolder,
    cancellation: CancellationFlag
  ) throws -> Int32 {
    defer { folder.discard() }
    let clock = Stopwatch()
    let progress = ProgressLine(isQuiet: quiet)
    let scenario = plan.scenario
    let outputs = try RunOutputs(
      folder: folder.partial, keep: scenario.keep, store: scenario.store,
      durability: scenario.durability)
    let run = Run(plan, options: options, outputs: outputs, cancellation: cancellation) {
      progress.show($0)
    }
    let result = try run.execute()
    progress.finish()
    let verdicts = Verdicts.all(scenario.expectations, result.scores)
    let document = RunDocument(
      plan: plan, result: result, verdicts: verdicts, options: options,
      versionText: Version.number, commit: Version.commit,
      wallSeconds: clock.wallSeconds, cpuSeconds: clock.cpuSeconds)
    try document.write(to: folder)
    try folder.commit()
    if json {
      print(document.scoresJSON)
    } else if !quiet {
      print(document.consoleText(folder: folder.target))
    }
    if let bug = result.boundViolations.first { throw RunError.bug(bug) }
    return exitCode(scenario, verdicts)
  }

  /// What repeats this run, bug and all.
  private func repeatLine(seed: UInt64) -> String {
    let changes = overrides.map { " --set '\($0)'" }.joined()
    return "hometwin run \(scenario) --seed \(seed) --window \(window)\(changes)"
  }

  private func exitCode(_ scenario: Scenario, _ verdicts: [Verdict]) -> Int32 {
    let failed = verdicts.filter { $0.status == .missed || (strict && $0.status == .undecided) }
    switch scenario.must {
    case nil: return failed.isEmpty ? 0 : 1
    case .failAny: return failed.isEmpty ? 1 : 0
    case .fail(let id):
      return failed.contains { $0.expectation.scoreID == id } ? 0 : 1
    }
  }

  private func runOptions() throws -> RunOptions {
    let count =
      threads ?? Int(ProcessInfo.processInfo.environment["HOMETWIN_THREADS"] ?? "")
      ?? ProcessInfo.processInfo.activeProcessorCount
    guard (1...1024).contains(count) else {
      throw RunError.input("--threads: found \(count), expected 1...1024")
    }
    guard let span = Durations.parse(window), span >= .minutes(1),
      span.microseconds % 60_000_000 == 0
    else {
      throw RunError.input(
        "--window: found \"\(window)\", expected whole minutes such as 90min, 6h or 1d")
    }
    return RunOptions(threadCount: count, window: span)
  }

  private func defaultFolder(_ loaded: LoadedScenario) -> String {
    let changed = overrides.isEmpty ? "" : "-" + String(loaded.fingerprint.hex.prefix(6))
    return "Reports/runs/\(loaded.scenario.name)-\(loaded.scenario.seed)\(changed)"
  }
}

import ArgumentParser
import Clockwork
import ScenarioFiles
import Scenarios
import Scoring

struct RunCommand: ParsableCommand {
  /// Where run folders go unless told otherwise.
  static let runsFolder = "Reports/runs"

  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Live a scenario, score every stage, write a report.",
    discussion: """
        hometwin run quickstart
        hometwin run my-home.yaml --seed 7 --set homes=50
        hometwin run winter-week --set pipeline.fusion.method=mean

      Writes Reports/runs/NAME-SEED/ with report.html, scores.json, run.json, the effective \
      scenario, and what keep: asks for; with --set the name gets six digits of the scenario's \
      hash. Ctrl-C leaves nothing half-written.

      Exit code 1 if an expectation is missed, or undecided with --strict; the others are listed \
      in hometwin --help.
      """)

  @Argument(
    help: "A scenario file, or the name of a shipped one.", completion: Completions.scenario)
  var scenario: String

  @Option(help: "The run's seed; overrides the scenario's.", transform: SeedText.parse)
  var seed: UInt64?
  @OptionGroup var threads: ThreadOptions
  @Option(help: "Simulated time between two joins, such as 6h; results do not depend on it.")
  var window: String = "1d"
  @Option(help: "The run folder. Default: Reports/runs/NAME-SEED.", completion: .directory)
  var out: String?
  @OptionGroup var settings: SettingOptions
  @Flag(help: "Replace an existing result of another scenario or version.") var force = false
  @Flag(help: "On Ctrl-C or failure keep what was written, as OUT.partial.")
  var keepPartial = false
  @Flag(help: "Undecided expectations fail too.") var strict = false
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Loading.guarded("running \(scenario)") {
      let options = try runOptions()
      let overrides = settings.overrides + (seed.map { ["seed=\($0)"] } ?? [])
      let ready = try Loading.ready(scenario, overrides: overrides)
      try Capacity.check(homeCount: ready.loaded.scenario.homeCount)
      if !quiet.quiet { for warning in ready.plan.warnings { Console.note("\(warning)") } }
      let folder = try RunFolder(
        target: out ?? defaultFolder(ready.loaded),
        hash: ready.plan.resultHash(version: Version.number), force: force,
        keepsPartial: keepPartial)
      return try Interrupt.watching { cancellation in
        do {
          return try execute(ready, options, folder, cancellation: cancellation)
        } catch {
          throw stopped(error, folder, seed: ready.plan.seed)
        }
      }
    }
  }

  /// Removes or keeps what was written, and says so.
  private func stopped(_ error: any Error, _ folder: RunFolder, seed: UInt64) -> RunError {
    let kept = folder.discard()
    var problem = RunError(error, while: "writing \(folder.target)")
    if case .bug(let text) = problem {
      problem = .bug(text + "\nrepeat with: " + repeatLine(seed: seed))
    }
    guard let kept else { return problem }
    if problem == .interrupted { return .interruptedKeeping(folder: kept) }
    Console.note("what was written lies in \(kept)")
    return problem
  }

  private func execute(
    _ ready: Loading.Ready, _ options: RunOptions, _ folder: RunFolder,
    cancellation: CancellationFlag
  ) throws -> Int32 {
    let progress = ProgressLine(isQuiet: quiet.quiet)
    var options = options
    options.programFolder = Resources.folder(ofScenario: self.scenario)
    options.stageFolder = folder.partial
    defer { progress.finish() }
    let lived = try FolderRun(
      ready, options: options, folder: folder, cancellation: cancellation
    ) { progress.show($0) }
    let document = lived.document
    try document.write(to: folder)
    try folder.commit()
    progress.finish()
    if output.json {
      Console.print(document.scoresJSON)
    } else if !quiet.quiet {
      Console.print(document.consoleText(folder: folder))
    }
    if let bug = lived.result.boundViolations.first { throw RunError.bug(bug) }
    return exitCode(ready.loaded.scenario, lived.verdicts)
  }

  /// What repeats this run, bug and all.
  private func repeatLine(seed: UInt64) -> String {
    let changes = settings.overrides.map { " --set '\($0)'" }.joined()
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
    let count = try threads.count()
    guard let span = WindowText.parse(window) else {
      throw RunError.input(
        "--window: found \"\(Console.brief(window))\", expected whole minutes such as 90min, 6h or "
          + "1d")
    }
    return RunOptions(threadCount: count, window: span)
  }

  private func defaultFolder(_ loaded: LoadedScenario) -> String {
    let changed =
      settings.overrides.isEmpty ? "" : "-" + String(loaded.fingerprint.hex.prefix(6))
    return "\(Self.runsFolder)/\(loaded.scenario.name)-\(loaded.scenario.seed)\(changed)"
  }
}

/// A window's length as the command line takes it.
enum WindowText {
  /// - Returns: nil for what is no whole number of minutes, or over 100 years.
  static func parse(_ text: String) -> SimDuration? {
    let units: [(String, Int64)] = [("min", 1), ("d", 1_440), ("h", 60)]
    for (suffix, minutes) in units where text.hasSuffix(suffix) {
      guard let count = Int64(text.dropLast(suffix.count)), count > 0,
        count <= 36_600 * 1_440 / minutes
      else { return nil }
      return .minutes(count * minutes)
    }
    return nil
  }
}

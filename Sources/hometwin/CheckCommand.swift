import ArgumentParser
import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Trials

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tell an improvement from luck: two configurations in the same worlds.",
    discussion: """
        hometwin check quickstart --candidate pipeline.fusion.method=mean
        hometwin check quickstart --base pipeline.sampling.tolerance='0.1 K' --seeds 40
        hometwin check quickstart --base-program ../main/hometwin
        hometwin check quickstart --accept --because "first baseline"
        hometwin check quickstart

      Runs base and candidate in the same worlds, seed by seed, and calls each score better, same, \
      worse or undecided. --set holds for both sides, --base and --candidate for one; with \
      --base-program another hometwin lives the base. Without any of these the scenario is held \
      against its stored baseline, Reports/baselines/NAME.json; a missing one is written and the \
      check fails once.

      Exit code 0 if no score is worse or undecided, else 1 (undecided passes with --undecided \
      warn); 2 if the worlds differ.
      """)

  enum Undecided: String, ExpressibleByArgument { case fail, warn }

  @Argument(
    help: "A scenario file, or the name of a shipped one.", completion: Completions.scenario)
  var scenario: String
  @Option(help: "Set a key of the base only. Repeatable.") var base: [String] = []
  @Option(help: "Set a key of the candidate only. Repeatable.") var candidate: [String] = []
  @Option(help: "Another hometwin, such as the main branch's, that lives the base.")
  var baseProgram: String?
  @OptionGroup var settings: SettingOptions
  @Option(help: "How many worlds.") var seeds: Int = 20
  @Option(help: "The first world's seed; none that a stage was developed on by default.")
  var firstSeed: UInt64 = 5000
  @Option(help: "Add worlds until every score is decided or there are so many.")
  var budget: Int?
  @Option(help: "Judge only scores that begin so. Repeatable. Default: headlines and expectations.")
  var score: [String] = []
  @Option(help: "A score's margin in its unit, as in --margin fusion.temperature.rmse_k=0.01.")
  var margin: [String] = []
  @Option(help: "Whether undecided scores fail: fail or warn.") var undecided: Undecided = .fail
  @Option(help: "The baseline's file.") var baseline: String?
  @Flag(help: "Accept what the scenario scores now as the baseline.") var accept = false
  @Option(help: "Why the baseline is accepted.") var because: String?
  @Option(help: "Who accepts it. Default: the user's name.") var by: String?
  @Option(help: "Threads; results do not depend on it.") var threads: Int?
  @Option(help: "Also write Markdown for a pull request.") var markdown: String?
  @Option(help: "Also write JUnit XML.") var junit: String?
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (2...100_000).contains(seeds) else {
      throw ValidationError("--seeds: found \(seeds), expected 2...100000")
    }
    if let budget, budget < seeds {
      throw ValidationError("--budget: found \(budget), expected at least --seeds, \(seeds)")
    }
    if accept, because?.isEmpty ?? true {
      throw ValidationError(
        "--accept: expected --because \"...\", the reason that stays in the file")
    }
    if accept, !base.isEmpty || !candidate.isEmpty || baseProgram != nil {
      throw ValidationError(
        "--accept excludes --base, --candidate and --base-program: it takes the scenario as it is")
    }
    if baseProgram != nil, budget != nil || baseline != nil {
      throw ValidationError("--base-program excludes --budget and --baseline")
    }
  }

  func run() throws {
    try Loading.guarded("checking \(scenario)") {
      try Interrupt.watching { cancellation in
        do {
          return try judge(cancellation)
        } catch is RunCancelled {
          throw RunError.interrupted
        } catch let error as TrialsError {
          throw RunError.input(error.description)
        }
      }
    }
  }

  private var isAgainstBaseline: Bool { base.isEmpty && candidate.isEmpty }

  private func judge(_ cancellation: CancellationFlag) throws -> Int32 {
    let rule = try rule()
    try checkNames(rule)
    let right = try side(candidate)
    if let baseProgram { return try judgeProgram(baseProgram, right, rule, cancellation) }
    if isAgainstBaseline { return try judgeStored(right, rule, cancellation) }
    let left = try side(base)
    var (one, other) = (left.empty, right.empty)
    while true {
      let more = nextSeeds(one.seeds.count)
      let trials = try runner(cancellation).run([left, right], seeds: more)
      one.append(trials[0])
      other.append(trials[1])
      let check = try Check(base: one, candidate: other, rule: rule, gated: gate(left))
      guard let budget, !check.isDecided, one.seeds.count < budget else {
        return try report(check, base: name(base), candidate: name(candidate))
      }
    }
  }

  /// The worlds of the next look: all at first, then half as many again.
  private func nextSeeds(_ done: Int) -> [UInt64] {
    let count =
      done == 0 ? seeds : min(max(seeds / 2, 1), (budget ?? done) - done)
    return (0..<UInt64(count)).map { firstSeed &+ UInt64(done) &+ $0 }
  }

  private func judgeStored(
    _ side: TrialSide, _ rule: Check.Rule, _ cancellation: CancellationFlag
  ) throws -> Int32 {
    let path = baseline ?? "Reports/baselines/\(side.name).json"
    let runner = runner(cancellation)
    let exists = FileManager.default.fileExists(atPath: path)
    if accept || !exists {
      var sweep = side.empty
      sweep.append(try runner.run([side], seeds: nextSeeds(0))[0])
      let reason = accept ? because ?? "" : "written because there was none; not reviewed"
      try BaselineFile.write(sweep, to: path, by: by, because: reason)
      Console.print(
        accept
          ? "\(path): written, \(sweep.seeds.count) worlds"
          : "\(path): found no baseline; written from this sweep and failed once: "
            + "look at it, commit it"
      )
      return accept ? 0 : 1
    }
    let stored = try BaselineFile.read(path)
    return try judge(
      side, against: stored, rule, runner,
      base: "\(path) (\(stored.acceptedBy), \(stored.acceptedOn): \(stored.because))")
  }

  /// The base is what another build of hometwin scores in the same worlds.
  private func judgeProgram(
    _ program: String, _ side: TrialSide, _ rule: Check.Rule, _ cancellation: CancellationFlag
  ) throws -> Int32 {
    let stored = try BaseProgram(path: program).sweep(
      Resources.scenario(scenario), overrides: settings.overrides + base, seeds: seeds,
      firstSeed: firstSeed, threads: threads)
    let runner = runner(cancellation)
    return try judge(
      side, against: stored, rule, runner, base: "\(program), \(stored.sweep.version)")
  }

  private func judge(
    _ side: TrialSide, against stored: Baseline, _ rule: Check.Rule, _ runner: TrialRunner,
    base: String
  ) throws -> Int32 {
    var sweep = side.empty
    sweep.append(try runner.run([side], seeds: stored.sweep.seeds)[0])
    let check = try Check(
      base: stored.sweep, candidate: sweep, rule: rule, gated: gate(side))
    return try report(check, base: base, candidate: name(candidate))
  }

  private func side(_ own: [String]) throws -> TrialSide {
    // Other players live whole runs of their own, and their worth cancels between the sides.
    try TrialSide(
      scenario, overrides: ["players.agents=[]", "keep=[]"] + settings.overrides + own)
  }

  private func runner(_ cancellation: CancellationFlag) -> TrialRunner {
    TrialRunner("check", threads: threads, quiet: quiet.quiet, cancellation: cancellation)
  }

  private func name(_ own: [String]) -> String {
    own.isEmpty ? "the scenario as it is" : own.joined(separator: ", ")
  }

  private func rule() throws -> Check.Rule {
    var rule = Check.Rule()
    rule.firstLook = budget == nil ? nil : seeds
    for text in margin {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite, value >= 0 else {
        throw RunError.input(
          "--margin: found \"\(text)\", expected SCORE=NUMBER with a number of at least 0")
      }
      rule.margins[String(parts[0])] = value
    }
    return rule
  }

  /// Names that no score has are errors, before any world is lived.
  private func checkNames(_ rule: Check.Rule) throws {
    let ids = ScoreNames.all
    let words = ids.flatMap { [$0, String($0.prefix { $0 != "." })] }
    for prefix in score + rule.margins.keys.sorted()
    where !ids.contains(where: { $0.hasPrefix(prefix) }) {
      throw TrialsError.unknownScore(prefix, nearest: Nearest.word(to: prefix, among: words))
    }
  }

  /// Which scores are judged.
  private func gate(_ side: TrialSide) -> (Sweep.Column) -> Bool {
    let expected = side.expectedScores
    return { column in
      score.isEmpty
        ? column.isHeadline || expected.contains(column.id)
        : score.contains { column.id.hasPrefix($0) }
    }
  }

  private func report(_ check: Check, base: String, candidate: String) throws -> Int32 {
    let text = CheckText(check, base: base, candidate: candidate)
    let undecidedFails = undecided == .fail
    if let markdown { try BaselineFile.write(text.markdown, to: markdown) }
    if let junit {
      try BaselineFile.write(check.junit(undecidedFails: undecidedFails), to: junit)
    }
    if output.json {
      Console.print(check.json)
    } else if !quiet.quiet {
      Console.print(text.terminal)
    }
    let failed = !check.rows(.worse).isEmpty || (undecidedFails && !check.isDecided)
    return failed ? 1 : 0
  }
}

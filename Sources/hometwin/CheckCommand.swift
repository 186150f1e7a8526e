import ArgumentParser
import Clockwork
import Foundation
import Reporting
import ScenarioFiles
import Scenarios
import Trials

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tell an improvement from luck: two configurations in the same worlds.",
    discussion: """
        hometwin check quickstart --candidate pipeline.fusion.method=mean
        hometwin check quickstart --seeds 40 \\
          --base pipeline.sampling.tolerance='0.1 K'
        hometwin check quickstart --base-program ../main/hometwin
        hometwin check quickstart --accept --because "first baseline"
        hometwin check quickstart
        hometwin check quickstart --prove
        hometwin check quickstart --record wires
        hometwin check quickstart --from-wire wires \\
          --candidate pipeline.fusion.method=mean

      Runs base and candidate in the same worlds, seed by seed, and calls each score better, same, \
      worse or undecided. --set holds for both sides, --base and --candidate for one; with \
      --base-program another hometwin lives the base. Without any of these the scenario is held \
      against its stored baseline, Reports/baselines/NAME.json; a missing one is written and the \
      check fails once.

      --shard 2/4 --sweeps FOLDER lives every fourth world only, for another machine; --merge \
      FOLDER judges what the shards wrote. --prove breaks the pipeline on purpose and names the \
      scores that no mistake makes fail. --rates FOLDER draws a thousand decisions from kept \
      scores and says how often a check of --seeds worlds, or of up to --budget, is wrong and \
      what it finds.

      --record FOLDER keeps the wire and the truth of the base's worlds; --from-wire FOLDER reads \
      them again instead of living worlds, which takes a fraction of the time and judges what a \
      wire tells: ingestion, quality, fusion, patterns, forecasting and understanding.

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
  @Option(name: .customLong("seeds"), help: "How many worlds. Default: 20.")
  var seedCount: Int?
  @Option(
    name: .customLong("first-seed"),
    help: "The first world's seed. Default: 5000; no stage was developed on it or those after it.",
    transform: SeedText.parse)
  var firstOfSeeds: UInt64?
  @Option(help: "Add worlds until every score is decided or there are so many.")
  var budget: Int?
  @Option(help: "Judge only scores that begin so. Repeatable. Default: headlines and expectations.")
  var score: [String] = []
  @Option(
    help: """
      A score's margin in its unit, with the reason in --because, as in --margin \
      fusion.temperature.rmse_k=0.01. Repeatable.
      """)
  var margin: [String] = []
  @Option(help: "Whether undecided scores fail: fail or warn. Default: fail.")
  var undecided: Undecided?
  @Option(help: "The baseline's file.") var baseline: String?
  @Flag(help: "Accept what the scenario scores now as the baseline.") var accept = false
  @Option(help: "Why the baseline is accepted, and why a margin is another.") var because: String?
  @Option(help: "Who accepts it. Default: the user's name.") var by: String?
  @Flag(help: "See which scores a pipeline broken on purpose makes fail.") var prove = false
  @Option(help: "Live a part of the worlds only, such as 2/4; expects --sweeps.")
  var shard: String?
  @Option(help: "Keep both sides' scores, world by world, in this folder.") var sweeps: String?
  @Option(help: "How often such a check errs, from the scores that --sweeps kept in this folder.")
  var rates: String?
  @Option(help: "Judge what shards kept in this folder; nothing is lived.") var merge: String?
  @Option(help: "Live the base's worlds and keep each one's wire and truth in this folder.")
  var record: String?
  @Option(help: "Judge the candidate on the wire that --record kept in this folder.")
  var fromWire: String?
  @OptionGroup var threads: ThreadOptions
  @Option(help: "Also write Markdown for a pull request.") var markdown: String?
  @Option(help: "Also write JUnit XML.") var junit: String?
  @Option(help: "Also write a page with a picture of the gains.") var html: String?
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  var seeds: Int { seedCount ?? 20 }
  var firstSeed: UInt64 { firstOfSeeds ?? 5000 }

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

  private func judge(_ cancellation: CancellationFlag) throws -> Int32 {
    let rule = try rule()
    let right = try side(candidate, "--candidate")
    try checkNames(rule, right)
    try checkOutputs(right)
    // From here on the files say why there is no verdict.
    do {
      let lock = try sweeps.map { try shardOrWhole().lock($0, option: "--sweeps") }
      defer { lock?.remove() }
      let runner = TrialRunner(
        "check", threads: try threads.count(), quiet: quiet.quiet, cancellation: cancellation)
      return try judge(right, rule, runner)
    } catch let error as RunError where error.exitCode != 130 {
      refuse(error.description)
      throw error
    } catch let error as TrialsError {
      refuse(error.description)
      throw error
    }
  }

  private func judge(
    _ right: TrialSide, _ rule: Check.Rule, _ runner: TrialRunner
  ) throws -> Int32 {
    switch CheckMode(given) {
    case .rates:
      return try tellRates(
        SweepFolder(path: rates ?? ""), try side(base, "--base"), right, rule, runner)
    case .record: return try recordWorlds(record ?? "", runner)
    case .wire: return try judgeWire(fromWire ?? "", right, rule, runner)
    case .merge: return try judgeMerged(SweepFolder(path: merge ?? ""), right, rule)
    case .program: return try judgeProgram(baseProgram ?? "", right, rule, runner)
    case .sides: return try judgeSides(try side(base, "--base"), right, rule, runner)
    case .stored, .accept, .prove:
      let path = baselinePath(right)
      return try judgeAlone(path, try known(path, right), rule, runner)
    }
  }

  /// - Parameter option: that sets what is set on this side only, for messages.
  func side(_ own: [String], _ option: String) throws -> TrialSide {
    // Other players live whole runs of their own, and their worth cancels between the sides.
    let overrides = ["players.agents=[]", "keep=[]"] + settings.overrides + own
    do {
      return try TrialSide(scenario, overrides: overrides)
    } catch let error as ScenarioErrors {
      throw RunError.input(
        own.reduce(error.description) {
          $0.replacingOccurrences(of: "--set \($1)", with: "\(option) \($1)")
        })
    }
  }

  func name(_ own: [String]) -> String {
    let all = settings.overrides + own
    return all.isEmpty ? "the scenario as it is" : all.joined(separator: ", ")
  }

  /// An output that lay over what the check reads or keeps would cost what was lived for it.
  private func checkOutputs(_ side: TrialSide) throws {
    func place(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    var taken = [place(baselinePath(side)): "the baseline"]
    let folders = [sweeps, record, merge, rates, fromWire].compactMap { $0.map(place) }
    for case let (name, path?) in [
      ("--markdown", markdown), ("--junit", junit), ("--html", html),
    ] {
      try OutputFile.check(path, option: name)
      if let other = taken.updateValue(name, forKey: place(path)) {
        throw RunError.input("\(name): found \(path), which is \(other)'s, expected another file")
      }
      if let folder = folders.first(where: { place(path).hasPrefix($0 + "/") }) {
        throw RunError.input(
          "\(name): found \(path) in \(folder), which holds worlds' scores, expected another folder"
        )
      }
    }
  }

  private func rule() throws -> Check.Rule {
    var rule = Check.Rule()
    rule.firstLook = budget == nil ? nil : seeds
    for text in margin {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite, value >= 0 else {
        throw RunError.input(
          "--margin: found \"\(Console.brief(text))\", expected SCORE=NUMBER with a number of 0 or "
            + "more")
      }
      guard rule.margins[String(parts[0])] == nil else {
        throw RunError.input(
          "--margin: found two of \(parts[0]), expected one margin a score")
      }
      rule.margins[String(parts[0])] = ChosenMargin(value, because: because ?? "")
    }
    return rule
  }

  /// Names that no score has are errors, before any world is lived.
  private func checkNames(_ rule: Check.Rule, _ side: TrialSide) throws {
    let ids = ScoreNames.all
    let words = ids.flatMap { [$0, String($0.prefix { $0 != "." })] }
    for prefix in score where !ids.contains(where: { $0.hasPrefix(prefix) }) {
      throw TrialsError.unknownScore(
        "--score", prefix, nearest: Nearest.word(to: prefix, among: words))
    }
    for id in rule.margins.keys.sorted() {
      guard ids.contains(id) else {
        throw TrialsError.unknownScore("--margin", id, nearest: Nearest.word(to: id, among: ids))
      }
      // A baseline also keeps margins for checks that ask for other scores.
      let isJudged =
        score.isEmpty
        ? ScoreNames.headlines.contains(id) || side.expectedScores.contains(id)
        : score.contains(where: id.hasPrefix)
      guard isJudged || accept else {
        throw RunError.input(
          "--margin: found \(id), expected a score that "
            + (score.isEmpty
              ? "is judged: a headline, one that the scenario expects, or what --score names"
              : "--score \(score.joined(separator: ", ")) judges"))
      }
    }
  }

  /// Which scores are judged.
  func gate(_ side: TrialSide) -> (Sweep.Column) -> Bool {
    let expected = side.expectedScores
    return { column in
      score.isEmpty
        ? column.isHeadline || expected.contains(column.id)
        : score.contains { column.id.hasPrefix($0) }
    }
  }

  /// What is judged, or why something that was asked for is not.
  func compare(
    _ base: Sweep, _ candidate: Sweep, _ rule: Check.Rule, _ side: TrialSide
  ) throws -> Check {
    var check = try Check(base: base, candidate: candidate, rule: rule, gated: gate(side))
    let ids = check.rows.map(\.id)
    for prefix in score where !ids.contains(where: { $0.hasPrefix(prefix) }) {
      throw RunError.input(
        "--score: found no value of \(prefix) on either side in \(check.seeds.count) worlds, "
          + "expected one to judge")
    }
    // A gate that judges nothing must not pass.
    guard !ids.isEmpty else {
      throw RunError.input(
        "found no score to judge in the base's \(check.seeds.count) worlds, expected one")
    }
    check.unjudged = check.valueless.filter(side.expectedScores.contains)
    return check
  }

  func report(_ check: Check, base: String, candidate: String) throws -> Int32 {
    var check = check
    check.base.name = base
    check.candidate.name = candidate
    let text = CheckText(check)
    let undecidedFails = undecided != .warn
    // The verdict first: a full disk must not cost what was lived for it.
    if output.json {
      Console.print(check.json)
    } else if !quiet.quiet {
      Console.print(text.terminal)
    }
    try write(
      markdown: text.markdown, junit: check.junit(undecidedFails: undecidedFails),
      page: text.report)
    let failed = !check.rows(.worse).isEmpty || (undecidedFails && !check.isDecided)
    return failed ? 1 : 0
  }

  /// The files that were asked for say as well that there is no verdict; where they cannot, the
  /// reason that there is none matters more.
  func refuse(_ reason: String) {
    let refusal = CheckRefusal(scenario: scenario, reason: reason)
    try? write(markdown: refusal.markdown, junit: refusal.junit, page: refusal.report)
  }

  func write(markdown text: String, junit xml: String, page: Report) throws {
    if let markdown { try OutputFile.write(text, to: markdown) }
    if let junit { try OutputFile.write(xml, to: junit) }
    if let html { try OutputFile.write(page: page, to: html) }
  }
}

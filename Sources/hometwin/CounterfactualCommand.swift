import ArgumentParser
import Clockwork
import ScenarioFiles
import Scenarios
import Scoring
import Trials

struct CounterfactualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "counterfactual",
    abstract: "Live a scenario again without one fault, stage, device or agent.",
    discussion: """
        hometwin counterfactual winter-week --without fault:0
        hometwin counterfactual winter-week --without agent:energy
        hometwin counterfactual quickstart --without stage:fusion
        hometwin counterfactual quickstart --without device:co2_meter
        hometwin counterfactual quickstart --without device:hygrometer_001 \\
          --without fault:0

      fault:N is the place under faults:, from 0. A stage (sampling, quality, fusion, patterns, \
      forecasting) is removed by putting its null in its place. A device is a kind or one by \
      number, in every home. Several removals are made at once.

      Same world, same noise: what the thing does not touch is equal to the last bit, so the \
      differences are exact. Their intervals are over homes and days.
      """)

  @Argument(
    help: "A scenario file, or the name of a shipped one.", completion: Completions.scenario)
  var scenario: String
  @Option(help: "What to live without. Repeatable.") var without: [String]
  @OptionGroup var settings: SettingOptions
  @Flag(help: "Also show scores that are no headline.") var all = false
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if without.isEmpty {
      throw ValidationError(
        "expected --without, such as --without fault:0 or --without stage:fusion")
    }
  }

  func run() throws {
    try Loading.guarded("living \(scenario)") {
      try Interrupt.watching { cancellation in
        let removals = try without.map { try Removal($0) }
        // Other players live runs of their own; what they do is not in question.
        let ready = try Loading.ready(
          scenario, overrides: settings.overrides + ["players.agents=[]", "keep=[]"])
        let factual = ready.plan
        var bare = factual
        for removal in removals { bare = try bare.without(removal) }
        try Capacity.check(homeCount: ready.loaded.scenario.homeCount)
        let plans = [factual, bare]
        let runner = TrialRunner(
          "counterfactual", threads: try threads.count(), quiet: quiet.quiet,
          cancellation: cancellation)
        let folder = Resources.folder(ofScenario: scenario)
        let lives = try runner.run(count: 2) { job in
          try plans[job].live(programFolder: folder, cancellation: cancellation)
        }
        var answer = Counterfactual(
          scenario: ready.loaded.scenario.name, seed: String(factual.seed), without: without,
          factual: lives[0].scores, counterfactual: lives[1].scores)
        for (name, life) in zip(["with it", "without it"], lives) {
          answer.programs += ProgramTrace.texts([life], seed: factual.seed).map { "\(name): \($0)" }
        }
        if output.json {
          Console.print(answer.json)
        } else if !quiet.quiet {
          Console.print(answer.text(all: all))
        }
        return 0
      }
    }
  }
}

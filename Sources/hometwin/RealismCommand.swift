import ArgumentParser
import Clockwork
import Exchange
import Foundation
import Realism
import Reporting
import ScenarioFiles
import Scenarios

struct RealismCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "realism",
    abstract: "Hold simulated homes against measured ones.",
    discussion: """
        hometwin realism winter-week --set homes=20
        hometwin realism winter-week --set homes=20 --html realism.html
        hometwin realism winter-week --set homes=20 --against house.csv \\
          --column Aggregate
        hometwin realism winter-week --set homes=20 --csv loads.csv

      Lives the scenario's homes, history and run, without a pipeline, and says of their hourly \
      electric load, appliances, people and sensors where the middle home lies, of their radio \
      links what a survey finds, and where measured ones lie (Worlds/reference). With --against \
      the distance to homes of your own is told as well, beside three yardsticks: a random \
      generator, another of your homes, the same home in another month, and two ablations: the \
      first 20 homes lived once more with everybody's activities shuffled, and with white noise.

      A file is CSV with a header: time, a column of powers, and home where there are several. \
      docs/realism.md says more.

      Exit code 0; with --strict 1 if a figure is missed; 2 if a file or argument is wrong.
      """)

  @Argument(
    help: "A scenario file, or the name of a shipped one.", completion: Completions.scenario)
  var scenario: String
  @OptionGroup var settings: SettingOptions
  @Option(
    parsing: .upToNextOption, help: "Meter files of real homes, .csv.",
    completion: .file(extensions: ["csv"]))
  var against: [String] = []
  @Option(help: "The files' column of powers. Default: power_w.") var column: String?
  @Option(help: "Watts of one unit of that column, 1000 for kilowatts. Default: 1.")
  var watts: Double?
  @Option(
    help: """
      Also write the simulated homes' hourly loads, as --against reads them; what a roof gives is \
      counted as used.
      """)
  var csv: String?
  @Flag(
    help: """
      Leave out of the loads what heats and cools rooms (blowers, pumps, heat pumps, heaters, air \
      conditioners), to see what they do.
      """)
  var withoutHeating = false
  @Flag(help: "A figure that is missed fails.") var strict = false
  @Option(help: "Also write a page with pictures.") var html: String?
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if against.isEmpty, column != nil || watts != nil {
      throw ValidationError(
        "--\(column != nil ? "column" : "watts"): expected --against with it, whose column it is")
    }
    if let watts, !(watts.isFinite && watts > 0 && watts <= 1e9) {
      throw ValidationError("--watts: found \(watts), expected a number above 0, at most 1e9")
    }
  }

  func run() throws {
    try Loading.guarded("living \(scenario)") {
      try Interrupt.watching { cancellation in
        do {
          return try tell(cancellation)
        } catch is RunCancelled {
          throw RunError.interrupted
        } catch let error as RealismError {
          throw RunError.input(error.description)
        }
      }
    }
  }

  private func tell(_ cancellation: CancellationFlag) throws -> Int32 {
    try OutputFile.check(html, option: "--html")
    try OutputFile.check(csv, option: "--csv")
    if let csv, csv == html || against.contains(csv) {
      throw RunError.input("--csv: found \(csv), which is read or written already")
    }
    let measured = try against.flatMap { path in
      try MeterFile(path: path, column: column ?? MeterFile.powerColumn, scale: watts ?? 1).homes
    }
    let bands = try References.bands()
    let ready = try Loading.ready(
      scenario, overrides: settings.overrides + ["players.agents=[]", "keep=[]", "wire=binary"])
    try Capacity.check(homeCount: min(ready.loaded.scenario.homeCount, RunPlan.homesAtOnce))
    let (lives, links) = try live(ready.plan, cancellation)
    let realism = Realism(
      simulated: lives.homes, shuffled: lives.shuffled,
      measured: measured.map { HouseholdLoad(name: $0.name, hours: $0.hours) },
      links: links, bands: bands)
    let title = "\(ready.loaded.scenario.name), seed \(ready.plan.seed)"
    if output.json {
      Console.print(realism.json)
    } else if !quiet.quiet {
      Console.print(realism.text(title: title))
    }
    if let csv { try OutputFile.write(MeterFile.text(lives.homes.map(Self.meter)), to: csv) }
    if let html {
      try OutputFile.write(
        page: realism.report(title: title, why: ready.loaded.scenario.why), to: html)
    }
    return strict && realism.rows.contains { $0.isMet == false } ? 1 : 0
  }

  private static func meter(_ home: HomeRecord) -> MeterFile.Home {
    let hours = home.load.meansW.enumerated().compactMap { place, mean in
      mean.map { (hour: home.load.firstHour + place, meanW: $0) }
    }
    return MeterFile.Home(name: home.load.name, hours: hours)
  }

  /// So many say whether a distance notices, and cost a fifth of a hundred homes' lives.
  private static let shuffledMax = 20

  private func live(
    _ plan: RunPlan, _ cancellation: CancellationFlag
  ) throws -> (WorldLives, LinkRecord) {
    let progress = ProgressLine(isQuiet: quiet.quiet)
    defer { progress.finish() }
    let runner = ShardRunner(threadCount: try threads.count())
    let lives = try plan.lives(
      shuffledCount: Self.shuffledMax, metersHeating: !withoutHeating, runner: runner,
      cancellation: cancellation
    ) { progress.show($0) }
    let links = try plan.surveyLinks(runner: runner, cancellation: cancellation) {
      progress.show($0)
    }
    return (lives, links)
  }
}

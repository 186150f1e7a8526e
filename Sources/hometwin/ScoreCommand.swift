import ArgumentParser
import Clockwork
import Exchange
import ScenarioFiles
import Scenarios
import Scoring

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score anybody's conclusions against a finished run's truth, or a dataset's.",
    discussion: """
        hometwin score Reports/runs/quickstart-7 --conclusions mine.csv
        hometwin replay Reports/runs/quickstart-7 --conclusions ours
        hometwin score Reports/runs/quickstart-7 --conclusions ours/*.csv
        hometwin score my-dataset --conclusions mine.csv

      A file holds the conclusions of one stage, as CSV, JSON Lines or Parquet; its columns say \
      which: estimates, flags, matches, forecasts, answers or actions. The run's world is lived \
      again, bit for bit (with actions: with these in the agents' place), and the files are \
      scored by what scores the pipeline, beside null, random and oracle. Stages without a file \
      are left out. Silence is charged as in a run. Rows that cannot be used are counted and \
      named, never skipped silently.

      A folder with a homes.csv is a dataset of your own: tables of what was true \
      (docs/scoring-your-own.md). No world is lived, so players that read the sensors are absent, \
      and actions cannot be judged.

      Exit code 1 if an expectation of the scenario is missed, or a row was refused with \
      --strict; 2 if a file has the columns of no stage, or rows and no usable one.
      """)

  @Argument(
    help: "A run folder, or a folder of truth tables: whose truth it is.",
    completion: Completions.runFolder)
  var folder: String
  @Option(
    parsing: .upToNextOption,
    help: "Files of conclusions, .csv, .jsonl or .parquet.",
    completion: .file(extensions: ["csv", "jsonl", "parquet"]))
  var conclusions: [String]
  @OptionGroup var programs: ProgramOptions
  @OptionGroup var threads: ThreadOptions
  @Flag(help: "Refused rows fail too.") var strict = false
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Loading.guarded("scoring \(folder)") {
      if TruthReader.isDataset(folder) { return try scoreDataset() }
      return try Interrupt.watching { cancellation in
        let record = try RunRecord(folder: folder)
        let truth = try record.truth()
        let ready = try Loading.ready(folder + "/scenario.yaml", overrides: [])
        let outside = try ConclusionReader.read(conclusions, frame: ready.plan.frame)
        try checkUse(outside)
        let result = try live(ready.plan, outside, truth: truth, cancellation)
        return tell(
          ScoreReport(
            result, record: record, scenario: ready.loaded.scenario.name, seed: ready.plan.seed),
          result)
      }
    }
  }

  private func scoreDataset() throws -> Int32 {
    let truth = try TruthReader.read(folder)
    let outside = try ConclusionReader.read(conclusions, frame: truth.frame)
    try DatasetScore.check(outside.layouts, against: truth)
    try checkUse(outside)
    let result = try DatasetScore.score(outside, against: truth)
    return tell(ScoreReport(result, dataset: truth), result)
  }

  private func tell(_ report: ScoreReport, _ result: OutsideResult) -> Int32 {
    if output.json {
      Console.print(report.json)
    } else if !quiet.quiet {
      Console.print(report.text)
    }
    let isMissed = result.scores.contains { $0.status == .missed }
    return isMissed || strict && result.conclusions.problems.total > 0 ? 1 : 0
  }

  /// A file of which nothing can be used is a mistake, not a silent stage.
  private func checkUse(_ outside: OutsideConclusions) throws {
    let useless = outside.files.filter { $0.rowCount > 0 && $0.acceptedCount == 0 }
    guard !useless.isEmpty else { return }
    let lines = ScoreReport.lines(outside)
    throw RunError.input(
      "\(useless.map(\.path).joined(separator: ", ")): found no usable row, expected some\n"
        + lines.joined(separator: "\n"))
  }

  private func live(
    _ plan: RunPlan, _ outside: OutsideConclusions, truth: String, _ cancellation: CancellationFlag
  ) throws -> OutsideResult {
    let progress = ProgressLine(isQuiet: quiet.quiet)
    defer { progress.finish() }
    var options = RunOptions(threadCount: try threads.count(), window: .days(1))
    try RunRecord.programs(of: folder).apply(
      to: &options, stages: plan.scenario.pipeline.outside.map(\.stage.rawValue),
      elsewhere: programs.programs)
    return try Run(plan, options: options, outputs: nil, cancellation: cancellation) {
      progress.show($0)
    }
    .score(outside, truth: truth, of: folder)
  }
}

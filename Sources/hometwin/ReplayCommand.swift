import ArgumentParser
import Clockwork
import Exchange
import Foundation
import Reporting
import ScenarioFiles
import Scenarios
import Scoring
import Telemetry
import Trials

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Feed a run's recorded wire to the pipeline again, without the world.",
    discussion: """
      The pipeline must reach the same conclusions without world and truth; exit code 1 if it \
      does not. With --set another pipeline reads the same wire, and conclusions may differ. \
      With --conclusions they are written as tables, which hometwin score takes. Where the run \
      kept its hours (keep: [wire, hours]) they are scored as well. Outside programs \
      are started again where the scenario lay; of those that do not say the same twice the \
      recorded answers are used.

        hometwin replay Reports/runs/quickstart-7
        hometwin replay Reports/runs/quickstart-7 --set pipeline.fusion.method=mean
        hometwin replay Reports/runs/quickstart-7 --conclusions ours
      """)
  enum Tables: String, CaseIterable, ExpressibleByArgument {
    case csv, jsonl

    var format: TableFormat { self == .csv ? .csv : .jsonl }
  }

  @Argument(help: "A run folder.", completion: Completions.runFolder) var folder: String
  @Option(
    help: "Also write the conclusions into this folder, a table a stage.", completion: .directory)
  var conclusions: String?
  @Option(help: "How the tables are written: csv or jsonl.") var format: Tables = .csv
  @OptionGroup var programs: ProgramOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Loading.guarded("replaying \(folder)") {
      for text in settings.overrides where !text.hasPrefix("pipeline.") {
        throw RunError.input(
          "--set \(text): found a key outside the pipeline, expected pipeline.*; the recorded wire "
            + "cannot be lived again otherwise, use hometwin run")
      }
      let recorded = try RunRecord.conclusions(of: folder)
      let ready = try Loading.ready(folder + "/scenario.yaml", overrides: settings.overrides)
      let wire = folder + "/wire.sqlite"
      guard FileManager.default.fileExists(atPath: wire) else {
        throw RunError.input("\(wire): found no such file, expected one; keep: [wire] writes it")
      }
      if let conclusions, let run = Self.run(around: conclusions) {
        throw RunError.input(
          "--conclusions: found \(conclusions) in \(run), a run's folder, which stays as it was "
            + "written; expected another")
      }
      let writer = try conclusions.map {
        try ConclusionWriter(folder: $0, format: format.format, start: ready.plan.start)
      }
      defer { writer?.discard() }
      let replay = try Replay(
        ready.plan, folder: folder, options: try options(ready.plan),
        // Another sampling would have made another wire: what it scores on this one says nothing.
        isScored: Replay.canScore(folder) && settings.overrides.allSatisfy(Replay.isHeard))
      let outcome = try replay.execute(writer: writer)
      try writer?.finish()
      let isEqual = outcome.conclusions == recorded
      try report(outcome, writer, recorded: recorded, isEqual: isEqual)
      return isEqual || !settings.overrides.isEmpty ? 0 : 1
    }
  }

  private func options(_ plan: RunPlan) throws -> RunOptions {
    var options = RunOptions(threadCount: 1, window: .days(1))
    let stages = plan.scenario.pipeline.outside.map(\.stage).filter { $0 != .sample }
      .map(\.rawValue)
    guard !stages.isEmpty else { return options }
    try RunRecord.programs(of: folder).apply(
      to: &options, stages: stages, elsewhere: programs.programs
    ) { stage in settings.overrides.contains { $0.hasPrefix("pipeline.outside.\(stage)") } }
    return options
  }

  private func report(
    _ outcome: Replay.Outcome, _ writer: ConclusionWriter?, recorded: String, isEqual: Bool
  ) throws {
    if output.json {
      Console.print(
        .object([
          JSONMember("copies", .integer(Int64(outcome.copyCount))),
          JSONMember("homes", .integer(Int64(outcome.homeCount))),
          JSONMember("conclusions", .string(outcome.conclusions)),
          JSONMember("recorded", .string(recorded)), JSONMember("equal", .bool(isEqual)),
          JSONMember(
            "scores",
            outcome.scores.map { scores in
              .object(
                scores.map { JSONMember($0.id, $0.value.map { .number($0) } ?? .null) })
            } ?? .null),
        ]))
    } else if !quiet.quiet {
      outcome.programs.forEach { Console.print($0.text) }
      Console.print("replayed \(outcome.copyCount) copies of \(outcome.homeCount) homes")
      Console.print(
        "conclusions \(outcome.conclusions), recorded \(recorded): "
          + (isEqual ? "equal" : "different"))
      if let scores = outcome.scores { try Console.print(table(scores)) }
      guard let writer else { return }
      for (layout, count) in zip(Layout.allCases, writer.rowCounts) {
        Console.print("\(writer.path(layout)): \(count) rows")
      }
    }
  }

  /// The run that a folder is or lies in.
  private static func run(around path: String) -> String? {
    var folder = URL(fileURLWithPath: path).standardizedFileURL
    while folder.path != "/" {
      if RunRecord.isRun(folder.path) { return folder.path }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  /// What the wire tells, beside what the run scored.
  private func table(_ scores: [Score]) throws -> String {
    let recorded = try RunRecord(folder: folder).scores
    var table = TextTable([("score", .left), ("value", .right), ("recorded", .right)])
    for score in scores where score.value != nil {
      let old = recorded.first { $0["id"]?.stringValue == score.id }?["value"]?.doubleValue
      table.add([score.id] + [score.value, old].map { TextTable.short($0) })
    }
    return table.lines.joined(separator: "\n")
  }
}

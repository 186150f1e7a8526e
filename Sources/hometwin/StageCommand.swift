import ArgumentParser
import Clockwork
import Foundation
import Scenarios
import Scoring

struct StageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stage", abstract: "Stages of the pipeline by themselves.",
    subcommands: [
      StageDetectCommand.self, StageFuseCommand.self, StageIngestCommand.self,
      StageMatchCommand.self, StageSampleCommand.self, StageTestCommand.self,
    ])
}

/// Tells the author of an outside program what is wrong with it.
struct StageTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Try a program of your own as a stage, before any scenario does.",
    discussion: """
      Two homes live thirty hours with the program in the stage's place, twice: it must shake \
      hands, answer every batch, and say the same both times.

        hometwin stage test fuse python3 Examples/room_mean.py
        hometwin stage test detect ./my_detector --threshold 5

      Exit code 0 if all is well, else 1 with what was found and expected.
      """)
  @Argument(
    help: "The stage: detect, fuse, match, forecast, understand or sample.",
    completion: .list(["detect", "fuse", "match", "forecast", "understand", "sample"])) var stage:
    String
  @Argument(parsing: .captureForPassthrough, help: "The program and its arguments.")
  var command: [String]

  func run() throws {
    try Loading.guarded("testing \(command.joined(separator: " "))") {
      do {
        let (first, second) = (try live(), try live())
        report(first)
        let isDeterministic = first.record?.isDeterministic ?? true
        if !isDeterministic {
          Console.print(
            "note: it says that it may answer otherwise next time; runs record its answers")
        }
        guard first.result.fingerprint == second.result.fingerprint || !isDeterministic else {
          Console.print(
            "wrong: the same batches got other answers the second time; whoever repeats a run will "
              + "find other scores. Draw lots with the seed of the hello line only, or declare "
              + "\"deterministic\": false")
          return 1
        }
        if let fault = first.record.flatMap(Self.fault) ?? second.record.flatMap(Self.fault) {
          Console.print("wrong: " + fault)
          return 1
        }
        Console.print(isDeterministic ? "good: both runs got the same answers" : "good")
        return 0
      } catch RunError.environment(let text) {
        Console.print("wrong: " + text)
        return 1
      }
    }
  }

  /// A run forgives one death, an author should know of it: the second one ends a run.
  private static func fault(_ record: StageRecord) -> String? {
    guard !record.remarks.isEmpty || record.abstainedCount > 0 else { return nil }
    return "it was \(record.remarks.joined(separator: "; it was ")); a run forgives one restart, "
      + "whose past is lost, and ends at the next"
  }

  private func live() throws -> (record: StageRecord?, result: RunResult) {
    let words = command.map { "\"" + Self.escaped($0) + "\"" }.joined(separator: ", ")
    let overrides = [
      "homes=2", "history=2d", "duration=30h", "oracle.homes=0", "players.agents=[]", "expect={}",
      "pipeline.outside.\(stage).command=[\(words)]",
    ]
    let plan = try Loading.ready("quickstart", overrides: overrides).plan
    var options = RunOptions(threadCount: 1, window: .days(1))
    options.programFolder = FileManager.default.currentDirectoryPath
    let result = try Run(plan, options: options, outputs: nil) { _ in }.execute()
    return (result.outside.first, result)
  }

  private static func escaped(_ word: String) -> String {
    word.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
  }

  private func report(_ run: (record: StageRecord?, result: RunResult)) {
    guard let record = run.record else { return }
    let perBatch = record.wallSeconds / Double(max(record.exchangeCount, 1))
    Console.print(
      "\(record.name): \(record.exchangeCount) batches, \(record.answerCount) answers, counting "
        + "\(record.latenessSeconds) s after the tick; \(Self.milliseconds(perBatch)) ms a batch, "
        + "\(Self.milliseconds(record.slowestSeconds)) ms the slowest")
    if record.answerCount == 0 {
      Console.print(
        "note: it answered nothing but {\"done\": ...}; silence scores as the null does")
    }
    let prefixes = [
      "detect": "quality.", "fuse": "fusion.", "match": "patterns.",
      "understand": "agents.conversation.", "sample": "sampling.",
    ]
    for score in run.result.scores where score.isHeadline && score.value != nil {
      guard score.id.hasPrefix(prefixes[stage] ?? "forecasting.") else { continue }
      let (value, null) = (Self.brief(score.value), Self.brief(score.null))
      Console.print("  \(score.id): \(value), the obvious method \(null)")
    }
  }

  private static func brief(_ value: Double?) -> String { value.map(BriefNumber.text) ?? "-" }

  private static func milliseconds(_ seconds: Double) -> String {
    String(Double(Int((seconds * 10_000).rounded())) / 10)
  }
}

import ArgumentParser
import Scenarios

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say in words what a finished run found.",
    discussion: """
        hometwin explain Reports/runs/quickstart-7
        hometwin explain Reports/runs/quickstart-7 --score fusion.temperature.rmse_k
        hometwin explain Reports/runs/quickstart-7 --home 3
      """)
  @Argument(help: "A run folder.", completion: Completions.runFolder) var folder: String
  @Option(help: "One score at length, by its id.", completion: Completions.scoreID)
  var score: String?
  @Option(help: "One home's scores beside the others', by its number from 0.") var home: Int?
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if score != nil, home != nil {
      throw ValidationError("--score and --home exclude each other; ask for one at a time")
    }
  }

  func run() throws {
    try Loading.guarded("reading \(folder)") {
      let record = try RunRecord(folder: folder)
      if output.json {
        Console.print(
          try home.map { try record.json(home: $0) } ?? record.json(score: score))
      } else if let home {
        Console.print(try record.explanation(ofHome: home))
      } else if let score {
        Console.print(try record.explanation(ofScore: score))
      } else {
        Console.print(record.explanation)
      }
      return 0
    }
  }
}

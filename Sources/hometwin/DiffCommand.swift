import ArgumentParser
import Scenarios

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say in what two runs differ.",
    discussion: """
        hometwin diff Reports/runs/quickstart-7 Reports/runs/quickstart-8

      Settings, the fingerprints in the order in which data flows, the first message that one run \
      has and the other has not, and the scores that differ. Exit code 0 if the runs are equal, \
      else 1.
      """)
  @Argument(help: "A run folder.", completion: Completions.runFolder) var first: String
  @Argument(help: "Another run folder.", completion: Completions.runFolder) var second: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Loading.guarded("comparing \(first) and \(second)") {
      let diff = try RunDiff(first, second)
      if output.json { Console.print(diff.json) } else { Console.print(diff.text) }
      return diff.isEqual ? 0 : 1
    }
  }
}

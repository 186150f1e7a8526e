import ArgumentParser
import Foundation

/// The command line: parse, call Scenarios, print.
@main
struct HomeTwin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hometwin",
    abstract: "A testbed for smart-home data and AI pipelines.",
    discussion: """
      A scenario file builds a world of homes that knows the truth and emits only what real \
      devices would send. A pipeline sees only that: it ingests, checks, fuses, forecasts, and \
      its agents send commands back. Every stage is then scored against the truth, between the \
      obvious method (null, 0) and one that was told the truth (oracle, 1).

      Start with:
        hometwin run quickstart          ten homes, three winter days, a report
        hometwin list                    what else there is to run
        hometwin init my-home.yaml       a scenario of your own

      Exit codes:
        0    all is well
        1    an expectation was missed, or conclusions differ
        2    a usage, scenario or input error
        3    the machine cannot do it (disk, permissions)
        70   a bug of hometwin
        130  interrupted
      """,
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Simulate",
        subcommands: [
          InitCommand.self, ValidateCommand.self, RunCommand.self, ReplayCommand.self,
        ]),
      CommandGroup(
        name: "Judge",
        subcommands: [
          ScoreCommand.self, CheckCommand.self, DiffCommand.self, ExplainCommand.self,
          CounterfactualCommand.self, SwarmCommand.self, RealismCommand.self,
        ]),
      CommandGroup(name: "Alone", subcommands: [StageCommand.self]),
      CommandGroup(name: "Look", subcommands: [ListCommand.self, SchemaCommand.self]),
    ])

  /// Like the parser's own, but a usage error exits with 2, as every other mistake of a user's.
  static func main() {
    Console.keepStreams()
    do {
      var command = try parsed()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      if !text.isEmpty { code.isSuccess ? Console.print(text) : Console.note(text) }
      Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
    }
  }

  /// A second look where a negative value was taken for an option: what it says is that of the
  /// value, not that there was none. What follows `stage test` is a program's own and stays.
  private static func parsed() throws -> any ParsableCommand {
    do {
      return try parseAsRoot()
    } catch {
      let given = Array(CommandLine.arguments.dropFirst())
      guard exitCode(for: error) == .validationFailure, let joined = NegativeValues.joined(given)
      else { throw error }
      return try parseAsRoot(joined)
    }
  }
}

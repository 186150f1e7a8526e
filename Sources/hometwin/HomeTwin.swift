import ArgumentParser

/// The command line: parse, call Scenarios, print.
@main
struct HomeTwin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hometwin",
    abstract: "A testbed for smart-home data and AI pipelines.",
    discussion: """
      A scenario file builds a world of homes that knows the truth and emits only what real devices
      would send. A pipeline sees only that. Every stage is scored against the truth.

      Start with:  hometwin run quickstart
      """,
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Simulate",
        subcommands: [Init.self, Validate.self, RunCommand.self, ReplayCommand.self]),
      CommandGroup(name: "Judge", subcommands: [Explain.self]),
      CommandGroup(name: "Look", subcommands: [List.self, Schema.self]),
    ])
}

import ArgumentParser
import ScenarioFiles

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of scenario files, for editors.",
    discussion: """
      An editor with a YAML language server completes and checks scenario files with it:

        hometwin schema > scenario.schema.json
        # first line of a scenario:  # yaml-language-server: $schema=scenario.schema.json
      """)
  @Flag(help: "The schema of world files instead.") var world = false

  func run() { Console.print(world ? ScenarioSchema.worldJSON() : ScenarioSchema.json()) }
}

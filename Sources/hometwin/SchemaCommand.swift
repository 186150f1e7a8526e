import ArgumentParser
import ScenarioFiles

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of scenario files, for editors.",
    discussion: """
      An editor with a YAML language server completes and checks scenario files with it:

        hometwin schema > scenario.schema.json

      and, as the scenario's first line:

        # yaml-language-server: $schema=scenario.schema.json
      """)
  @Flag(help: "The schema of world files instead.") var world = false
  @Flag(help: "The schema of files of the device catalogue instead.") var devices = false
  @Flag(help: "The schema of files of dwelling archetypes instead.") var dwelling = false

  func validate() throws {
    guard [world, devices, dwelling].count(where: { $0 }) > 1 else { return }
    throw ValidationError("--world, --devices and --dwelling exclude each other")
  }

  func run() {
    Console.print(
      dwelling
        ? ScenarioSchema.dwellingJSON()
        : devices
          ? ScenarioSchema.deviceJSON()
          : world ? ScenarioSchema.worldJSON() : ScenarioSchema.json())
  }
}

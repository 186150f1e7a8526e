import ArgumentParser
import Foundation
import ScenarioFiles
import Scenarios

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check scenario files without running them.")
  @Argument(help: "Scenario files, or names of shipped ones.") var scenarios: [String]
  @Option(name: .customLong("set"), help: "Set a key, as in run. Repeatable.")
  var overrides: [String] = []
  @Flag(help: "Print the effective scenario with each value's origin.") var resolved = false

  func run() throws {
    try Loading.guarded {
      var code: Int32 = 0
      for name in scenarios {
        do {
          let loaded = try Loading.scenario(name, overrides: overrides)
          _ = try Loading.plan(loaded)
          for warning in loaded.warnings { Console.note(warning.description) }
          print(resolved ? loaded.resolvedText : "\(name): good")
        } catch let error as RunError {
          Console.error(error.description)
          code = max(code, error.exitCode)
        }
      }
      return code
    }
  }
}

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of scenario files, for editors.")
  @Flag(help: "The schema of world files instead.") var world = false

  func run() { print(world ? ScenarioSchema.worldJSON() : ScenarioSchema.json()) }
}

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a new scenario file to start from.")
  @Argument(help: "The file to write, such as cold-week.yaml.") var file: String

  func run() throws {
    try Loading.guarded {
      guard !FileManager.default.fileExists(atPath: file) else {
        throw RunError.input("\(file): exists; choose another name")
      }
      let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      do {
        try Data(Template.scenario(name).utf8).write(
          to: URL(fileURLWithPath: file), options: .withoutOverwriting)
      } catch {
        throw RunError.environment("\(file): cannot be written (\(error.localizedDescription))")
      }
      print("\(file): written; next: hometwin run \(file)")
      return 0
    }
  }
}

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List shipped scenarios and worlds, and finished runs.")
  @Option(help: "Where runs lie.", completion: .directory) var runs = "Reports/runs"

  func run() throws {
    try Loading.guarded {
      print("Scenarios")
      for name in names(Resources.scenarios, "yaml") {
        let why = (try? Loading.scenario(name, overrides: []))?.scenario.why ?? "unreadable"
        let first = why.split(separator: "\n").first.map(String.init) ?? ""
        print("  \(name.padding(toLength: 20, withPad: " ", startingAt: 0)) \(first)")
      }
      print("Worlds")
      for name in names(Resources.worlds, "yaml") { print("  \(name)") }
      let found = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
      print("Runs in \(runs)")
      for name in found.sorted() where !name.hasPrefix(".") { print("  \(runs)/\(name)") }
      return 0
    }
  }

  private func names(_ folder: String, _ ending: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { $0.hasSuffix("." + ending) }.map { String($0.dropLast(ending.count + 1)) }
      .sorted()
  }
}

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Feed a run's recorded wire to the pipeline again, without the world.",
    discussion: "Exit code 1 if the conclusions differ from the run's.")
  @Argument(help: "A run folder.", completion: .directory) var folder: String
  @Option(name: .customLong("set"), help: "Change the pipeline: --set pipeline.fusion.method=mean.")
  var overrides: [String] = []

  func run() throws {
    try Loading.guarded {
      let loaded = try Loading.scenario(folder + "/scenario.yaml", overrides: overrides)
      let plan = try Loading.plan(loaded)
      guard FileManager.default.fileExists(atPath: folder + "/wire.sqlite") else {
        throw RunError.input(
          "\(folder)/wire.sqlite: not found; a run keeps it with keep: [wire]")
      }
      let recorded = try RunDocument.recordedConclusions(folder: folder)
      let outcome = try Replay.execute(
        wire: folder + "/wire.sqlite", settings: plan.laneSettings,
        homeCount: loaded.scenario.homeCount, birth: plan.birth, end: plan.end
      ) { _ in }
      print("replayed \(outcome.copyCount) copies of \(outcome.homeCount) homes")
      print("conclusions \(outcome.conclusions), recorded \(recorded)")
      return outcome.conclusions == recorded || !overrides.isEmpty ? 0 : 1
    }
  }
}

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a run's score means and what stands behind it.")
  @Argument(help: "A run folder.", completion: .directory) var folder: String
  @Option(help: "A score's id; without it all are explained.") var score: String?

  func run() throws {
    try Loading.guarded {
      print(try RunDocument.explain(folder: folder, score: score))
      return 0
    }
  }
}

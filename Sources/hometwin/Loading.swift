import ArgumentParser
import Foundation
import ScenarioFiles
import Scenarios
import Telemetry

/// Reads scenarios for every verb, and turns what goes wrong into one message and an exit code.
enum Loading {
  /// A scenario, its plan and its weather, ready to be lived.
  struct Ready {
    var loaded: LoadedScenario
    var climate: ClimateFinder.Found
    var plan: RunPlan
  }

  /// - Throws: `ScenarioErrors` with every problem at once.
  static func scenario(_ name: String, overrides: [String]) throws -> LoadedScenario {
    let path = Resources.scenario(name)
    if path == name, !name.contains("/"), !FileManager.default.fileExists(atPath: name) {
      throw RunError.input(noSuchScenario(name))
    }
    return try ScenarioReader.read(
      path: path, overrides: overrides, worldFolders: [Resources.worlds],
      scenarioFolders: [Resources.scenarios], scoreIDs: ScoreNames.all)
  }

  static func ready(_ name: String, overrides: [String]) throws -> Ready {
    let loaded = try scenario(name, overrides: overrides)
    let climate = try ClimateFinder(builtinFolder: Resources.worlds + "/climates")
      .find(loaded, scenarioFile: Resources.scenario(name))
    let plan = try RunPlan(
      loaded, climateBytes: climate.bytes, climateName: climate.path,
      climateIsOwn: climate.isOwn,
      devices: try catalogue(loaded, name),
      dwellings: DwellingCatalogue(
        loaded, scenarioFile: Resources.scenario(name), builtinFolder: Resources.dwellings))
    return Ready(loaded: loaded, climate: climate, plan: plan)
  }

  /// The device models that a scenario's homes can own.
  static func catalogue(_ loaded: LoadedScenario, _ name: String) throws -> DeviceCatalogue {
    try CatalogueFinder(builtinFolder: Resources.devices)
      .find(loaded, scenarioFile: Resources.scenario(name))
  }

  private static func noSuchScenario(_ name: String) -> String {
    let known = Resources.names(in: Resources.scenarios)
    let hint =
      Nearest.word(to: name, among: known).map { "did you mean '\($0)'?" }
      ?? "shipped are \(known.joined(separator: ", "))"
    return
      "\(name.brief):1:1: error: found no such file and no shipped scenario of this name; \(hint)"
  }

  /// Runs a verb's body; whatever it throws becomes one message and the right exit code.
  static func guarded(_ action: String, _ body: () throws -> Int32) throws {
    let code: Int32
    do {
      code = try body()
    } catch {
      let problem = RunError(error, while: action)
      Console.error(problem.description)
      code = problem.exitCode
    }
    if code != 0 { throw ExitCode(code) }
  }
}

import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Storage

/// Times the whole pipeline and each of its stages on what one run of a scenario recorded.
///
///     PipelineBench SCENARIO.yaml WORLDS-FOLDER [--rounds N | --memory] [--row NAME]...
///         [--set key=value]...
///
/// Prints a Markdown table: medians over rounds in which all rows take turns, CPU time of one
/// thread. A reading is one sensor value that was measured, sent or not.
@main
struct PipelineBench {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var rounds = 3
    var overrides: [String] = []
    var paths: [String] = []
    var measuresMemory = false
    var only: [String] = []
    while !arguments.isEmpty {
      let argument = arguments.removeFirst()
      switch (argument, arguments.first) {
      case ("--memory", _): measuresMemory = true
      case ("--rounds", let value?):
        rounds = max(1, Int(value) ?? rounds)
        arguments.removeFirst()
      case ("--row", let value?):
        only.append(value)
        arguments.removeFirst()
      case ("--set", let value?):
        overrides.append(value)
        arguments.removeFirst()
      default: paths.append(argument)
      }
    }
    guard paths.count == 2 else {
      print(
        "usage: PipelineBench SCENARIO.yaml WORLDS [--rounds N | --memory] [--row NAME]... "
          + "[--set key=value]...")
      exit(2)
    }
    let place = Place(scenario: paths[0], worlds: paths[1], overrides: overrides)
    if measuresMemory {
      print(try Memory.table(place))
      return
    }
    let bench = try Bench(place, only: only)
    for _ in 0..<rounds { try bench.round() }
    print(bench.table(rounds: rounds))
  }
}

/// Where plans come from.
struct Place {
  let scenario: String
  let worlds: String
  let overrides: [String]

  func plan(_ more: [String] = []) throws -> RunPlan {
    let loaded = try ScenarioReader.read(
      path: scenario, overrides: overrides + more, worldFolders: [worlds])
    let path = worlds + "/climates/" + loaded.world.climate + ".epw"
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return try RunPlan(
      loaded, climateBytes: bytes, climateName: path,
      devices: DeviceCatalogue(folder: worlds + "/devices"),
      dwellings: DwellingCatalogue(loaded, builtinFolder: worlds + "/dwellings"))
  }
}

import Agents
import Clockwork
import Foundation
import ScenarioFiles
import Scenarios

/// Chooses the fixed schedule that agents have to beat, on development seeds.
///
/// One pass of coordinate descent over when and how far to set back; the scenarios are run with
/// eight homes for five days without history.
@main
enum ScheduleSearch {
  struct Knob: Sendable {
    var name: String
    var values: [Double]
    var set: @Sendable (inout ScheduleAgent.Settings, Double) -> Void
  }

  static let knobs: [Knob] = [
    Knob(name: "workday K", values: [0, 2, 4, 6, 8]) { $0.workday.kelvins = $1 },
    Knob(name: "workday to", values: [14, 15, 16, 17]) { $0.workday.toMinute = Int($1 * 60) },
    Knob(name: "workday from", values: [8, 9, 10]) { $0.workday.fromMinute = Int($1 * 60) },
    Knob(name: "night K", values: [0, 1, 2, 4]) { $0.night.kelvins = $1 },
    Knob(name: "night to", values: [4, 5, 6, 7]) { $0.night.toMinute = Int($1 * 60) },
    Knob(name: "night from", values: [22, 23, 0]) { $0.night.fromMinute = Int($1 * 60) },
  ]

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let seeds = arguments.compactMap { UInt64($0) }
    let files = arguments.filter { UInt64($0) == nil }
    guard !seeds.isEmpty, !files.isEmpty else {
      print("usage: ScheduleSearch SEED... SCENARIO.yaml...")
      exit(2)
    }
    let runs = try files.flatMap { file in try seeds.map { try run(file, seed: $0) } }
    func cost(_ schedule: ScheduleAgent.Settings?) throws -> Double {
      try runs.reduce(0) { try $0 + $1.energyCost(of: schedule) } / Double(runs.count)
    }
    print("no agent: \(try cost(nil)) kWh a home and day")
    var best = ScheduleAgent.Settings(
      night: .init(fromMinute: 1_380, toMinute: 300, kelvins: 0),
      workday: .init(fromMinute: 540, toMinute: 900, kelvins: 0))
    var least = Double.infinity
    for knob in knobs {
      let base = best
      for value in knob.values {
        var candidate = base
        knob.set(&candidate, value)
        let cost = try cost(candidate)
        print("\(knob.name) \(value): \(cost)")
        if cost < least { (least, best) = (cost, candidate) }
      }
    }
    print("best: \(best), \(least) kWh a home and day")
  }

  private static func run(_ file: String, seed: UInt64) throws -> Run {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Worlds").path
    let loaded = try ScenarioReader.read(
      path: file,
      overrides: [
        "seed=\(seed)", "homes=8", "duration=5d", "history=0d", "faults=[]", "oracle.homes=0",
        "expect={}",
      ], worldFolders: [folder])
    let path = "\(folder)/climates/\(loaded.world.climate).epw"
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let plan = try RunPlan(
      loaded, climateBytes: bytes, climateName: path,
      devices: DeviceCatalogue(folder: "\(folder)/devices"),
      dwellings: DwellingCatalogue(loaded, builtinFolder: "\(folder)/dwellings"))
    return Run(
      plan, options: RunOptions(threadCount: 2, window: .days(1)), outputs: nil,
      report: { _ in })
  }
}

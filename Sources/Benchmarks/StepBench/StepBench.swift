import Clockwork
import Foundation
import ScenarioFiles
import Scenarios

/// What a shorter physics step, and other windows, do to the energy of a set of homes, beside what
/// another seed does.
///
/// A week of each scenario without faults, nobody listening. Fails where a halved step moves the
/// set's final energy by more than 0.5 %, or a window moves anything at all.
@main
enum StepBench {
  static let limit = 0.005
  static let seedCount: UInt64 = 5
  static let columns = ["scenario", "energy", "step", "kWh", "moves by", "homes by", "seeds by"]

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2, let homeCount = Int(arguments[0]), homeCount > 0 else {
      print("usage: StepBench HOMES SCENARIO.yaml...")
      exit(2)
    }
    var isKept = true
    print(row(columns))
    for file in arguments.dropFirst() {
      isKept = try tell(file, homeCount: homeCount) && isKept
    }
    print("limit \(percent(limit)) for the whole of a set when the step is halved to 30 s")
    exit(isKept ? 0 : 1)
  }

  /// - Returns: whether the set keeps the limits.
  private static func tell(_ file: String, homeCount: Int) throws -> Bool {
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    let runner = ShardRunner(threadCount: ProcessInfo.processInfo.activeProcessorCount)
    func energies(
      _ plan: RunPlan, seconds: Int64 = 60, window: SimDuration = .days(1)
    ) throws -> [HomeEnergy] {
      try plan.energies(step: .seconds(seconds), window: window, runner: runner)
    }
    let first = try plan(file, homeCount: homeCount)
    let base = try energies(first)
    let isSame = try energies(first, window: .hours(5)) == base
    let others = try (1..<seedCount).map { offset in
      try energies(plan(file, homeCount: homeCount, seed: first.seed + offset))
    }
    let half = try energies(first, seconds: 30)
    let quarter = try energies(first, seconds: 15)
    for (label, part) in parts where base.contains(where: { part($0) > 0 }) {
      let whole = sum(base, part)
      print(
        row([name, label, "60 s", number(whole), "", "", percent(spread([base] + others, part))]))
      for (step, moved) in [("30 s", half), ("15 s", quarter)] {
        print(
          row([
            name, label, step, number(sum(moved, part)), percent(sum(moved, part) / whole - 1),
            percent(homeSpread(base, moved, part)), "",
          ]))
      }
    }
    print("\(name): windows of 5 h instead of a day move \(isSame ? "nothing" : "energy")")
    let moved = sum(half, \.totalKWh) / sum(base, \.totalKWh) - 1
    return isSame && moved.magnitude <= limit
  }

  private typealias Part = @Sendable (HomeEnergy) -> Double

  private static let parts: [(String, Part)] = [
    ("electric", { $0.electricKWh }), ("fuel", { $0.fuelKWh }), ("all", { $0.totalKWh }),
  ]

  private static func sum(_ homes: [HomeEnergy], _ part: (HomeEnergy) -> Double) -> Double {
    homes.reduce(0) { $0 + part($1) }
  }

  /// Standard deviation of the set's energy from seed to seed, against its mean.
  private static func spread(
    _ sets: [[HomeEnergy]], _ part: (HomeEnergy) -> Double
  ) -> Double {
    let sums = sets.map { sum($0, part) }
    let mean = sums.reduce(0, +) / Double(sums.count)
    let squares = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(sums.count - 1)).squareRoot() / mean
  }

  /// Root mean square of what single homes move by.
  private static func homeSpread(
    _ base: [HomeEnergy], _ moved: [HomeEnergy], _ part: (HomeEnergy) -> Double
  ) -> Double {
    let moves = zip(base, moved).filter { part($0.0) > 0 }.map { part($1) / part($0) - 1 }
    return (moves.reduce(0) { $0 + $1 * $1 } / Double(max(moves.count, 1))).squareRoot()
  }

  private static func plan(_ file: String, homeCount: Int, seed: UInt64? = nil) throws -> RunPlan {
    let worlds = URL(fileURLWithPath: file).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Worlds").path
    let loaded = try ScenarioReader.read(
      path: file,
      overrides: ["homes=\(homeCount)", "duration=7d", "history=0d", "faults=[]", "expect={}"]
        + (seed.map { ["seed=\($0)"] } ?? []), worldFolders: [worlds])
    let path = "\(worlds)/climates/\(loaded.world.climate).epw"
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return try RunPlan(
      loaded, climateBytes: bytes, climateName: path,
      devices: DeviceCatalogue(folder: worlds + "/devices"),
      dwellings: DwellingCatalogue(loaded, builtinFolder: worlds + "/dwellings"))
  }

  // MARK: Words

  private static func number(_ value: Double) -> String { String(format: "%.1f", value) }
  private static func percent(_ share: Double) -> String { String(format: "%.3f %%", 100 * share) }

  private static func row(_ cells: [String]) -> String {
    cells.enumerated().map { index, cell in
      let space = String(repeating: " ", count: max(0, (index == 0 ? 16 : 10) - cell.count))
      return index == 0 ? cell + space : space + cell
    }.joined(separator: " ")
  }
}

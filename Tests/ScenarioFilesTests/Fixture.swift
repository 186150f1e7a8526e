import Foundation

@testable import ScenarioFiles

/// Small files in memory, and the files that are shipped.
enum Fixture {
  /// The project's folder.
  static let project = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func shipped(_ folder: String) -> [String] {
    let all =
      (try? FileManager.default.contentsOfDirectory(
        atPath: project.appendingPathComponent(folder).path)) ?? []
    return all.filter { $0.hasSuffix(".yaml") }.sorted()
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: project.appendingPathComponent(path)))
  }

  static let world = """
    why: A test world.
    sources: [nobody]
    limits: [everything]
    climate: chicago
    dwellings:
      - {share: 60 %, archetype: detached-old, hvac: furnace}
      - {share: 0.4, archetype: flat, hvac: heat-pump, cooling: true}
    households: [{share: 1, type: family}]
    tariff: {price_per_kwh: 0.16, currency: USD}
    carbon_intensity: 400 g/kWh
    """

  static let scenario = """
    why: A test.
    world: w.yaml
    start: 2024-01-15
    duration: 3d
    homes: 4
    """

  /// Reads `x.yaml` out of memory; `w.yaml` is there unless given. What is shipped lies in `lib`
  /// (worlds) and `shipped` (scenarios).
  static func read(
    _ text: String, overrides: [String] = [], files more: [String: String] = [:]
  ) throws(ScenarioErrors) -> LoadedScenario {
    try reader(text, more).read(path: "x.yaml", overrides: overrides)
  }

  static func reader(_ text: String, _ more: [String: String] = [:]) -> ScenarioReader {
    var files: [String: [UInt8]] = ["w.yaml": Array(world.utf8), "x.yaml": Array(text.utf8)]
    for (path, text) in more { files[path] = Array(text.utf8) }
    return ScenarioReader(
      worldFolders: ["lib"], scenarioFolders: ["shipped"], files: .memory(files))
  }

  /// The problems of a text, as printed; empty if there are none.
  static func problems(
    _ text: String, overrides: [String] = [], files: [String: String] = [:]
  ) -> [String] {
    do {
      _ = try read(text, overrides: overrides, files: files)
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }
}

import Climate
import Clockwork
import Foundation
import Scenarios
import Testing

@testable import ScenarioFiles

/// Random scenarios: valid, the same for the same seed, and of every key that there is.
@Suite struct ScenarioDrawTests {
  private static let worldFolder = Fixture.project.appendingPathComponent("Worlds").path
  private static let worlds = ["chicago-suburb", "denver-suburb", "tucson-suburb"]

  private static func loaded(_ name: String) throws -> LoadedScenario {
    try ScenarioReader(worldFolders: [worldFolder])
      .read(path: Fixture.project.appendingPathComponent("Scenarios/\(name).yaml").path)
  }

  private static func draw() throws -> ScenarioDraw {
    ScenarioDraw(
      ScenarioSketch(try loaded("quickstart")) { _ in "chicago-suburb" }, worlds: worlds)
  }

  /// Reads a text that lies in no folder, with the shipped worlds.
  private static func read(_ text: String) throws -> LoadedScenario {
    var files: [String: [UInt8]] = ["x.yaml": Array(text.utf8)]
    for world in worlds {
      files["lib/\(world).yaml"] = try Fixture.bytes("Worlds/\(world).yaml")
    }
    return try ScenarioReader(worldFolders: ["lib"], files: .memory(files)).read(path: "x.yaml")
  }

  @Test func aThousandVariantsAreScenariosThatCanBeLived() throws {
    let draw = try Self.draw()
    var weather: [String: WeatherFile] = [:]
    for name in ["chicago", "denver", "tucson"] {
      weather[name] = try WeatherFile(
        bytes: Fixture.bytes("Worlds/climates/\(name).epw"), name: name)
    }
    let devices = try DeviceCatalogue(
      folder: Fixture.project.appendingPathComponent("Worlds/devices").path)
    for seed in UInt64(1)...1_000 {
      let text = draw.variant(seed: seed).text
      do {
        let loaded = try Self.read(text)
        #expect(loaded.scenario.seed == seed)
        #expect((1...4).contains(loaded.scenario.homeCount))
        // The text is whole: what it says is what the effective scenario says.
        guard seed.isMultiple(of: 10) else { continue }
        let again = try Self.read(loaded.canonicalText)
        #expect(again.fingerprint == loaded.fingerprint)
        _ = try RunPlan(
          loaded, weather: try #require(weather[loaded.world.climate]),
          climateName: loaded.world.climate, devices: devices,
          dwellings: DwellingCatalogue(
            loaded, builtinFolder: Fixture.project.path + "/Worlds/dwellings"))
      } catch {
        Issue.record("seed \(seed): \(error)\n\(text)")
      }
    }
  }

  @Test func theSameSeedDrawsTheSameAndAnotherDrawsAnother() throws {
    let (one, other) = (try Self.draw(), try Self.draw())
    #expect((1...50).allSatisfy { one.variant(seed: $0) == other.variant(seed: $0) })
    #expect(Set((1...200).map { one.variant(seed: $0).text }).count == 200)
  }

  /// A key that the tables get later is drawn, or somebody says why not.
  @Test func everyKeyIsDrawnOrSkippedForAReason() throws {
    let draw = try Self.draw()
    var drawn: Set<String> = ["homes", "duration"]
    func collect(_ value: DrawnValue, at path: String) {
      switch value {
      case .scalar: drawn.insert(path)
      case .list(let items):
        drawn.insert(path)
        for item in items { collect(item, at: path + "[]") }
      case .record(let members):
        for member in members { collect(member.value, at: "\(path).\(member.key)") }
      }
    }
    for seed in UInt64(1)...1_000 {
      for part in draw.variant(seed: seed).parts {
        let isEntry = ScenarioSketch.listPaths.contains(part.path)
        collect(part.value, at: isEntry ? part.path + "[]" : part.path)
      }
    }
    for stop in TableWalk.scenario {
      let isSkipped = DrawTable.rules.contains { path, rule in
        guard case .skipped = rule else { return false }
        return stop.path == path || stop.path.hasPrefix(path + "[].")
          || (path != "world" && stop.path.hasPrefix(path + "."))
      }
      let isMapping = TableWalk.scenario.contains { other in
        other.path.hasPrefix(stop.path + ".") || other.path.hasPrefix(stop.path + "[].")
      }
      let mixtures = ["world.dwellings", "world.households"]
      if !isSkipped, !isMapping || mixtures.contains(stop.path) {
        #expect(drawn.contains(stop.path), "\(stop.path) is never drawn")
      }
    }
    for path in DrawTable.rules.keys {
      let bare = path.hasSuffix("[]") ? String(path.dropLast(2)) : path
      #expect(TableWalk.scenario.contains { $0.path == bare }, "\(path) is no key")
    }
    #expect(
      Set(
        Scenario.Fault.Kind.allCases.map(\.rawValue)
          + Scenario.Incident.Kind.allCases.map(\.rawValue)
      ).isSubset(
        of: Set(
          (1...200).flatMap { draw.variant(seed: $0).parts }
            .compactMap { $0.value["kind"]?.scalarText })))
  }

  @Test func halfOfTheSeedsIncludeAFeature() throws {
    let draw = try Self.draw()
    let variants = (UInt64(1)...1_000).map { draw.variant(seed: $0) }
    for path in ["wire", "store", "keep", "start"] {
      let count = variants.count { $0.value(at: path) != nil }
      // Five standard deviations of a fair coin.
      #expect((420...580).contains(count), "\(path): \(count)")
    }
  }

  @Test func aSketchSaysWhatItsScenarioSays() throws {
    for name in ["quickstart", "faulty-sensors", "incidents", "summer-heat", "winter-week"] {
      let loaded = try Self.loaded(name)
      let sketch = ScenarioSketch(loaded) { _ in loaded.world.name }
      var again = try Self.read(sketch.text).scenario
      (again.name, again.expectations) = (loaded.scenario.name, loaded.scenario.expectations)
      #expect(again == loaded.scenario, "\(name)")
      // Of nobody's world all is taken in.
      let whole = ScenarioSketch(loaded) { _ in nil }
      #expect(try Self.read(whole.text).world.dwellings == loaded.world.dwellings)
    }
  }

  @Test func aShippedWorldCanBeChangedInAScenario() throws {
    let text = Fixture.scenario.replacing(
      "world: w.yaml", with: "world: {extends: builtin:chicago-suburb, voltage: 120 V}")
    let loaded = try Self.read(text)
    #expect(loaded.world.voltageV == 120)
    #expect(loaded.world.climate == "chicago")
    #expect(
      Fixture.problems(
        Fixture.scenario.replacing("world: w.yaml", with: "world: {extends: builtin:nowhere}")
      ).contains { $0.contains("builtin:nowhere") })
  }
}

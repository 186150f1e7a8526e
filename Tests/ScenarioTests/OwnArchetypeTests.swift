import Clockwork
import Dwellings
import Foundation
import Homes
import ScenarioFiles
import Scenarios
import Telemetry
import Testing

/// Homes built after a file of the user's own.
@Suite struct OwnArchetypeTests {
  /// A folder with a scenario whose homes are a hut with seven rooms.
  private static func folder(_ archetype: String, hut: String = hut) throws -> String {
    let folder = try Fixture.temporaryFolder()
    let shipped = try String(
      contentsOfFile: Fixture.root + "/Worlds/dwellings/flat.yaml", encoding: .utf8)
    let text = shipped.replacing("partitions:\n", with: hut + "partitions:\n")
      .replacing("doorways:\n", with: "doorways:\n  - [den, hallway]\n")
      .replacing("[bedroom_1, living_room]", with: "[bedroom_1, living_room, den]")
    for place in ["dwellings", "elsewhere"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(place)", withIntermediateDirectories: true)
      try text.write(toFile: "\(folder)/\(place)/hut.yaml", atomically: true, encoding: .utf8)
    }
    try """
    why: A hut.
    world:
      extends: builtin:chicago-suburb
      dwellings: [{share: 1, archetype: \(archetype), hvac: heat-pump, cooling: true}]
    start: 2024-01-15
    duration: 6h
    history: 0s
    homes: 2
    """.write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
    return folder
  }

  private static let hut = "  - {name: den, kind: study, area: 9 m², walls: {north: 6 m²}}\n"

  private static func load(_ folder: String) throws -> RunPlan {
    let file = folder + "/s.yaml"
    let loaded = try ScenarioReader.read(path: file, worldFolders: [Fixture.root + "/Worlds"])
    let weather = Fixture.root + "/Worlds/climates/chicago.epw"
    return try RunPlan(
      loaded,
      climateBytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: weather))),
      climateName: weather, devices: DeviceCatalogue(folder: Fixture.root + "/Worlds/devices"),
      dwellings: DwellingCatalogue(
        loaded, scenarioFile: file, builtinFolder: Fixture.root + "/Worlds/dwellings"))
  }

  @Test(arguments: ["hut", "elsewhere/hut.yaml"])
  func homesAreBuiltAfterAFileBesideTheScenario(_ name: String) throws {
    let folder = try Self.folder(name)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Self.load(folder)
    #expect(plan.dwellings.own.map(\.name) == ["hut"])
    let archetype = plan.specification(0).archetype
    #expect(archetype.name == "hut" && archetype.rooms.count == 7)
    // The computer stands in the study, and a home of seven rooms lives like any other.
    let computer = archetype.plan().appliances.first { $0.kind == .computer }
    #expect(computer?.room.index == 6)
    let result = try Fixture.run(plan)
    // A broken law would have thrown.
    #expect(result.readingCount > 100)
  }

  @Test func aNameThatNobodyHasIsAnErrorOfItsLine() throws {
    let folder = try Self.folder("hutt")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect { _ = try Self.load(folder) } throws: { error in
      "\(error)".contains("s.yaml:4:") && "\(error)".contains("did you mean 'hut'?")
    }
  }

  @Test func aRoomThatLosesMoreThanItsSurfacesCarryIsAnError() throws {
    let folder = try Self.folder(
      "hut", hut: "  - {name: den, kind: study, area: 2 m², walls: {north: 60 m²}}\n")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect { _ = try Self.load(folder) } throws: { error in
      "\(error)".contains("hut.yaml:") && "\(error)".contains("found 2.0 m² of 'den'")
    }
  }
}

import Foundation
import ScenarioFiles
import Testing

@testable import Scenarios

/// Files beside a scenario: those of the user's own count, and those of other people's do not.
@Suite struct OwnFilesTests {
  private static let compose = """
    version: "3"
    services:
      broker: {image: mosquitto}
    """

  /// A model of one's own: a shipped file's first model, under another name.
  private static func ownModel(_ name: String) throws -> String {
    let text = try String(
      contentsOfFile: Fixture.root + "/Worlds/devices/early-firmware.yaml", encoding: .utf8)
    let shipped = [
      "early-f", "early-clock", "early-sleeper", "early-table", "early-zero", "early-byte",
      "early-full", "early-slow",
    ]
    return shipped.reduce(text) { text, shipped in
      text.replacing("name: \(shipped)\n", with: "name: \(name)-\(shipped)\n")
    }
  }

  private static func folder(
    choosing model: String?, _ files: [String: String]
  ) throws -> String {
    let folder = try Fixture.temporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder + "/devices", withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(toFile: "\(folder)/devices/\(name)", atomically: true, encoding: .utf8)
    }
    let devices = model.map { "  devices: {models: [{model: \($0), share: 1}]}\n" } ?? ""
    try """
    why: A test.
    world:
      extends: builtin:chicago-suburb
    \(devices)start: 2024-01-15
    duration: 1d
    homes: 1
    """.write(toFile: folder + "/s.yaml", atomically: true, encoding: .utf8)
    return folder
  }

  private static func load(
    _ folder: String, weather: [UInt8]? = nil
  ) throws -> (catalogue: DeviceCatalogue, plan: RunPlan) {
    let path = folder + "/s.yaml"
    let loaded = try ScenarioReader.read(path: path, worldFolders: [Fixture.root + "/Worlds"])
    let catalogue = try CatalogueFinder(builtinFolder: Fixture.root + "/Worlds/devices")
      .find(loaded, scenarioFile: path)
    let climate = Fixture.root + "/Worlds/climates/chicago.epw"
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: climate)))
    let plan = try RunPlan(
      loaded, climateBytes: weather ?? bytes, climateName: climate, climateIsOwn: weather != nil,
      devices: catalogue,
      dwellings: DwellingCatalogue(loaded, builtinFolder: Fixture.root + "/Worlds/dwellings"))
    return (catalogue, plan)
  }

  @Test func aFolderOfOtherThingsStopsNobody() throws {
    let folder = try Self.folder(
      choosing: nil,
      ["compose.yaml": Self.compose, "broken.yaml": "a: [\n\tb", "empty.yaml": ""])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (catalogue, plan) = try Self.load(folder)
    #expect(catalogue.ownFiles.isEmpty && catalogue.passedOver.count == 3)
    #expect(plan.deviceSummary.contains("figures"))
  }

  @Test func modelsAmongOtherThingsAreFound() throws {
    let folder = try Self.folder(
      choosing: "mine-early-f",
      ["compose.yaml": Self.compose, "mine.yaml": try Self.ownModel("mine")])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (catalogue, _) = try Self.load(folder)
    #expect(catalogue.ownFiles.count == 1 && catalogue.model("mine-early-f") != nil)
    #expect(catalogue.passedOver.map { $0.hasSuffix("compose.yaml") } == [true])
  }

  /// Whoever meant a file for this is told what it lacks.
  @Test func aModelThatIsNotFoundTellsWhatWasPassedOver() throws {
    let text = try Self.ownModel("mine").replacing("models:", with: "model:")
    let folder = try Self.folder(choosing: "mine-early-f", ["mine.yaml": text])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect { _ = try Self.load(folder) } throws: { error in
      "\(error)".contains("s.yaml:") && "\(error)".contains("passed over")
        && "\(error)".contains("devices/mine.yaml")
    }
  }

  /// What is a file of models is read, and told of where it is wrong.
  @Test func aBrokenFileOfModelsIsAnError() throws {
    let text = try Self.ownModel("mine").replacing("period:", with: "perido:")
    let folder = try Self.folder(choosing: nil, ["mine.yaml": text])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect { _ = try Self.load(folder) } throws: { error in
      "\(error)".contains("devices/mine.yaml:") && "\(error)".contains("did you mean 'period'?")
    }
  }

  /// Runs of two weathers are two runs, though their scenario reads the same.
  @Test func weatherOfOnesOwnIsInTheHash() throws {
    let folder = try Self.folder(choosing: nil, [:])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let climate = Fixture.root + "/Worlds/climates/chicago.epw"
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: climate)))
    let shipped = try Self.load(folder).plan.scenarioHash
    let own = try Self.load(folder, weather: bytes).plan.scenarioHash
    bytes.append(UInt8(ascii: "\n"))
    let other = try Self.load(folder, weather: bytes).plan.scenarioHash
    #expect(Set([shipped, own, other]).count == 3)
    #expect(try Self.load(folder).plan.scenarioHash == shipped)
  }
}

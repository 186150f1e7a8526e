import Calendar
import Clockwork
import Foundation
import Quantities
import Testing

@testable import ScenarioFiles

@Suite struct ShippedFilesTests {
  @Test(arguments: Fixture.shipped("Scenarios"))
  func everyShippedScenarioIsReadAndReplaysAlone(name: String) throws {
    let path = Fixture.project.appendingPathComponent("Scenarios/\(name)").path
    let loaded = try ScenarioReader.read(path: path)
    #expect(loaded.warnings.isEmpty, "\(loaded.warnings)")
    #expect(loaded.scenario.name == String(name.dropLast(5)))
    // Alone: another name, an empty folder, no worlds.
    let files = FileSource.memory(["run/scenario.yaml": Array(loaded.canonicalText.utf8)])
    let again = try ScenarioReader(files: files).read(path: "run/scenario.yaml")
    #expect(again.scenario == loaded.scenario)
    #expect(again.world == loaded.world)
    #expect(again.canonicalText == loaded.canonicalText)
    #expect(again.fingerprint == loaded.fingerprint)
    #expect(again.worldFile == nil)
  }

  @Test(arguments: Fixture.shipped("Worlds"))
  func everyShippedWorldIsReadByItself(name: String) throws {
    let path = Fixture.project.appendingPathComponent("Worlds/\(name)").path
    let world = try ScenarioReader().readWorld(path: path)
    #expect(world.name == String(name.dropLast(5)))
    #expect(world.voltageV == 120)
    #expect(!world.sources.isEmpty && !world.limits.isEmpty)
  }

  @Test func theIssuesFiveScenariosAreThere() {
    let names = [
      "canary", "faulty-sensors", "incidents", "mild-spring", "quickstart", "summer-heat",
      "winter-week",
    ]
    #expect(Set(Fixture.shipped("Scenarios")).isSuperset(of: names.map { $0 + ".yaml" }))
  }

  @Test func winterWeekSaysWhatItSays() throws {
    let path = Fixture.project.appendingPathComponent("Scenarios/winter-week.yaml").path
    let loaded = try ScenarioReader.read(path: path)
    let scenario = loaded.scenario
    #expect(scenario.homeCount == 100)
    #expect(scenario.seed == 45)
    #expect(scenario.duration == .days(7) && scenario.history == .days(28))
    #expect(scenario.start.description == "2024-01-15")
    #expect(scenario.faults.count == 2)
    #expect(scenario.faults[0].effect == .drift(ratePerDay: 0.2))
    #expect(
      scenario.faults[0].subject
        == .sensors(.init(kind: .temperature, portion: .share(Ratio(0.05)), room: nil)))
    #expect(scenario.faults[0].from == .sinceStart(.days(2)))
    #expect(scenario.faults[0].duration == nil)
    #expect(scenario.faults[1].effect == .linkOutage)
    #expect(scenario.faults[1].duration == .hours(6))
    #expect(scenario.pipeline.forecasting.horizons == [.hours(24)])
    #expect(scenario.pipeline.sampling.tolerance.temperature == Kelvins(0.2))
    #expect(loaded.world.name == "chicago-suburb")
    #expect(loaded.world.setpoints.heating == Celsius(21))
  }

  @Test func faultySensorsHasEveryKind() throws {
    let path = Fixture.project.appendingPathComponent("Scenarios/faulty-sensors.yaml").path
    let scenario = try ScenarioReader.read(path: path).scenario
    #expect(
      Set(scenario.faults.map(\.effect.kind)) == Set(Scenario.Fault.Kind.allCases))
  }

  @Test func incidentsHasEveryKind() throws {
    let path = Fixture.project.appendingPathComponent("Scenarios/incidents.yaml").path
    let scenario = try ScenarioReader.read(path: path).scenario
    #expect(
      Set(scenario.incidents.map(\.effect.kind)) == Set(Scenario.Incident.Kind.allCases))
    #expect(
      scenario.incidents[0].effect == .waterLeak(litresPerMinute: 3, water: .cold))
    #expect(scenario.incidents[0].homes == .share(Ratio(0.2)))
    #expect(scenario.incidents[0].duration == .hours(4))
  }

  @Test func theCanaryNamesItsExpectation() throws {
    let path = Fixture.project.appendingPathComponent("Scenarios/canary.yaml").path
    let scenario = try ScenarioReader.read(path: path).scenario
    #expect(scenario.must == .fail(scoreID: "fusion.temperature.rmse_k"))
  }

  @Test func theTemplateIsAScenarioThatReads() throws {
    let worlds = Fixture.project.appendingPathComponent("Worlds").path
    let text = Template.scenario("my-home")
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("hometwin-template-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("my-home.yaml")
    try Data(text.utf8).write(to: file)
    let loaded = try ScenarioReader.read(path: file.path, worldFolders: [worlds])
    #expect(loaded.warnings.isEmpty)
    #expect(loaded.scenario.why.hasPrefix("my-home:"))
    #expect(Template.scenario("a: [b").contains("my-scenario:"))
  }
}

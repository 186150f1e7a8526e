import Clockwork
import Devices
import Exchange
import Homes
import ScenarioFiles
import Scenarios
import Telemetry
import Testing
import Truth

/// Which models the homes of a world own.
@Suite struct ModelChoiceTests {
  private static func owned(
    _ kind: DeviceKind, homes: Int, _ overrides: [String] = []
  ) throws -> [String] {
    let plan = try Fixture.plan("quickstart", overrides)
    return (0..<homes).map { plan.specification($0).models[kind].name }
  }

  @Test func homesOwnModelsByTheirShares() throws {
    let models = try Self.owned(.hygrometer, homes: 2_000)
    for (name, share) in [
      ("th-duo", 0.45), ("th-quattro", 0.20), ("cube", 0.10), ("basic-22", 0.10), ("strip", 0.15),
    ] {
      let found = Double(models.count { $0 == name }) / 2_000
      // Four standard deviations of a share.
      #expect((found - share).magnitude < 4 * (share * (1 - share) / 2_000).squareRoot(), "\(name)")
    }
  }

  @Test func kindsAreDrawnApartAndUnnamedOnesAreStandard() throws {
    let own = "world.devices.models=[{model: cube, share: 1}]"
    #expect(Set(try Self.owned(.hygrometer, homes: 50, [own])) == ["cube"])
    #expect(Set(try Self.owned(.thermometer, homes: 50, [own])) == ["t-dot-1"])
    // Another choice of hygrometers leaves the other kinds where they were.
    let all = try Self.owned(.smartPlug, homes: 100)
    let hygrometers = try Self.owned(.hygrometer, homes: 100)
    let agreeing = zip(all, hygrometers).count { ($0 == "plug-s") == ($1 == "th-duo") }
    #expect((25...75).contains(agreeing))
  }

  @Test func anotherSeedFurnishesOtherHomes() throws {
    let one = try Self.owned(.lamp, homes: 60)
    #expect(one == (try Self.owned(.lamp, homes: 60)))
    #expect(one != (try Self.owned(.lamp, homes: 60, ["seed=8"])))
  }

  @Test(arguments: [
    ("[{model: th-dou, share: 1}]", "did you mean 'th-duo'?"),
    ("[{model: cube, share: 0.5}]", "the shares of kind hygrometer sum to 0.5, expected 1"),
  ])
  func wrongChoicesAreReported(models: String, text: String) {
    do {
      _ = try Fixture.plan("quickstart", ["world.devices.models=\(models)"])
      Issue.record("\(models) was accepted")
    } catch {
      #expect("\(error)".contains(text), "\(error)")
      #expect("\(error)".contains("world.devices.models[0]"), "\(error)")
    }
  }

  /// One of each kind where a world chooses one; the report tells how much is assumed.
  @Test func theSummaryCountsWhatHomesMayOwn() throws {
    let one = try Fixture.plan("quickstart", ["world.devices.models=[{model: cube, share: 1}]"])
    #expect(one.deviceSummary.hasPrefix("15, with "))
    let all = try Fixture.plan("quickstart", []).deviceSummary
    let catalogue = try DeviceCatalogue(folder: Fixture.root + "/Worlds/devices")
    // Chicago's homes own every model of the catalogue but of kinds that not every home has, and
    // what was sold too soon.
    let extras: [DeviceDescription.Kind] = [.leakSensor, .smokeAlarm, .airMonitor, .soundMeter]
    let owned = catalogue.descriptions.filter {
      !extras.contains($0.kind) && !$0.name.hasPrefix("early-")
    }
    let counts = owned.reduce((0, 0)) { ($0.0 + $1.figures.count, $0.1 + $1.assumedCount) }
    #expect(
      all == "\(owned.count), with \(counts.0) figures, of which \(counts.1) are assumed")
    let alarms = try Fixture.plan(
      "quickstart",
      [
        "world.devices.models=[]", "world.devices.leak_sensors=1",
        "world.devices.smoke_alarms=10 %",
      ])
    #expect(alarms.deviceSummary.hasPrefix("17, with "))
    let monitors = try Fixture.plan(
      "quickstart",
      [
        "world.devices.models=[]", "world.devices.air_monitors=1",
        "world.devices.sound_meters=10 %",
      ])
    #expect(monitors.deviceSummary.hasPrefix("17, with "))
  }

  @Test func sitePlansTellTheModelAndItsDataSheet() throws {
    let plan = try Fixture.plan(
      "quickstart", ["world.devices.models=[{model: cube, share: 1}]", "homes=1"])
    let devices = plan.frame.homes[0].plan.devices
    let cube = try #require(devices.first { $0.kind == .hygrometer })
    #expect(cube.model == "Cube" && cube.manufacturer == "Nordlys" && cube.isMainsPowered)
    let sheet = try #require(cube.channels.first { $0.channel == .temperature })
    // What the data sheet says, and nothing of the spread of units or of self-heating.
    #expect(sheet.accuracySD == 0.5 && sheet.resolution == 0.01 && sheet.responseSeconds == 150)
    #expect(devices.count { $0.kind == .multiSensor } == 1)
    #expect(devices.count { $0.kind == .circuitMeter } == 1)
  }

  /// A bug of a firmware version is a fault of the truth, struck by nobody's rule.
  @Test func aFirmwareBugIsAFault() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "world.devices.models=[{model: basic-22, share: 1}]", "duration=200d", "homes=1",
        "faults=[]",
      ])
    let home = plan.specification(0)
    var spans: [(channel: Channel, start: SimTime)] = []
    for event in Home.faults(of: home) {
      guard case .fault(_, let channel, .stuck, _, let from, _) = event else { continue }
      spans.append((channel, from))
    }
    // Six hygrometers or so; most freeze after 45 days.
    #expect(spans.count { $0.channel == .temperature } >= 3)
    #expect(
      spans.count { $0.channel == .temperature } == spans.count { $0.channel == .relativeHumidity })
    #expect(spans.allSatisfy { $0.start >= home.birth + .days(45) })
    let short = try Fixture.plan("quickstart", ["faults=[]"])
    #expect((0..<10).allSatisfy { Home.faults(of: short.specification($0)).isEmpty })
  }
}

import Clockwork
import Quantities
import Testing

@testable import ScenarioFiles

@Suite struct OverrideTests {
  @Test func valuesAreSetThroughMappingsListsAndShorthands() throws {
    let text =
      Fixture.scenario + """

        faults:
          - {kind: bias, sensors: {kind: temperature}, size: 1 K}
        pipeline: {sampling: {tolerance: 0.3 K}}
        """
    let loaded = try Fixture.read(
      text,
      overrides: [
        "homes=20", "seed = 7", "faults[0].size=-2 K", "faults[0].sensors.count=3",
        "pipeline.sampling.tolerance.co2=10 ppm", "pipeline.agents.tick=30s",
        "world.network.transmit_power=-8 dBm", "expect.fusion.skill=>= 0.8",
        "oracle.horizons=[24h, 48h]", "homes=21", "why='it''s: quoted'",
        "faults[1]={kind: link-outage, for: 1h}",
      ])
    let scenario = loaded.scenario
    #expect(scenario.homeCount == 21)
    #expect(scenario.seed == 7)
    #expect(scenario.why == "it's: quoted")
    #expect(scenario.faults[0].effect == .bias(size: -2))
    #expect(
      scenario.faults[0].subject
        == .sensors(.init(kind: .temperature, portion: .count(3), room: nil)))
    #expect(scenario.faults[1].effect == .linkOutage)
    #expect(scenario.pipeline.sampling.tolerance.temperature == Kelvins(0.3))
    #expect(scenario.pipeline.sampling.tolerance.co2 == PartsPerMillion(10))
    #expect(scenario.pipeline.agents.tick == .seconds(30))
    #expect(scenario.oracle.horizons == [.hours(24), .hours(48)])
    #expect(
      scenario.expectations == [.init(scoreID: "fusion.skill", comparison: .atLeast(0.8))])
    #expect(loaded.world.network.transmitPower == DecibelMilliwatts(-8))
    #expect(loaded.origin(of: "homes") == .option("homes=21"))
    #expect(loaded.origin(of: "world.network.transmit_power")?.description == "--set")
    #expect(loaded.origin(of: "world.network.rssi_sd") == .defaulted)
    #expect(loaded.origin(of: "duration")?.description == "x.yaml:4")
  }

  @Test func anotherWorldCanBeSet() throws {
    let other = Fixture.world.replacing("climate: chicago", with: "climate: denver")
    let loaded = try Fixture.read(
      Fixture.scenario, overrides: ["world.voltage=120 V", "world=builtin:denver"],
      files: ["lib/denver.yaml": other])
    #expect(loaded.world.climate == "denver")
    #expect(loaded.world.name == "denver")
    #expect(loaded.world.voltageV == 120)
    #expect(loaded.worldFile == "lib/denver.yaml")
  }

  @Test(arguments: [
    ("homes", "found no '=', expected key.path=value such as homes=20"),
    ("=3", "found the key path \"\", expected one such as faults[0].rate"),
    ("a..b=3", "found the key path \"a..b\", expected one such as faults[0].rate"),
    ("faults[x]=3", "found the key path \"faults[x]\", expected one such as faults[0].rate"),
    (
      "faults[99999999999999999999]=3",
      "found the key path \"faults[99999999999999999999]\", expected one such as faults[0].rate"
    ),
    (
      "homes=many",
      "homes: found \"many\", expected a whole number in 1...1000000 [at homes]"
    ),
    (
      "pipeline.smapling.period=3s",
      "unknown key 'smapling'; did you mean 'sampling'? [at pipeline.smapling]"
    ),
    ("faults[0].rate=3", "found no entry 0 in the list 'faults' [at faults]"),
    ("homes.x=3", "'homes' holds \"4\", which has no keys [at homes]"),
    (
      "world.network.transmit_power=-200 dBm",
      "transmit_power: found \"-200 dBm\", expected a radiated power such as 0 dBm in -40...30 dBm "
        + "[at world.network.transmit_power]"
    ),
    (
      "keep=[wire",
      "not valid YAML: while parsing a flow sequence: did not find expected ',' or ']' [at keep]"
    ),
    (
      "world=nowhere",
      "world \"nowhere\" not found; searched nowhere.yaml, ../Worlds/nowhere.yaml, "
        + "lib/nowhere.yaml [at world]"
    ),
  ])
  func aWrongOptionIsNamed(argument: String, message: String) {
    #expect(
      Fixture.problems(Fixture.scenario, overrides: [argument])
        == ["--set \(argument): error: \(message)"])
  }

  @Test func everyOverrideChangesTheFingerprintUnlessItChangesNothing() throws {
    let plain = try Fixture.read(Fixture.scenario)
    let same = try Fixture.read(Fixture.scenario, overrides: ["homes=4"])
    let other = try Fixture.read(Fixture.scenario, overrides: ["homes=5"])
    #expect(plain.fingerprint == same.fingerprint)
    #expect(plain.fingerprint != other.fingerprint)
  }
}

import Calendar
import Clockwork
import Quantities
import Testing

@testable import ScenarioFiles

@Suite struct ReadingTests {
  @Test func aShortScenarioGetsEveryDefault() throws {
    let scenario = try Fixture.read(Fixture.scenario).scenario
    #expect(scenario.name == "x")
    #expect(scenario.seed == 1)
    #expect(scenario.history == .zero)
    #expect(scenario.faults.isEmpty)
    #expect(scenario.wire == .binary && scenario.store == .chunks && scenario.durability == .fast)
    #expect(scenario.auditHomeCount == 8)
    #expect(scenario.oracle.homeCount == 8 && scenario.oracle.pathCount == 32)
    #expect(scenario.oracle.originCount == 3 && scenario.oracle.horizons == [.days(1)])
    #expect(scenario.agentPlayers == [.null, .schedule, .oracle])
    #expect(scenario.keep == [.wire, .truth, .ledger, .stores])
    #expect(scenario.ledgerRowCountMax == 1_000_000)
    #expect(scenario.expectations.isEmpty && scenario.must == nil)
    let pipeline = scenario.pipeline
    #expect(pipeline.sampling.heartbeat == .minutes(30))
    #expect(
      pipeline.sampling.tolerance
        == .init(
          temperature: Kelvins(0.1), humidity: Ratio(0.01), co2: PartsPerMillion(25),
          illuminance: Lux(20), power: Watts(10), particlesUgM3: 2, vapourIndex: 10, noiseDB: 2))
    #expect(pipeline.quality.gapPeriodCount == 3 && pipeline.quality.stuckAfter == .hours(3))
    #expect(pipeline.quality.driftThresholdSigma == 0.7)
    #expect(pipeline.quality.driftConfirm == .minutes(30))
    #expect(pipeline.ingestion.lateness == .seconds(60) && pipeline.ingestion.deduplicates)
    #expect(pipeline.patterns == [.temperatureAlert, .windowOpenWhileHeating])
    #expect(pipeline.agents.commandLatency == .milliseconds(400))
    #expect(pipeline.agents.commandLoss == Ratio(0.01))
    #expect(pipeline.chance == 0)
  }

  @Test func aWorldGetsEveryDefault() throws {
    let world = try Fixture.read(Fixture.scenario).world
    #expect(world.name == "w")
    #expect(world.voltageV == 230)
    #expect(world.carbonIntensityKgPerKWh == 0.4)
    #expect(world.dwellings[0].share == Ratio(0.6) && !world.dwellings[0].hasCooling)
    #expect(world.dwellings[1].hvac == .heatPump && world.dwellings[1].hasCooling)
    #expect(world.setpoints == .init(heating: Celsius(21), cooling: Celsius(25)))
    #expect(world.network.badToGood == Ratio(0.3) && world.network.channel == nil)
    #expect(world.network.latencyMean == .milliseconds(80))
    #expect(
      world.devices
        == .init(
          noiseScale: 1, biasScale: 1, models: [], leakSensorShare: Ratio(0),
          smokeAlarmShare: Ratio(0)))
    #expect(world.network.outages == nil && world.air == nil)
  }

  /// Who has monitors of the air has air: the defaults of `air`.
  @Test func monitorsBringTheAirAlong() throws {
    let world = try Fixture.read(
      Fixture.scenario, overrides: ["world.devices.sound_meters=5 %"]
    ).world
    #expect(
      world.devices.soundMeterShare == Ratio(0.05) && world.devices.airMonitorShare.value == 0)
    #expect(world.air == WorldDescription.Air(particlesUgM3: 8, spread: Ratio(0.5)))
  }

  @Test func extendsMergesDeeplyAndKeepsOrigins() throws {
    let base = """
      why: The base.
      name: base
      world: w.yaml
      start: 2024-01-15
      duration: 1d
      homes: 4
      pipeline: {fusion: {method: mean}, agents: {tick: 10s, command_loss: 5 %}}
      expect: {fusion.skill: ">= 0.5"}
      must: fail
      """
    let loaded = try Fixture.read(
      """
      extends: base/b.yaml
      duration: 2d
      pipeline: {agents: {tick: 20s}}
      expect: {fusion.rmse_k: "<= 1"}
      must: null
      """, files: ["base/b.yaml": base, "base/w.yaml": Fixture.world])
    let scenario = loaded.scenario
    #expect(scenario.name == "x")
    #expect(scenario.why == "The base.")
    #expect(scenario.duration == .days(2))
    #expect(scenario.pipeline.fusion == .mean)
    #expect(scenario.pipeline.agents.tick == .seconds(20))
    #expect(scenario.pipeline.agents.commandLoss == Ratio(0.05))
    #expect(scenario.expectations.count == 2)
    #expect(scenario.must == nil)
    #expect(loaded.worldFile == "base/w.yaml")
    #expect(loaded.origin(of: "pipeline.agents.tick")?.description == "x.yaml:3")
    #expect(loaded.origin(of: "pipeline.fusion.method")?.description == "base/b.yaml:7")
    #expect(loaded.origin(of: "wire") == .defaulted)
  }

  @Test func aWorldMayStandInTheScenarioAndExtendAFile() throws {
    let text = Fixture.scenario.replacing(
      "world: w.yaml", with: "world: {extends: w.yaml, setpoints: {heating: 68 °F}}")
    let world = try Fixture.read(text).world
    #expect(world.setpoints.heating == Celsius(20))
    #expect(world.climate == "chicago")
  }

  @Test func worldsAreFoundByBareNameAndBuiltin() throws {
    for name in ["w", "./w.yaml", "w.yaml"] {
      let text = Fixture.scenario.replacing("w.yaml", with: name)
      #expect(try Fixture.read(text).worldFile == "w.yaml")
    }
    for name in ["builtin:v", "v", "Worlds/v.yaml", "v.yaml"] {
      let text = Fixture.scenario.replacing("w.yaml", with: name)
      let loaded = try Fixture.read(text, files: ["lib/v.yaml": Fixture.world])
      #expect(loaded.worldFile == "lib/v.yaml")
    }
  }

  @Test func momentsAreDurationsOrTimes() throws {
    func from(_ text: String) throws -> ScenarioMoment {
      let fault = "\nfaults: [{kind: link-outage, from: \(text)}]"
      return try Fixture.read(Fixture.scenario + fault).scenario.faults[0].from
    }
    #expect(try from("1h30min") == .sinceStart(.minutes(90)))
    #expect(try from("0") == .sinceStart(.zero))
    #expect(try from("2024-01-16").description == "2024-01-16")
    #expect(try from("2024-01-16T06:00").description == "2024-01-16T06:00:00")
    #expect(try from("2024-01-16T06:00-06:00").description == "2024-01-16T06:00:00-06:00")
  }

  @Test func sizesAreReadInTheUnitOfTheirSensors() throws {
    func effect(_ kind: String, _ rest: String) throws -> Scenario.Fault.Effect {
      let fault = "\nfaults: [{sensors: {kind: \(kind)}, \(rest)}]"
      return try Fixture.read(Fixture.scenario + fault).scenario.faults[0].effect
    }
    #expect(try effect("temperature", "kind: bias, size: 800 mK") == .bias(size: 0.8))
    #expect(try effect("humidity", "kind: bias, size: -5 %") == .bias(size: -0.05))
    #expect(try effect("humidity", "kind: bias, size: 0.05") == .bias(size: 0.05))
    #expect(try effect("power", "kind: bias, size: 1.5 kW") == .bias(size: 1500))
    #expect(try effect("co2", "kind: drift, rate: 7 ppm/week") == .drift(ratePerDay: 1))
    #expect(try effect("temperature", "kind: drift, rate: 0.5 K/h") == .drift(ratePerDay: 12))
    #expect(try effect("humidity", "kind: drift, rate: 4 %/d") == .drift(ratePerDay: 0.04))
    #expect(
      try effect("illuminance", "kind: spikes, size: 2 klx, rate: 1/h")
        == .spikes(size: 2000, ratePerDay: 24))
    // What says yes or no has no size to be off.
    #expect(try effect("motion", "kind: spikes, rate: 1/h") == .spikes(size: 0, ratePerDay: 24))
    #expect(try effect("contact", "kind: dropout, share: 20 %") == .dropout(share: Ratio(0.2)))
  }

  @Test func whatIsProbablyNotMeantIsAWarning() throws {
    let loaded = try Fixture.read(
      Fixture.scenario + """

        faults:
          - {kind: link-outage, from: 3d}
          - {kind: link-outage, from: 2024-01-14, for: 6h}
          - {kind: stuck, sensors: {kind: any, count: 0}}
          - {kind: dropout, sensors: {kind: motion, share: 0 %}}
        audit: {homes: 9}
        expect: {fusoin.skill: "> 0", forecasting.skill: "> 0"}
        pipeline: {sampling: {period: 1h}}
        """)
    #expect(
      loaded.warnings.map(\.description) == [
        "x.yaml:7:31: warning: the fault begins after the run ends [at faults[0].from]",
        "x.yaml:8:31: warning: the fault ends before the run begins [at faults[1].from]",
        "x.yaml:9:5: warning: the fault has nobody to hit [at faults[2]]",
        "x.yaml:10:5: warning: the fault has nobody to hit [at faults[3]]",
        "x.yaml:11:16: warning: there are only 4 homes; all of them are used [at audit.homes]",
        "x.yaml:12:24: warning: no stage is called 'fusoin'; did you mean 'fusion'? "
          + "[at expect.fusoin.skill]",
        "x.yaml:12:50: warning: forecast scores need a past to learn from; set history: 28d "
          + "[at expect.forecasting.skill]",
        "x.yaml:13:31: warning: the heartbeat is shorter than the period, so every reading is "
          + "sent [at pipeline.sampling.period]",
      ])
  }
}

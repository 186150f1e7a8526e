import Foundation
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// A small suite of runs takes every rare branch of the world; of a branch that none takes no other
/// test can say anything.
@Suite struct ProbeSuiteTests {
  private struct Part {
    var scenario: String
    var settings: [String]

    func probes() throws -> ProbeTotals {
      let plan = try Fixture.plan(
        scenario, settings + ["oracle.homes=0", "players.agents=[]", "expect={}"])
      return try Fixture.run(plan).probes
    }
  }

  private static let parts = [
    // Every fault, and a gateway that holds little in outages.
    Part(
      scenario: "faulty-sensors", settings: ["homes=10", "world.network.gateway_queue=20"]),
    // The same when the broker is deaf; detectors that cry wolf.
    Part(
      scenario: "quickstart",
      settings: [
        "homes=2", "duration=12h", "world.network.gateway_queue=20",
        "faults=[{kind: broker-partition, from: 6h, for: 3h}, "
          + "{kind: spikes, sensors: {kind: motion}, rate: 20/day}]",
      ]),
    // Heat; batteries, cars and prices that move.
    Part(
      scenario: "summer-heat",
      settings: [
        "homes=6", "duration=3d", "history=0d", "faults=[]", "world.battery={share: 100 %}",
        "world.solar={share: 100 %}", "world.ev={share: 100 %}", "world.setpoints.night={}",
      ]),
    // Frost below which compressors stop.
    Part(
      scenario: "quickstart",
      settings: [
        "homes=8", "start=2024-01-06", "faults=[]",
        "world.dwellings=[{share: 100 %, archetype: detached-new, hvac: heat-pump, "
          + "cooling: true, water: electric-tank}]",
      ]),
    // Every incident, among people of whom some work at night that week.
    Part(
      scenario: "incidents",
      settings: [
        "homes=14", "start=2024-02-19", "world.solar={share: 100 %}",
        "world.devices.leak_sensors=100 %", "world.devices.smoke_alarms=100 %",
        "world.devices.models=[{model: smoke-2, share: 1}, {model: early-f, share: 1}]",
        "world.households=[{share: 100 %, type: shift-worker}]",
        "incidents=["
          + IncidentKind.allCases.map { "{kind: \($0.name), from: 20h}" }.joined(separator: ", ")
          + "]",
      ]),
    // Long enough for journeys, guests who stay, firmware that stands still after weeks, and two
    // who want the same appliance.
    Part(
      scenario: "quickstart",
      settings: [
        "seed=10", "homes=12", "history=60d", "duration=12h", "faults=[]",
        "world.devices.models=[{model: basic-22, share: 100 %}]",
      ]),
  ]

  @Test func everyRareBranchIsTaken() throws {
    var all = ProbeTotals()
    for part in Self.parts {
      let probes = try part.probes()
      // None of them may take all: then the others would be for nothing.
      #expect(!probes.unreached.isEmpty, "\(part.scenario)")
      all.join(probes)
    }
    let missing = all.unreached.map { "\($0.name): \($0.meaning)" }
    #expect(missing.isEmpty, "never taken: \(missing.joined(separator: "; "))")
  }
}

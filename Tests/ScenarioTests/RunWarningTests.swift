import Homes
import ScenarioFiles
import Testing

@testable import Scenarios

/// What files allow and no home of a run has is warned of, where it is written.
@Suite struct RunWarningTests {
  private func warnings(_ overrides: [String]) throws -> [ScenarioWarning] {
    try Fixture.plan("quickstart", ["homes=6", "faults=[]", "expect={}"] + overrides).warnings
  }

  @Test func roomsThatNobodyHas() throws {
    let incident = try warnings(["incidents=[{kind: smoke, room: bedrom_2}]"])
    #expect(incident.count == 1 && incident.first?.keyPath == "incidents[0].room")
    let text = try #require(incident.first).message
    #expect(
      text.hasPrefix(
        "the incident has nobody to strike: found room 'bedrom_2', expected one of bathroom"))
    #expect(text.hasSuffix("; did you mean 'bedroom_2'?"))
    let fault = try warnings([
      "faults=[{kind: stuck, sensors: {kind: temperature, room: sauna}}]"
    ])
    #expect(fault.map(\.keyPath) == ["faults[0].sensors.room"])
    #expect(fault.first?.message.contains("found room 'sauna', expected one of") == true)
  }

  @Test func machinesThatNobodyHas() throws {
    let none = [
      "world.solar.share=0 %",
      "world.dwellings=[{share: 1, archetype: flat, hvac: furnace, water: none}]",
    ]
    for (incident, missing) in [
      ("{kind: pv-string-failure}", "modules on its roof"),
      ("{kind: refrigerant-loss}", "a heat pump or an air conditioner"),
      ("{kind: refrigerant-loss, machine: heat-pump}", "a heat pump"),
      ("{kind: water-leak, water: hot}", "a hot-water tank and such a room"),
      (
        "{kind: water-leak, room: kitchen, water: hot}",
        "a hot-water tank and such a room in 'kitchen'"
      ),
    ] {
      let told = try warnings(none + ["incidents=[{kind: fall}, \(incident)]"])
      #expect(told.map(\.keyPath) == ["incidents[1]"], "\(incident)")
      #expect(
        told.first?.message
          == "the incident has nobody to strike: no home of 6 has \(missing)", "\(incident)")
    }
  }

  @Test func whatSomeHomeHasIsNotWarnedOf() throws {
    #expect(
      try warnings([
        "incidents=[{kind: smoke, room: kitchen}, {kind: water-leak, room: bathroom}, "
          + "{kind: window-left-open}, {kind: fridge-failure}, {kind: stove-left-on}]",
        "faults=[{kind: stuck, sensors: {kind: motion, room: kitchen}}]",
      ]).isEmpty)
  }

  /// A sweep's step at which nothing is wrong has no truth of a fault either.
  @Test func faultsThatChangeNothing() throws {
    let harmless = [
      "{kind: bias, size: 0 K, sensors: {kind: temperature}}",
      "{kind: noise, factor: 1, sensors: {kind: temperature}}",
      "{kind: dropout, share: 0 %, sensors: {kind: motion}}",
      "{kind: spikes, size: 2 K, rate: 0/day, sensors: {kind: temperature}}",
    ]
    let plan = try Fixture.plan(
      "quickstart",
      ["homes=1", "duration=1d", "expect={}", "faults=[\(harmless.joined(separator: ", "))]"])
    let told = plan.warnings.filter { $0.keyPath.hasPrefix("faults") }
    #expect(told.map(\.keyPath) == harmless.indices.map { "faults[\($0)]" })
    #expect(
      told.first?.message.hasPrefix("the fault changes nothing: bias of these sizes")
        == true)
    #expect(plan.faultRules.allSatisfy { $0.reach == .share(0) })
    let real = try warnings([
      "faults=[{kind: noise, factor: 2, sensors: {kind: temperature}}, "
        + "{kind: spikes, rate: 4/day, sensors: {kind: motion}}]"
    ])
    #expect(real.isEmpty)
  }
}

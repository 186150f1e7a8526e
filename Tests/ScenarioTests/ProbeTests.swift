import Clockwork
import Devices
import Dwellings
import Foundation
import Ingestion
import Lanes
import Residents
import Sampling
import ScenarioFiles
import Scoring
import SQLite
import Telemetry
import Testing
import Truth

@testable import Homes
@testable import Scenarios

/// A small suite of runs takes every rare branch of the world; a branch that none takes is one that
/// no other test can say anything about.
@Suite struct ProbeTests {
  /// A home with its devices, of which nobody hears.
  private func life(_ plan: RunPlan, home index: Int) -> ProbeCounts {
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end)
    var home = Home(plan.specification(index), outdoor: weather.conditions[0])
    var edge = EdgeSampler(
      methods: Array(repeating: .fixed(everyTicks: 5), count: home.slotCount),
      home: home.specification.home)
    var wire = WireBuffer()
    var truth = TruthBuffer(roomCount: home.plan.rooms.count)
    home.commission(wire: &wire, truth: &truth)
    while home.now < plan.end {
      _ = home.advance(
        to: min(plan.end, home.now + .hours(6)), weather: weather, edge: &edge, wire: &wire,
        truth: &truth)
      truth.removeAll()
      wire.take(upTo: home.now) { _, _ in }
    }
    #expect(home.plausibility.first == nil)
    return home.probes
  }

  private func lives(_ scenario: String, homes: Int, _ settings: [String]) throws -> ProbeCounts {
    let plan = try Fixture.plan(
      scenario, ["homes=\(homes)", "history=0d", "expect={}"] + settings)
    var sum = ProbeCounts()
    for home in 0..<homes { sum.join(life(plan, home: home)) }
    return sum
  }

  @Test func everyRareBranchIsTaken() throws {
    let spikes =
      "faults=[{kind: spikes, sensors: {kind: motion}, magnitude: 1, rate: 20/day, count: 2}]"
    // Agents, outages and a gateway that holds little.
    let plan = try Fixture.plan(
      "faulty-sensors",
      [
        "homes=8", "oracle.homes=0", "players.agents=[]", "expect={}",
        "world.network.gateway_queue=20",
      ])
    let run = Run(
      plan, options: RunOptions(threadCount: 2, window: .days(1)), outputs: nil, report: { _ in })
    var all = ProbeCounts()
    for shard in try run.live(settings: plan.laneSettings, label: "run", player: .ours) {
      all.join(shard.home.probes)
    }
    // Frost and heat; then long enough for batteries, firmware and holidays.
    all.join(try lives("winter-week", homes: 12, ["faults=[]"]))
    all.join(try lives("summer-heat", homes: 6, ["faults=[]", "duration=3d"]))
    all.join(try lives("quickstart", homes: 2, [spikes, "duration=2d"]))
    all.join(try lives("quickstart", homes: 5, ["faults=[]", "duration=300d"]))
    let missing = all.unreached.map { "\($0.name): \($0.meaning)" }
    #expect(missing.isEmpty, "never taken: \(missing.joined(separator: "; "))")
  }

  /// Counts are those of the homes, in whatever windows and on whatever threads they live.
  @Test func countsAreTheSameInAnyWindow() throws {
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let one = try Fixture.run(plan)
    let other = try Fixture.run(plan, threads: 1, window: .minutes(427))
    #expect(one.probes == other.probes)
    #expect(one.probes.unreached.count < Probe.allCases.count)
    #expect(ProbeTotals(one.probes.json) == one.probes)
    var twice = one.probes
    twice.join(other.probes)
    #expect(twice.unreached.map(\.name) == one.probes.unreached.map(\.name))
  }

  @Test func namesAreTheirOwn() {
    #expect(Set(Probe.allCases.map(\.name)).count == Probe.allCases.count)
    #expect(Set(Probe.allCases.map(\.meaning)).count == Probe.allCases.count)
    #expect(Probe.allCases.enumerated().allSatisfy { $0.offset == Int($0.element.rawValue) })
  }
}

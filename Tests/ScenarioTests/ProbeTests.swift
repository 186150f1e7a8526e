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

/// Rare branches of the world are counted alike however a run is carried out.
@Suite struct ProbeTests {
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

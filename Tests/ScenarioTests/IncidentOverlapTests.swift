import Clockwork
import Telemetry
import Testing
import Truth

@testable import Dwellings
@testable import Homes
@testable import Scenarios

/// Failures of one machine that overlap are told as the machine really was.
@Suite struct IncidentOverlapTests {
  /// Severity, from and to, hours from the start.
  private func told(_ incidents: String, _ kind: IncidentKind = .fridgeFailure) throws -> [[Double]]
  {
    let life = try IncidentLife.whole(incidents, days: 1)
    return life.incidents.filter { $0.kind == kind }.map {
      [$0.severity, ($0.start - life.plan.start).hours, ($0.end - life.plan.start).hours]
    }
  }

  @Test func theSecondCutsTheFirst() throws {
    #expect(
      try told(
        "{kind: fridge-failure, from: 10h, for: 2h}, "
          + "{kind: fridge-failure, mode: runs-on, from: 11h, for: 4h}")
        == [[0, 10, 11], [1, 11, 15]])
  }

  /// The power that the fridge takes says the same.
  @Test func theFirstGoesOnWhenTheSecondIsOver() throws {
    let both =
      "{kind: fridge-failure, mode: runs-on, from: 10h, for: 6h}, "
      + "{kind: fridge-failure, from: 12h, for: 1h}"
    #expect(try told(both) == [[1, 10, 12], [0, 12, 13], [1, 13, 16]])
    var life = try IncidentLife(both, days: 1)
    for (hour, runs) in [(10.5, true), (12.5, false), (13.5, true)] {
      try life.live(to: life.time(hour))
      let fridge = try #require(life.home.plan.appliance(.fridgeFreezer))
      let powerW = life.home.dwelling.appliances.powerW(fridge, at: life.home.now)
      #expect((powerW > 50) == runs, "\(hour) h: \(powerW) W")
    }
  }

  @Test func twoThatSayTheSameAreOne() throws {
    #expect(
      try told(
        "{kind: fridge-failure, from: 10h, for: 2h}, {kind: fridge-failure, from: 11h, for: 3h}")
        == [[0, 10, 14]])
    #expect(
      try told(
        "{kind: heating-failure, from: 10h, for: 4h}, {kind: heating-failure, from: 11h, for: 1h}",
        .heatingFailure) == [[1, 10, 14]])
  }

  /// What lasts is cut when the run ends; what touches is told once each.
  @Test func theEndOfTheRunCutsWhatLasts() throws {
    #expect(
      try told(
        "{kind: fridge-failure, from: 10h, for: 2h}, "
          + "{kind: fridge-failure, mode: runs-on, from: 12h, for: 3d}")
        == [[0, 10, 12], [1, 12, 24]])
  }
}

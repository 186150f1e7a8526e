import Clockwork
import Foundation
import Homes
import Reporting
import ScenarioFiles
import Scoring
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Every shipped scenario, small enough for each test run; `make replays` does it at full size.
@Suite struct ShippedScenarioTests {
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: Fixture.root + "/Scenarios")) ?? [])
    .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

  /// One home, long enough for a day's history and the forecasts of two midnights.
  static let small = [
    "homes=1", "history=1d", "duration=26h", "oracle.homes=0", "players.agents=[]",
  ]

  /// Every fault strikes the one home after an hour.
  static func faults(of name: String) throws -> [String] {
    let scenario = try Fixture.plan(name, []).scenario
    return scenario.faults.enumerated().flatMap { index, fault in
      let path = "faults[\(index)]"
      let reach =
        switch fault.subject {
        case .homes: "\(path).homes.share=100 %"
        case .sensors(let choice):
          if case .count = choice.portion {
            "\(path).sensors.count=1"
          } else {
            "\(path).sensors.share=50 %"
          }
        }
      return [reach, "\(path).from=1h"]
    }
  }

  /// Every incident strikes, or waits for its occasion, after an hour.
  static func incidents(of name: String) throws -> [String] {
    try Fixture.plan(name, []).scenario.incidents.indices.flatMap {
      ["incidents[\($0)].homes.share=100 %", "incidents[\($0)].from=1h"]
    }
  }

  @Test func theListIsNotEmpty() { #expect(Self.names.count >= 5) }

  /// The third guard of the wall: the pipeline reaches the same conclusions from the wire alone.
  @Test(arguments: names)
  func aReplayConcludesAndScoresTheSame(name: String) throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan(name, Self.small + Self.faults(of: name) + Self.incidents(of: name))
    let outputs = try RunOutputs(
      folder: folder, keep: [.wire, .hours], store: .none, durability: .fast)
    let result = try Fixture.run(plan, outputs: outputs)
    #expect(result.boundViolations == [], "\(name)")
    #expect(result.readingCount > 10_000, "\(name)")
    let forecasts = result.portraits.flatMap(\.forecasts)
    #expect(forecasts.count >= 2, "\(name)")
    let replayed = try Replay(
      plan, folder: folder, options: RunOptions(threadCount: 1, window: .days(1)), isScored: true
    ).execute()
    let told = result.scores.filter { ScoreNames.isToldByWire($0.id) }
    #expect(ScoreText.canonical(replayed.scores ?? []) == ScoreText.canonical(told), "\(name)")
    #expect(told.count { $0.value != nil } > 10, "\(name)")
    #expect(replayed.conclusions == result.fingerprint.conclusions, "\(name)")
    #expect(replayed.copyCount == result.receivedCopyCount, "\(name)")
    #expect(replayed.copyCount > 1_000, "\(name)")
  }
}

/// The report's home and day are those on which something is to be seen.
@Suite struct PortraitTests {
  @Test func aFaultyThermometerIsChosen() throws {
    let plan = try Fixture.plan("quickstart", [])
    let choice = PortraitChoice(plan)
    let device = try #require(choice.device)
    let hits = Home.faults(of: plan.specification(choice.home)).contains {
      guard case .fault(let sensor, .temperature, .drift, _, let from, let to) = $0 else {
        return false
      }
      return sensor == device && from < choice.dayStart + .days(1) && to > choice.dayStart
    }
    #expect(hits)
    // The drift of the second day has grown on the third.
    #expect(choice.dayStart == plan.start + .days(2))
  }

  @Test func anOutageIsChosenWhereNoThermometerFails() throws {
    let plan = try Fixture.plan(
      "winter-week", ["faults[0].sensors.share=0 %", "faults[1].homes.share=100 %"])
    let choice = PortraitChoice(plan)
    #expect(choice.home == 0 && choice.device == nil)
    #expect(choice.dayStart == plan.start + .days(3))
  }

  @Test func anySensorIsBetterThanNone() throws {
    let plan = try Fixture.plan("summer-heat", [])
    let choice = PortraitChoice(plan)
    let device = try #require(choice.device)
    let hits = Home.faults(of: plan.specification(choice.home)).contains {
      guard case .fault(let sensor, _, _, _, _, _) = $0 else { return false }
      return sensor == device
    }
    #expect(hits)
  }

  @Test func withoutFaultsItIsTheFirstDayOfTheFirstHome() throws {
    let plan = try Fixture.plan("quickstart", ["faults=[]"])
    let choice = PortraitChoice(plan)
    #expect(choice.home == 0 && choice.device == nil && choice.dayStart == plan.start)
  }

  /// From a run to its page: every section of the issue, and four players of energy that add up.
  @Test func aRunFillsEverySection() throws {
    let plan = try Fixture.plan(
      "quickstart",
      ["homes=2", "duration=1d", "oracle.homes=0", "faults[0].sensors.share=100 %"]
        + ["faults[0].from=1h"])
    let result = try Fixture.run(plan)
    let report = RunReport(
      plan: plan, result: result, verdicts: [], provenance: [], bands: []
    ).report
    #expect(
      report.sections.map(\.id) == [
        "day", "ledger", "sampling", "detection", "calibration", "load", "agents", "comfort",
        "homes",
      ])
    let ids = report.figures.map(\.id)
    for id in [
      "skills", "lanes", "temperature", "error", "losses", "battery", "sampling-error", "recall",
      "calibration", "load", "words", "energy-cost", "comfort-energy",
    ] {
      #expect(ids.contains(id), "\(id)")
    }
    let cost = try #require(report.figures.first { $0.id == "energy-cost" })
    let rows = cost.csvText.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(
      rows.map { $0[0] } == [
        "no agent (null)", "fixed schedule", "our agent", "foresight (oracle)",
      ])
    let scored = result.scores.first { $0.id == "agents.energy.cost_kwh_per_day" }
    for (row, value) in zip(
      [rows[0], rows[2], rows[3]], [scored?.null, scored?.value, scored?.oracle])
    {
      let total = try #require(Double(row[3]))
      #expect((total - (value ?? 0)).magnitude < 1e-9 * total)
    }
  }
}

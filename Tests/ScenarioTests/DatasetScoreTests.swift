import Clockwork
import Exchange
import Foundation
import ScenarioFiles
import Scoring
import Testing

@testable import Scenarios

/// A run's truth as tables judges conclusions as the run itself does.
@Suite struct DatasetScoreTests {
  @Test func aRunsLabelsGiveOursTheRunsValues() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=2", "duration=6d", "history=3d", "oracle.homes=0", "audit.homes=0",
        "players.agents=[]", "pipeline.forecasting.model=harmonic-regression",
        "faults=[{kind: stuck, sensors: {kind: temperature, share: 20 %}, from: 1d}, "
          + "{kind: gateway-restart, homes: {share: 100 %}, from: 3d}, "
          + "{kind: stuck, sensors: {kind: humidity, share: 100 %}, from: 6d}, "
          + "{kind: stuck, sensors: {kind: co2, share: 100 %}, from: 2024-01-13, for: 5h}]",
      ])
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try Fixture.run(
      plan,
      outputs: try RunOutputs(
        folder: folder, keep: [.wire, .labels], store: .none,
        durability: plan.scenario.durability))
    let writer = try ConclusionWriter(folder: folder + "/ours", format: .csv, start: plan.start)
    _ = try Replay(
      plan, folder: folder, options: RunOptions(threadCount: 1, window: .days(1)), isScored: false
    ).execute(writer: writer)
    try writer.finish()

    let truth = try TruthReader.read(folder + "/labels")
    #expect(truth.layouts == TruthLayout.allCases)
    let layouts = Layout.allCases.filter { $0 != .actions }
    let outside = try ConclusionReader.read(layouts.map(writer.path), frame: truth.frame)
    #expect(outside.problems.total == 0, "\(outside.problems)")
    let result = try DatasetScore.score(outside, against: truth)
    #expect(result.conclusions.problems.total == 0, "\(result.conclusions.problems)")

    var compared: [String: Int] = [:]
    for own in run.scores
    where layouts.contains(where: { $0.judges(scoreID: own.id, stage: own.stage) })
      && !own.id.hasSuffix(".skill")
    {
      let score = try #require(result.scores.first { $0.id == own.id })
      #expect(score.value == own.value, "\(own.id)")
      if own.value != nil { compared[own.stage, default: 0] += 1 }
    }
    for stage in ["fusion", "quality", "patterns", "forecasting", "agents"] {
      #expect(compared[stage, default: 0] > 0, "\(stage): the proof needs values")
    }
    // Players that are had from truth alone, and those that are not.
    func score(_ id: String) -> Score? { result.scores.first { $0.id == id } }
    #expect(score("quality.faults.f1_ratio")?.null != nil)
    #expect(score("forecasting.power_24h.mae_w")?.null != nil)
    #expect(score("agents.conversation.cost_per_utterance")?.oracle == 0)
    let fusion = score("fusion.temperature.rmse_k")
    #expect(fusion?.null == nil && fusion?.why?.contains("a dataset does not have") == true)
    #expect(score("fusion.skill")?.value == nil)
  }

  @Test func labelsAreTheSameOnAnyThreadsAndWindows() throws {
    let plan = try Fixture.plan(
      "quickstart",
      ["homes=3", "duration=2d", "oracle.homes=0", "audit.homes=0", "players.agents=[]"])
    func labels(threads: Int, _ window: SimDuration) throws -> [Data] {
      let folder = try Fixture.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let outputs = try RunOutputs(
        folder: folder, keep: [.labels], store: .none, durability: plan.scenario.durability)
      _ = try Run(
        plan, options: RunOptions(threadCount: threads, window: window), outputs: outputs,
        report: { _ in }
      ).execute()
      return try TruthLayout.allCases.map {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/labels/\($0.rawValue).csv"))
      }
    }
    let one = try labels(threads: 1, .days(2))
    #expect(one.map(\.count).max() ?? 0 > 100_000)
    #expect(try labels(threads: 2, .hours(7)) == one)
  }
}

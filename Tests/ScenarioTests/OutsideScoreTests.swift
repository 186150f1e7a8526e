import Clockwork
import Exchange
import Foundation
import Fusion
import Lanes
import Quality
import ScenarioFiles
import Scoring
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// Conclusions from files are scored as those that a pipeline hands over.
@Suite struct OutsideScoreTests {
  /// A week of two homes, so that every layout has rows and every stage a score.
  private final class Recorded: Sendable {
    let plan: RunPlan
    let result: RunResult
    let folder: String
    /// What our own pipeline concluded.
    let own: (paths: [Layout: String], fingerprint: String)

    static let settings = [
      "homes=2", "duration=7d", "history=3d", "keep=[wire]",
      "oracle={homes: 1, origins: 1, paths: 2}", "audit.homes=0",
      "pipeline.forecasting.model=harmonic-regression",
      "faults=[{kind: stuck, sensors: {kind: temperature, share: 20 %}, from: 1d}]",
    ]

    init() throws {
      plan = try Fixture.plan("quickstart", Self.settings + ["players.agents=[]"])
      folder = try Fixture.temporaryFolder()
      let outputs = try RunOutputs(
        folder: folder, keep: [.wire], store: .none, durability: plan.scenario.durability)
      result = try Fixture.run(plan, outputs: outputs)
      own = try Self.export(plan, folder, to: "own", .csv) { _ in }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What a pipeline with such settings concludes from the recorded wire, as tables.
    func export(
      to name: String, _ format: TableFormat = .csv,
      _ change: (inout LaneSettings) -> Void = { _ in }
    ) throws -> (paths: [Layout: String], fingerprint: String) {
      try Self.export(plan, folder, to: name, format, change)
    }

    private static func export(
      _ plan: RunPlan, _ folder: String, to name: String, _ format: TableFormat,
      _ change: (inout LaneSettings) -> Void
    ) throws -> (paths: [Layout: String], fingerprint: String) {
      var plan = plan
      change(&plan.laneSettings)
      let writer = try ConclusionWriter(
        folder: "\(folder)/\(name)", format: format, start: plan.start)
      let options = RunOptions(threadCount: 1, window: .days(1))
      let outcome = try Replay(plan, folder: folder, options: options, isScored: false)
        .execute(writer: writer)
      try writer.finish()
      return (
        Dictionary(uniqueKeysWithValues: Layout.allCases.map { ($0, writer.path($0)) }),
        outcome.conclusions
      )
    }

    func score(_ paths: [String]) throws -> OutsideResult {
      let outside = try ConclusionReader.read(paths, frame: plan.frame)
      return try Run(
        plan, options: RunOptions(threadCount: 2, window: .days(2)), outputs: nil,
        report: { _ in }
      ).score(outside, truth: result.fingerprint.truth, of: "test")
    }

    /// The run's own scores of what such files are about.
    func ownScores(_ layouts: [Layout]) -> [Score] {
      result.scores.filter { score in
        layouts.contains { $0.judges(scoreID: score.id, stage: score.stage) }
      }
    }

    /// Rewrites the data lines of a table.
    func rewrite(_ path: String, as name: String, _ change: ([[String]]) -> [[String]]) throws
      -> String
    {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let lines = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      let all = [lines[0]] + change(Array(lines.dropFirst()))
      let target = "\(folder)/\(name)"
      try (all.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n")
        .write(toFile: target, atomically: true, encoding: .utf8)
      return target
    }
  }

  private static let shared = Result { try Recorded() }

  private func value(_ id: String, _ result: OutsideResult) throws -> Score {
    try #require(result.scores.first { $0.id == id }, "\(id)")
  }

  @Test(arguments: TableFormat.allCases)
  func ourOwnConclusionsScoreByteForByte(format: TableFormat) throws {
    let recorded = try Self.shared.get()
    let (paths, fingerprint) =
      format == .csv ? recorded.own : try recorded.export(to: "lines", format)
    #expect(fingerprint == recorded.result.fingerprint.conclusions)
    let outside = try recorded.score(Layout.allCases.compactMap { paths[$0] })
    #expect(outside.conclusions.problems.total == 0)
    for file in outside.conclusions.files {
      #expect(file.acceptedCount > 0, "\(file.layout): the proof needs rows")
    }
    let own = recorded.ownScores(Layout.allCases)
    for stage in ["quality", "fusion", "patterns", "forecasting", "agents"] {
      #expect(own.contains { $0.stage == stage && $0.value != nil }, "\(stage)")
    }
    #expect(ScoreText.canonical(outside.scores) == ScoreText.canonical(own))
    // No other pipeline's files would do.
    #expect(own.contains { $0.value != $0.null && $0.stage == "forecasting" })
  }

  /// The homes are lived with the file's commands: ours give ours, none give a home nobody runs.
  @Test func actionsRunTheHomes() throws {
    let recorded = try Self.shared.get()
    let path = try #require(recorded.own.paths[.actions])
    let own = recorded.ownScores([.actions])
    #expect(own.contains { $0.id.hasPrefix("agents.energy.") && $0.value != nil })
    let outside = try recorded.score([path])
    #expect(outside.conclusions.problems.total == 0)
    #expect(ScoreText.canonical(outside.scores) == ScoreText.canonical(own))

    // Nobody acts: the null of energy, and no wish comes true but by people's own hands.
    let none = try recorded.score([try recorded.rewrite(path, as: "nothing.csv") { _ in [] }])
    let idle = try Fixture.run(
      try Fixture.plan(
        "quickstart", Recorded.settings + ["players.agents=[null]"]))
    let null = try #require(
      idle.scores.first { $0.id == "agents.energy.hvac_kwh_per_day" }?.null)
    // The null answers people as our agent does; who does nothing at all comes near it.
    let hvac = try #require(try value("agents.energy.hvac_kwh_per_day", none).value)
    #expect((hvac - null).magnitude < 0.1 * null)
    let tasks = "agents.conversation.task_success_ratio"
    #expect(try value(tasks, none).value ?? 1 < value(tasks, outside).value ?? 0)

    // Thermostats at 15 °C all day cost less and please nobody.
    let cold = try recorded.score([
      try recorded.rewrite(path, as: "cold.csv") { rows in
        rows.filter { $0[3] == "set_heating_setpoint" }.map { Array($0[..<4]) + ["15"] }
      }
    ])
    #expect(try value("agents.energy.hvac_kwh_per_day", cold).value ?? 1e9 < hvac)
    let discomfort = "agents.energy.discomfort_kh_per_day"
    #expect(
      try value(discomfort, cold).value ?? 0 > value(discomfort, outside).value ?? 1e9)
  }

  @Test func otherActionsMakeAnotherWorldForOtherFiles() throws {
    let recorded = try Self.shared.get()
    let path = try #require(recorded.own.paths[.actions])
    let none = try recorded.rewrite(path, as: "idle.csv") { _ in [] }
    do {
      _ = try recorded.score([none, try #require(recorded.own.paths[.flags])])
      Issue.record("flags of another world were scored")
    } catch let error as RunError {
      #expect(error.exitCode == 2)
      #expect(error.description.contains("flags speak of another world"), "\(error)")
    }
  }

  @Test func oneLayoutAloneScoresItsStageOnly() throws {
    let recorded = try Self.shared.get()
    let outside = try recorded.score([try #require(recorded.own.paths[.flags])])
    #expect(
      ScoreText.canonical(outside.scores) == ScoreText.canonical(recorded.ownScores([.flags])))
    #expect(!outside.scores.isEmpty && outside.scores.allSatisfy { $0.stage == "quality" })
  }

  @Test func theNullAsFilesScoresAsTheNull() throws {
    let recorded = try Self.shared.get()
    let (paths, _) = try recorded.export(to: "null") {
      $0.fusion = .inverseVariance
      $0.forecastModel = .seasonalNaive
      // The null is handed every reading, ours only those that quality lets through.
      $0.quality = QualitySettings(
        checksRange: false, spikeSigmas: 1e9, stuckAfter: .days(1_000), gapPeriods: 1e9)
    }
    // To refuse everything and to flag nothing are the nulls of these two.
    let refused = try recorded.rewrite(try #require(paths[.answers]), as: "refusals.csv") {
      $0.map { Array($0[..<4]) + ["", "", "", "", $0[8]] }
    }
    let nothing = try recorded.rewrite(try #require(paths[.flags]), as: "none.csv") { _ in [] }
    let outside = try recorded.score(
      [try #require(paths[.estimates]), try #require(paths[.forecasts]), refused, nothing])
    #expect(outside.conclusions.problems.total == 0)
    var compared = 0
    for score in outside.scores where score.null != nil && !score.id.hasSuffix(".skill") {
      if score.stage == "quality" { continue }
      compared += 1
      #expect(score.value == score.null, "\(score.id)")
    }
    #expect(compared > 15)
    #expect(try value("quality.faults.false_alarms_per_day", outside).value == 0)
    #expect(try value("quality.faults.recall_ratio", outside).value == 0)
  }

  @Test func silenceScoresAsTheNullAndIsCounted() throws {
    let recorded = try Self.shared.get()
    let paths = recorded.own.paths
    let files = try [Layout.estimates, .forecasts].map { layout in
      try recorded.rewrite(try #require(paths[layout]), as: "\(layout)-silent.csv") { _ in [] }
    }
    let outside = try recorded.score(files)
    for (layout, count) in outside.silence {
      #expect(count.asked > 10 && count.silent == count.asked, "\(layout)")
    }
    for score in outside.scores where score.null != nil && !score.id.hasSuffix(".skill") {
      #expect(score.value == score.null, "\(score.id)")
    }
  }

  /// Another room's estimate and match are what the random players say.
  @Test func shuffledRoomsScoreAsRandom() throws {
    let recorded = try Self.shared.get()
    let paths = recorded.own.paths
    let estimates = try recorded.rewrite(try #require(paths[.estimates]), as: "moved.csv") {
      Self.shuffled($0)
    }
    let rooms = recorded.plan.frame.homes.map { $0.plan.rooms.map(\.name) }
    let matches = try recorded.rewrite(try #require(paths[.matches]), as: "rooms.csv") {
      $0.map { row in
        var row = row
        let names = rooms[Int(row[2].suffix(6)) ?? 0]
        row[3] = names[((names.firstIndex(of: row[3]) ?? 0) + 1) % names.count]
        return row
      }
    }
    let outside = try recorded.score([estimates, matches])
    #expect(outside.conclusions.problems.total == 0)
    for id in [
      "fusion.temperature.rmse_k", "fusion.temperature.crps_k", "fusion.humidity.rmse_ratio",
      "fusion.temperature.coverage95_ratio",
    ] {
      let score = try value(id, outside)
      let own = try #require(recorded.ownScores([.estimates]).first { $0.id == id })
      #expect(score.value != nil && score.value == own.random, "\(id)")
    }
    let id = "patterns.window_open_while_heating.f1_ratio"
    let own = try #require(recorded.ownScores([.matches]).first { $0.id == id })
    #expect(try value(id, outside).value == own.random)
  }

  /// Each value becomes that of the next estimate of its quantity at its time, the first after
  /// the last.
  private static func shuffled(_ rows: [[String]]) -> [[String]] {
    var moved = rows
    var first = 0
    while first < rows.count {
      let end =
        rows[first...].firstIndex { $0[0] != rows[first][0] || $0[1] != rows[first][1] }
        ?? rows.count
      for index in first..<end {
        let next =
          rows[(index + 1)..<end].first { $0[3] == rows[index][3] }
          ?? rows[first..<end].first { $0[3] == rows[index][3] } ?? rows[index]
        moved[index][4] = next[4]
        moved[index][5] = next[5]
      }
      first = end
    }
    return moved
  }

  @Test func lateAnswersAreWorseOrRefused() throws {
    let recorded = try Self.shared.get()
    let paths = recorded.own.paths
    func later(_ text: String, _ span: SimDuration) -> String {
      JSONTimestamp.parse(text).map { JSONTimestamp.text($0 + span) } ?? text
    }
    let estimates = try recorded.rewrite(try #require(paths[.estimates]), as: "slow.csv") {
      $0.map { [later($0[0], .hours(3))] + $0.dropFirst() }
    }
    let forecasts = try recorded.rewrite(try #require(paths[.forecasts]), as: "hindsight.csv") {
      $0.map { [later($0[0], .minutes(1))] + $0.dropFirst() }
    }
    let answers = try recorded.rewrite(try #require(paths[.answers]), as: "slept.csv") {
      $0.map { row in
        var row = row
        row[3] = later(row[3], .days(1))
        return row
      }
    }
    let outside = try recorded.score([estimates, forecasts, answers])
    let problems = outside.conclusions.problems
    let rows = outside.conclusions.files.map(\.rowCount)
    #expect(problems.count(.afterTheFact) + problems.count(.outsideRun) > rows[1])
    #expect(outside.conclusions.files[1].acceptedCount == 0)
    #expect(outside.conclusions.files[2].acceptedCount == 0)
    let id = "fusion.temperature.rmse_k"
    let own = try #require(recorded.ownScores([.estimates]).first { $0.id == id }?.value)
    #expect(try #require(try value(id, outside).value) > own)
    let mae = try value("forecasting.power_24h.mae_w", outside)
    #expect(mae.value == mae.null)
    #expect(
      try value("agents.conversation.accuracy_ratio", outside).value
        == value("agents.conversation.accuracy_ratio", outside).null)
  }

  @Test func foreignAndEarlyAnswersAreNamed() throws {
    let recorded = try Self.shared.get()
    let paths = recorded.own.paths
    let answers = try recorded.rewrite(try #require(paths[.answers]), as: "foreign.csv") { rows in
      var rows = Array(rows.prefix(2))
      rows[0][2] = "4000000000"
      rows[1][3] = JSONTimestamp.text(recorded.plan.start + .minutes(1))
      return rows
    }
    let outside = try recorded.score([answers])
    let problems = outside.conclusions.problems
    #expect(problems.count(.unknownUtterance) == 2, "one never said, one not yet")
    #expect(outside.conclusions.files[0].acceptedCount == 0)
    #expect(problems.examples(.unknownUtterance).contains { $0.contains("foreign.csv:2: ") })
  }

  /// Whoever knows every wish scores as the oracle does.
  @Test func theOracleAsAFileScoresAsTheOracle() throws {
    let plan = try Fixture.plan(
      "quickstart",
      ["homes=1", "duration=3d", "oracle.homes=0", "players.agents=[]", "audit.homes=0"])
    let result = try Fixture.run(plan)
    let talks = try #require(result.portraits.first).talks
    #expect(talks.count > 3)
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let writer = try ConclusionWriter(folder: folder, format: .csv, start: plan.start)
    var told = Conclusions()
    told.answers = talks.map { talk in
      Answer(
        utterance: talk.said.message, decidedAt: talk.said.time, intent: talk.said.intent,
        confidence: 1, text: "", commandCount: 0)
    }
    writer.append(told, of: plan.frame.homes[0].plan)
    try writer.finish()
    let outside = try Run(
      plan, options: RunOptions(threadCount: 1, window: .days(1)), outputs: nil,
      report: { _ in }
    ).score(
      try ConclusionReader.read([writer.path(.answers)], frame: plan.frame),
      truth: result.fingerprint.truth, of: "test")
    #expect(outside.conclusions.problems.total == 0)
    for score in outside.scores where score.oracle != nil {
      #expect(score.value == score.oracle, "\(score.id)")
    }
    #expect(try value("agents.conversation.cost_per_utterance", outside).value == 0)
  }
}

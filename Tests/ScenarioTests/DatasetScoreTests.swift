import Clockwork
import Exchange
import Foundation
import Homes
import Lanes
import Patterns
import Scoring
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// A run's truth as tables judges conclusions as the run itself does.
@Suite struct DatasetScoreTests {
  /// Writes what was so as somebody else's labelled dataset.
  private final class TruthTablesOfARun {
    private var lines: [TruthLayout: [String]] = [:]

    private func add(_ layout: TruthLayout, _ cells: [String]) {
      lines[layout, default: [layout.columns.joined(separator: ",")]].append(
        cells.joined(separator: ","))
    }

    func write(to folder: String) throws {
      for (layout, lines) in lines {
        try (lines.joined(separator: "\n") + "\n").write(
          toFile: "\(folder)/\(layout.rawValue).csv", atomically: true, encoding: .utf8)
      }
    }

    private static func text(_ time: SimTime) -> String { JSONTimestamp.text(time) }

    func add(_ home: Home, _ plan: RunPlan) {
      let site = home.sitePlan
      add(.homes, [site.home.name, Self.text(plan.start), Self.text(plan.end)])
      for device in site.devices {
        for sheet in device.channels {
          add(
            .sensors,
            [site.home.name, site.rooms[device.room.index].name, device.name, sheet.channel.name])
        }
      }
    }

    /// Everything of one home, from all its hours.
    func add(
      _ hours: [(truth: TruthBuffer, heard: [MessageID])], _ home: Home, _ plan: RunPlan,
      _ subjects: [Frame.Subject]
    ) {
      let site = home.sitePlan
      let heard = Set(hours.flatMap(\.heard))
      var matchers = plan.laneSettings.patterns.map {
        PatternMatcher(pattern: $0, roomCount: site.rooms.count)
      }
      var matches: [PatternMatch] = []
      var hour: (start: SimTime, sum: Double, count: Int)?
      for (truth, _) in hours {
        for (row, state) in truth.homes.enumerated() {
          let begin = state.time - .minutes(1)
          let start = begin - SimDuration(microseconds: begin.microseconds % 3_600_000_000)
          if hour?.start != start { hour = (start, 0, 0) }
          hour?.sum += state.electricPowerW
          hour?.count += 1
          if let hour, hour.count == 60 {
            add(
              .power, [Self.text(hour.start), site.home.name, "home.power_w", "\(hour.sum / 60)"])
          }
          guard state.time > plan.start else { continue }
          for subject in subjects {
            let room = truth.rooms[row * truth.roomCount + subject.room.index]
            let (name, value): (String, Double) =
              switch subject.channel {
              case .temperature: ("temperature_c", room.temperatureC)
              case .relativeHumidity: ("humidity_ratio", room.relativeHumidity)
              default: ("co2_ppm", room.co2PPM)
              }
            add(
              .estimates,
              [
                Self.text(state.time), site.home.name, site.rooms[subject.room.index].name, name,
                "\(value)",
              ])
          }
        }
        for reading in truth.ideal {
          let device = site.devices[reading.device.index]
          let event = PatternEvent(
            time: reading.time, room: device.room, deviceKind: device.kind,
            channel: reading.channel, value: reading.value)
          for i in matchers.indices {
            matchers[i].observe(event, raisedAt: reading.time, matches: &matches)
          }
        }
        for event in truth.events { add(event, site, heard) }
      }
      for match in matches {
        add(
          .matches,
          [
            Self.text(match.start), Self.text(match.end), site.home.name,
            site.rooms[match.room.index].name, match.pattern.name,
          ])
      }
    }

    private func add(_ event: TruthEvent, _ site: SitePlan, _ heard: Set<MessageID>) {
      switch event {
      case .fault(let device, let channel, let kind, _, let start, let end):
        add(
          .faults,
          [
            Self.text(start), Self.text(end), site.home.name, site.devices[device.index].name,
            channel.name, kind.name,
          ])
      case .uplinkFault(let kind, let start, let end):
        let gateway = site.devices.first { $0.kind == .gateway }?.name ?? ""
        add(
          .faults, [Self.text(start), Self.text(end), site.home.name, gateway, "", kind.name])
      // Words that never arrived are the network's failure.
      case .spoken(let words) where heard.contains(words.message):
        let intent = words.intent
        add(
          .words,
          [
            site.home.name, site.devices[words.message.device.index].name,
            "\(words.message.sequence)", Self.text(words.time), intent?.action.name ?? "",
            intent?.target.name ?? "", intent?.room.map { site.rooms[$0.index].name } ?? "",
            intent?.value.map { "\($0)" } ?? "", words.phraseClass.name,
          ])
      default: break
      }
    }
  }

  @Test func aRunsTruthAsTablesGivesOursTheRunsValues() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=2", "duration=6d", "history=3d", "keep=[]", "oracle.homes=0", "audit.homes=0",
        "pipeline.forecasting.model=harmonic-regression",
        "faults=[{kind: stuck, sensors: {kind: temperature, share: 20 %}, from: 1d}, "
          + "{kind: gateway-restart, homes: {share: 100 %}, from: 3d}]",
      ])
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let tables = TruthTablesOfARun()
    let writer = try ConclusionWriter(folder: folder + "/ours", format: .csv, start: plan.start)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(26))
    let catalogue = ScoreCatalogue()
    let frame = plan.frame
    var boards: [ScoreBoard] = []
    for index in 0..<2 {
      let shard = Shard(
        plan, home: index, weather: weather, catalogue: catalogue, player: .ours,
        settings: plan.laneSettings)
      var hours: [(truth: TruthBuffer, heard: [MessageID])] = []
      shard.witness = { truth, conclusions, tap in
        hours.append((truth, tap.heard))
        writer.append(conclusions, of: shard.home.sitePlan)
      }
      shard.run(to: plan.end, weather: weather)
      shard.finish(at: plan.end)
      shard.witness = nil
      tables.add(shard.home, plan)
      tables.add(hours, shard.home, plan, frame.homes[index].subjects)
      boards.append(shard.scorer.board)
    }
    try writer.finish()
    try tables.write(to: folder)

    let truth = try TruthReader.read(folder)
    #expect(truth.layouts == TruthLayout.allCases)
    let layouts = Layout.allCases.filter { $0 != .actions }
    let outside = try ConclusionReader.read(layouts.map(writer.path), frame: truth.frame)
    #expect(outside.problems.total == 0, "\(outside.problems)")
    let result = try DatasetScore.score(outside, against: truth)
    #expect(result.conclusions.problems.total == 0, "\(result.conclusions.problems)")

    var compared: [String: Int] = [:]
    for (index, definition) in catalogue.definitions.enumerated()
    where layouts.contains(where: { $0.judges(scoreID: definition.id, stage: definition.stage) }) {
      let own = Judge.score(definition, tallies: boards.map { $0.tallies[index] })
      let score = try #require(result.scores.first { $0.id == definition.id })
      #expect(score.value == own.value, "\(definition.id)")
      if own.value != nil { compared[definition.stage, default: 0] += 1 }
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
}

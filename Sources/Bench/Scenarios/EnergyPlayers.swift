internal import Agents
internal import Clockwork
internal import Lanes
internal import ScenarioFiles
internal import Scoring

/// Which players of energy are run beside the scenario's own agent.
///
/// Agents act, so each player is a whole run of the same seed. By default all of them are run up to
/// ``homeDaysMax`` home-days; a larger scenario runs the null alone unless it names the others.
struct EnergyPlayers: Sendable {
  static let homeDaysMax = 200.0

  let chosen: [Scenario.AgentPlayer]
  private let homeDays: Double
  private let isAsked: Bool

  init(_ plan: RunPlan) {
    let scenario = plan.scenario
    homeDays = Double(scenario.homeCount) * scenario.duration.hours / 24
    isAsked = plan.loaded.origin(of: "players.agents[0]").map { $0 != .defaulted } ?? true
    let players = scenario.agentPlayers
    let affordable =
      isAsked || homeDays <= Self.homeDaysMax ? players : players.filter { $0 == .null }
    chosen = plan.laneSettings.energy == nil ? [] : affordable
  }

  /// Says of each score of a player that it was not run, and why.
  func excuse(_ scores: inout [Score]) {
    let missing = Scenario.AgentPlayer.allCases.filter { !chosen.contains($0) }
    guard !chosen.isEmpty, !missing.isEmpty else { return }
    let reason =
      isAsked
      ? "players.agents does not name it"
      : "\(Int(homeDays)) home-days, at most \(Int(Self.homeDaysMax)) by default"
    for index in scores.indices where scores[index].id.hasPrefix("agents.energy.") {
      let isSchedule = scores[index].id.hasPrefix("agents.energy.schedule.")
      if isSchedule, missing.contains(.schedule) {
        scores[index].value = nil
        scores[index].skill = nil
        scores[index].interval = nil
        scores[index].why = "schedule not run: " + reason
      } else if missing.contains(.oracle) {
        scores[index].why = "oracle not run: " + reason
      }
    }
  }
}

extension Run {
  /// Runs the players and books their days on the homes' boards.
  func addEnergyPlayers(_ players: EnergyPlayers, to boards: inout [ScoreBoard]) throws {
    for player in players.chosen {
      var settings = plan.laneSettings
      settings.energy = nil
      settings.forecastHorizonHours = nil
      settings.onlyActs = true
      settings.outside = []
      if player == .schedule { settings.schedule = .development }
      let shards = try live(
        settings: settings, label: "players: \(player.rawValue)", player: Self.scored(player))
      for (index, shard) in shards.enumerated() {
        boards[index].merge(
          shard.scorer.board,
          catalogue.energy..<catalogue.energy + EnergyScorer.definitions.count)
      }
    }
  }

  private static func scored(_ player: Scenario.AgentPlayer) -> EnergyScorer.Player {
    switch player {
    case .null: .null
    case .schedule: .schedule
    case .oracle: .oracle
    }
  }
}

extension ScheduleAgent.Settings {
  /// The best of those that `ScheduleSearch` tried on development seeds; see `docs/tuning.md`.
  static let development = ScheduleAgent.Settings(
    night: .init(fromMinute: 1_380, toMinute: 300, kelvins: 1),
    workday: .init(fromMinute: 480, toMinute: 900, kelvins: 6))
}

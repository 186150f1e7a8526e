public import Agents
internal import Lanes
internal import Scoring

extension Run {
  /// What a whole run under a fixed schedule costs, kWh a home and day; nil: nobody acts.
  ///
  /// For choosing a schedule on development seeds.
  public func energyCost(of schedule: ScheduleAgent.Settings?) throws -> Double {
    var settings = plan.laneSettings
    settings.energy = nil
    settings.schedule = schedule
    settings.forecastHorizonHours = nil
    settings.onlyActs = true
    settings.outside = []
    let shards = try live(settings: settings, label: "schedule", player: .null)
    let costs = shards.map { $0.scorer.board.tallies[catalogue.energy] }
    return Judge.score(catalogue.definitions[catalogue.energy], tallies: costs).null ?? 0
  }
}

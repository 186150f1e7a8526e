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
    let shards = try live(settings: settings, label: "schedule", isEnergyOnly: true)
    var cost = 0.0
    var days = 0.0
    for shard in shards {
      for day in shard.scorer.energyDays {
        cost += day.cost
        days += day.hours / 24
      }
    }
    return days > 0 ? cost / days : 0
  }
}

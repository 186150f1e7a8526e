internal import Clockwork
public import Exchange
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Patterns
internal import ScenarioFiles
internal import Telemetry

extension RunPlan {
  /// What conclusions about a run of this plan may speak of.
  public var frame: Frame {
    let weather = WeatherTracks(self).track(from: birth, through: birth + .minutes(1))
    let homes = (0..<scenario.homeCount).map { index in
      let home = Home(specification(index), outdoor: weather.conditions[0])
      return Frame.Home(plan: home.sitePlan, subjects: subjects(home))
    }
    let origins =
      laneSettings.forecastHorizonHours == nil
      ? []
      : LaneForecaster.origins(from: start, to: end, tick: laneSettings.tick, zone: zone)
    return Frame(
      homes: homes, birth: birth, start: start, end: end, tick: laneSettings.tick,
      patterns: laneSettings.patterns.map(\.kind),
      origins: origins.map { Frame.Origin(due: $0.due, firstHour: $0.firstHour) },
      horizonHours: laneSettings.forecastHorizonHours ?? 0)
  }

  /// The same list in the same order as the players of fusion have it.
  func subjects(_ home: Home) -> [Frame.Subject] {
    let slots = ChannelDirectory(home.sitePlan, rangeMargin: 0).slots
    let fuser = Fuser.make(
      plan: home.sitePlan, slots: slots,
      sampling: slots.map { laneSettings.sampling.effect($0.sheet) }, method: .inverseVariance
    ).fuser
    return fuser.subjects.map { Frame.Subject(room: $0.room, channel: $0.channel) }
  }
}

public import Clockwork
public import Dwellings
public import Telemetry

/// The weather of one stretch of time, made once and shared by all homes of a place.
public struct WeatherTrack: Sendable {
  /// Outdoor conditions held over the step that ends at `start + i` minutes.
  public var start: SimTime
  public var conditions: [OutdoorConditions]
  /// What the weather service says, in order of issue.
  public var forecasts: [(issuedAt: SimTime, message: WeatherForecastMessage)]

  public init(
    start: SimTime, conditions: [OutdoorConditions],
    forecasts: [(issuedAt: SimTime, message: WeatherForecastMessage)]
  ) {
    self.start = start
    self.conditions = conditions
    self.forecasts = forecasts
  }

  /// - Precondition: the track covers the moment.
  func outdoor(at time: SimTime) -> OutdoorConditions {
    // A moment within a minute has the weather of that minute's end.
    let minutes = (time - start + .minutes(1) - .microseconds(1)) / .minutes(1)
    return conditions[Int(minutes)]
  }
}

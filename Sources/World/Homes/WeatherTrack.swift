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
  /// What electricity costs, hour by hour; empty where that never changes.
  public var prices: [HourPrice] = []

  public init(
    start: SimTime, conditions: [OutdoorConditions],
    forecasts: [(issuedAt: SimTime, message: WeatherForecastMessage)]
  ) {
    self.start = start
    self.conditions = conditions
    self.forecasts = forecasts
  }

  /// The price of the hour that holds at a moment; nil where prices never change.
  func price(at time: SimTime) -> HourPrice? {
    guard let first = prices.first, time >= first.start else { return nil }
    return prices[min(Int((time - first.start) / .hours(1)), prices.count - 1)]
  }

  /// - Precondition: the track covers the moment.
  func outdoor(at time: SimTime) -> OutdoorConditions {
    // A moment within a minute has the weather of that minute's end.
    let minutes = (time - start + .minutes(1) - .microseconds(1)) / .minutes(1)
    return conditions[Int(minutes)]
  }
}

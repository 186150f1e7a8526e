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
    let next = firstPrice(from: time + .microseconds(1))
    return next > 0 ? prices[next - 1] : nil
  }

  /// Position of the first hour that begins at a moment or later.
  func firstPrice(from time: SimTime) -> Int {
    var (low, high) = (0, prices.count)
    while low < high {
      let middle = (low + high) / 2
      if prices[middle].start < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// - Precondition: the track covers the moment.
  func outdoor(at time: SimTime) -> OutdoorConditions {
    // A moment within a minute has the weather of that minute's end.
    let minutes = (time - start + .minutes(1) - .microseconds(1)) / .minutes(1)
    return conditions[Int(minutes)]
  }
}

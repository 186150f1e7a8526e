public import Clockwork

/// What a weather service tells: a table of hours to come with its own doubt.
public struct WeatherForecast: Hashable, Sendable {
  /// One hour of a forecast; instantaneous values.
  @frozen
  public struct Point: Hashable, Sendable {
    public var validAt: SimTime
    public var temperatureC: Double
    /// The service's standard deviation of temperature, K.
    public var temperatureDeviationK: Double
    /// 0...1.
    public var relativeHumidity: Double
    /// m/s.
    public var windSpeed: Double
    /// W/m².
    public var globalHorizontal: Double
    /// 0...1.
    public var totalSkyCover: Double
  }

  public var issuedAt: SimTime
  /// In order of time, one an hour.
  public var points: [Point]
}

import Quantities

/// How a forecast's error grows: two independent AR(1) processes that start at zero when the
/// forecast is issued.
///
/// The slow one stands for the loss of large-scale predictability over days, the fast one for local
/// scatter within hours. With the correlation time T and the final deviation s, the variance at
/// lead L is s² (1 - exp(-2 L / T)).
@frozen
public struct ErrorGrowth: Hashable, Sendable {
  public var slowDeviation: Double
  public var slowHours: Double
  public var fastDeviation: Double
  public var fastHours: Double

  public init(
    slowDeviation: Double, slowHours: Double, fastDeviation: Double, fastHours: Double
  ) {
    precondition(slowHours > 0 && fastHours > 0, "A correlation time is positive.")
    precondition(slowDeviation >= 0 && fastDeviation >= 0, "A deviation is not negative.")
    self.slowDeviation = slowDeviation
    self.slowHours = slowHours
    self.fastDeviation = fastDeviation
    self.fastHours = fastHours
  }

  /// The standard deviation of the error at a lead of so many hours.
  public func deviation(leadHours: Double) -> Double {
    let lead = max(leadHours, 0)
    let slow = slowDeviation * slowDeviation * -Elementary.expm1(-2 * lead / slowHours)
    let fast = fastDeviation * fastDeviation * -Elementary.expm1(-2 * lead / fastHours)
    return (slow + fast).squareRoot()
  }
}

/// The growth of error of each quantity that is forecast.
public struct ForecastErrorSettings: Hashable, Sendable {
  /// K.
  public var temperature: ErrorGrowth
  /// K; the dew point never exceeds the temperature.
  public var dewPoint: ErrorGrowth
  /// Of the logarithm of wind speed.
  public var wind: ErrorGrowth
  /// Of the log-odds of the clearness of the sky; clouds get the opposite sign.
  public var clearness: ErrorGrowth
  /// The share of the slow temperature error that the dew point's error takes with it, -1...1.
  public var dewPointCorrelation: Double

  public init(
    temperature: ErrorGrowth, dewPoint: ErrorGrowth, wind: ErrorGrowth, clearness: ErrorGrowth,
    dewPointCorrelation: Double
  ) {
    precondition((-1...1).contains(dewPointCorrelation), "A correlation lies in -1...1.")
    self.temperature = temperature
    self.dewPoint = dewPoint
    self.wind = wind
    self.clearness = clearness
    self.dewPointCorrelation = dewPointCorrelation
  }

  /// A present-day public forecast for a mid-latitude place.
  ///
  /// These are assumptions, not fits: a deviation of 1.9 K a day ahead and 3.9 K a week ahead for
  /// temperature, 2.3 K and 4.1 K for dew point; a day ahead 37 % for wind and some 40 % for the
  /// radiation of a half-cloudy hour. Change them to ask how much a better forecast is worth.
  public static let publicService = ForecastErrorSettings(
    temperature: ErrorGrowth(
      slowDeviation: 5, slowHours: 400, fastDeviation: 0.8, fastHours: 3),
    dewPoint: ErrorGrowth(slowDeviation: 4.3, slowHours: 200, fastDeviation: 1.2, fastHours: 3),
    wind: ErrorGrowth(slowDeviation: 0.45, slowHours: 100, fastDeviation: 0.25, fastHours: 3),
    clearness: ErrorGrowth(slowDeviation: 1.1, slowHours: 70, fastDeviation: 0.4, fastHours: 3),
    dewPointCorrelation: 0.5)

  /// Forecasts that are always right.
  public static let perfect: ForecastErrorSettings = {
    let none = ErrorGrowth(slowDeviation: 0, slowHours: 1, fastDeviation: 0, fastHours: 1)
    return ForecastErrorSettings(
      temperature: none, dewPoint: none, wind: none, clearness: none, dewPointCorrelation: 0)
  }()
}

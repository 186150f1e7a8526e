public import Clockwork
public import Telemetry

/// Hourly means ahead with their doubt, in the unit of the series (W for power).
public struct HourlyForecast: Sendable {
  /// When it was made; nothing later was looked at.
  public var issuedAt: SimTime
  /// Start of the first target hour: the first full hour at or after the issue.
  public var firstHour: SimTime
  /// Expected value of each target hour.
  public var mean: [Double]
  /// `quantiles[h * ForecastLevels.all.count + q]`, rising in `q`.
  public var quantiles: [Double]

  public init(issuedAt: SimTime, firstHour: SimTime, mean: [Double], quantiles: [Double]) {
    self.issuedAt = issuedAt
    self.firstHour = firstHour
    self.mean = mean
    self.quantiles = quantiles
  }

  /// Target hours.
  public var hourCount: Int { mean.count }

  /// The start of target hour `index`.
  public func time(ofHour index: Int) -> SimTime { firstHour + .hours(Int64(index)) }

  /// The median of target hour `index`: the point forecast to use where absolute errors count.
  public func median(ofHour index: Int) -> Double {
    quantiles[index * ForecastLevels.all.count + ForecastLevels.all.count / 2]
  }

  /// The quantile of target hour `index` at any level, linear between the stated levels and flat
  /// beyond them.
  public func quantile(ofHour index: Int, level: Double) -> Double {
    let levels = ForecastLevels.all
    let row = index * levels.count
    guard level > levels[0] else { return quantiles[row] }
    for upper in 1..<levels.count where level <= levels[upper] {
      let share = (level - levels[upper - 1]) / (levels[upper] - levels[upper - 1])
      let below = quantiles[row + upper - 1]
      return below + share * (quantiles[row + upper] - below)
    }
    return quantiles[row + levels.count - 1]
  }

  /// The same as a conclusion on the wire.
  public func conclusion(channel: Channel) -> Forecast {
    Forecast(
      channel: channel, issuedAt: issuedAt, firstHour: firstHour, mean: mean, quantiles: quantiles)
  }
}

internal import Clockwork
internal import Numerics
internal import ScenarioFiles
internal import Telemetry

/// How many forecast origins of one home the oracle may fork the world at.
struct ForkBudget: Sendable {
  let pathCount: Int
  private var originsLeft: Int

  init(_ oracle: Scenario.Oracle, isSampled: Bool) {
    pathCount = oracle.pathCount
    originsLeft = isSampled ? oracle.originCount : 0
  }

  mutating func takes(_ forecast: Forecast, start: SimTime) -> Bool {
    guard originsLeft > 0, pathCount > 1, forecast.issuedAt > start else { return false }
    originsLeft -= 1
    return true
  }

  /// Quantiles of the forked paths, type 7 of Hyndman and Fan 1996.
  static func forecast(_ paths: [[Double]], like other: Forecast) -> Forecast {
    var mean: [Double] = []
    var quantiles: [Double] = []
    for hour in other.mean.indices {
      let values = paths.map { $0[hour] }.sorted()
      mean.append(values.reduce(0, +) / Double(values.count))
      quantiles += ForecastLevels.all.compactMap { Statistics.quantile(sorted: values, $0) }
    }
    return Forecast(
      channel: other.channel, issuedAt: other.issuedAt, firstHour: other.firstHour, mean: mean,
      quantiles: quantiles)
  }
}

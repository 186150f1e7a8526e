import Clockwork
import Forecasting
import Telemetry

/// A measured hourly load with gaps, and the outdoor temperature where it is known.
struct MeasuredLoad {
  var name: String
  /// Hours since 1970 of the first value, on the home's own clock.
  var startHour: Int64
  var powerW: [Double?]
  var outdoorC: [Double] = []
}

/// Rolling-origin evaluation: one forecast a day at local midnight, over the last `days` days.
struct Backtest {
  var days = 28
  var horizonHours = 24
  var usesTemperature = false
  /// Days between issues.
  var stride = 1

  struct Score {
    var absoluteError = 0.0
    var absoluteErrorOfMean = 0.0
    var naiveDay = 0.0
    var naiveWeek = 0.0
    var truth = 0.0
    var count = 0.0
    var in80 = 0.0
    var in95 = 0.0
    var crps = 0.0
    var bias = 0.0

    /// Mean absolute error of the median over the mean load.
    var normalisedMAE: Double { absoluteError / truth }
    var ratioToWeek: Double { absoluteError / naiveWeek }
    var coverage80: Double { in80 / count }
    var coverage95: Double { in95 / count }
  }

  func run(_ load: MeasuredLoad, _ forecaster: some Forecaster) throws -> Score {
    var forecaster = forecaster
    var score = Score()
    var end = load.startHour + Int64(load.powerW.count)
    while end % 24 != 0 { end -= 1 }
    let first = end - Int64(24 * days)
    var series = HourlySeries()
    var temperatures = HourlySeries()
    var fed = load.startHour
    for origin in Swift.stride(from: first, to: end, by: 24 * stride) {
      while fed < origin {
        let index = Int(fed - load.startHour)
        let time = HourlySeries.start(ofHour: fed)
        if let value = load.powerW[index] { series.add(value, at: time, coverage: 1) }
        if usesTemperature { temperatures.add(load.outdoorC[index], at: time, coverage: 1) }
        fed += 1
      }
      var request = ForecastRequest(
        issuedAt: HourlySeries.start(ofHour: origin), horizonHours: horizonHours)
      if usesTemperature {
        request.outdoor = OutdoorTemperature(
          history: temperatures, forecastStartHour: origin,
          forecastC: Array(load.outdoorC[Int(origin - load.startHour)...].prefix(horizonHours)))
      }
      let forecast = try forecaster.forecast(series, request)
      for lead in 0..<horizonHours {
        let index = Int(origin - load.startHour) + lead
        guard index < load.powerW.count, let truth = load.powerW[index] else { continue }
        score.add(forecast, lead, truth)
        score.naiveDay +=
          (truth - Self.naive(load, index, season: 24, known: index - lead)).magnitude
        score.naiveWeek +=
          (truth - Self.naive(load, index, season: 168, known: index - lead)).magnitude
      }
    }
    return score
  }

  /// The newest known value whole seasons before.
  private static func naive(_ load: MeasuredLoad, _ index: Int, season: Int, known: Int) -> Double {
    var past = index - season
    while past >= 0 {
      if past < known, let value = load.powerW[past] { return value }
      past -= season
    }
    return 0
  }
}

extension Backtest.Score {
  mutating func add(_ forecast: HourlyForecast, _ lead: Int, _ truth: Double) {
    let median = forecast.median(ofHour: lead)
    absoluteError += (truth - median).magnitude
    absoluteErrorOfMean += (truth - forecast.mean[lead]).magnitude
    bias += forecast.mean[lead] - truth
    self.truth += truth
    count += 1
    if truth >= forecast.quantile(ofHour: lead, level: 0.1),
      truth <= forecast.quantile(ofHour: lead, level: 0.9)
    {
      in80 += 1
    }
    if truth >= forecast.quantile(ofHour: lead, level: 0.025),
      truth <= forecast.quantile(ofHour: lead, level: 0.975)
    {
      in95 += 1
    }
    crps += Self.crps(forecast, lead, truth)
  }

  /// Twice the quantile loss integrated over the level (Gneiting and Ranjan, 2011), by trapezoids.
  private static func crps(_ forecast: HourlyForecast, _ lead: Int, _ truth: Double) -> Double {
    let levels = ForecastLevels.all
    var integral = 0.0
    var before = (level: 0.0, loss: 0.0)
    for level in levels {
      let quantile = forecast.quantile(ofHour: lead, level: level)
      let loss = (truth - quantile) * (level - (truth < quantile ? 1 : 0))
      integral += 0.5 * (loss + before.loss) * (level - before.level)
      before = (level, loss)
    }
    return 2 * (integral + 0.5 * before.loss * (1 - before.level))
  }
}

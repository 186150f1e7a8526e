public import Clockwork
internal import Telemetry

/// Dynamic harmonic regression with autoregressive residuals and calibrated bootstrap intervals.
///
/// 1. Power is put on a scale on which its noise is even (``PowerScale``).
/// 2. Ridge regression on Fourier terms of the local day and week, and on heating and cooling
///    degrees where the home receives a weather forecast; recent weeks weigh more.
/// 3. A linear recursion on the residuals carries what the last hours, yesterday and the same hour
///    of last week left over.
/// 4. Bootstrapped paths of that recursion give quantiles, which the forecaster's own past errors
///    stretch to the stated coverage; at first from forecasts made in hindsight, then from its own.
///
/// With little history the model shrinks by rule: one daily pair for every 12 observed hours,
/// weekly harmonics from two weeks on, no lag longer than half the history. Fewer than 24 hours are
/// refused.
///
/// - Source: Hyndman and Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., section
///   10.5.
public struct HarmonicRegression: Forecaster {
  public static let name = "harmonic-regression"

  public let settings: HarmonicSettings
  private let key: RandomKey
  private var calibration = ConformalCalibration()

  /// - Parameter key: names the run and the series; the hour of each issue is the event, so a
  ///   forecast does not depend on how many were made before it.
  public init(settings: HarmonicSettings = HarmonicSettings(), key: RandomKey) {
    self.settings = settings
    self.key = key
  }

  public mutating func forecast(
    _ series: HourlySeries, _ request: ForecastRequest
  ) throws(ForecastError) -> HourlyForecast {
    try request.checkHorizon()
    let fit = try HarmonicFit(series, request, settings, key: key, isHindcast: false)
    if settings.isCalibrated {
      calibration.learn(from: series, before: request.originHour)
      learnInHindsight(series, request, days: fit.historyHours / 48)
    }
    let result = assemble(fit, request)
    if settings.isCalibrated { calibration.remember(fit.pending()) }
    return result
  }

  /// Forecasts again from past days, for days ahead that have no score yet.
  ///
  /// Each hindcast keeps at least half of the history to learn from.
  private mutating func learnInHindsight(
    _ series: HourlySeries, _ request: ForecastRequest, days: Int
  ) {
    let wanted = (0..<request.horizonHours).map { calibration.scoreCount(leadHours: $0) == 0 }
    guard wanted.contains(true) else { return }
    for day in (1...max(1, min(days, ConformalCalibration.daysMax))).reversed() {
      var past = request
      past.issuedAt = request.issuedAt - .days(Int64(day))
      guard
        let fit = try? HarmonicFit(series, past, settings, key: key, isHindcast: true)
      else { continue }
      calibration.learn(
        hindcast: fit.pending(), from: series, before: request.originHour, isWanted: { wanted[$0] })
    }
  }

  /// Quantiles back on the scale of the series.
  private func assemble(_ fit: HarmonicFit, _ request: ForecastRequest) -> HourlyForecast {
    let levels = ForecastLevels.all
    var means: [Double] = []
    var quantiles: [Double] = []
    means.reserveCapacity(request.horizonHours)
    quantiles.reserveCapacity(request.horizonHours * levels.count)
    var scores: [Double] = []
    for lead in 0..<request.horizonHours {
      if lead == 0 || ConformalCalibration.bucket(lead) != ConformalCalibration.bucket(lead - 1) {
        scores = settings.isCalibrated ? calibration.sortedScores(leadHours: lead) : []
      }
      let multipliers = calibration.multipliers(
        shape: fit.shape(lead: lead, levels: levels), sorted: scores, levels: levels)
      for multiplier in multipliers {
        quantiles.append(fit.quantile(lead: lead, halfWidths: multiplier))
      }
      means.append(fit.mean(lead: lead))
    }
    return HourlyForecast(
      issuedAt: request.issuedAt,
      firstHour: HourlySeries.start(ofHour: request.firstTargetHour),
      mean: means, quantiles: quantiles)
  }
}

internal import Clockwork
internal import Telemetry

/// Repeats the last season: the null that a forecaster must beat.
///
/// The season is a week once two weeks were observed, else a day. Missing hours are taken from the
/// season before, and so on; where none was observed, from the mean of the window. Intervals are
/// the quantiles of the in-sample seasonal differences, widened by sqrt(k + 1) after k full
/// seasons.
///
/// - Source: Hyndman and Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed., sections
///   5.2 and 5.5.
public struct SeasonalNaive: Forecaster {
  public static let name = "seasonal-naive"

  /// A season given by the caller, in hours; nil chooses by history.
  public let seasonHours: Int?

  /// - Parameter seasonHours: 1 or more; nil chooses 168 or 24 by the rule above.
  public init(seasonHours: Int? = nil) {
    precondition(seasonHours ?? 1 >= 1, "A season lasts at least an hour.")
    self.seasonHours = seasonHours
  }

  public mutating func forecast(
    _ series: HourlySeries, _ request: ForecastRequest
  ) throws(ForecastError) -> HourlyForecast {
    try request.checkHorizon()
    let window = try TrainingWindow(
      series, before: request.originHour, hoursMax: HourlySeries.hoursMax)
    let season = seasonHours ?? (window.count >= 336 ? 168 : 24)
    let differences = Self.seasonalDifferences(window, season: season)
    let fallback = Self.mean(window)
    let isNonNegative = !window.values.contains { $0 < 0 }
    let gap = Int(request.firstTargetHour - window.endHour)
    var means: [Double] = []
    var quantiles: [Double] = []
    for lead in gap..<(gap + request.horizonHours) {
      let centre = Self.value(window, lead: lead, season: season) ?? fallback
      let widening = Double(lead / season + 1).squareRoot()
      means.append(centre)
      for level in ForecastLevels.all {
        let quantile = centre + widening * Quantiles.exchangeable(differences, level: level)
        quantiles.append(isNonNegative ? max(0, quantile) : quantile)
      }
    }
    return HourlyForecast(
      issuedAt: request.issuedAt,
      firstHour: HourlySeries.start(ofHour: request.firstTargetHour),
      mean: means, quantiles: quantiles)
  }

  /// The value one or more whole seasons before the hour `lead` hours after the window's end.
  private static func value(_ window: TrainingWindow, lead: Int, season: Int) -> Double? {
    var index = window.count + lead - season * (lead / season + 1)
    while index >= 0 {
      if window.isObserved[index] { return window.values[index] }
      index -= season
    }
    return nil
  }

  private static func mean(_ window: TrainingWindow) -> Double {
    var sum = 0.0
    for value in window.values { sum += value }
    return sum / Double(window.observedCount)
  }

  /// Sorted differences to the season before, made symmetric about zero.
  ///
  /// The method assumes that the naive forecast is unbiased; mirroring states that and keeps the
  /// median at the point forecast. With no pair, deviations from the mean.
  private static func seasonalDifferences(_ window: TrainingWindow, season: Int) -> [Double] {
    var differences: [Double] = []
    for index in 0..<window.count where index >= season {
      guard window.isObserved[index], window.isObserved[index - season] else { continue }
      let difference = window.values[index] - window.values[index - season]
      differences.append(difference)
      differences.append(-difference)
    }
    if differences.isEmpty {
      let centre = mean(window)
      for index in 0..<window.count where window.isObserved[index] {
        differences.append(window.values[index] - centre)
        differences.append(centre - window.values[index])
      }
    }
    return differences.sorted()
  }
}

/// The knobs of ``HarmonicRegression``.
///
/// The defaults were chosen on the last four weeks and three earlier windows of CityLearn 2022
/// buildings 2, 3, 5, 6, 8 and 10 (MIT) and on two months of 2014 of REFIT House 20; buildings 1,
/// 4, 7 and 9, UK-DALE House 2 and the last four weeks of REFIT were kept for reporting. Two
/// choices
/// of structure, the knee by the mean and error pools without mean, were made with these in view.
/// Most knobs sit on a plateau: halving or doubling one moves the error by under 1 %.
public struct HarmonicSettings: Hashable, Sendable {
  /// Hours of history read, at most ``HourlySeries/hoursMax``.
  public var historyHours = HourlySeries.hoursMax
  /// Harmonics of 24 h; above 12 they would repeat themselves.
  public var dailyPairs = 10
  /// Harmonics of 168 h up to this one, those of 24 h excepted; at most 83.
  public var weeklyHarmonics = 20
  /// Penalty of the daily terms, relative to the weight of their columns.
  public var dailyRidge = 0.03
  /// Penalty of the weekly terms: weeks are few, and the lag of 168 h carries the rest.
  public var weeklyRidge = 1.5
  /// Penalty of heating and cooling degrees, relative to the weight of their standardised columns.
  public var degreeRidge = 0.3
  /// After this many days an hour weighs half.
  public var halfLifeDays = 21.0
  /// Lags of the residuals, hours, 1...168.
  public var residualLags = [1, 2, 3, 24, 25, 48, 168]
  /// Trailing means of the residuals, hours, 1...168.
  public var residualMeanSpans = [24, 168]
  /// Penalty of the recursion, in units of the residuals' variance.
  public var residualRidge = 5.0
  /// Where the scale turns from straight to logarithmic, as a share of the mean; nil is linear.
  public var kneeShare: Double? = 0.4
  /// Bootstrap paths.
  public var pathCount = 300
  /// Whether past errors stretch the intervals.
  public var isCalibrated = true

  public init() {}

  /// The settings with every number inside its range.
  var checked: HarmonicSettings {
    var result = self
    result.historyHours = min(max(historyHours, 24), HourlySeries.hoursMax)
    result.dailyPairs = min(max(dailyPairs, 0), 11)
    result.weeklyHarmonics = min(max(weeklyHarmonics, 0), 83)
    result.dailyRidge = max(dailyRidge, 0)
    result.weeklyRidge = max(weeklyRidge, 0)
    result.degreeRidge = max(degreeRidge, 0)
    result.halfLifeDays = max(halfLifeDays, 1)
    result.residualLags = residualLags.filter { (1...168).contains($0) }
    result.residualMeanSpans = residualMeanSpans.filter { (1...168).contains($0) }
    result.residualRidge = max(residualRidge, 0)
    result.pathCount = min(max(pathCount, 20), 10_000)
    if let knee = kneeShare, !(knee > 0) { result.kneeShare = nil }
    return result
  }
}

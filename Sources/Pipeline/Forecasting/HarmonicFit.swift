internal import Clockwork
internal import Numerics
internal import Quantities

/// One fit of ``HarmonicRegression`` and what it says of each target hour.
struct HarmonicFit {
  private static let rangeMargin = 0.1
  /// A hindcast needs three quantiles, not thirteen.
  private static let hindcastPathsMax = 100

  /// From the first to the last observed hour.
  let historyHours: Int
  private let scale: PowerScale
  private let firstTargetHour: Int64
  /// A series that was never negative is not forecast to be.
  private let isNonNegative: Bool
  /// Simulated residuals, each step sorted, and the seasons' expectation of each step.
  private let paths: BootstrapPaths
  private let centres: ArraySlice<Double>
  /// Steps before the first target hour.
  private let gap: Int
  /// All that was observed, and a little more.
  private let range: ClosedRange<Double>
  /// Keeps scores finite for a series that never moves.
  private let halfWidthMin: Double

  init(
    _ series: HourlySeries, _ request: ForecastRequest, _ uncheckedSettings: HarmonicSettings,
    key: RandomKey, isHindcast: Bool
  ) throws(ForecastError) {
    let settings = uncheckedSettings.checked
    let window = try TrainingWindow(
      series, before: request.originHour, hoursMax: settings.historyHours)
    firstTargetHour = request.firstTargetHour
    let endHour = firstTargetHour + Int64(request.horizonHours)
    historyHours = window.count
    isNonNegative = !window.values.contains { $0 < 0 }
    let weights = Self.weights(window, halfLifeDays: settings.halfLifeDays)
    let scale = PowerScale(window, weights: weights, kneeShare: settings.kneeShare)
    self.scale = scale
    let scaled = window.values.indices.map {
      window.isObserved[$0] ? scale.forward(window.values[$0]) : 0
    }
    let hoursOfWeek = window.hoursOfWeek(until: endHour, request.localHours)
    let degrees = request.outdoor.flatMap {
      DegreeColumns(
        $0, firstHour: window.firstHour, isObserved: window.isObserved,
        originHour: request.originHour, endHour: endHour, isHindcast: isHindcast)
    }
    let seasons = try Self.solved { () throws(NumericsError) in
      try SeasonalRegression(
        values: scaled, weights: weights, hoursOfWeek: hoursOfWeek, degrees: degrees,
        dailyPairs: min(settings.dailyPairs, window.observedCount / 12),
        weeklyHarmonics: window.count >= 336 ? settings.weeklyHarmonics : 0,
        ridge: (settings.dailyRidge, settings.weeklyRidge, settings.degreeRidge))
    }
    let expected = hoursOfWeek.indices.map {
      seasons.value(hourOfWeek: hoursOfWeek[$0], degrees: degrees, index: $0)
    }
    let residuals = scaled.indices.map {
      window.isObserved[$0] ? scaled[$0] - expected[$0] : 0
    }
    let recursion = try Self.solved { () throws(NumericsError) in
      try ResidualAutoregression(
        residuals: residuals, weights: weights, lags: settings.residualLags,
        meanSpans: settings.residualMeanSpans, ridge: settings.residualRidge)
    }
    centres = expected[window.count...]
    gap = centres.count - request.horizonHours
    range = Self.range(scaled, window)
    halfWidthMin = 1e-9 + 1e-3 * Self.deviation(recursion)
    // The simulation starts after the last observed hour: late readings only lengthen it.
    var paths = BootstrapPaths(
      recursion, hoursOfDay: hoursOfWeek.map { $0 % 24 }, centres: centres,
      range: range,
      pathCount: isHindcast ? min(Self.hindcastPathsMax, settings.pathCount) : settings.pathCount,
      key: key, event: UInt64(bitPattern: request.originHour))
    paths.sortSteps(from: gap)
    self.paths = paths
  }

  private static func solved<Fit>(
    _ fit: () throws(NumericsError) -> Fit
  ) throws(ForecastError) -> Fit {
    do { return try fit() } catch { throw .noFit(cause: error) }
  }

  /// Target hours.
  var horizonHours: Int { centres.count - gap }

  /// On the scale of the model.
  func median(lead: Int) -> Double { centre(lead) + residual(lead, level: 0.5) }

  /// From the median to the 10 % and to the 90 % quantile on the scale of the model, never zero.
  func halfWidths(lead: Int) -> (lower: Double, upper: Double) {
    let median = residual(lead, level: 0.5)
    return (
      max(halfWidthMin, median - residual(lead, level: 0.1)),
      max(halfWidthMin, residual(lead, level: 0.9) - median)
    )
  }

  /// The bootstrap's quantiles, in half widths from the median.
  func shape(lead: Int, levels: [Double]) -> [Double] {
    let median = residual(lead, level: 0.5)
    let half = halfWidths(lead: lead)
    return levels.map {
      (residual(lead, level: $0) - median) / ($0 < 0.5 ? half.lower : half.upper)
    }
  }

  /// The mean over all paths, in the unit of the series.
  func mean(lead: Int) -> Double {
    let centre = centre(lead)
    return paths.withStep(gap + lead) { sorted in
      var sum = 0.0
      for residual in sorted { sum += restored(centre + residual) }
      return sum / Double(sorted.count)
    }
  }

  /// The value so many half widths from the median, in the unit of the series.
  ///
  /// It stays within ``range``, because a stretched half width means ever more on a logarithm.
  func quantile(lead: Int, halfWidths: Double) -> Double {
    let half = self.halfWidths(lead: lead)
    let median = median(lead: lead)
    let value = median + halfWidths * (halfWidths < 0 ? half.lower : half.upper)
    let low = min(median, range.lowerBound)
    let high = max(median, range.upperBound)
    return restored(min(max(value, low), high))
  }

  private func restored(_ scaled: Double) -> Double {
    let value = scale.inverse(scaled)
    return isNonNegative ? max(0, value) : value
  }

  /// What the calibration must know to score this forecast later.
  func pending() -> PendingForecast {
    let halfWidths = (0..<horizonHours).map { self.halfWidths(lead: $0) }
    return PendingForecast(
      firstHour: firstTargetHour, scale: scale,
      median: (0..<horizonHours).map { Float(median(lead: $0)) },
      lower: halfWidths.map { Float($0.lower) }, upper: halfWidths.map { Float($0.upper) })
  }

  private func centre(_ lead: Int) -> Double { centres[centres.startIndex + gap + lead] }

  private func residual(_ lead: Int, level: Double) -> Double {
    paths.withStep(gap + lead) { Quantiles.stratified($0, level: level) }
  }

  /// Exponential weights, zero for missing hours.
  private static func weights(_ window: TrainingWindow, halfLifeDays: Double) -> [Double] {
    let factor = Elementary.exp(-0.6931471805599453 / (halfLifeDays * 24))  // ln 2
    var weight = 1.0
    var weights = [Double](repeating: 0, count: window.count)
    for index in (0..<window.count).reversed() {
      if window.isObserved[index] { weights[index] = weight }
      weight *= factor
    }
    return weights
  }

  /// All that was ever observed and a tenth of its span on either side.
  private static func range(_ scaled: [Double], _ window: TrainingWindow) -> ClosedRange<Double> {
    var low = Double.infinity
    var high = -Double.infinity
    for index in scaled.indices where window.isObserved[index] {
      low = min(low, scaled[index])
      high = max(high, scaled[index])
    }
    let margin = rangeMargin * (high - low)
    return (low - margin)...(high + margin)
  }

  /// Root mean square of the one-step errors.
  private static func deviation(_ recursion: ResidualAutoregression) -> Double {
    var sum = 0.0
    var weightSum = 0.0
    for (error, weight) in zip(recursion.errors, recursion.weights) {
      sum += weight * error * error
      weightSum += weight
    }
    return weightSum > 0 ? (sum / weightSum).squareRoot() : 0
  }
}

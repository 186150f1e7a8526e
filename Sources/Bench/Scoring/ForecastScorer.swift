internal import Telemetry

/// Scores hourly forecasts against what came.
public enum ForecastScorer {
  public static let definitions: [ScoreDefinition] = [
    ScoreDefinition(
      "forecasting.power_24h.mae_w", stage: "forecasting", unit: "W", better: .lower, .ratio,
      players: [.null, .random, .oracle], oracle: .floor, isHeadline: true,
      isOracleSampled: true,
      meaning: "Mean absolute error of the hourly mean power, up to 24 h ahead. Null: seasonal "
        + "naive on the same input; random: another day's forecast; oracle: the median of worlds "
        + "forked from the true state, on a few homes."),
    ScoreDefinition(
      "forecasting.power_24h.crps_w", stage: "forecasting", unit: "W", better: .lower, .ratio,
      players: [.null, .random, .oracle], oracle: .floor, isHeadline: true,
      isOracleSampled: true,
      meaning: "Continuous ranked probability score: twice the pinball loss summed over the stated "
        + "quantiles (Gneiting and Raftery 2007, eq. 24), up to 24 h ahead."),
    ScoreDefinition(
      "forecasting.power_24h.mase_ratio", stage: "forecasting", unit: "1", better: .lower, .ratio,
      players: [.null, .random, .oracle], oracle: .floor, isHeadline: true,
      isOracleSampled: true,
      meaning: "Mean absolute error over the in-sample error of seasonal naive with a period of a "
        + "week, of all hours before the forecast (Hyndman and Koehler 2006): every home weighs "
        + "the same."),
    ScoreDefinition(
      "forecasting.power_24h.smape_ratio", stage: "forecasting", unit: "1", better: .lower, .ratio,
      players: [.null, .random],
      meaning: "Symmetric mean absolute percentage error as in the M4 competition, as a ratio."),
    ScoreDefinition(
      "forecasting.power_24h.coverage80_ratio", stage: "forecasting", unit: "1", better: .target,
      .ratio, players: [.null, .random], target: 0.8,
      meaning: "Share of hours inside the stated 80 % interval; 0.80 is right."),
    ScoreDefinition(
      "forecasting.power_24h.coverage95_ratio", stage: "forecasting", unit: "1", better: .target,
      .ratio, players: [.null, .random], target: 0.95,
      meaning: "Share of hours inside the stated 95 % interval; 0.95 is right."),
  ]

  static let levels = ForecastLevels.all

  /// With fewer origins a home tells nothing.
  public static let originsMin = 5
  /// The null's shortest season: what must have been lived before an origin counts.
  public static let nullPeriodHours = 24

  /// Why no forecast score has a value; nil where a home had origins enough.
  ///
  /// - Parameter origins: how many were scored, for each home.
  public static func excuse(origins: [Int]) -> String? {
    let most = origins.max() ?? 0
    guard most < originsMin else { return nil }
    return "at most \(most) forecast origins a home were scored, at least \(originsMin) with a "
      + "full season of history and all their hours lived are needed"
  }

  /// Adds one forecast hour.
  ///
  /// - Parameters:
  ///   - quantiles: at ``ForecastLevels``, ascending.
  ///   - scale: in-sample mean absolute error of lag 168 h, W; nil where history is too short.
  public static func add(
    median: Double, quantiles: ArraySlice<Double>, truth: Double, scale: Double?, player: Player,
    day: Int, to board: inout ScoreBoard, firstScore base: Int
  ) {
    let error = (median - truth).magnitude
    board.addLoss(error, of: player, score: base, day: day)
    board.addLoss(crps(quantiles, truth: truth), of: player, score: base + 1, day: day)
    if let scale, scale > 0 {
      board.addLoss(error / scale, of: player, score: base + 2, day: day)
    }
    let size = median.magnitude + truth.magnitude
    board.addLoss(size > 0 ? 2 * error / size : 0, of: player, score: base + 3, day: day)
    let inside80 = isInside(quantiles, truth, 0.1, 0.9)
    let inside95 = isInside(quantiles, truth, 0.025, 0.975)
    board.addLoss(inside80 ? 1 : 0, of: player, score: base + 4, day: day)
    board.addLoss(inside95 ? 1 : 0, of: player, score: base + 5, day: day)
  }

  /// Twice the pinball loss, integrated over levels by the trapezium rule with weight to the ends.
  public static func crps(_ quantiles: ArraySlice<Double>, truth: Double) -> Double {
    var sum = 0.0
    for (i, quantile) in zip(levels.indices, quantiles) {
      let level = levels[i]
      let low = i == 0 ? 0 : 0.5 * (levels[i - 1] + level)
      let high = i == levels.count - 1 ? 1 : 0.5 * (levels[i + 1] + level)
      let difference = truth - quantile
      let pinball = difference >= 0 ? level * difference : (level - 1) * difference
      sum += 2 * pinball * (high - low)
    }
    return sum
  }

  private static func isInside(
    _ quantiles: ArraySlice<Double>, _ truth: Double, _ low: Double, _ high: Double
  ) -> Bool {
    guard let i = levels.firstIndex(of: low), let j = levels.firstIndex(of: high) else {
      return false
    }
    let start = quantiles.startIndex
    return quantiles[start + i] <= truth && truth <= quantiles[start + j]
  }
}

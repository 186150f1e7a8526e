internal import Numerics

/// What a home's hourly load is like, in a few numbers that measured homes are known by.
public struct LoadFigures: Sendable {
  /// Electric energy, kWh a day.
  public let energyKWhPerDay: Double
  /// How alike an hour and the same hour a day and a week later are; nil for a load that is too
  /// short (two days, two weeks) or never changes.
  public let autocorrelation24: Double?
  public let autocorrelation168: Double?
  /// The mean power of each hour of the day, in means of all; nil for hours never seen.
  public let shape: [Double?]
  /// The strongest of the hours from 17 to 20 h, in means.
  public let eveningPeak: Double?
  /// What is drawn always (5th percentile) and at most (99th), in means.
  public let base: Double
  public let peak: Double
  /// How much an hour differs from the one before, in means.
  public let ramp: Double?
  /// The same a day before: the error of the forecast that repeats yesterday.
  public let naiveError: Double?

  /// - Returns: nil for a load without a value, or without any power.
  public init?(_ load: HouseholdLoad) {
    let known = load.known
    guard let mean = Statistics.mean(known), mean > 0 else { return nil }
    let sorted = known.sorted()
    energyKWhPerDay = mean * 24 / 1_000
    autocorrelation24 = Self.autocorrelation(load.meansW, lag: 24, mean: mean)
    autocorrelation168 = Self.autocorrelation(load.meansW, lag: 168, mean: mean)
    shape = Self.shape(load, mean: mean)
    eveningPeak = shape[17...20].compactMap { $0 }.max()
    base = (Statistics.quantile(sorted: sorted, 0.05) ?? 0) / mean
    peak = (Statistics.quantile(sorted: sorted, 0.99) ?? 0) / mean
    ramp = Self.meanStep(load.meansW, lag: 1, mean: mean)
    naiveError = Self.meanStep(load.meansW, lag: 24, mean: mean)
  }

  private static func meanStep(_ series: [Double?], lag: Int, mean: Double) -> Double? {
    let steps = zip(series, series.dropFirst(lag)).compactMap { before, after in
      before.flatMap { before in after.map { ($0 - before).magnitude } }
    }
    return Statistics.mean(steps).map { $0 / mean }
  }

  /// The sample autocorrelation, of the pairs that were measured where some were not.
  ///
  /// Source: Box and Jenkins 1976, eq. 2.1.13; with gaps each sum is taken as the mean of its known
  /// terms, times their number in a whole series.
  static func autocorrelation(_ series: [Double?], lag: Int, mean: Double) -> Double? {
    guard series.count >= 2 * lag else { return nil }
    var (products, pairCount, squares, count) = (0.0, 0, 0.0, 0)
    for index in series.indices {
      guard let value = series[index] else { continue }
      squares += (value - mean) * (value - mean)
      count += 1
      guard index + lag < series.count, let later = series[index + lag] else { continue }
      products += (value - mean) * (later - mean)
      pairCount += 1
    }
    guard pairCount > 0, squares > 0 else { return nil }
    let whole = Double(series.count)
    return products / Double(pairCount) * (whole - Double(lag)) / whole
      / (squares / Double(count))
  }

  private static func shape(_ load: HouseholdLoad, mean: Double) -> [Double?] {
    var sums = Array(repeating: (sum: 0.0, count: 0), count: 24)
    for (offset, value) in load.meansW.enumerated() {
      guard let value else { continue }
      let hour = HouseholdLoad.hourOfDay(load.firstHour + offset)
      sums[hour].sum += value
      sums[hour].count += 1
    }
    return sums.map { $0.count > 0 ? $0.sum / Double($0.count) / mean : nil }
  }
}

/// The figures by their names; of each home the median over its stretches.
extension LoadFigures {
  static let definitions: [FigureDefinition] = [
    figure("energy", "kWh/day", "electric energy a day") { $0.energyKWhPerDay },
    figure("autocorrelation_24h", "1", "an hour and the same hour a day later") {
      $0.autocorrelation24
    },
    figure("autocorrelation_168h", "1", "an hour and the same hour a week later") {
      $0.autocorrelation168
    },
    figure("evening_peak", "means", "the strongest hour from 17 to 20 h, against the mean") {
      $0.eveningPeak
    },
    figure("base", "means", "5th percentile of hours, against the mean") { $0.base },
    figure("peak", "means", "99th percentile of hours, against the mean") { $0.peak },
    figure("ramp", "means", "difference between neighbouring hours, against the mean") { $0.ramp },
    figure("naive_error", "means", "difference to the same hour a day before, against the mean") {
      $0.naiveError
    },
  ]

  private static func figure(
    _ name: String, _ unit: String, _ meaning: String,
    _ value: @escaping @Sendable (LoadFigures) -> Double?
  ) -> FigureDefinition {
    FigureDefinition(
      id: "load.\(name)", unit: unit, meaning: meaning, section: .load,
      value: { $0.median(value) })
  }
}

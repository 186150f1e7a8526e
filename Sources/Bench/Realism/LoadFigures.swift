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
    let steps = zip(load.meansW, load.meansW.dropFirst()).compactMap { before, after in
      before.flatMap { before in after.map { ($0 - before).magnitude } }
    }
    ramp = Statistics.mean(steps).map { $0 / mean }
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

/// The figures by their names, for tables and for the measured bands.
extension LoadFigures {
  public struct Definition: Sendable {
    public let id: String
    public let unit: String
    public let meaning: String
    public let value: @Sendable (LoadFigures) -> Double?
  }

  public static let definitions: [Definition] = [
    Definition(
      id: "load.energy", unit: "kWh/day", meaning: "electric energy a day",
      value: { $0.energyKWhPerDay }),
    Definition(
      id: "load.autocorrelation_24h", unit: "1", meaning: "an hour and the same hour a day later",
      value: { $0.autocorrelation24 }),
    Definition(
      id: "load.autocorrelation_168h", unit: "1",
      meaning: "an hour and the same hour a week later", value: { $0.autocorrelation168 }),
    Definition(
      id: "load.evening_peak", unit: "means",
      meaning: "the strongest hour from 17 to 20 h, against the mean", value: { $0.eveningPeak }),
    Definition(
      id: "load.base", unit: "means", meaning: "5th percentile of hours, against the mean",
      value: { $0.base }),
    Definition(
      id: "load.peak", unit: "means", meaning: "99th percentile of hours, against the mean",
      value: { $0.peak }),
    Definition(
      id: "load.ramp", unit: "means",
      meaning: "difference between neighbouring hours, against the mean", value: { $0.ramp }),
  ]
}

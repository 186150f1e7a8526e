/// Sample statistics in a fixed order of operations; nil where too few values are given.
///
/// NaN is not missing data here: it spoils a sum, and a quantile of values with NaN means nothing,
/// so callers drop NaN first.
public enum Statistics {
  /// The sum with Neumaier's compensation (*ZAMM* 54, 1974).
  @inlinable
  public static func sum(_ values: some Sequence<Double>) -> Double {
    var sum = 0.0
    var compensation = 0.0
    for value in values {
      let next = sum + value
      compensation += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    // Infinite sums make the compensation NaN.
    return sum.isFinite ? sum + compensation : sum
  }

  /// The arithmetic mean.
  @inlinable
  public static func mean(_ values: some Collection<Double>) -> Double? {
    values.isEmpty ? nil : sum(values) / Double(values.count)
  }

  /// The unbiased sample variance (divisor n - 1); nil for fewer than two values.
  @inlinable
  public static func variance(_ values: some Collection<Double>) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    return sum(values.lazy.map { ($0 - mean) * ($0 - mean) }) / Double(values.count - 1)
  }

  /// The square root of ``variance(_:)``.
  @inlinable
  public static func standardDeviation(_ values: some Collection<Double>) -> Double? {
    variance(values)?.squareRoot()
  }

  /// The unbiased sample covariance of pairs; nil for fewer than two or unequal counts.
  public static func covariance(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count == y.count, x.count > 1, let meanX = mean(x), let meanY = mean(y) else {
      return nil
    }
    let products = zip(x, y).lazy.map { ($0 - meanX) * ($1 - meanY) }
    return sum(products) / Double(x.count - 1)
  }

  /// Pearson's correlation of pairs; nil also where one of them is constant.
  public static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    guard let covariance = covariance(x, y), let deviationX = standardDeviation(x),
      let deviationY = standardDeviation(y), deviationX > 0, deviationY > 0
    else { return nil }
    return max(-1, min(1, covariance / (deviationX * deviationY)))
  }

  /// The quantile of type 7 of Hyndman and Fan (*American Statistician* 50, 1996), R's default.
  ///
  /// - Returns: nil without values or with a probability outside 0...1.
  @inlinable
  public static func quantile(_ values: some Sequence<Double>, _ probability: Double) -> Double? {
    quantile(sorted: values.sorted(), probability)
  }

  /// The quantile of type 7 of values that are already in ascending order.
  public static func quantile(sorted values: [Double], _ probability: Double) -> Double? {
    guard !values.isEmpty, probability >= 0, probability <= 1 else { return nil }
    let position = probability * Double(values.count - 1)
    let index = min(Int(position), values.count - 1)
    let share = position - Double(index)
    let lower = values[index]
    if share == 0 || index + 1 == values.count { return lower }
    return lower + share * (values[index + 1] - lower)
  }

  /// The middle value, or the mean of the two in the middle.
  @inlinable
  public static func median(_ values: some Sequence<Double>) -> Double? {
    median(sorted: values.sorted())
  }

  /// The median of values that are already in ascending order.
  @inlinable
  public static func median(sorted values: [Double]) -> Double? {
    values.isEmpty ? nil : values.withUnsafeBufferPointer { middle($0) }
  }

  /// The median of a few values, which are sorted where they lie: nothing is allocated.
  ///
  /// - Precondition: there is a value.
  /// - Complexity: O(*n*^2), by insertion; meant for a window of readings.
  @inlinable
  public static func median(sorting values: UnsafeMutableBufferPointer<Double>) -> Double {
    var end = 1
    while end < values.count {
      let value = values[end]
      var i = end
      while i > 0, values[i - 1] > value {
        values[i] = values[i - 1]
        i -= 1
      }
      values[i] = value
      end += 1
    }
    return middle(UnsafeBufferPointer(values))
  }

  @inlinable
  static func middle(_ sorted: UnsafeBufferPointer<Double>) -> Double {
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half])
  }

  /// The median absolute deviation from the median.
  ///
  /// Times 1.4826 (``normalConsistency``) it estimates the standard deviation of normal data.
  @inlinable
  public static func medianAbsoluteDeviation(_ values: some Sequence<Double>) -> Double? {
    let sorted = values.sorted()
    guard let centre = median(sorted: sorted) else { return nil }
    return median(sorted.lazy.map { abs($0 - centre) })
  }

  /// 1 / Phi^-1(3/4), which turns a median absolute deviation into a standard deviation.
  public static let normalConsistency = 1.482602218505602

  /// The sample autocorrelation at lags 0...lagMax (divisor n, Box and Jenkins 1976, eq. 2.1.13).
  ///
  /// - Returns: nil for a constant series or one that is not longer than the greatest lag.
  public static func autocorrelation(_ series: [Double], lagMax: Int) -> [Double]? {
    guard lagMax >= 0, series.count > lagMax, let mean = mean(series) else { return nil }
    let centred = series.map { $0 - mean }
    let total = sum(centred.lazy.map { $0 * $0 })
    guard total > 0 else { return nil }
    return (0...lagMax).map { lag in
      var products = 0.0
      for index in lag..<centred.count { products += centred[index] * centred[index - lag] }
      return lag == 0 ? 1 : products / total
    }
  }
}

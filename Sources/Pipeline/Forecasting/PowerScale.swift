internal import Quantities

/// The scale on which a series is modelled: linear, or logarithmic far from zero.
///
/// Household power is skewed and its spread grows with its level. The inverse hyperbolic sine is a
/// logarithm above the knee and a straight line through zero, so it also takes zeros and export.
///
/// - Source: Burbidge, Magee and Robb, *J. Am. Stat. Assoc.* 83, 1988.
struct PowerScale {
  /// In the unit of the series; nil is linear.
  let knee: Double?
  /// The weighted mean magnitude, which makes settings independent of the unit; never zero.
  let unit: Double

  /// - Parameter kneeShare: the knee as a share of the mean magnitude; nil is linear.
  init(_ window: TrainingWindow, weights: [Double], kneeShare: Double?) {
    var total = 0.0
    var sum = 0.0
    for index in 0..<window.count where window.isObserved[index] {
      total += weights[index]
      sum += weights[index] * window.values[index].magnitude
    }
    let unit = sum > 0 ? sum / total : 1
    self.unit = unit
    knee = kneeShare.map { $0 * unit }
  }

  func forward(_ value: Double) -> Double {
    guard let knee else { return value / unit }
    let x = (value / knee).magnitude
    // asinh x = log1p(x + x^2 / (1 + sqrt(1 + x^2))), exact near zero.
    let result = Elementary.log1p(x + x * x / (1 + (1 + x * x).squareRoot()))
    return value < 0 ? -result : result
  }

  func inverse(_ scaled: Double) -> Double {
    guard let knee else { return scaled * unit }
    return knee * Elementary.sinh(scaled)
  }
}

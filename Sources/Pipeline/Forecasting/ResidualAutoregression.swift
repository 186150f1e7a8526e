internal import Numerics

/// A linear recursion for what the seasons leave over: selected lags and trailing means.
///
/// Fitted by weighted ridge regression. Missing hours count as zero, which is what the seasons
/// expect.
struct ResidualAutoregression {
  /// Hours before the first training hour that hold zeros, so that every lag exists.
  static let padding = 168

  let lags: [Int]
  let meanSpans: [Int]
  private(set) var coefficients: [Double] = []
  /// `padding` zeros, then the residuals of the training hours.
  let padded: [Double]
  /// One-step errors of the training hours; zero where `weights` is zero.
  private(set) var errors: [Double] = []
  /// Weights of the errors: zero for missing hours and for the first day, whose lags are padding.
  let weights: [Double]

  /// - Parameters:
  ///   - residuals: of the training hours, zero where missing.
  ///   - lags: at most 168; longer than half the training hours are left out.
  ///   - meanSpans: hours of the trailing means, same limits.
  ///   - ridge: penalty in units of the residuals' variance.
  /// - Throws: ``NumericsError`` where a value is not finite.
  init(
    residuals: [Double], weights: [Double], lags: [Int], meanSpans: [Int], ridge: Double
  ) throws(NumericsError) {
    let count = residuals.count
    let longest = min(Self.padding, count / 2)
    self.lags = lags.filter { $0 <= longest }
    self.meanSpans = meanSpans.filter { $0 <= longest }
    padded = [Double](repeating: 0, count: Self.padding) + residuals
    let warmUp = min(24, count / 4)
    self.weights = weights.enumerated().map { $0.offset < warmUp ? 0 : $0.element }
    try fit(residuals, ridge: ridge)
  }

  private mutating func fit(_ residuals: [Double], ridge: Double) throws(NumericsError) {
    let count = residuals.count
    let size = lags.count + meanSpans.count
    var features = [Double](repeating: 0, count: max(1, size) * count)
    fillFeatures(&features, size: size)
    var system = NormalEquations(size: size)
    var variance = 0.0
    var weightSum = 0.0
    features.withUnsafeBufferPointer { features in
      for t in 0..<count where weights[t] > 0 {
        let weight = weights[t]
        weightSum += weight
        variance += weight * residuals[t] * residuals[t]
        for i in 0..<size {
          let weighted = weight * features[t * size + i]
          for j in 0...i { system.matrix[i, j] += weighted * features[t * size + j] }
          system.right[i] += weighted * residuals[t]
        }
      }
    }
    // The penalty is relative, so that scaling the series changes nothing.
    if weightSum > 0 { variance /= weightSum }
    for i in 0..<size { system.matrix[i, i] += ridge * variance }
    coefficients = variance > 0 ? try system.solve() : [Double](repeating: 0, count: size)
    errors = [Double](repeating: 0, count: count)
    for t in 0..<count where weights[t] > 0 {
      var fitted = 0.0
      for i in 0..<size { fitted += coefficients[i] * features[t * size + i] }
      errors[t] = residuals[t] - fitted
    }
  }

  private func fillFeatures(_ features: inout [Double], size: Int) {
    let count = padded.count - Self.padding
    for (column, lag) in lags.enumerated() {
      for t in 0..<count { features[t * size + column] = padded[t + Self.padding - lag] }
    }
    for (offset, span) in meanSpans.enumerated() {
      let column = lags.count + offset
      // Summed afresh for each hour of a day, then slid: bounds the drift of rounding.
      var sum = 0.0
      for t in 0..<count {
        if t % 24 == 0 {
          sum = 0
          for k in 1...span { sum += padded[t + Self.padding - k] }
        } else {
          sum += padded[t + Self.padding - 1] - padded[t + Self.padding - 1 - span]
        }
        features[t * size + column] = sum / Double(span)
      }
    }
  }
}

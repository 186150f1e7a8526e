internal import Clockwork

/// Possible futures of the residuals: the recursion fed with past errors of the same time of day.
///
/// Each hour draws one error a path from the pool of errors whose hour of the day differs by at
/// most one. Draws are stratified over the pool's weights and dealt to the paths at random, so a
/// few hundred paths give quiet quantiles (systematic resampling; Owen, *Monte Carlo Theory*, ch.
/// 8).
///
/// - Source: bootstrapped intervals, Hyndman and Athanasopoulos, *Forecasting: Principles and
///   Practice*, 3rd ed., section 5.5.
struct BootstrapPaths {
  let pathCount: Int
  let steps: Int
  /// `values[step * pathCount + path]`.
  private(set) var values: [Double]

  /// - Parameters:
  ///   - hoursOfDay: of the training hours and then of the simulated ones.
  ///   - centres: what the seasons expect of each simulated hour.
  ///   - range: where centre plus residual must stay unless the centre itself lies outside; it
  ///     keeps an unstable recursion at home.
  ///   - key: names the run, the home and the use; `event` names the issue.
  init(
    _ model: ResidualAutoregression, hoursOfDay: [Int], centres: ArraySlice<Double>,
    range: ClosedRange<Double>, pathCount: Int, key: RandomKey, event: UInt64
  ) {
    let centres = Array(centres)
    steps = centres.count
    self.pathCount = pathCount
    values = [Double](repeating: 0, count: steps * pathCount)
    var stream = key.stream(event)
    let trainingCount = model.errors.count
    let pools = ErrorPools(model, hoursOfDay: hoursOfDay)
    var draws = [Double](repeating: 0, count: pathCount)
    var spanSums = model.meanSpans.map { span in
      [Double](repeating: Self.sum(model.padded.suffix(span)), count: pathCount)
    }
    for step in 0..<steps {
      pools.draw(into: &draws, hour: hoursOfDay[trainingCount + step], &stream)
      values.withUnsafeMutableBufferPointer { values in
        let row = step * pathCount
        for p in 0..<pathCount { values[row + p] = draws[p] }
        for (i, lag) in model.lags.enumerated() {
          Self.addPast(values, model, step, lag, pathCount, weight: model.coefficients[i], row)
        }
        for (i, span) in model.meanSpans.enumerated() {
          let weight = model.coefficients[model.lags.count + i] / Double(span)
          spanSums[i].withUnsafeBufferPointer { sums in
            for p in 0..<pathCount { values[row + p] += weight * sums[p] }
          }
        }
        let low = min(0, range.lowerBound - centres[step])
        let high = max(0, range.upperBound - centres[step])
        for p in 0..<pathCount { values[row + p] = min(max(values[row + p], low), high) }
        for (i, span) in model.meanSpans.enumerated() {
          spanSums[i].withUnsafeMutableBufferPointer { sums in
            for p in 0..<pathCount { sums[p] += values[row + p] }
            Self.subtractLeaving(values, model, step, span, pathCount, &sums)
          }
        }
      }
    }
  }

  /// Sorts the paths of each step from one on; the paths then lose their identity.
  mutating func sortSteps(from first: Int) {
    values.withUnsafeMutableBufferPointer { values in
      for step in first..<steps { values[(step * pathCount)..<((step + 1) * pathCount)].sort() }
    }
  }

  /// The residuals of one step, a value a path.
  func withStep<Result>(_ step: Int, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
    values.withUnsafeBufferPointer { values in
      body(UnsafeBufferPointer(rebasing: values[(step * pathCount)..<((step + 1) * pathCount)]))
    }
  }

  private static func sum(_ values: ArraySlice<Double>) -> Double {
    var sum = 0.0
    for value in values { sum += value }
    return sum
  }

  /// Adds `weight` times the residual `lag` hours before `step`, simulated or observed.
  @inline(__always)
  private static func addPast(
    _ values: UnsafeMutableBufferPointer<Double>, _ model: ResidualAutoregression, _ step: Int,
    _ lag: Int, _ pathCount: Int, weight: Double, _ row: Int
  ) {
    if lag <= step {
      let past = (step - lag) * pathCount
      for p in 0..<pathCount { values[row + p] += weight * values[past + p] }
    } else {
      let known = weight * model.padded[model.padded.count + step - lag]
      for p in 0..<pathCount { values[row + p] += known }
    }
  }

  /// Takes the hour that leaves a trailing span out of its sums.
  @inline(__always)
  private static func subtractLeaving(
    _ values: UnsafeMutableBufferPointer<Double>, _ model: ResidualAutoregression, _ step: Int,
    _ span: Int, _ pathCount: Int, _ sums: inout UnsafeMutableBufferPointer<Double>
  ) {
    if span <= step {
      let past = (step - span) * pathCount
      for p in 0..<pathCount { sums[p] -= values[past + p] }
    } else {
      let known = model.padded[model.padded.count + step - span]
      for p in 0..<pathCount { sums[p] -= known }
    }
  }
}

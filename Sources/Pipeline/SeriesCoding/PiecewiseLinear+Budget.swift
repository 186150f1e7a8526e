extension PiecewiseLinear {
  /// The polygon of fewest bytes whose root mean square error is at most `rootMeanSquare` and none
  /// of whose errors exceeds four times that.
  ///
  /// Tries lattices of several widths; of each the weight of the mean error that just suffices.
  ///
  /// - Returns: nil for values that ``fit(_:)`` refuses.
  public static func within(
    rootMeanSquare goal: Double, of values: [Double]
  ) -> (fit: PiecewiseLinear, result: Result)? {
    var best: (fit: PiecewiseLinear, result: Result)?
    for grid in [1, 5, 15, 30, 45] where grid == 1 || grid * 8 < values.count {
      // One tick by one tick is slow; it pays only where series are short or rough.
      if grid < 15, values.count > 5_000 { continue }
      for share in [0.5, 0.75] {
        var (low, high) = (0.0, 16.0)
        for _ in 0..<8 {
          let weight = low == 0 && high == 16 ? 1 : (low + high) / 2
          let fit = PiecewiseLinear(
            tolerance: 4 * goal, step: 4 * goal * share, grid: grid, weight: weight)
          guard let result = fit.fit(values) else { return nil }
          let shown = Self.values(result.knots, step: result.step)
          let sum = zip(shown, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
          guard sum <= goal * goal * Double(values.count) else {
            low = weight
            continue
          }
          high = weight
          if result.bytes.count < best?.result.bytes.count ?? .max { best = (fit, result) }
        }
      }
    }
    return best
  }
}

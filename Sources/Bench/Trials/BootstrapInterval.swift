internal import Numerics
internal import Quantities

/// Intervals for a mean gain at a number of seeds that was fixed beforehand, at any level.
public struct BootstrapInterval: Sendable {
  public enum Kind: String, Sendable, CaseIterable { case studentised, bca }

  static let drawCount = 10_000

  public let sample: PairedSample
  public let kind: Kind
  /// Means of the draws, sorted; none where nobody asks for them.
  private let means: [Double]
  /// Their finite distances from the sample's mean, in each draw's own standard errors, sorted; and
  /// how many draws lie infinitely far below and above.
  private let distances: [Double]
  private let endless: (below: Int, above: Int)

  public init(_ sample: PairedSample, kind: Kind = .studentised) {
    self.sample = sample
    self.kind = kind
    let mean = sample.mean
    let draws = sample.count > 1 && !sample.isConstant ? Self.draws(sample.gains) : []
    let all = draws.map { draw -> Double in
      let distance = draw.mean - mean
      return distance == 0 ? 0 : distance / draw.error
    }
    distances = all.filter(\.isFinite).sorted()
    endless = (all.count { $0 == -.infinity }, all.count { $0 == .infinity })
    means = kind == .bca || distances.count < all.count ? draws.map(\.mean).sorted() : []
  }

  /// - Parameters:
  ///   - level: coverage, such as 0.95.
  /// - Returns: the whole line where the seeds are too few to say anything.
  public func interval(level: Double) -> ClosedRange<Double> {
    guard sample.count > 1 || sample.isZero else { return -.infinity...(.infinity) }
    if sample.isConstant { return sample.rangeOfConstant(level: level, isSequential: false) }
    return kind == .bca ? bca(level) : studentised(level)
  }

  /// The bootstrap-t interval: quantiles of (m* - m) / s*, which follow the skew of few values.
  ///
  /// Nowhere narrower than Student's interval: with twenty worlds of which most do not differ, the
  /// bootstrap alone is wrong twice as often as stated (`GateRatesTests`).
  ///
  /// A draw of equal values has no s*. Where a quantile falls among such draws, which samples
  /// with very few values that differ have many of, that end is the farthest of the distances that
  /// there are, Student's and that of the BCa interval.
  ///
  /// Source: Efron and Tibshirani 1993, section 12.5.
  private func studentised(_ level: Double) -> ClosedRange<Double> {
    let error = sample.standardError ?? 0
    let rank = Int((Double(Self.drawCount) * (1 - level) / 2).rounded(.down))
    let student = StudentT.quantile(1 - (1 - level) / 2, degrees: sample.count - 1)
    let (low, high) = (rank - endless.below, rank - endless.above)
    let last = distances.count - 1
    let below = distances.indices.contains(low) ? distances[low] : distances.first ?? 0
    let above = distances.indices.contains(high) ? distances[last - high] : distances.last ?? 0
    var lower = sample.mean - max(above, student) * error
    var upper = sample.mean - min(below, -student) * error
    if low < 0 || high < 0 {
      let other = bca(level)
      if high < 0 { lower = min(lower, other.lowerBound) }
      if low < 0 { upper = max(upper, other.upperBound) }
    }
    return lower...upper
  }

  /// The bias-corrected and accelerated interval.
  ///
  /// Source: Efron 1987, "Better bootstrap confidence intervals", JASA 82; acceleration from the
  /// jackknife of the mean.
  private func bca(_ level: Double) -> ClosedRange<Double> {
    let mean = sample.mean
    // A draw whose mean is the sample's may miss it by a rounding.
    let dust = 1e-9 * (sample.standardError ?? 0)
    let under = means.count { $0 < mean - dust }
    let tied = means.count { $0 <= mean + dust } - under
    let below = Double(under) + 0.5 * Double(tied)
    let bias = Elementary.normalQuantile(
      min(max(below / Double(means.count), 1e-6), 1 - 1e-6))
    let distances = sample.gains.map { mean - $0 }
    let squares = Statistics.sum(distances.map { $0 * $0 })
    let cubes = Statistics.sum(distances.map { $0 * $0 * $0 })
    let skew = -cubes / (6 * squares * squares.squareRoot())
    // Squares of next to nothing vanish.
    let acceleration = skew.isFinite ? skew : 0
    func place(_ probability: Double) -> Double {
      let z = bias + Elementary.normalQuantile(probability)
      let moved = Elementary.normalCDF(bias + z / (1 - acceleration * z))
      let rank = Int((moved * Double(means.count)).rounded(.down))
      return means[min(max(rank, 0), means.count - 1)]
    }
    let tail = (1 - level) / 2
    return place(tail)...max(place(tail), place(1 - tail))
  }

  private struct Draw {
    var mean: Double
    var error: Double

    init(_ values: [Double], at places: ArraySlice<UInt32>) {
      var (sum, squares) = (0.0, 0.0)
      var (least, most) = (Double.infinity, -Double.infinity)
      for place in places {
        // Distances from one value, so that squares do not cancel.
        let value = values[Int(place)] - values[0]
        sum += value
        squares += value * value
        least = min(least, value)
        most = max(most, value)
      }
      let count = Double(places.count)
      mean = sum / count + values[0]
      // Of equal values the difference of sums would leave dust instead of nothing.
      let variance = least == most ? 0 : max(squares - sum * (sum / count), 0) / (count - 1)
      error = (variance / count).squareRoot()
    }
  }

  /// The same places are drawn for every score, so that scores of one sweep meet the same worlds.
  private static func draws(_ values: [Double]) -> [Draw] {
    var draws: [Draw] = []
    draws.reserveCapacity(drawCount)
    BootstrapPlaces.forEachDraw(of: values.count) { draws.append(Draw(values, at: $0)) }
    return draws
  }
}

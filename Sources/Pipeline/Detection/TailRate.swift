internal import Numerics
internal import Quantities

/// How often a day a clean series reaches a score, also where it has not done so yet.
///
/// Peaks over threshold: the stretch is cut into 40 blocks, whose maxima above their 60 % quantile
/// follow a generalised Pareto distribution. A rate such as one in 220 days lies far beyond what a
/// week shows, so an empirical quantile cannot give it; a fitted tail can. The shape comes from
/// some 16 peaks only and is drawn towards .1, as if ten more peaks had said so, and kept in
/// 0...0.5: a negative one would promise that no higher score exists.
///
/// - Source: Pickands 1975, Annals of Statistics 3; probability-weighted moments of Hosking, Wallis
///   1987, Technometrics 29; prior shape of Martins, Stedinger 2000, Water Resources Research 36.
public struct TailRate: Hashable, Sendable {
  /// Above it the tail is fitted.
  public let threshold: Double
  public let scale: Double
  public let shape: Double
  /// Peaks above the threshold a day.
  public let peaksPerDay: Double

  static let blockCount = 40
  /// The quantile of the maxima that is the threshold.
  static let level = 0.6
  private static let (priorShape, priorWeight) = (0.1, 10.0)

  /// - Parameters:
  ///   - scores: of a clean stretch, in order of time; none NaN.
  ///   - days: how long the stretch is.
  /// - Precondition: a score at least, days above zero.
  public init(scores: [Double], days: Double) {
    precondition(!scores.isEmpty && days > 0, "scores of some time")
    let count = min(Self.blockCount, scores.count)
    let maxima = (0..<count).map { block in
      scores[(block * scores.count / count)..<((block + 1) * scores.count / count)].max() ?? 0
    }
    .map { min($0, Double.greatestFiniteMagnitude / 4) }
    threshold = Statistics.quantile(maxima, Self.level) ?? 0
    let floor = threshold
    let excesses = maxima.map { $0 - floor }.filter { $0 > 0 }
    peaksPerDay = Double(max(excesses.count, 1)) / days
    let fit = Self.paretoFit(excesses)
    let weight = Double(excesses.count) / (Double(excesses.count) + Self.priorWeight)
    shape = min(max(weight * fit.shape + (1 - weight) * Self.priorShape, 0), 0.5)
    // The mean of the excesses stays what it was. Where all maxima are equal a twentieth of them
    // must do, since nothing is known of what lies beyond.
    let mean = Statistics.mean(excesses) ?? 0
    scale = max(mean * (1 - shape), 0.05 * threshold.magnitude, 1e-9)
  }

  /// Episodes a day that reach a score; below the threshold an order only.
  public func rate(of score: Double) -> Double {
    let excess = (score - threshold) / scale
    guard excess > 0 else { return peaksPerDay * Elementary.exp(min(-excess, 3)) }
    guard excess.isFinite else { return 0 }
    guard shape > 1e-6 else { return peaksPerDay * Elementary.exp(-excess) }
    return peaksPerDay * Elementary.pow(1 + shape * excess, -1 / shape)
  }

  /// The score that is reached so often a day.
  public func score(at rate: Double) -> Double {
    let ratio = max(peaksPerDay / rate, 1)
    guard shape > 1e-6 else { return threshold + scale * Elementary.log(ratio) }
    return threshold + scale / shape * (Elementary.pow(ratio, shape) - 1)
  }

  /// The generalised Pareto distribution of given excesses, by probability-weighted moments.
  static func paretoFit(_ excesses: [Double]) -> (shape: Double, scale: Double) {
    let sorted = excesses.sorted()
    guard sorted.count > 1, let mean = Statistics.mean(sorted) else {
      return (priorShape, sorted.first ?? 0)
    }
    let count = Double(sorted.count)
    let weighted = sorted.enumerated().map { (count - 1 - Double($0)) / (count - 1) * $1 }
    let moment = Statistics.sum(weighted) / count
    guard mean - 2 * moment > 0 else { return (priorShape, mean) }
    return (2 - mean / (mean - 2 * moment), 2 * mean * moment / (mean - 2 * moment))
  }
}

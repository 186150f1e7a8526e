internal import Numerics

/// How far two loads are from each other, whatever their size.
public enum LoadDistance: String, CaseIterable, Sendable {
  /// Between the mean days: the mean absolute difference of an hour, in means.
  case shape
  /// Between the distributions of hours: the Wasserstein-1 distance, in means.
  case distribution
  /// Between the autocorrelations: the mean absolute difference at 24 and 168 hours.
  case rhythm

  public var meaning: String {
    switch self {
    case .shape: "mean day, hour by hour"
    case .distribution: "distribution of hours (Wasserstein-1)"
    case .rhythm: "autocorrelation at 24 and 168 h"
    }
  }

  /// A load made ready to be compared with many.
  public struct Subject: Sendable {
    let figures: LoadFigures
    /// Quantiles of its hours in means, at equally spaced probabilities.
    let quantiles: [Double]

    static let quantileCount = 200

    public init?(_ load: HouseholdLoad) {
      guard let figures = LoadFigures(load), let mean = Statistics.mean(load.known) else {
        return nil
      }
      self.figures = figures
      let sorted = load.known.sorted()
      quantiles = (0..<Self.quantileCount).map { index in
        let probability = (Double(index) + 0.5) / Double(Self.quantileCount)
        return (Statistics.quantile(sorted: sorted, probability) ?? 0) / mean
      }
    }
  }

  /// - Returns: nil where one has nothing to compare, such as a rhythm of a few days.
  public func between(_ a: Subject, _ b: Subject) -> Double? {
    switch self {
    case .shape:
      Self.meanDistance(zip(a.figures.shape, b.figures.shape))
    case .distribution:
      // In one dimension it is the mean distance of quantiles: Vallender 1974, "Calculation of the
      // Wasserstein distance between probability distributions on the line".
      Statistics.mean(zip(a.quantiles, b.quantiles).map { ($0 - $1).magnitude })
    case .rhythm:
      Self.meanDistance(
        [
          (a.figures.autocorrelation24, b.figures.autocorrelation24),
          (a.figures.autocorrelation168, b.figures.autocorrelation168),
        ])
    }
  }

  private static func meanDistance(_ pairs: some Sequence<(Double?, Double?)>) -> Double? {
    Statistics.mean(pairs.compactMap { a, b in a.flatMap { a in b.map { (a - $0).magnitude } } })
  }
}

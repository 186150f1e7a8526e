internal import Numerics
internal import Quantities

/// Intervals that hold at all numbers of seeds at once, for a check that adds seeds until it knows.
public enum ConfidenceSequence {
  /// The asymptotic confidence sequence of a mean, widened for few seeds by the ratio of Student's
  /// quantile to the normal one.
  ///
  /// Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas 2024, "Time-uniform central limit theory
  /// and asymptotic confidence sequences", Annals of Statistics 52, equation (8): a mixture of
  /// normal martingales, tightest at `first` seeds.
  ///
  /// - Parameters:
  ///   - level: coverage over all looks together.
  ///   - first: the number of seeds at the first look; at least 2.
  public static func interval(
    _ sample: PairedSample, level: Double, first: Int
  ) -> ClosedRange<Double> {
    guard sample.count > 1 || sample.isZero else { return -.infinity...(.infinity) }
    if sample.isConstant { return sample.rangeOfConstant(level: level, isSequential: true) }
    let error = sample.standardError ?? 0
    let width = multiple(count: sample.count, level: level, first: first) * error
    return (sample.mean - width)...(sample.mean + width)
  }

  /// How many standard errors the interval reaches to either side.
  static func multiple(count: Int, level: Double, first: Int) -> Double {
    let alpha = 1 - level
    let spread = -2 * Elementary.log(alpha)
    let rho2 = (spread + Elementary.log(spread) + 1) / Double(max(first, 2))
    let n = Double(count)
    let mixture = n * rho2 + 1
    // sqrt(2 (n rho² + 1) / (n² rho²) log(sqrt(n rho² + 1) / alpha)), times sqrt(n).
    let logarithm = 0.5 * Elementary.log(mixture) - Elementary.log(alpha)
    let multiple = (2 * mixture / (n * rho2) * logarithm).squareRoot()
    // The level at which a single normal interval would be as wide.
    let tail = 1 - Elementary.normalCDF(multiple)
    guard tail > 1e-14 else { return multiple * 4 }
    let student = StudentT.quantile(1 - tail, degrees: count - 1)
    return max(student, multiple)
  }
}

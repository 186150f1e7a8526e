internal import Quantities

/// How small a drop a check could have seen.
public enum DetectableDrop {
  /// The normal quantile of the power that is promised, four times of five.
  static let power = 0.8

  /// The smallest loss that would be called worse with a power of 0.8: beyond the margin by how far
  /// the gate's own interval reaches, and by the spread of the interval's end from check to check.
  ///
  /// The end moves with the mean, and with the standard error, whose relative variance is
  /// 1 / (2 (n - 1)) for normal differences: Var(end) = SE² (1 + (reach / SE)² / (2 (n - 1))).
  ///
  /// Source: the sample size of a paired test solved for the effect (Cohen 1988, chapter 2) with
  /// the interval that decides in the place of Student's.
  ///
  /// - Parameters:
  ///   - interval: of the sample's mean, at the level at which verdicts are made.
  /// - Returns: in the score's own unit; nil where the interval has no end.
  public static func size(
    _ sample: PairedSample, interval: ClosedRange<Double>, margin: Double
  ) -> Double? {
    guard let error = sample.standardError, interval.lowerBound.isFinite else { return nil }
    return size(
      standardError: error, count: sample.count, reach: interval.upperBound - sample.mean,
      margin: margin)
  }

  /// The same for a mean of `count` seeds whose standard error and reach are known.
  static func size(
    standardError error: Double, count: Int, reach: Double, margin: Double
  ) -> Double? {
    guard reach.isFinite, count > 1 else { return nil }
    guard error > 0 else { return margin + max(reach, 0) }
    let relative = reach / error
    let spread = error * (1 + relative * relative / Double(2 * (count - 1))).squareRoot()
    return margin + reach + Elementary.normalQuantile(power) * spread
  }
}

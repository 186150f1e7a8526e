/// How small a drop a check could have seen.
public enum DetectableDrop {
  /// The smallest loss that would be called worse with a power of 0.8: beyond the margin by
  /// Student's quantiles of the interval's level and of the power.
  ///
  /// Source: the sample size of a paired t-test solved for the effect (Cohen 1988, chapter 2).
  ///
  /// - Parameters:
  ///   - level: the coverage at which verdicts are made.
  /// - Returns: in the score's own unit; nil for fewer than two seeds.
  public static func size(_ sample: PairedSample, margin: Double, level: Double) -> Double? {
    sample.standardError.map {
      size(standardError: $0, count: sample.count, margin: margin, level: level)
    }
  }

  /// The same for a mean of `count` seeds whose standard error is known.
  static func size(standardError: Double, count: Int, margin: Double, level: Double) -> Double {
    let degrees = count - 1
    let reach =
      StudentT.quantile(1 - (1 - level) / 2, degrees: degrees)
      + StudentT.quantile(0.8, degrees: degrees)
    return margin + reach * standardError
  }
}

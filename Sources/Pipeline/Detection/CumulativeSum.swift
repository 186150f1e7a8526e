/// Page's two one-sided cumulative sums of a standardised residual: finds small lasting shifts.
///
/// Stated false-alarm rate, for independent standard normal residuals and two sides at once, with
/// k = 0.5: one alarm in 168 values at h = 4, one in 465 at h = 5.
///
/// - Source: Page 1954, "Continuous inspection schemes", Biometrika 41; run lengths from Lucas,
///   Crosier 1982, Technometrics 24, table 1 (zero state).
public struct CumulativeSum: Hashable, Sendable {
  /// Half the shift to be found, in standard deviations.
  public let allowance: Double
  /// An alarm is raised above it.
  public let limit: Double
  /// Sums grow no further, so that they are back soon after a long alarm.
  public let ceiling: Double
  public private(set) var upper = 0.0
  public private(set) var lower = 0.0

  /// - Precondition: an allowance of zero or more, a limit above zero, a ceiling above the limit.
  public init(allowance: Double = 0.5, limit: Double = 5, ceiling: Double = .infinity) {
    precondition(
      allowance >= 0 && limit > 0 && (ceiling > limit || limit == .infinity),
      "allowance is >= 0, 0 < limit < ceiling")
    (self.allowance, self.limit, self.ceiling) = (allowance, limit, ceiling)
  }

  /// Takes a residual in standard deviations; true if a sum is above the limit. NaN is passed over.
  public mutating func observe(_ residual: Double) -> Bool {
    guard !residual.isNaN else { return false }
    upper = min(max(0, upper + residual - allowance), ceiling)
    lower = min(max(0, lower - residual - allowance), ceiling)
    return upper > limit || lower > limit
  }

  /// Begins anew, as after an alarm.
  public mutating func reset() { (upper, lower) = (0, 0) }
}

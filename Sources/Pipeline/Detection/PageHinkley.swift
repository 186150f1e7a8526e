/// The Page-Hinkley test: how far the sum of deviations from the running mean has left its
/// extreme, both ways.
///
/// - Source: Hinkley 1971, "Inference about the change-point from cumulative sum tests",
///   Biometrika 58; in the form of Gama et al. 2013, "On evaluating stream learning algorithms".
public struct PageHinkley: Hashable, Sendable {
  /// Deviations below it are forgiven, in the values' unit.
  public let tolerance: Double
  /// An alarm is raised above it, in the values' unit.
  public let limit: Double
  public private(set) var count = 0
  public private(set) var mean = 0.0
  private var (rise, riseMin) = (0.0, 0.0)
  private var (fall, fallMin) = (0.0, 0.0)

  /// - Precondition: a tolerance of zero or more, a limit above zero.
  public init(tolerance: Double, limit: Double) {
    precondition(tolerance >= 0 && limit > 0, "tolerance is >= 0, limit > 0")
    (self.tolerance, self.limit) = (tolerance, limit)
  }

  /// Takes a value; true if a change is found. What is not finite is passed over.
  public mutating func observe(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    count += 1
    mean += (value - mean) / Double(count)
    rise += value - mean - tolerance
    riseMin = min(riseMin, rise)
    fall += mean - value - tolerance
    fallMin = min(fallMin, fall)
    return statistic > limit
  }

  /// The larger of the two distances from the extreme, in the values' unit.
  public var statistic: Double { max(rise - riseMin, fall - fallMin) }

  /// Begins anew, as after an alarm; the mean stays known.
  public mutating func reset() { (rise, riseMin, fall, fallMin) = (0, 0, 0, 0) }
}

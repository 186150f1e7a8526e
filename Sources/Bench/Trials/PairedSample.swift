internal import Numerics

/// What one score gained from base to candidate, world by world.
///
/// Positive is better whatever the score's direction. Both sides lived the same worlds, so what
/// worlds have in common cancels.
public struct PairedSample: Sendable {
  /// Candidate against base, one a seed, in order of seeds.
  public let gains: [Double]

  public init(gains: [Double]) { self.gains = gains }

  public var count: Int { gains.count }
  public var mean: Double { Statistics.mean(gains) ?? 0 }
  /// nil for fewer than two seeds.
  public var standardError: Double? {
    Statistics.standardDeviation(gains).map { $0 / Double(gains.count).squareRoot() }
  }
  /// Whether every seed says the same; then no resampling can tell more.
  public var isConstant: Bool { gains.allSatisfy { $0 == gains.first } }
}

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

  /// Whether the sides do not differ at all in the worlds that there are.
  var isZero: Bool { !gains.isEmpty && gains.allSatisfy { $0 == 0 } }

  /// The interval of a constant sample, whose spread tells nothing: the gain itself once so many
  /// worlds on one side are more than chance, before that from nothing to twice of it.
  func rangeOfConstant(level: Double, isSequential: Bool) -> ClosedRange<Double> {
    let gain = gains[0]
    let isSure =
      gain == 0 || SignTest.leans(count, against: 0, level: level, isSequential: isSequential)
    return isSure ? gain...gain : min(0, 2 * gain)...max(0, 2 * gain)
  }
}

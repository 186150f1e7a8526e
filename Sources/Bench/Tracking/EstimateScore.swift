/// How good means and variances are against the truth.
public struct EstimateScore: Hashable, Sendable {
  public var squares = 0.0
  public var normalised = 0.0
  public var covered = 0
  public var count = 0

  public init() {}

  public mutating func add(mean: Double, variance: Double, truth: Double) {
    let square = (mean - truth) * (mean - truth)
    squares += square
    if variance > 0 { normalised += square / variance }
    // 1.96 squared.
    if square <= 3.841458820694124 * variance { covered += 1 }
    count += 1
  }

  public var rootMeanSquare: Double { (squares / Double(max(count, 1))).squareRoot() }
  /// Normalised estimation error squared; 1 where the variances are right.
  public var nees: Double { normalised / Double(max(count, 1)) }
  /// Share of the truth inside the 95 % interval.
  public var coverage: Double { Double(covered) / Double(max(count, 1)) }
}

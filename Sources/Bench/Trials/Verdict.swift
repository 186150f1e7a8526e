/// What a paired comparison says of one score.
public enum GateVerdict: String, Sendable, CaseIterable { case better, same, worse, undecided }

/// The rule of the gate: where an interval of the gain lies beside the margin.
public enum GateRule {
  /// - Parameters:
  ///   - interval: of the mean gain; positive is better.
  ///   - margin: what counts as no difference; at least 0.
  public static func verdict(_ interval: ClosedRange<Double>, margin: Double) -> GateVerdict {
    if interval.upperBound < -margin { return .worse }
    if interval.lowerBound > margin { return .better }
    if interval.lowerBound >= -margin, interval.upperBound <= margin { return .same }
    return .undecided
  }
}

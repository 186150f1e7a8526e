/// Range-based precision and recall with flat bias: how much of each range is covered, divided by
/// in how many pieces.
///
/// - Source: Tatbul, Lee, Zdonik, Alam, Gottschlich 2018, "Precision and recall for time series",
///   NeurIPS, equations 1 to 8, with delta flat, gamma(x) = 1/x, and precision without the
///   existence reward.
public struct RangeScore: Hashable, Sendable {
  /// Nil if nothing was predicted.
  public var precision: Double?
  /// Nil if nothing happened.
  public var recall: Double?

  /// - Parameters:
  ///   - predicted: rows of each alarm, in order and apart.
  ///   - real: rows of each true event, in order and apart.
  ///   - existenceWeight: alpha: what finding any of an event earns, 0 to 1.
  public init(
    predicted: [ClosedRange<Int>], real: [ClosedRange<Int>], existenceWeight: Double = 0
  ) {
    precondition((0...1).contains(existenceWeight), "a weight is 0 to 1")
    precision = Self.mean(predicted.map { Self.overlap($0, real) })
    recall = Self.mean(
      real.map { range in
        let exists = predicted.contains { $0.overlaps(range) } ? 1.0 : 0.0
        return existenceWeight * exists + (1 - existenceWeight) * Self.overlap(range, predicted)
      })
  }

  /// The harmonic mean; 0 if nothing was found, nil if precision or recall is.
  public var f1: Double? {
    guard let precision, let recall else { return nil }
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
  }

  private static func overlap(_ range: ClosedRange<Int>, _ others: [ClosedRange<Int>]) -> Double {
    let shared = others.filter { $0.overlaps(range) }.map { $0.clamped(to: range).count }
    guard !shared.isEmpty else { return 0 }
    return Double(shared.reduce(0, +)) / Double(range.count) / Double(shared.count)
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

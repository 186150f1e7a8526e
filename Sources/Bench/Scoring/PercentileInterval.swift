/// The middle 95 % of what a bootstrap drew, by rank.
public enum PercentileInterval {
  /// - Returns: nil for so few draws that their ends mean nothing.
  public static func of(_ draws: [Double]) -> ClosedRange<Double>? {
    guard draws.count >= 40 else { return nil }
    let sorted = draws.sorted()
    let low = Int((Double(sorted.count) * 0.025).rounded(.down))
    return sorted[low]...sorted[sorted.count - 1 - low]
  }
}

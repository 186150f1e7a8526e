/// The area under precision and recall, as a sum of steps.
public enum AveragePrecision {
  /// The sum over thresholds of the recall gained times the precision there; ties move together.
  ///
  /// - Returns: nil if no row is anomalous.
  /// - Precondition: as many labels as scores, no score is NaN.
  /// - Source: Zhu 2004, "Recall, precision and average precision"; as scikit-learn's
  ///   `average_precision_score`.
  public static func value(scores: [Double], labels: [Bool]) -> Double? {
    precondition(scores.count == labels.count, "each score has a label")
    precondition(!scores.contains { $0.isNaN }, "a score is a number")
    let positiveCount = labels.count { $0 }
    guard positiveCount > 0 else { return nil }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var (found, place, area) = (0, 0, 0.0)
    while place < order.count {
      var (end, gained) = (place, 0)
      while end < order.count, scores[order[end]] == scores[order[place]] {
        if labels[order[end]] { gained += 1 }
        end += 1
      }
      found += gained
      area += Double(gained) / Double(positiveCount) * Double(found) / Double(end)
      place = end
    }
    return area
  }
}

/// The volume under the surface of precision, recall and the width of a buffer around each event
/// (VUS-PR): events found a little early or late count a little.
///
/// For each width from 0 to the greatest, labels fall off to both sides of an event as a square
/// root over half the width, recall is multiplied by the share of events touched at all, and the
/// area under precision and recall is a sum of steps over 250 thresholds; the volume is the mean.
///
/// - Source: Paparrizos, Boniol, Palpanas, Tsay, Elmore, Franklin 2022, "Volume under the surface",
///   PVLDB 15, sections 4.1 to 4.3; thresholds and buffers as in the authors' package `vus` 0.0.6.
public enum VolumeUnderSurface {
  static let thresholdCount = 250

  /// - Parameter widthMax: of the buffer, rows; half of it lies to each side.
  /// - Returns: nil if no row is anomalous.
  /// - Precondition: as many labels as scores, no score is NaN.
  public static func precisionRecall(
    scores: [Double], labels: [Bool], widthMax: Int
  ) -> Double? {
    precondition(scores.count == labels.count && widthMax >= 0, "each score has a label")
    precondition(!scores.contains { $0.isNaN }, "a score is a number")
    let events = EventAccount.episodes(alarms: labels, gapMax: 0)
    guard !events.isEmpty else { return nil }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    // Rows at or above each threshold: with ties, all of them.
    let counts = (0..<thresholdCount).map { step -> Int in
      let place = thresholdCount == 1 ? 0 : step * (order.count - 1) / (thresholdCount - 1)
      let threshold = scores[order[place]]
      var (low, high) = (place, order.count)
      while low < high {
        let middle = (low + high) / 2
        if scores[order[middle]] >= threshold { low = middle + 1 } else { high = middle }
      }
      return low
    }
    var volume = 0.0
    for width in 0...widthMax {
      let weights = extended(events, width: width, count: labels.count)
      volume += area(weights, scores, order, counts, positiveCount: labels.count { $0 })
    }
    return volume / Double(widthMax + 1)
  }

  static func extended(_ events: [ClosedRange<Int>], width: Int, count: Int) -> [Double] {
    var weights = [Double](repeating: 0, count: count)
    for event in events {
      for row in event { weights[row] = 1 }
    }
    for event in events {
      for distance in 1..<max(width / 2 + 1, 2) where width >= 2 {
        let weight = (1 - Double(distance) / Double(width)).squareRoot()
        let (before, after) = (event.lowerBound - distance, event.upperBound + distance)
        if before >= 0 { weights[before] = min(1, weights[before] + weight) }
        if after < count { weights[after] = min(1, weights[after] + weight) }
      }
    }
    return weights
  }

  private static func area(
    _ weights: [Double], _ scores: [Double], _ order: [Int], _ counts: [Int], positiveCount: Int
  ) -> Double {
    let segments = EventAccount.episodes(alarms: weights.map { $0 > 0 }, gapMax: 0)
    let peaks = segments.map { segment in
      segment.reduce(-Double.infinity) { max($0, scores[$1]) }
    }
    let mass = (Double(positiveCount) + weights.reduce(0, +)) / 2
    var (found, taken, recallBefore, area) = (0.0, 0, 0.0, 0.0)
    for count in counts {
      while taken < count {
        found += weights[order[taken]]
        taken += 1
      }
      let threshold = scores[order[count - 1]]
      let touched = peaks.count { $0 >= threshold }
      let recall = min(found / mass, 1) * Double(touched) / Double(segments.count)
      area += (recall - recallBefore) * found / Double(count)
      recallBefore = recall
    }
    return area
  }
}

internal import Clockwork

/// Thins long series so that what the eye would see stays: extremes and the last value.
public enum Downsampling {
  /// The most buckets that a figure keeps for one series.
  public static let bucketsMax = 2_000

  /// Keeps the least, the greatest and the last finite value of each of `buckets` spans of time.
  ///
  /// A bucket without finite values keeps one value that is not finite, so that a gap stays one.
  /// - Input: points in time order; a series of at most `buckets` points is returned as it is.
  /// - Returns: at most three points a bucket, in time order, each one of the input.
  public static func thinned(_ points: [TimedValue], buckets: Int = bucketsMax) -> [TimedValue] {
    thinned(points, buckets: buckets, time: \.time.microseconds) {
      $0.value
    } high: {
      $0.value
    }
  }

  /// The same for ranges: each bucket keeps its lowest lower, highest upper and last range.
  public static func thinned(_ ranges: [TimedRange], buckets: Int = bucketsMax) -> [TimedRange] {
    thinned(ranges, buckets: buckets, time: \.time.microseconds) {
      $0.lower
    } high: {
      $0.upper
    }
  }

  private static func thinned<Point>(
    _ points: [Point], buckets: Int, time: (Point) -> Int64, low: (Point) -> Double,
    high: (Point) -> Double
  ) -> [Point] {
    guard points.count > max(1, buckets), let first = points.first, let last = points.last else {
      return points
    }
    let start = Double(time(first))
    let span = Double(time(last)) - start
    let bucketCount = max(1, buckets)
    func bucket(_ point: Point) -> Int {
      guard span > 0 else { return 0 }
      let share = (Double(time(point)) - start) / span * Double(bucketCount)
      return min(bucketCount - 1, max(0, Int(share)))
    }
    var kept: [Point] = []
    var open = 0
    while open < points.count {
      let current = bucket(points[open])
      var close = open + 1
      while close < points.count, bucket(points[close]) == current { close += 1 }
      kept += extremes(points, open..<close, low: low, high: high).map { points[$0] }
      open = close
    }
    return kept
  }

  private static func extremes<Point>(
    _ points: [Point], _ range: Range<Int>, low: (Point) -> Double, high: (Point) -> Double
  ) -> [Int] {
    var least: Int?
    var greatest: Int?
    var last: Int?
    for index in range where low(points[index]).isFinite && high(points[index]).isFinite {
      if least.map({ low(points[index]) < low(points[$0]) }) ?? true { least = index }
      if greatest.map({ high(points[index]) > high(points[$0]) }) ?? true { greatest = index }
      last = index
    }
    guard let least, let greatest, let last else { return [range.lowerBound] }
    let first = min(least, greatest)
    let second = max(least, greatest)
    return [first] + (second > first ? [second] : []) + (last > second ? [last] : [])
  }
}

internal import Clockwork

/// Turns series into the steps of a path, with gaps where a value cannot be drawn.
enum LinePath {
  static func line(
    _ points: [TimedValue], isStep: Bool, x: TimeScale, y: NumberScale
  ) -> [Drawing.Step] {
    var steps: [Drawing.Step] = []
    var previous: Double?
    let buckets = max(1, Int((x.end - x.start).magnitude))
    for point in Downsampling.thinned(visible(points, x), buckets: buckets) {
      guard let height = y.place(point.value) else {
        previous = nil
        continue
      }
      let place = x.place(point.time)
      if let previous {
        if isStep { steps.append(.line(place, previous)) }
        steps.append(.line(place, height))
      } else {
        steps.append(.move(place, height))
        // A dot for a value that stands alone between gaps.
        steps.append(.line(place + 0.1, height))
      }
      previous = height
    }
    return steps
  }

  /// The outlines of a band, one closed path for each run without a gap.
  static func band(_ ranges: [TimedRange], x: TimeScale, y: NumberScale) -> [[Drawing.Step]] {
    var outlines: [[Drawing.Step]] = []
    var upper: [Drawing.Step] = []
    var lower: [Drawing.Step] = []
    func close() {
      if upper.count > 1 { outlines.append(upper + lower.reversed()) }
      upper = []
      lower = []
    }
    let inside = ranges.filter { x.contains($0.time) }
    let buckets = max(1, Int((x.end - x.start).magnitude))
    for range in Downsampling.thinned(inside, buckets: buckets) {
      guard let low = y.place(range.lower), let high = y.place(range.upper) else {
        close()
        continue
      }
      let place = x.place(range.time)
      upper.append(upper.isEmpty ? .move(place, high) : .line(place, high))
      lower.append(.line(place, low))
    }
    close()
    return outlines
  }

  /// The points on the scale in time order, and the neighbour before so that a line enters it.
  private static func visible(_ points: [TimedValue], _ x: TimeScale) -> [TimedValue] {
    guard let first = points.firstIndex(where: { $0.time >= x.first }) else {
      return points.last.map { [$0] } ?? []
    }
    return points[max(0, first - 1)...].filter { $0.time <= x.last }
  }
}

internal import Clockwork

/// Ways to spend a number of readings on a stretch, for the players of sampling.
struct Hindsight {
  /// How many readings may be sent; at least 1.
  let knots: Int
  /// When each value was measured, from 0.
  let ticks: [Double]
  let values: [Double]
  /// Whether the last reading need not be one of those sent: it is held to the end.
  let isOpen: Bool

  /// Values between points; nil before the first, and held after the last.
  func rebuild(
    _ points: [(Int, Double)], _ rebuild: SamplingScorer.Rebuild
  ) -> [Double?] {
    let count = values.count
    var result = [Double?](repeating: nil, count: count)
    for (n, point) in points.enumerated() {
      let (start, value) = point
      guard n + 1 < points.count else {
        for i in start..<count { result[i] = value }
        break
      }
      let (end, next) = points[n + 1]
      for i in start..<max(end, start) {
        let share = (ticks[i] - ticks[start]) / (ticks[end] - ticks[start])
        var step = share * (next - value)
        if case .linearWithin(let limit) = rebuild { step = min(max(step, -limit), limit) }
        result[i] = value + step
      }
    }
    return result
  }

  /// Points at equal distances, first and, where closed, last included.
  func even() -> [(Int, Double)] {
    let (parts, length) = isOpen ? (knots, values.count) : (knots - 1, values.count - 1)
    return (0..<knots).map { n in
      let i = parts > 0 ? (2 * n * length + parts) / (2 * parts) : 0
      return (min(i, values.count - 1), values[min(i, values.count - 1)])
    }
  }

  /// Points at random, first and, where closed, last included.
  func random(seed: UInt64) -> [(Int, Double)] {
    var stream = RandomStream(
      RandomKey(seed: seed, purpose: Purpose("scoring.sampling.random"), entity: 0))
    let end = isOpen ? values.count : values.count - 1
    var inner = Array(1..<end)
    stream.shuffle(&inner)
    let ends = isOpen ? [0] : [0, values.count - 1]
    let chosen = (ends + inner.prefix(max(knots - ends.count, 0))).sorted()
    return chosen.map { ($0, values[$0]) }
  }

  /// Corners, each where the line so far errs most.
  ///
  /// Source: Ramer 1972, with a budget of points in place of a tolerance. Where open, the last
  /// corner is not sent.
  func corners() -> [(Int, Double)] {
    let count = isOpen ? knots + 1 : knots
    var spans: [Span] = []
    spans.reserveCapacity(max(count, 1))
    values.withUnsafeBufferPointer { values in
      ticks.withUnsafeBufferPointer { ticks in
        spans.append(Span(0, values.count - 1, values, ticks))
        while spans.count < count - 1 {
          var worst = 0
          for index in 1..<max(spans.count, 1) where spans[index].error > spans[worst].error {
            worst = index
          }
          let old = spans[worst]
          guard old.error > 0 else { break }
          spans[worst] = Span(old.start, old.worst, values, ticks)
          spans.append(Span(old.worst, old.end, values, ticks))
        }
      }
    }
    let corners = spans.map(\.start).sorted() + (isOpen ? [] : [values.count - 1])
    return corners.map { ($0, values[$0]) }
  }

  /// A line between two readings and where it errs most; an error of -1 where nothing lies between.
  private struct Span {
    var start: Int
    var end: Int
    var worst: Int
    var error = -1.0

    init(
      _ start: Int, _ end: Int, _ values: UnsafeBufferPointer<Double>,
      _ ticks: UnsafeBufferPointer<Double>
    ) {
      (self.start, self.end, worst) = (start, end, start)
      guard end - start > 1 else { return }
      let slope = (values[end] - values[start]) / (ticks[end] - ticks[start])
      let (first, begin) = (values[start], ticks[start])
      for i in start + 1..<end {
        let distance = (values[i] - first - slope * (ticks[i] - begin)).magnitude
        if distance > error {
          error = distance
          worst = i
        }
      }
    }
  }
}

internal import Clockwork

/// Ways to spend a number of readings on a day, for the players of sampling.
enum Hindsight {
  /// Values between points; nil before the first, and held after the last.
  static func rebuild(
    _ points: [(Int, Double)], count: Int, _ rebuild: SamplingScorer.Rebuild
  ) -> [Double?] {
    var result = [Double?](repeating: nil, count: count)
    for (n, point) in points.enumerated() {
      let (start, value) = point
      let end = n + 1 < points.count ? points[n + 1].0 : count
      guard end > start else { continue }
      for i in start..<end {
        guard n + 1 < points.count else {
          result[i] = value
          continue
        }
        let share = Double(i - start) / Double(end - start)
        var step = share * (points[n + 1].1 - value)
        if case .linearWithin(let limit) = rebuild { step = min(max(step, -limit), limit) }
        result[i] = value + step
      }
    }
    return result
  }

  /// `knots` points at equal distances, first and last included.
  static func even(_ knots: Int, _ values: [Double]) -> [(Int, Double)] {
    let last = values.count - 1
    return (0..<knots).map { n in
      let i = knots > 1 ? (2 * n * last + knots - 1) / (2 * (knots - 1)) : 0
      return (i, values[i])
    }
  }

  /// `knots` points at random, first and last included.
  static func random(_ knots: Int, _ values: [Double], seed: UInt64) -> [(Int, Double)] {
    var stream = RandomStream(
      RandomKey(seed: seed, purpose: Purpose("scoring.sampling.random"), entity: 0))
    var inner = Array(1..<values.count - 1)
    stream.shuffle(&inner)
    let chosen = [0] + inner.prefix(max(knots - 2, 0)).sorted() + [values.count - 1]
    return chosen.map { ($0, values[$0]) }
  }

  /// `knots` corners, each where the line so far errs most.
  ///
  /// Source: Ramer 1972, with a budget of points in place of a tolerance.
  static func corners(_ knots: Int, _ values: [Double]) -> [(Int, Double)] {
    struct Span {
      var start: Int
      var end: Int
      var worst: Int
      var error: Double
    }
    func span(_ values: UnsafeBufferPointer<Double>, _ start: Int, _ end: Int) -> Span {
      var result = Span(start: start, end: end, worst: start, error: -1)
      guard end - start > 1 else { return result }
      let slope = (values[end] - values[start]) / Double(end - start)
      let first = values[start]
      for i in start + 1..<end {
        let error = (values[i] - first - slope * Double(i - start)).magnitude
        if error > result.error {
          result.error = error
          result.worst = i
        }
      }
      return result
    }
    var spans: [Span] = []
    spans.reserveCapacity(max(knots, 1))
    values.withUnsafeBufferPointer { values in
      spans.append(span(values, 0, values.count - 1))
      while spans.count < knots - 1 {
        var worst = 0
        for index in 1..<max(spans.count, 1) where spans[index].error > spans[worst].error {
          worst = index
        }
        let old = spans[worst]
        guard old.error > 0 else { break }
        spans[worst] = span(values, old.start, old.worst)
        spans.append(span(values, old.worst, old.end))
      }
    }
    let corners = (spans.map(\.start) + [values.count - 1]).sorted()
    return corners.map { ($0, values[$0]) }
  }
}

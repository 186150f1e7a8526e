internal import Quantities

/// A connected piecewise-linear approximation of few bytes with a guaranteed error.
///
/// Of all polygons whose corners lie on a lattice (ticks by `grid`, values by `step`) and which
/// pass
/// within `tolerance` of every value it finds the one of least bits + `weight` x squared error: the
/// shortest path through the lattice. From a corner the slopes that serve every value since form a
/// wedge, so that an edge is tried in constant time. What bits corners take is estimated, then
/// learnt from the path found, and the search repeated.
///
/// - Source: O'Rourke 1981, "An on-line algorithm for fitting straight lines between data ranges"
///   (wedges); Elmeleegy et al. 2009, "Online piece-wise linear approximation of numerical streams
///   with precision guarantees"; the least-bits path after Schuster and Katsaggelos 1998, "An
///   optimal polygonal boundary encoding scheme in the rate distortion sense".
public struct PiecewiseLinear: Sendable {
  public let tolerance: Double
  public let step: Double
  public let grid: Int
  /// Bits for one squared tolerance at one tick.
  public let weight: Double
  public let gapTicksMax: Int

  /// - Parameters:
  ///   - tolerance: above 0; no value errs by more, up to rounding.
  ///   - step: between values of the lattice; nil for half the tolerance.
  ///   - weight: 0 asks for few bytes only; more lowers the mean error.
  public init(
    tolerance: Double, step: Double? = nil, grid: Int = 1, weight: Double = 0.1,
    gapTicksMax: Int = 360
  ) {
    self.tolerance = tolerance
    self.step = min(step ?? tolerance / 2, tolerance)
    self.grid = max(grid, 1)
    self.weight = max(weight, 0)
    self.gapTicksMax = max(gapTicksMax, self.grid)
  }

  public struct Result: Sendable {
    /// In order of ticks, the first and the last tick among them.
    public var knots: [Knot]
    public var grid: Int64
    public var step: Double
    public var bytes: [UInt8]
  }

  /// - Parameter values: finite, at ticks 0, 1, ...; magnitude at most 2^40 steps.
  /// - Returns: nil if a value is beyond that.
  public func fit(_ values: [Double]) -> Result? {
    guard values.allSatisfy({ ($0 / step).magnitude < 0x1p40 }), tolerance > 0, step > 0 else {
      return nil
    }
    guard values.count > 1 else {
      let knots = values.map { Knot(tick: 0, level: Int64(($0 / step).rounded())) }
      return Result(knots: knots, grid: 1, step: step, bytes: KnotCodec.encode(knots))
    }
    var grid = min(grid, values.count - 1)
    let sums = PrefixSums(values)
    while true {
      if let found = search(values, sums, grid: grid) { return found }
      // A jump between two lattice ticks: one tick can always be crossed.
      guard grid > 1 else { return nil }
      grid /= 2
    }
  }

  /// The polygon's value at each tick from the first knot's to the last one's.
  public static func values(_ knots: [Knot], step: Double) -> [Double] {
    guard let first = knots.first else { return [] }
    var values = [Double(first.level) * step]
    for (a, b) in zip(knots, knots.dropFirst()) {
      let (from, to) = (Double(a.level) * step, Double(b.level) * step)
      let ticks = Double(b.tick - a.tick)
      for tick in 1...max(b.tick - a.tick, 1) {
        values.append(from + (to - from) * (Double(tick) / ticks))
      }
    }
    return values
  }

  private func search(_ values: [Double], _ sums: PrefixSums, grid: Int) -> Result? {
    var prices = Prices(gapsMax: gapTicksMax / grid + 1)
    var best: Result?
    var bestCost = Double.infinity
    for _ in 0..<4 {
      guard let path = shortest(values, sums, grid: grid, prices) else { return nil }
      var codec = KnotCodec()
      let bytes = codec.append(path.knots, grid: Int64(grid))
      let cost = Double(bytes.count * 8) + path.error * weight / (tolerance * tolerance)
      if cost < bestCost {
        bestCost = cost
        best = Result(knots: path.knots, grid: Int64(grid), step: step, bytes: bytes)
      }
      prices.learn(codec)
    }
    return best
  }
}

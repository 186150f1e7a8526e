/// The radiation of one hour under a steady sky, and the curves that bend it to a wanted mean.
///
/// A curve is the shape times a clearness. The clearness takes given values at the hour's edges and
/// is either a parabola between them or, where the sky changes so much that a parabola would
/// overshoot, a plateau with ramps of ten minutes.
struct RadiationShape {
  /// Sixty-one values; a floor of 1e-9 keeps all divisions defined in hours without sun.
  let knots: [Double]
  /// The mean over the hour of the broken line through the knots.
  let mean: Double
  /// Means, weighted by the shape, of 1 - x, x and 6 x (1 - x), where x runs 0...1 over the hour.
  private let falling: Double
  private let rising: Double
  private let bulging: Double
  /// Weighted means of the two ramps.
  private let leftRamp: Double
  private let rightRamp: Double

  init(knots raw: [Double]) {
    let knots = raw.map { $0 + 1e-9 }
    var mean = 0.0
    var rising = 0.0
    var bulging = 0.0
    var leftRamp = 0.0
    var rightRamp = 0.0
    for j in 0...60 {
      // The trapezium rule is exact for a broken line.
      let weight = knots[j] * (j == 0 || j == 60 ? 1 / 120 : 1 / 60)
      let x = Double(j) / 60
      mean += weight
      rising += weight * x
      bulging += weight * 6 * x * (1 - x)
      leftRamp += weight * Self.ramp(x)
      rightRamp += weight * Self.ramp(1 - x)
    }
    self.knots = knots
    self.mean = mean
    self.rising = rising / mean
    falling = 1 - rising / mean
    self.bulging = bulging / mean
    self.leftRamp = leftRamp / mean
    self.rightRamp = rightRamp / mean
  }

  /// From 1 at the edge to 0 ten minutes from it.
  private static func ramp(_ x: Double) -> Double { max(0, 1 - 6 * x) }

  /// The clearness that a steady sky would need to give the hour's mean.
  func ratio(hourlyMean: Double) -> Double { hourlyMean / mean }

  /// The largest clearness at an hour's edges for which no curve can dip below zero.
  ///
  /// Both kinds of clearness are linear in the values at the edges, a and b, once the mean is
  /// given; so it suffices that they stay non-negative at the corners of [0, limit]².
  func edgeLimit(ratio: Double) -> Double {
    var limit = 1.5 * ratio / max(1.5 - bulging, 1e-12)
    if 6 * falling > bulging { limit = min(limit, 6 * ratio / (6 * falling - bulging)) }
    if 6 * rising > bulging { limit = min(limit, 6 * ratio / (6 * rising - bulging)) }
    return min(limit, ratio / (leftRamp + rightRamp))
  }

  /// Sixty-one values with exactly the wanted mean, the clearness a parabola.
  func smoothCurve(hourlyMean: Double, leftEdge: Double, rightEdge: Double) -> [Double] {
    let ratio = ratio(hourlyMean: hourlyMean)
    let bump = (ratio - leftEdge * falling - rightEdge * rising) / bulging
    return values { x in leftEdge * (1 - x) + rightEdge * x + 6 * bump * x * (1 - x) }
  }

  /// Sixty-one values with exactly the wanted mean, the clearness a plateau with ramps; nil where
  /// nearly all the sun falls into the ramps.
  func steppedCurve(hourlyMean: Double, leftEdge: Double, rightEdge: Double) -> [Double]? {
    let inner = 1 - leftRamp - rightRamp
    guard inner > 1e-6 else { return nil }
    let ratio = ratio(hourlyMean: hourlyMean)
    let plateau = (ratio - leftEdge * leftRamp - rightEdge * rightRamp) / inner
    return values { x in
      let left = Self.ramp(x)
      let right = Self.ramp(1 - x)
      return leftEdge * left + rightEdge * right + plateau * (1 - left - right)
    }
  }

  private func values(clearness: (Double) -> Double) -> [Double] {
    var values = knots
    for j in 0...60 {
      // Below zero only by rounding.
      values[j] *= max(clearness(Double(j) / 60), 0)
    }
    return values
  }
}

internal import Quantities

/// A level that drifts with a rate and is pulled to a mean: x' = v - k (x - m) + white noise, where
/// the rate v is an Ornstein-Uhlenbeck process.
///
/// - Source: Bar-Shalom, Li, Kirubarajan 2001, section 8.2; exact discretisation of a linear
///   stochastic equation: Van Loan 1978.
public struct LevelProcess: Hashable, Sendable {
  /// Standard deviation of the rate, unit a second.
  public var rateSD: Double
  /// Correlation time of the rate, seconds.
  public var rateTimeConstant: Double
  /// White noise of the level itself, unit per square root of a second.
  public var levelWalk: Double
  /// How fast the level returns to its mean, 1/s; 0 where it does not.
  public var pull: Double
  /// What the level is pulled to.
  public var mean: Double

  public init(
    rateSD: Double, rateTimeConstant: Double, levelWalk: Double = 0, pull: Double = 0,
    mean: Double = 0
  ) {
    self.rateSD = rateSD
    self.rateTimeConstant = rateTimeConstant
    self.levelWalk = levelWalk
    self.pull = pull
    self.mean = mean
  }

  /// The exact step of (x - m, v) over any time.
  public struct Step: Hashable, Sendable {
    public let seconds: Double
    /// x - m from itself, x - m from v, v from itself.
    public let levelKept: Double
    public let levelFromRate: Double
    public let rateKept: Double
    /// Covariance of what noise adds.
    public let noiseLevel: Double
    public let noiseCross: Double
    public let noiseRate: Double
  }

  /// The transition matrix in closed form; noise by five-point Gauss-Legendre quadrature over a
  /// fraction of the shortest time constant, then by doubling: Q(2h) = Q(h) + F Q(h) F'.
  ///
  /// - Parameter seconds: 0 or more.
  public func step(seconds: Double) -> Step {
    let fastest = max(1 / rateTimeConstant, pull)
    var doublings = 0
    var short = seconds
    while short * fastest > 0.25, doublings < 64 {
      short /= 2
      doublings += 1
    }
    let whiteRate = 2 * rateSD * rateSD / rateTimeConstant
    let whiteLevel = levelWalk * levelWalk
    var (level, cross, rate) = (0.0, 0.0, 0.0)
    for (node, weight) in zip(Self.nodes, Self.weights) {
      let (fromLevel, fromRate, kept) = response(after: short * node)
      let share = short * weight
      level += share * (whiteRate * fromRate * fromRate + whiteLevel * fromLevel * fromLevel)
      cross += share * whiteRate * fromRate * kept
      rate += share * whiteRate * kept * kept
    }
    var span = short
    for _ in 0..<doublings {
      let (a, b, c) = response(after: span)
      (level, cross, rate) = (
        level + a * a * level + 2 * a * b * cross + b * b * rate,
        cross + c * (a * cross + b * rate), rate + c * c * rate
      )
      span *= 2
    }
    let (a, b, c) = response(after: seconds)
    return Step(
      seconds: seconds, levelKept: a, levelFromRate: b, rateKept: c, noiseLevel: level,
      noiseCross: cross, noiseRate: rate)
  }

  /// The level's and the rate's standard deviation in the long run; nil where the level has none.
  public var stationarySD: (level: Double, rate: Double)? {
    guard pull > 0 else { return nil }
    let rho = 1 / rateTimeConstant
    let moved = rateSD * rateSD / (pull * (pull + rho))
    return ((moved + levelWalk * levelWalk / (2 * pull)).squareRoot(), rateSD)
  }

  private func response(after s: Double) -> (level: Double, fromRate: Double, rate: Double) {
    let rho = 1 / rateTimeConstant
    let kept = Elementary.exp(-rho * s)
    let stays = Elementary.exp(-pull * s)
    let apart = rho - pull
    // (e^{-ks} - e^{-rs}) / (r - k), without its cancellation.
    let moved =
      (apart * s).magnitude < 1e-8
      ? stays * s : -stays * Elementary.expm1(-apart * s) / apart
    return (stays, moved, kept)
  }

  /// Five-point Gauss-Legendre on 0...1 (Abramowitz and Stegun 1964, table 25.4).
  private static let nodes = [
    0.0469100770306680, 0.2307653449471585, 0.5, 0.7692346550528415, 0.9530899229693320,
  ]
  private static let weights = [
    0.1184634425280945, 0.2393143352496832, 0.2844444444444444, 0.2393143352496832,
    0.1184634425280945,
  ]
}

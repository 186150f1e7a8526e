internal import Quantities
internal import Synchronization

/// The exact steps of 1 to 60 s of the filter's equations, worked out once for all that share them.
///
/// Responses to rate and plant are in closed form; process noise is the Gauss-Legendre quadrature
/// of the responses to white noise.
final class FilterSteps: Sendable {
  static let longest = 60

  /// One lagged level's part of a step.
  struct Lag {
    /// Share of the old output that is left.
    var decay: Double
    /// Output for each unit of rate, seconds.
    var fromRate: Double
    /// Output for each unit of gain while the plant runs, seconds.
    var fromPlant: Double
  }

  /// One step, lent for the length of a call.
  struct Step {
    let seconds: Double
    let process: RateProcess
    let lags: UnsafeBufferPointer<Lag>
    /// Process noise of (x, v, y...), row-major, without the plant's gain.
    let noise: UnsafeBufferPointer<Double>
  }

  private struct Key: Hashable {
    var dynamics: QuantityDynamics
    var lags: [Double]
  }

  private let processes: [RateProcess]
  private let lagCount: Int
  /// Of each step in turn.
  private let lags: [Lag]
  private let noises: [Double]
  private static let made = Mutex<[Key: FilterSteps]>([:])

  private init(_ dynamics: QuantityDynamics, lags: [Double]) {
    var processes: [RateProcess] = []
    var allLags: [Lag] = []
    var noises: [Double] = []
    for seconds in 1...Self.longest {
      let step = Double(seconds)
      processes.append(RateProcess(dynamics, seconds: step))
      allLags += Self.lagParts(dynamics, lags, seconds: step)
      noises += Self.noise(dynamics, lags, seconds: step)
    }
    self.processes = processes
    lagCount = lags.count
    self.lags = allLags
    self.noises = noises
  }

  /// The steps for these equations; a pure function that remembers what it has worked out.
  ///
  /// - Parameter lags: of the lagged levels with the room's mixing, seconds.
  static func shared(_ dynamics: QuantityDynamics, lags: [Double]) -> FilterSteps {
    made.withLock { made in
      let key = Key(dynamics: dynamics, lags: lags)
      if let steps = made[key] { return steps }
      let steps = FilterSteps(dynamics, lags: lags)
      made[key] = steps
      return steps
    }
  }

  /// What the rate does in a step; nil for one that was not worked out.
  func process(seconds: Int64) -> RateProcess? {
    seconds >= 1 && seconds <= Self.longest ? processes[Int(seconds) - 1] : nil
  }

  /// Lends a step to a body: the filter's innermost loop, hence without copies.
  ///
  /// - Precondition: `seconds` is in 1...60.
  func with(seconds: Int, _ body: (Step) -> Void) {
    let size = 2 + lagCount
    let index = seconds - 1
    let process = processes[index]
    lags.withUnsafeBufferPointer { lags in
      noises.withUnsafeBufferPointer { noises in
        body(
          Step(
            seconds: Double(seconds), process: process,
            lags: UnsafeBufferPointer(rebasing: lags[index * lagCount..<(index + 1) * lagCount]),
            noise: UnsafeBufferPointer(
              rebasing: noises[index * size * size..<(index + 1) * size * size])))
      }
    }
  }

  /// What a sensor's response and the room's mixing make together.
  static func lag(ofResponse seconds: Double, _ dynamics: QuantityDynamics) -> Double {
    apart(seconds + dynamics.mixingSeconds, dynamics)
  }

  /// The closed form below divides by the difference of the two times.
  private static func apart(_ lag: Double, _ dynamics: QuantityDynamics) -> Double {
    (lag - dynamics.rateTimeConstant).magnitude < 1e-3 * lag ? lag * 1.001 : lag
  }

  private static func noise(
    _ dynamics: QuantityDynamics, _ lags: [Double], seconds h: Double
  ) -> [Double] {
    let size = 2 + lags.count
    var noise = [Double](repeating: 0, count: size * size)
    let whiteRate =
      2 * dynamics.rateSD * dynamics.rateSD / dynamics.rateTimeConstant
    let whiteLevel = dynamics.levelWalk * dynamics.levelWalk
    for (node, weight) in zip(gaussNodes, gaussWeights) {
      let s = h * node
      let (kicked, moved) = responses(dynamics, lags, after: s)
      for i in 0..<size {
        for j in 0..<size {
          noise[i * size + j] +=
            h * weight * (whiteRate * kicked[i] * kicked[j] + whiteLevel * moved[i] * moved[j])
        }
      }
    }
    return noise
  }

  private static func lagParts(
    _ dynamics: QuantityDynamics, _ lags: [Double], seconds h: Double
  ) -> [Lag] {
    let (kicked, _) = responses(dynamics, lags, after: h)
    return lags.enumerated().map { index, tau in
      let decay = Elementary.exp(-h / tau)
      return Lag(decay: decay, fromRate: kicked[2 + index], fromPlant: h - tau * (1 - decay))
    }
  }

  /// What a kick of the rate and one of the level have done to (x, v, y...) after a time.
  private static func responses(
    _ dynamics: QuantityDynamics, _ lags: [Double], after s: Double
  ) -> (rate: [Double], level: [Double]) {
    let tau = dynamics.rateTimeConstant
    let fade = Elementary.exp(-s / tau)
    var kicked = [-tau * Elementary.expm1(-s / tau), fade]
    var moved = [1.0, 0.0]
    for lag in lags {
      let left = Elementary.exp(-s / lag)
      let share = 1 / (1 - lag / tau)
      kicked.append(tau * (1 - left - share * (fade - left)))
      moved.append(-Elementary.expm1(-s / lag))
    }
    return (kicked, moved)
  }

  /// Five-point Gauss-Legendre on 0...1 (Abramowitz and Stegun 1964, table 25.4).
  private static let gaussNodes = [
    0.046910077030668, 0.230765344947158, 0.5, 0.769234655052842, 0.953089922969332,
  ]
  private static let gaussWeights = [
    0.118463442528095, 0.239314335249683, 0.284444444444444, 0.239314335249683, 0.118463442528095,
  ]
}

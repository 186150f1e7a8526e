public import Clockwork
internal import Quantities

/// A Kalman filter for one quantity of one room, read by several sensors.
///
/// State: level x, rate v, and a bias for each sensor. x' = v; v is an Ornstein-Uhlenbeck process,
/// so that a trend fades; biases wander slowly and start with the data sheet's spread. The common
/// part of all biases cannot be seen from inside: their priors alone decide it, and the stated
/// variance says so. Readings enter one at a time; one that lies outside the 99.9 % gate is left
/// out unless the gate has refused several in a row.
/// - Source: Kalman 1960; integrated Ornstein-Uhlenbeck noise: Bar-Shalom, Li, Kirubarajan 2001,
///   section 8.2; sequential update: Anderson and Moore 1979.
public struct RoomFilter: Sendable {
  /// Chi-square with one degree of freedom, 0.999.
  static let gate = 10.828
  static let refusalLimit = 4

  public let dynamics: QuantityDynamics
  private let size: Int
  private var state: [Double]
  /// Row-major `size` x `size`.
  private var covariance: [Double]
  private var noiseVariance: [Double]
  private let noiseVarianceMin: [Double]
  private let adaptsNoise: Bool
  private var refusals: [UInt8]
  /// How many readings of other sensors were believed since this one was first refused.
  private var othersBelieved: [UInt8]
  private let gates: Bool
  private var time: SimTime?

  /// - Parameters:
  ///   - biasSD: prior spread of each sensor's bias.
  ///   - noiseSD: standard deviation of each sensor's white noise.
  ///   - adaptsNoise: whether to learn the noise from innovations (Mehra 1972).
  public init(
    dynamics: QuantityDynamics, biasSD: [Double], noiseSD: [Double], adaptsNoise: Bool,
    gates: Bool = true
  ) {
    precondition(biasSD.count == noiseSD.count, "one bias and one noise a sensor")
    self.dynamics = dynamics
    self.adaptsNoise = adaptsNoise
    self.gates = gates
    size = 2 + biasSD.count
    state = Array(repeating: 0, count: size)
    covariance = Array(repeating: 0, count: size * size)
    state[0] = dynamics.levelMean
    covariance[0] = dynamics.levelSD * dynamics.levelSD
    covariance[size + 1] = dynamics.rateSD * dynamics.rateSD
    for (i, sd) in biasSD.enumerated() {
      covariance[(2 + i) * size + 2 + i] = sd * sd
    }
    noiseVariance = noiseSD.map { $0 * $0 }
    noiseVarianceMin = noiseVariance.map { $0 * 0.25 }
    refusals = Array(repeating: 0, count: biasSD.count)
    othersBelieved = refusals
  }

  /// Level and its variance at a time, without touching the state.
  public func estimate(at now: SimTime) -> (mean: Double, variance: Double) {
    guard let time, now > time else { return (state[0], covariance[0]) }
    let step = Transition(dynamics, seconds: (now - time).seconds)
    let mean = state[0] + step.gain * state[1]
    let variance =
      covariance[0] + 2 * step.gain * covariance[1] + step.gain * step.gain * covariance[size + 1]
      + step.noiseLevel
    return (mean, variance)
  }

  /// Takes one reading; readings come in order of time.
  ///
  /// - Returns: false when the gate refused it, or when it is no finite number.
  @discardableResult
  public mutating func observe(_ value: Double, sensor: Int, at now: SimTime) -> Bool {
    guard value.isFinite else { return false }
    if let time {
      if now > time { predict(seconds: (now - time).seconds) }
    } else {
      state[0] = value
      covariance[0] = dynamics.levelSD * dynamics.levelSD
    }
    time = max(time ?? now, now)
    let b = 2 + sensor
    // H has a one at the level and at the sensor's bias.
    let innovation = value - state[0] - state[b]
    let projected = covariance[0] + 2 * covariance[b] + covariance[b * size + b]
    let total = projected + noiseVariance[sensor]
    if gates, innovation * innovation > Self.gate * total {
      if refusals[sensor] == 0 { othersBelieved[sensor] = 0 }
      refusals[sensor] += 1
      if refusals[sensor] < Self.refusalLimit { return false }
      widen(sensor: sensor, innovation: innovation)
      refusals[sensor] = 0
      return observe(value, sensor: sensor, at: now)
    }
    for other in othersBelieved.indices where other != sensor && othersBelieved[other] < 255 {
      othersBelieved[other] += 1
    }
    refusals[sensor] = 0
    if adaptsNoise { learnNoise(sensor, innovation: innovation, projected: projected) }
    update(b, innovation: innovation, total: total)
    return true
  }

  /// Several refusals in a row: where other sensors were believed meanwhile, this one has changed;
  /// where none were, the room has.
  private mutating func widen(sensor: Int, innovation: Double) {
    let b = 2 + sensor
    if othersBelieved[sensor] > 0 {
      covariance[b * size + b] += innovation * innovation
    } else {
      covariance[0] += innovation * innovation
      covariance[size + 1] += dynamics.rateSD * dynamics.rateSD
    }
  }

  private mutating func learnNoise(_ sensor: Int, innovation: Double, projected: Double) {
    // The bound holds for the mean, not for each sample: cutting samples would bias it upwards.
    let sample = innovation * innovation - projected
    let learned = noiseVariance[sensor] + 0.01 * (sample - noiseVariance[sensor])
    noiseVariance[sensor] = max(learned, noiseVarianceMin[sensor])
  }

  /// One scalar update; the covariance stays symmetric because both halves get the same product.
  private mutating func update(_ b: Int, innovation: Double, total: Double) {
    let size = size
    let weight = 1 / total
    covariance.withUnsafeMutableBufferPointer { p in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { column in
        for i in 0..<size { column[i] = p[i * size] + p[i * size + b] }
        for i in 0..<size {
          let gain = column[i] * weight
          state[i] += gain * innovation
          for j in 0...i {
            let value = p[i * size + j] - gain * column[j]
            p[i * size + j] = value
            p[j * size + i] = value
          }
        }
      }
    }
  }

  private mutating func predict(seconds: Double) {
    let step = Transition(dynamics, seconds: seconds)
    let size = size
    state[0] += step.gain * state[1]
    state[1] *= step.decay
    covariance.withUnsafeMutableBufferPointer { p in
      // F differs from identity in its first two rows only.
      for j in 0..<size {
        p[j] += step.gain * p[size + j]
        p[size + j] *= step.decay
      }
      for i in 0..<size {
        p[i * size] += step.gain * p[i * size + 1]
        p[i * size + 1] *= step.decay
      }
      p[0] += step.noiseLevel
      p[1] += step.noiseCross
      p[size] += step.noiseCross
      p[size + 1] += step.noiseRate
      let walk = dynamics.biasWalk * dynamics.biasWalk * seconds
      for i in 2..<size { p[i * size + i] += walk }
    }
  }

  /// The exact discrete form of an integrated Ornstein-Uhlenbeck process over one step.
  private struct Transition {
    var decay: Double
    var gain: Double
    var noiseLevel: Double
    var noiseCross: Double
    var noiseRate: Double

    init(_ dynamics: QuantityDynamics, seconds: Double) {
      let tau = dynamics.rateTimeConstant
      let ratio = seconds / tau
      decay = Elementary.exp(-ratio)
      let fade = -Elementary.expm1(-ratio)
      gain = tau * fade
      let variance = dynamics.rateSD * dynamics.rateSD
      noiseRate = variance * fade * (1 + decay)
      noiseCross = variance * tau * fade * fade
      // 2r - 3 + 4e - e^2 with e = 1 - f loses all digits for small r: use its series there.
      let bracket =
        ratio < 0.02
        ? ratio * ratio * ratio
          * (2.0 / 3 - ratio
            * (1.0 / 2 - ratio * (7.0 / 30 - ratio * (1.0 / 12 - ratio * 31 / 1260))))
        : 2 * ratio - 2 * fade - fade * fade
      noiseLevel = variance * tau * tau * bracket
    }
  }
}

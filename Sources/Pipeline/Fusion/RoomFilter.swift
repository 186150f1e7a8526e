public import Clockwork

/// A Kalman filter for one quantity of one room, read by several sensors.
///
/// Its equations stand at ``FilterModel``. Biases wander slowly and start with the data sheets'
/// spread; their common part cannot be seen from inside, so their priors alone decide it, and the
/// stated variance says so. Readings enter one at a time; one that lies outside the 99.9 % gate is
/// left out, and what happens when that goes on stands at ``SensorStanding``. Times count in whole
/// seconds.
/// - Source: Kalman 1960; sequential update: Anderson and Moore 1979.
public struct RoomFilter: Sendable {
  /// Chi-square with one degree of freedom, 0.999.
  static let gate = 10.828
  /// Spread between a sensor's lagged level and the level at the first reading, as a share of the
  /// level's own.
  static let firstLagShare = 0.02

  let model: FilterModel
  var state: [Double]
  /// Row-major.
  var covariance: [Double]
  var noiseVariance: [Double]
  private let noiseVarianceMin: [Double]
  private let adaptsNoise: Bool
  private let gates: Bool
  var standings: [SensorStanding]
  var plantCall = PlantCall()
  /// Whole seconds since 1970; nil before the first reading.
  var clock: Int64?

  public var dynamics: QuantityDynamics { model.dynamics }

  /// - Parameters:
  ///   - biasSD: prior spread of each sensor's bias.
  ///   - noiseSD: standard deviation of each sensor's white noise.
  ///   - responseSeconds: response time of each sensor; empty where all follow at once.
  ///   - adaptsNoise: whether to learn the noise from innovations (Mehra 1972).
  public init(
    dynamics: QuantityDynamics, biasSD: [Double], noiseSD: [Double],
    responseSeconds: [Double] = [], adaptsNoise: Bool, gates: Bool = true
  ) {
    let responses = responseSeconds.isEmpty ? biasSD.map { _ in 0 } : responseSeconds
    self.init(
      model: FilterModel(dynamics, responses: responses), biasSD: biasSD, noiseSD: noiseSD,
      adaptsNoise: adaptsNoise, gates: gates)
  }

  init(
    model: FilterModel, biasSD: [Double], noiseSD: [Double], adaptsNoise: Bool, gates: Bool
  ) {
    precondition(
      biasSD.count == noiseSD.count && biasSD.count == model.sensorCount,
      "one bias, noise and response a sensor")
    self.model = model
    self.adaptsNoise = adaptsNoise
    self.gates = gates
    let size = model.stateCount
    let dynamics = model.dynamics
    state = Array(repeating: 0, count: size)
    covariance = Array(repeating: 0, count: size * size)
    state[FilterModel.level] = dynamics.levelMean
    covariance[0] = dynamics.levelSD * dynamics.levelSD
    covariance[FilterModel.rate * (size + 1)] = dynamics.rateSD * dynamics.rateSD
    if let plant = dynamics.plantGain {
      state[FilterModel.gain] = plant.mean
      covariance[FilterModel.gain * (size + 1)] = plant.sd * plant.sd
    }
    for (i, sd) in biasSD.enumerated() {
      covariance[(model.firstBias + i) * (size + 1)] = sd * sd
    }
    noiseVariance = noiseSD.map { $0 * $0 }
    noiseVarianceMin = noiseVariance.map { $0 / 4 }
    standings = biasSD.map { _ in SensorStanding() }
  }

  /// Level and its variance at a time, without touching the state.
  ///
  /// Takes the plant's call as it stands: where the last step is long past, ``advance(to:)`` first.
  public func estimate(at now: SimTime) -> (mean: Double, variance: Double) {
    let size = model.stateCount
    let whole = clock.map { Self.seconds(now) - $0 } ?? 0
    guard whole > 0 else { return (state[0], covariance[0]) }
    let seconds = Double(whole)
    let step =
      model.steps.process(seconds: whole) ?? RateProcess(model.dynamics, seconds: seconds)
    let plant = plantCall.value(at: self.clock ?? 0) * seconds
    let walk = model.dynamics.levelWalk
    let mean = state[0] + step.gain * state[FilterModel.rate] + plant * state[FilterModel.gain]
    // The row of the level, then its product with the same weights.
    let level = covariance[0] + step.gain * covariance[1] + plant * covariance[2]
    let rate = covariance[1] + step.gain * covariance[size + 1] + plant * covariance[size + 2]
    let gain = covariance[2] + step.gain * covariance[size + 2] + plant * covariance[2 * size + 2]
    return (
      mean,
      level + step.gain * rate + plant * gain + step.noiseLevel + walk * walk * seconds
    )
  }

  /// What a sensor is thought to have read at the filter's time, with its noise.
  func expected(sensor: Int) -> (mean: Double, variance: Double) {
    let size = model.stateCount
    let (y, b) = (model.readState[sensor], model.firstBias + sensor)
    return (
      state[y] + state[b],
      covariance[y * size + y] + 2 * covariance[y * size + b] + covariance[b * size + b]
        + noiseVariance[sensor]
    )
  }

  /// What a sensor's bias is thought to be, the common part of all included.
  public func bias(sensor: Int) -> Double { state[model.firstBias + sensor] }

  /// Says what the thermostat asks of the plant from `now` on: 1 heat, -1 cooling, 0 nothing.
  public mutating func setCall(_ call: Double, at now: SimTime) {
    if plantCall.isNews(call, at: Self.seconds(now)) { advance(to: now) }
    plantCall.hear(call, at: Self.seconds(now))
  }

  static func seconds(_ time: SimTime) -> Int64 {
    (time.microseconds + 500_000) / 1_000_000
  }

  /// Takes one reading; readings come in order of time.
  ///
  /// - Returns: false when the gate refused it, or when it is no finite number.
  @discardableResult
  public mutating func observe(_ value: Double, sensor: Int, at now: SimTime) -> Bool {
    guard value.isFinite else { return false }
    if clock == nil { begin(at: value, now) } else { advance(to: now) }
    let expected = expected(sensor: sensor)
    let innovation = value - expected.mean
    let total = expected.variance
    if gates, innovation * innovation > Self.gate * total {
      guard doubt(sensor, innovation: innovation) else { return false }
      return observe(value, sensor: sensor, at: now)
    }
    believe(sensor)
    if adaptsNoise {
      learnNoise(
        sensor, innovation: innovation, projected: total - noiseVariance[sensor])
    }
    update(sensor, shift: innovation / total, shrink: 1 / total)
    return true
  }

  /// The first reading is all that is known of the level and of what sensors make of it.
  private mutating func begin(at value: Double, _ now: SimTime) {
    clock = Self.seconds(now)
    let variance = model.dynamics.levelSD * model.dynamics.levelSD
    let size = model.stateCount
    for i in model.levels {
      state[i] = value
      for j in model.levels { covariance[i * size + j] = variance }
    }
    for i in model.levels.dropFirst() {
      covariance[i * (size + 1)] += variance * Self.firstLagShare * Self.firstLagShare
    }
  }

  private mutating func learnNoise(_ sensor: Int, innovation: Double, projected: Double) {
    // The bound holds for the mean, not for each sample: cutting samples would bias it upwards.
    let sample = innovation * innovation - projected
    let learned = noiseVariance[sensor] + 0.01 * (sample - noiseVariance[sensor])
    noiseVariance[sensor] = max(learned, noiseVarianceMin[sensor])
  }

  /// One scalar update of y + b: the state moves by `shift` and the covariance falls by `shrink`
  /// times the column's square. The covariance stays symmetric because both halves get the same
  /// product.
  mutating func update(_ sensor: Int, shift: Double, shrink: Double) {
    let size = model.stateCount
    let (y, b) = (model.readState[sensor], model.firstBias + sensor)
    state.withUnsafeMutableBufferPointer { state in
      covariance.withUnsafeMutableBufferPointer { p in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { column in
          for i in 0..<size { column[i] = p[i * size + y] + p[i * size + b] }
          for i in 0..<size {
            state[i] += column[i] * shift
            let gain = column[i] * shrink
            for j in 0...i {
              let value = p[i * size + j] - gain * column[j]
              p[i * size + j] = value
              p[j * size + i] = value
            }
          }
        }
      }
    }
  }
}

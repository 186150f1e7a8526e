public import Clockwork
internal import Quantities

/// One quantity from several sensors that may be missing, off, stuck or wild.
///
/// A bank of Kalman filters, one for each set of sensors that may be biased or drift, which become
/// one another as interacting multiple models do. A reading enters each filter by as much as it is
/// likely to be neither wild nor a repetition; noise variances are learned from innovations.
/// - Source: Blom and Bar-Shalom 1988; Bar-Shalom and Tse 1975; Mehra 1972.
public struct FusionFilter: Sendable {
  public let process: LevelProcess
  public let faults: SensorFaults
  let hypotheses: Hypotheses
  var bank: Bank
  public private(set) var time: SimTime?
  /// Logarithm of the density of all that was read.
  public private(set) var logLikelihood = 0.0
  var sensors: [Sensor]
  private var lastStep: LevelProcess.Step?

  /// What is known of one sensor beside its bias.
  struct Sensor: Sendable {
    var noise: SensorNoise
    var variance: Double
    var varianceWeight: Double
    var lastValue: Double?
    var stuck: Double
    /// Wild readings and all, as counts of a Beta distribution.
    var wild: Double
    var all: Double
  }

  /// What became of a reading.
  public struct Verdict: Hashable, Sendable {
    /// Probability that it was a measurement.
    public var belief: Double
    /// Probability that it repeats the value before.
    public var stuck: Double
  }

  /// Mean and variance of a Gaussian.
  public struct Estimate: Hashable, Sendable {
    public var mean: Double
    public var variance: Double
  }

  /// - Parameters:
  ///   - level: what is thought of the level before the first reading, with its spread.
  ///   - conditions: of all sensors, where they are known; nil to find them.
  /// - Precondition: there is a sensor, and every `sd` is above 0.
  public init(
    _ process: LevelProcess, sensors: [SensorNoise], faults: SensorFaults = SensorFaults(),
    level: Double, levelSD: Double, conditions: [SensorCondition]? = nil
  ) {
    precondition(
      !sensors.isEmpty && sensors.allSatisfy { $0.sd > 0 }, "sensors need noise above 0")
    precondition(
      conditions.map { $0.count == sensors.count } ?? true, "a condition a sensor is needed")
    self.process = process
    self.faults = faults
    hypotheses = Hypotheses(
      sensorCount: sensors.count, faultyMax: faults.faultyMax, fixed: conditions)
    bank = Bank(
      hypotheses, sensorCount: sensors.count, process: process, faults: faults, level: level,
      levelSD: levelSD)
    var share = 0.0
    if case .mixture(let prior, _) = faults.outliers { share = prior }
    self.sensors = sensors.map {
      Sensor(
        noise: $0, variance: $0.sd * $0.sd, varianceWeight: faults.noiseMemory / 4, lastValue: nil,
        stuck: 0, wild: 1, all: share > 0 ? 1 / share : 1)
    }
  }

  public var sensorCount: Int { sensors.count }

  /// Lets time pass.
  ///
  /// - Precondition: `now` is not before ``time``.
  public mutating func advance(to now: SimTime) {
    defer { time = now }
    guard let time, now > time else {
      precondition(time == nil || now == time, "readings come in order of time")
      return
    }
    let seconds = Double(now.microseconds - time.microseconds) / 1e6
    let step =
      lastStep.flatMap { $0.seconds == seconds ? $0 : nil } ?? process.step(seconds: seconds)
    lastStep = step
    bank.mix(hypotheses, faults, seconds: seconds)
    bank.predict(step)
  }

  /// Takes one reading at ``time``.
  ///
  /// - Returns: nil for what is no finite number.
  @discardableResult
  public mutating func observe(_ value: Double, sensor: Int) -> Verdict? {
    guard value.isFinite else { return nil }
    let repeats = faults.findsStuck && sensors[sensor].lastValue == value
    sensors[sensor].lastValue = value
    let stuck = repeats ? max(sensors[sensor].stuck * (1 - faults.stuckEnd), faults.stuckOnset) : 0
    let (belief, total) = take(value, sensor, stuck: stuck)
    logLikelihood += Elementary.log(total)
    // Given what was read, over all hypotheses.
    let isStuck = stuck > 0 ? min(1, stuck / total) : 0
    sensors[sensor].stuck = isStuck
    if case .mixture = faults.outliers {
      sensors[sensor].wild += max(0, 1 - isStuck - belief)
      sensors[sensor].all += 1 - isStuck
    }
    return Verdict(belief: belief, stuck: isStuck)
  }

  /// Updates every hypothesis.
  ///
  /// - Returns: the belief over all, and the reading's likelihood: where it repeats the last value
  ///   that of being read within one resolution, else a density.
  private mutating func take(
    _ value: Double, _ sensor: Int, stuck: Double
  ) -> (belief: Double, likelihood: Double) {
    let noise = sensors[sensor].variance
    let reading = value - process.mean
    let width = stuck > 0 ? sensors[sensor].noise.resolution : 1
    let wildShare = sensors[sensor].wild / sensors[sensor].all
    let before = bank.weights
    var believed = 0.0
    var total = 0.0
    var excess = 0.0
    for place in 0..<bank.count {
      let weight = bank.weights[place]
      let expected = bank.expected(place, sensor: sensor)
      let innovation = reading - expected.mean
      let variance = expected.variance + noise
      let density = Self.density(innovation, variance)
      var belief = 1.0
      var likelihood = density
      switch faults.outliers {
      case .none: break
      case .gate(let limit):
        if innovation * innovation > limit * variance { belief = 0 }
        likelihood = Self.density(
          min(innovation.magnitude, (limit * variance).squareRoot()), variance)
      case .mixture(_, let spread):
        let wide = spread * spread * sensors[sensor].noise.sd * sensors[sensor].noise.sd
        let measured = (1 - wildShare) * density
        likelihood = measured + wildShare * Self.density(innovation, variance + wide)
        belief = likelihood > 0 ? measured / likelihood : 0
      }
      if stuck > 0 {
        let fresh = (1 - stuck) * min(1, width * likelihood)
        belief *= fresh / (fresh + stuck)
        likelihood = fresh + stuck
      }
      if belief > 0 {
        bank.update(
          place, sensor: sensor, innovation: innovation, variance: variance, belief: belief)
      }
      bank.weights[place] = weight * likelihood
      total += weight * likelihood
      believed += weight * likelihood * belief
      excess += weight * likelihood * belief * (innovation * innovation - expected.variance)
    }
    guard total > 0 else {
      // So far off that it fits nothing.
      bank.weights = before
      return (0, .leastNormalMagnitude)
    }
    for place in 0..<bank.count { bank.weights[place] = max(bank.weights[place] / total, 1e-300) }
    if faults.learnsNoise { learn(sensor, excess: excess / total, belief: believed / total) }
    return (believed / total, total)
  }

  /// The innovation's square less what the level's own uncertainty makes of it.
  private mutating func learn(_ sensor: Int, excess: Double, belief: Double) {
    let weight = min(sensors[sensor].varianceWeight + belief, faults.noiseMemory)
    let floor = 0.01 * sensors[sensor].noise.sd * sensors[sensor].noise.sd
    sensors[sensor].varianceWeight = weight
    sensors[sensor].variance = max(
      floor,
      sensors[sensor].variance + (excess - belief * sensors[sensor].variance) / weight)
  }

  private static func density(_ off: Double, _ variance: Double) -> Double {
    Elementary.exp(-0.5 * off * off / variance) / (2 * Double.pi * variance).squareRoot()
  }

  /// What is thought of the level now.
  public var estimate: Estimate {
    let moments = bank.moments(Bank.level) ?? (0, 0)
    return Estimate(mean: moments.mean + process.mean, variance: moments.variance)
  }
}

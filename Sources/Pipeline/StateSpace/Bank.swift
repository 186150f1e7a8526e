/// One Gaussian a hypothesis, side by side in flat arrays.
///
/// State: level from its mean, rate, a bias and a drift a sensor. What a hypothesis does not have
/// has neither mean nor variance.
struct Bank: Sendable {
  let count: Int
  let sensorCount: Int
  let size: Int
  var weights: [Double]
  /// A row of `size` a hypothesis.
  var states: [Double]
  /// `size` x `size`, row-major, a hypothesis.
  var covariances: [Double]

  static let level = 0
  static let rate = 1
  func bias(_ sensor: Int) -> Int { 2 + sensor }
  func drift(_ sensor: Int) -> Int { 2 + sensorCount + sensor }

  init(
    _ hypotheses: Hypotheses, sensorCount: Int, process: LevelProcess, faults: SensorFaults,
    level: Double, levelSD: Double
  ) {
    count = hypotheses.count
    self.sensorCount = sensorCount
    size = 2 + 2 * sensorCount
    weights = hypotheses.priors(faults)
    states = [Double](repeating: 0, count: count * size)
    covariances = [Double](repeating: 0, count: count * size * size)
    for place in 0..<count {
      states[place * size] = level - process.mean
      setVariance(place, Self.level, levelSD * levelSD)
      setVariance(place, Self.rate, process.rateSD * process.rateSD)
      for (sensor, condition) in hypotheses.conditions[place].enumerated() {
        if condition == .biased { setVariance(place, bias(sensor), faults.biasSD * faults.biasSD) }
        if condition == .drifting {
          setVariance(place, drift(sensor), faults.driftSD * faults.driftSD)
        }
      }
    }
  }

  private mutating func setVariance(_ place: Int, _ index: Int, _ value: Double) {
    covariances[place * size * size + index * (size + 1)] = value
  }

  func state(_ place: Int) -> [Double] { Array(states[place * size..<(place + 1) * size]) }

  func covariance(_ place: Int) -> [Double] {
    Array(covariances[place * size * size..<(place + 1) * size * size])
  }

  /// Mean and variance of one state over all hypotheses.
  func moments(_ index: Int, where isMeant: (Int) -> Bool = { _ in true }) -> (
    mean: Double, variance: Double
  )? {
    var (sum, mean) = (0.0, 0.0)
    for place in 0..<count where isMeant(place) {
      sum += weights[place]
      mean += weights[place] * states[place * size + index]
    }
    guard sum > 0 else { return nil }
    mean /= sum
    var variance = 0.0
    for place in 0..<count where isMeant(place) {
      let off = states[place * size + index] - mean
      variance +=
        weights[place] * (covariances[place * size * size + index * (size + 1)] + off * off)
    }
    return (mean, variance / sum)
  }

  /// Carries one Gaussian over a step, in place: level and rate by the process, biases by their
  /// drifts.
  static func predict(
    _ x: UnsafeMutablePointer<Double>, _ p: UnsafeMutablePointer<Double>, size: Int,
    sensorCount: Int, _ step: LevelProcess.Step
  ) {
    let (a, b, c, h) = (step.levelKept, step.levelFromRate, step.rateKept, step.seconds)
    let (bias, drift) = (2, 2 + sensorCount)
    x[0] = a * x[0] + b * x[1]
    x[1] *= c
    for i in 0..<sensorCount { x[bias + i] += h * x[drift + i] }
    // F P, row by row, then (F P) F', column by column.
    for j in 0..<size {
      p[j] = a * p[j] + b * p[size + j]
      p[size + j] *= c
    }
    for i in 0..<sensorCount {
      for j in 0..<size { p[(bias + i) * size + j] += h * p[(drift + i) * size + j] }
    }
    for i in 0..<size {
      let row = p + i * size
      row[0] = a * row[0] + b * row[1]
      row[1] *= c
      for k in 0..<sensorCount { row[bias + k] += h * row[drift + k] }
    }
    p[0] += step.noiseLevel
    p[1] += step.noiseCross
    p[size] += step.noiseCross
    p[size + 1] += step.noiseRate
  }

  mutating func predict(_ step: LevelProcess.Step) {
    let (count, size, sensorCount) = (count, size, sensorCount)
    states.withUnsafeMutableBufferPointer { states in
      covariances.withUnsafeMutableBufferPointer { covariances in
        guard let x = states.baseAddress, let p = covariances.baseAddress else { return }
        for place in 0..<count {
          Self.predict(
            x + place * size, p + place * size * size, size: size, sensorCount: sensorCount, step)
        }
      }
    }
  }

  /// What a hypothesis expects of a sensor, without the sensor's noise.
  func expected(_ place: Int, sensor: Int) -> (mean: Double, variance: Double) {
    let (base, b) = (place * size * size, bias(sensor))
    return (
      states[place * size] + states[place * size + b],
      covariances[base] + 2 * covariances[base + b] + covariances[base + b * (size + 1)]
    )
  }

  /// A scalar update that counts with probability `belief`.
  ///
  /// - Source: probabilistic data association, Bar-Shalom and Tse 1975.
  mutating func update(
    _ place: Int, sensor: Int, innovation: Double, variance: Double, belief: Double
  ) {
    let (size, b) = (size, bias(sensor))
    let spread =
      belief / variance
      - belief * (1 - belief) * innovation * innovation / (variance * variance)
    states.withUnsafeMutableBufferPointer { states in
      covariances.withUnsafeMutableBufferPointer { covariances in
        guard let x = states.baseAddress.map({ $0 + place * size }),
          let p = covariances.baseAddress.map({ $0 + place * size * size })
        else { return }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { column in
          for i in 0..<size { column[i] = p[i * size] + p[i * size + b] }
          let shift = belief * innovation / variance
          for i in 0..<size {
            x[i] += column[i] * shift
            let gain = column[i] * spread
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

import Clockwork
import Numerics
import StateSpace
import Testing

/// Filter and smoother without faults, against answers known from elsewhere.
@Suite struct KalmanTests {
  private static let process = LevelProcess(
    rateSD: 0.4 / 3600, rateTimeConstant: 1800, levelWalk: 0.001, pull: 0.02 / 3600, mean: 21)
  private static let noise = [0.5, 0.3, 0.4]

  private static func filter(_ faults: SensorFaults = .none) -> FusionFilter {
    FusionFilter(
      process, sensors: noise.map { SensorNoise(sd: $0) }, faults: faults, level: 20.5,
      levelSD: 0.8)
  }

  /// Readings at uneven times, some of several sensors at once, some sensors long silent.
  private static func readings(_ count: Int, seed: UInt64) -> [FusionPass.Reading] {
    var chance = RandomStream(seed: seed, purpose: Purpose("tests.kalman"), entity: 0)
    var time: Int64 = 0
    var all: [FusionPass.Reading] = []
    while all.count < count {
      time += chance.integer(in: 1...400) * 1_000_000 + (chance.bernoulli(0.1) ? 40_000_000_000 : 0)
      for sensor in noise.indices where chance.bernoulli(0.6) {
        all.append(
          .init(
            time: SimTime(microseconds: time), sensor: sensor,
            value: 21 + noise[sensor] * chance.gaussian()))
      }
    }
    return all
  }

  /// All levels and rates at once as one weighted least-squares problem.
  private static func batch(_ readings: [FusionPass.Reading]) throws -> (
    mean: [Double], covariance: Matrix
  ) {
    let times = readings.map(\.time).reduce(into: [SimTime]()) {
      if $0.last != $1 { $0.append($1) }
    }
    let size = 2 * times.count
    var information = Matrix(rowCount: size, columnCount: size)
    var vector = [Double](repeating: 0, count: size)
    information[0, 0] = 1 / 0.64
    vector[0] = -0.5 / 0.64
    information[1, 1] = 1 / (process.rateSD * process.rateSD)
    for place in 1..<times.count {
      let step = process.step(
        seconds: Double(times[place].microseconds - times[place - 1].microseconds) / 1e6)
      let inverse = try CholeskyFactor(
        Matrix(rows: [
          [step.noiseLevel, step.noiseCross], [step.noiseCross, step.noiseRate],
        ])
      ).inverse
      let link = try Matrix(rows: [
        [-step.levelKept, -step.levelFromRate, 1, 0], [0, -step.rateKept, 0, 1],
      ])
      let part = link.transposed * (inverse * link)
      for i in 0..<4 {
        for j in 0..<4 { information[2 * place - 2 + i, 2 * place - 2 + j] += part[i, j] }
      }
    }
    for reading in readings {
      guard let place = times.firstIndex(of: reading.time) else { continue }
      let weight = 1 / (noise[reading.sensor] * noise[reading.sensor])
      information[2 * place, 2 * place] += weight
      vector[2 * place] += weight * (reading.value - process.mean)
    }
    let factor = try CholeskyFactor(information.symmetrised)
    return (factor.solve(vector), factor.inverse)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func smootherIsBatchLeastSquares(seed: UInt64) throws {
    let readings = Self.readings(60, seed: seed)
    let answer = try Self.batch(readings)
    let pass = FusionPass(readings, by: Self.filter(), smooths: true)
    #expect(pass.moments.count * 2 == answer.mean.count)
    for (place, moment) in pass.moments.enumerated() {
      let mean = answer.mean[2 * place] + Self.process.mean
      #expect((moment.level.mean - mean).magnitude < 1e-9, "seed \(seed), moment \(place)")
      let variance = answer.covariance[2 * place, 2 * place]
      #expect((moment.level.variance / variance - 1).magnitude < 1e-7, "seed \(seed)")
    }
  }

  @Test func lastFilteredIsLastSmoothed() throws {
    let readings = Self.readings(200, seed: 9)
    let (forward, back) = (
      FusionPass(readings, by: Self.filter(), smooths: false),
      FusionPass(readings, by: Self.filter(), smooths: true)
    )
    #expect(forward.moments.count == back.moments.count)
    #expect(forward.moments.last == back.moments.last)
    for (first, second) in zip(forward.moments, back.moments) {
      #expect(second.level.variance <= first.level.variance * (1 + 1e-9))
    }
  }

  /// One long step is many short ones.
  @Test(arguments: [0, 1e-6, 1.0 / 1800, 0.01])
  func stepsCompose(pull: Double) {
    var process = Self.process
    process.pull = pull
    let (long, short) = (process.step(seconds: 5000), process.step(seconds: 50))
    var (kept, moved, rate) = (1.0, 0.0, 1.0)
    var (q, c, r) = (0.0, 0.0, 0.0)
    for _ in 0..<100 {
      let (a, b, d) = (short.levelKept, short.levelFromRate, short.rateKept)
      (q, c, r) = (
        a * a * q + 2 * a * b * c + b * b * r + short.noiseLevel,
        d * (a * c + b * r) + short.noiseCross, d * d * r + short.noiseRate
      )
      (kept, moved, rate) = (a * kept, a * moved + b * rate, d * rate)
    }
    let pairs = [
      (long.levelKept, kept), (long.levelFromRate, moved), (long.rateKept, rate),
      (long.noiseLevel, q), (long.noiseCross, c), (long.noiseRate, r),
    ]
    for (one, other) in pairs {
      #expect((one - other).magnitude <= 1e-10 * max(one.magnitude, other.magnitude))
    }
  }

  @Test func longStepsReachTheStationarySpread() throws {
    let spread = try #require(Self.process.stationarySD)
    let step = Self.process.step(seconds: 1e9)
    #expect((step.noiseLevel.squareRoot() / spread.level - 1).magnitude < 1e-9)
    #expect((step.noiseRate.squareRoot() / spread.rate - 1).magnitude < 1e-9)
  }

  @Test func whatIsNoNumberOnlyLetsTimePass() {
    var (one, other) = (Self.filter(SensorFaults()), Self.filter(SensorFaults()))
    for filter in 0..<2 {
      for minute in 0..<50 {
        let now = SimTime(microseconds: Int64(minute) * 60_000_000)
        if filter == 0 {
          one.advance(to: now)
          one.observe(21 + Double(minute % 7) / 10, sensor: minute % 2)
          #expect(one.observe(.nan, sensor: 2) == nil)
          #expect(one.observe(.infinity, sensor: 2) == nil)
        } else {
          other.advance(to: now)
          other.observe(21 + Double(minute % 7) / 10, sensor: minute % 2)
        }
      }
    }
    #expect(one.estimate == other.estimate)
  }
}

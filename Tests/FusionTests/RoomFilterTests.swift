import Clockwork
import Fusion
import Telemetry
import Testing

/// A room whose answer is known: T' = v - 0.02 (T - 21), v an AR(1) of sd 0.4 K/h that lasts half
/// an hour, read once a minute for three days by three sensors of sd 0.5, 0.3 and 0.4 K.
private struct Room {
  static let stepCount = 4_320
  static let noiseSD = [0.5, 0.3, 0.4]
  static let hours = 1.0 / 60
  /// exp(-1/30), written out because this test shares no code with what it tests.
  static let decay = 0.967_216_100_482_005_7
  static let rateSD = 0.4

  var truth: [Double] = []
  var readings: [[Double]] = []

  init(seed: UInt64) {
    var chance = RandomStream(seed: seed, purpose: Purpose("tests.fusion"), entity: 0)
    var level = 21.0
    var rate = Self.rateSD * chance.gaussian()
    let kick = Self.rateSD * (1 - Self.decay * Self.decay).squareRoot()
    for _ in 0..<Self.stepCount {
      level += (rate - 0.02 * (level - 21)) * Self.hours
      rate = Self.decay * rate + kick * chance.gaussian()
      truth.append(level)
      readings.append(Self.noiseSD.map { level + $0 * chance.gaussian() })
    }
  }

  /// The steady variance of the best filter that knows all this, by iterating the Riccati equation
  /// in its own two states and with all three sensors as one of summed precision.
  static func boundVariance() -> Double {
    let precision = noiseSD.reduce(0) { $0 + 1 / ($1 * $1) }
    let kick = rateSD * rateSD * (1 - decay * decay)
    let a = 1 - 0.02 * hours
    var (p, c, q) = (1.0, 0.0, rateSD * rateSD)
    var posterior = p
    for _ in 0..<5_000 {
      let gain = p / (p + 1 / precision)
      posterior = p * (1 - gain)
      let (c1, q1) = (c * (1 - gain), q - c * c / (p + 1 / precision))
      p = a * a * posterior + 2 * a * hours * c1 + hours * hours * q1
      c = a * decay * c1 + hours * decay * q1
      q = decay * decay * q1 + kick
    }
    return posterior
  }

  static let dynamics = QuantityDynamics(
    rateSD: rateSD / 3_600, rateTimeConstant: 1_800, noiseSD: 0.03, levelMean: 21, levelSD: 5,
    biasWalk: 0)

  static func filter() -> RoomFilter {
    RoomFilter(
      dynamics: dynamics, biasSD: [0, 0, 0], noiseSD: noiseSD, adaptsNoise: false)
  }

  struct Result {
    var rmse = 0.0
    var nees = 0.0
    var variance = 0.0
  }

  /// Runs the filter over readings that a fault may change or, by nil, take away.
  func run(
    _ filter: RoomFilter = Room.filter(), fault: (Int, Int, Double) -> Double? = { $2 }
  ) -> Result {
    var filter = filter
    var result = Result()
    var count = 0.0
    for step in 0..<Self.stepCount {
      let now = SimTime(microseconds: Int64(step) * 60_000_000)
      for sensor in 0..<3 {
        guard let value = fault(step, sensor, readings[step][sensor]) else { continue }
        filter.observe(value, sensor: sensor, at: now)
      }
      guard step >= 120 else { continue }
      let (mean, variance) = filter.estimate(at: now)
      let error = mean - truth[step]
      result.rmse += error * error
      result.nees += error * error / variance
      result.variance = variance
      count += 1
    }
    result.rmse = (result.rmse / count).squareRoot()
    result.nees /= count
    return result
  }

  static func mean(_ results: [Result]) -> Result {
    let n = Double(results.count)
    return Result(
      rmse: (results.reduce(0) { $0 + $1.rmse * $1.rmse } / n).squareRoot(),
      nees: results.reduce(0) { $0 + $1.nees } / n, variance: results[0].variance)
  }
}

private let rooms = (0..<6 as Range<UInt64>).map { Room(seed: $0) }

private func isClose(_ a: Double, _ b: Double, within share: Double) -> Bool {
  (a - b).magnitude <= share * max(a.magnitude, b.magnitude)
}

@Suite struct RoomFilterTests {
  @Test func boundIsThePublishedOne() {
    #expect(isClose(Room.boundVariance().squareRoot(), 0.0657, within: 0.01))
  }

  @Test func statedVarianceMeetsTheRiccatiBound() {
    // The filter leaves out the slow pull to 21 and integrates the rate exactly: 2 % cover both.
    let stated = rooms[0].run().variance
    #expect(isClose(stated.squareRoot(), Room.boundVariance().squareRoot(), within: 0.02))
  }

  @Test func cleanErrorIsNearTheBoundAndHonest() {
    let result = Room.mean(rooms.map { $0.run() })
    let bound = Room.boundVariance().squareRoot()
    #expect(result.rmse <= 1.1 * bound, "RMSE \(result.rmse), bound \(bound)")
    #expect(result.rmse >= 0.9 * bound, "RMSE \(result.rmse) beats what is possible")
    #expect((0.85...1.15).contains(result.nees), "NEES \(result.nees)")
  }

  @Test func outliersAreGated() {
    let result = Room.mean(
      rooms.enumerated().map { index, room in
        let key = RandomKey(seed: UInt64(index), purpose: Purpose("tests.outliers"), entity: 0)
        return room.run { step, sensor, value in
          let draw = key.uniform(UInt64(step * 3 + sensor))
          return draw < 0.02 ? value + (draw < 0.01 ? 8 : -8) : value
        }
      })
    #expect(result.rmse <= 1.15 * Room.boundVariance().squareRoot(), "RMSE \(result.rmse)")
  }

  @Test func notANumberIsRefusedAndForgotten() {
    var poisoned = Room.filter()
    var clean = poisoned
    for step in 0..<50 {
      let now = SimTime(microseconds: Int64(step) * 60_000_000)
      let garbage = [Double.nan, .infinity, -.infinity][step % 3]
      let isTaken = poisoned.observe(garbage, sensor: 0, at: now)
      #expect(!isTaken)
      poisoned.observe(21, sensor: 1, at: now)
      clean.observe(21, sensor: 1, at: now)
    }
    let now = SimTime(microseconds: 3_600_000_000)
    #expect(poisoned.estimate(at: now).mean == clean.estimate(at: now).mean)
  }

  @Test func dropoutsCostLittleAndStayHonest() {
    let result = Room.mean(
      rooms.enumerated().map { index, room in
        let key = RandomKey(seed: UInt64(index), purpose: Purpose("tests.dropouts"), entity: 0)
        return room.run { step, sensor, value in
          // A third of all readings, and one sensor for a whole day.
          if sensor == 1, (1_440..<2_880).contains(step) { return nil }
          return key.uniform(UInt64(step * 3 + sensor)) < 0.33 ? nil : value
        }
      })
    #expect(result.rmse <= 1.35 * Room.boundVariance().squareRoot(), "RMSE \(result.rmse)")
    #expect((0.8...1.2).contains(result.nees), "NEES \(result.nees)")
  }

  /// Predicting is the same in one step as in many, over spans from a second to a week.
  @Test(arguments: [1, 30, 60, 3_600, 86_400, 604_800] as [Int64])
  func oneBigStepEqualsManySmallOnes(seconds: Int64) {
    var filter = Room.filter()
    for step in 0..<100 {
      filter.observe(
        21 + 0.02 * Double(step), sensor: step % 3,
        at: SimTime(microseconds: Int64(step) * 60_000_000))
    }
    let origin = SimTime(microseconds: 99 * 60_000_000)
    var stepped = filter
    // A reading without weight moves the filter's time and nothing else.
    var blind = RoomFilter(
      dynamics: Room.dynamics, biasSD: [0], noiseSD: [1e9], adaptsNoise: false)
    blind.observe(21, sensor: 0, at: origin)
    let target = origin + .seconds(seconds)
    let direct = blind.estimate(at: target)
    for i in 1...50 as ClosedRange<Int64> {
      let now = origin + SimDuration(microseconds: seconds * 1_000_000 * i / 50)
      blind.observe(21, sensor: 0, at: now)
    }
    let many = blind.estimate(at: target)
    #expect(isClose(direct.mean, many.mean, within: 1e-9))
    #expect(isClose(direct.variance, many.variance, within: 1e-8), "\(direct) \(many)")

    // And the estimate ahead is what a step to there finds.
    let ahead = filter.estimate(at: target)
    stepped.observe(ahead.mean, sensor: 1, at: target)
    #expect(isClose(stepped.estimate(at: target).mean, ahead.mean, within: 1e-12))
    let expected = 1 / (1 / ahead.variance + 1 / 0.09)
    #expect(isClose(stepped.estimate(at: target).variance, expected, within: 1e-9))
  }

  @Test func noiseIsLearnedWithoutBias() {
    let room = rooms[1]
    let filter = RoomFilter(
      dynamics: Room.dynamics, biasSD: [0, 0, 0], noiseSD: [0.4, 0.4, 0.4], adaptsNoise: true)
    let result = room.run(filter)
    let bound = Room.boundVariance().squareRoot()
    #expect(result.rmse <= 1.15 * bound, "RMSE \(result.rmse)")
    // Learned noises wander by about 7 %, what the filter states by less.
    #expect(isClose(result.variance.squareRoot(), bound, within: 0.08), "\(result.variance)")
  }

  @Test func biasOfThePriorStaysInTheStatedVariance() {
    let filter = RoomFilter(
      dynamics: Room.dynamics, biasSD: [0.2, 0.2, 0.2], noiseSD: Room.noiseSD, adaptsNoise: false)
    // The common part of three biases cannot be seen: 0.2 / sqrt 3 is left for ever.
    #expect(rooms[0].run(filter).variance.squareRoot() >= 0.2 / 3.0.squareRoot())
  }

  @Test func aSensorThatMovesForGoodIsBelievedAgain() {
    var filter = RoomFilter(
      dynamics: .roomTemperature, biasSD: [0.2], noiseSD: [0.05], adaptsNoise: false)
    var accepted: [Bool] = []
    for step in 0..<20 {
      accepted.append(
        filter.observe(
          step < 10 ? 21 : 15, sensor: 0, at: SimTime(microseconds: Int64(step) * 60_000_000)))
    }
    #expect(accepted == (0..<20).map { !(10...12).contains($0) })
  }
}

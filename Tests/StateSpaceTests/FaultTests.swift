import Clockwork
import StateSpace
import Testing

/// What the bank finds about sensors, on readings whose faults are known.
@Suite struct FaultTests {
  private static let process = LevelProcess(
    rateSD: 0.3 / 3600, rateTimeConstant: 1800, pull: 0.02 / 3600, mean: 20)

  /// A level that does not move, read each minute by sensors of .2 K.
  private static func pass(
    sensors: Int = 3, steps: Int = 1500, faults: SensorFaults = SensorFaults(), seed: UInt64 = 4,
    _ change: (_ step: Int, _ sensor: Int, _ value: Double) -> Double = { $2 }
  ) -> FusionPass {
    var chance = RandomStream(seed: seed, purpose: Purpose("tests.faults"), entity: 0)
    var readings: [FusionPass.Reading] = []
    for step in 0..<steps {
      for sensor in 0..<sensors {
        let value = change(step, sensor, 20 + 0.2 * chance.gaussian())
        readings.append(
          .init(
            time: SimTime(microseconds: Int64(step) * 60_000_000), sensor: sensor, value: value))
      }
    }
    let filter = FusionFilter(
      process, sensors: [SensorNoise](repeating: SensorNoise(sd: 0.2), count: sensors),
      faults: faults, level: 20, levelSD: 2)
    return FusionPass(readings, by: filter, smooths: false)
  }

  @Test func gateRefusesAsManyAsItSays() {
    var faults = SensorFaults.none
    faults.outliers = .gate(3.841458820694124)
    // The gate is for a level that moves as the process says, so only one sensor's noise counts:
    // a level that stands still makes the filter a little too careful.
    let verdicts = Self.pass(steps: 6000, faults: faults).verdicts.compactMap { $0 }
    let refused = Double(verdicts.count { $0.belief == 0 }) / Double(verdicts.count)
    #expect((0.035...0.06).contains(refused), "\(refused)")
  }

  @Test func soundSensorsStaySound() throws {
    let filter = Self.pass().filter
    for sensor in 0..<3 {
      let offset = filter.offset(sensor: sensor)
      #expect(offset.biasedProbability + offset.driftingProbability < 0.05)
      #expect((filter.noiseSD(sensor: sensor) / 0.2 - 1).magnitude < 0.1)
    }
  }

  @Test(arguments: 0..<3) func biasIsFoundWhereItIs(sensor: Int) {
    let filter = Self.pass { step, which, value in
      which == sensor && step > 500 ? value - 0.7 : value
    }.filter
    for which in 0..<3 {
      let offset = filter.offset(sensor: which)
      #expect((offset.mean - (which == sensor ? -0.7 : 0)).magnitude < 0.06)
      #expect((offset.biasedProbability > 0.8) == (which == sensor), "\(which): \(offset)")
    }
    #expect((filter.estimate.mean - 20).magnitude < 0.15)
  }

  @Test func driftIsFoundAndMeasured() {
    let filter = Self.pass(steps: 2880) { step, which, value in
      which == 1 ? value + 0.03 * Double(step) / 60 : value
    }.filter
    let offset = filter.offset(sensor: 1)
    #expect(offset.driftingProbability > 0.8, "\(offset)")
    #expect((offset.drift * 3600 - 0.03).magnitude < 0.005, "\(offset)")
    #expect((offset.mean - 1.44).magnitude < 0.1, "\(offset)")
  }

  @Test func stuckSensorsAreLeftOutAndComeBack() throws {
    let pass = Self.pass { step, which, value in
      which == 2 && (400..<700).contains(step) ? 20.6 : value
    }
    let stuck = pass.verdicts.enumerated().filter { ($0.element?.stuck ?? 0) > 0.5 }.map(\.offset)
    #expect(stuck.allSatisfy { $0 % 3 == 2 && (400..<700).contains($0 / 3) })
    #expect(stuck.count >= 297)
    #expect(try #require(pass.verdicts.last ?? nil).belief > 0.9)
  }

  @Test func coarseSensorsAreNotStuck() {
    let filter = FusionFilter(
      Self.process,
      sensors: [SensorNoise(sd: 0.1, resolution: 0.5), SensorNoise(sd: 0.1, resolution: 0.5)],
      level: 20, levelSD: 2)
    let readings = (0..<200).flatMap { step in
      (0..<2).map {
        FusionPass.Reading(
          time: SimTime(microseconds: Int64(step) * 60_000_000), sensor: $0, value: 20)
      }
    }
    let pass = FusionPass(readings, by: filter, smooths: false)
    #expect(pass.verdicts.allSatisfy { ($0?.stuck ?? 1) < 0.1 })
  }

  @Test func wildReadingsAreNotBelieved() {
    let pass = Self.pass { step, which, value in
      which == 0 && step % 40 == 39 ? value + 4 : value
    }
    for (place, verdict) in pass.verdicts.enumerated() {
      let isWild = place % 3 == 0 && place / 3 % 40 == 39
      if isWild { #expect((verdict?.belief ?? 1) < 0.01) }
    }
    let others = pass.verdicts.compactMap { $0 }.count { $0.belief < 0.5 }
    #expect(others <= 1500 / 40 + 5)
  }

  /// Two sensors that disagree: nobody knows which is off, and the filter says so.
  @Test func twoSensorsGiveNoMajority() {
    let filter = Self.pass(sensors: 2) { _, which, value in which == 0 ? value + 1 : value }.filter
    #expect((filter.estimate.mean - 20.5).magnitude < 0.2, "\(filter.estimate)")
    #expect(filter.estimate.variance.squareRoot() > 0.4)
  }

  @Test(arguments: [1e300, -1e300, 1e9, .leastNonzeroMagnitude]) func extremesDoNoHarm(
    _ off: Double
  ) {
    let filter = Self.pass(steps: 300) { step, which, value in
      which == 1 && step % 50 == 7 ? off : value
    }.filter
    #expect((filter.estimate.mean - 20).magnitude < 0.2, "\(filter.estimate)")
    #expect(filter.estimate.variance > 0)
  }

  @Test func sameReadingsSameBits() {
    let (one, other) = (Self.pass(), Self.pass())
    #expect(one.moments == other.moments)
  }
}

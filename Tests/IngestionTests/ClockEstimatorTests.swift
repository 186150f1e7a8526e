import Clockwork
import Ingestion
import TestSupport
import Testing

@Suite struct ClockEstimatorTests {
  /// Largest error after the first two hours, s, of a clock with offset and rate, over a day of
  /// messages each minute with exponential latencies of 150 ms on top of 20 ms.
  private func largestError(
    seed: UInt64, offset: Double, rate: Double, period: Int64 = 60,
    stepAfter: Double = .infinity, step: Double = 0, graceHours: Double = 2
  ) -> Double {
    var random = TestRandom(seed: seed)
    var clock = ClockEstimator()
    var largest = 0.0
    for n in 0..<(86_400 / period) {
      let seconds = Double(n * period)
      let sent = Fixtures.start + .seconds(n * period)
      var error = offset + rate * seconds
      if seconds > stepAfter { error += step }
      // Inverse of a rational approximation of the exponential law's tail: mean near 150 ms.
      let u = Double(random.next() >> 11) / 9007199254740992.0
      let latency = 0.02 + 0.15 * (1 / (1 - 0.9 * u) - 1)
      let arrival = sent + SimDuration(microseconds: Int64(latency * 1e6))
      let shown = sent + SimDuration(microseconds: Int64(error * 1e6))
      let event = clock.correct(shown, arrival: arrival)
      #expect(event <= arrival, "seed \(seed)")
      let isSettled = seconds > 7_200 && abs(seconds - stepAfter - 1_800) > graceHours * 3_600
      if isSettled { largest = max(largest, abs((event - sent).seconds)) }
    }
    return largest
  }

  @Test(arguments: [(0.0, 0.0), (3, 0), (-3, 50e-6), (0.02, -50e-6), (250, 20e-6), (-86_400, 0)])
  func offsetAndRateAreLearnt(offset: Double, rate: Double) {
    for seed: UInt64 in 0..<5 {
      let error = largestError(seed: seed, offset: offset, rate: rate)
      #expect(error < 0.13, "seed \(seed)")
    }
  }

  @Test func aSparseDeviceIsLearntToo() {
    for seed: UInt64 in 0..<5 {
      #expect(largestError(seed: seed, offset: 2, rate: 30e-6, period: 900) < 0.6, "seed \(seed)")
    }
  }

  @Test(arguments: [2.0, -2, 60, -60])
  func aClockThatIsSetIsLearntAnew(step: Double) {
    for seed: UInt64 in 0..<5 {
      let error = largestError(
        seed: seed, offset: 1, rate: 20e-6, stepAfter: 40_000, step: step, graceHours: 1)
      #expect(error < 0.2, "seed \(seed)")
    }
  }

  /// Regular device times stay regular, which the store's compression lives on.
  @Test func theCorrectionRarelyMoves() {
    var clock = ClockEstimator()
    var random = TestRandom(seed: 1)
    var last = SimTime(microseconds: 0)
    var changeCount = 0
    for n in 0..<Int64(1440) {
      let sent = Fixtures.start + .seconds(n * 60)
      let latency = SimDuration.milliseconds(20 + Int64(random.below(300)))
      let shown = sent + .microseconds(n * 600)  // 10 ppm
      let event = clock.correct(shown, arrival: sent + latency)
      if event - last != .microseconds(60_000_600) { changeCount += 1 }
      last = event
    }
    // Ten ppm are 864 ms a day, in steps of 25 to 75 ms.
    #expect(changeCount < 60)
  }

  @Test func aQueueAfterAnOutageKeepsItsTimes() {
    var clock = ClockEstimator()
    for n in 0..<Int64(240) {
      let sent = Fixtures.start + .seconds(n * 60)
      let isQueued = (100..<140).contains(n)
      let arrival =
        isQueued ? Fixtures.start + .seconds(140 * 60) + .milliseconds(n) : sent + .milliseconds(30)
      let event = clock.correct(sent + .seconds(5), arrival: arrival)
      #expect(abs((event - sent).seconds) < 0.1, "message \(n)")
    }
  }
}

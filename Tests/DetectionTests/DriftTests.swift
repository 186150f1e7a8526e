import Clockwork
import Testing

import Detection

@Suite struct DriftTests {
  private func stream(_ seed: UInt64) -> RandomStream {
    RandomStream(seed: seed, purpose: Purpose("tests.detection.drift"), entity: 0)
  }

  private func meanRunLength(limit: Double, shift: Double, runs: Int) -> Double {
    var chance = stream(11)
    var total = 0
    for _ in 0..<runs {
      var sums = CumulativeSum(allowance: 0.5, limit: limit)
      repeat { total += 1 } while !sums.observe(chance.gaussian() + shift)
    }
    return Double(total) / Double(runs)
  }

  /// Lucas and Crosier 1982, table 1; run lengths are nearly exponential, so 20,000 runs know the
  /// mean to 0.7 %: four of these are allowed.
  @Test(arguments: [(4.0, 0.0, 168.0), (5, 0, 465), (4, 1, 8.38), (5, 1, 10.4)])
  func runsAsLongAsPublished(limit: Double, shift: Double, published: Double) {
    let found = meanRunLength(limit: limit, shift: shift, runs: 20_000)
    #expect(abs(found / published - 1) < 0.03, "\(found)")
  }

  @Test func sumsByHand() {
    var sums = CumulativeSum(allowance: 0.5, limit: 2)
    let alarms = [1.5, .nan, 1.5, 1].map { sums.observe($0) }
    #expect(alarms == [false, false, false, true])
    #expect(sums.upper == 2.5 && sums.lower == 0)
    sums.reset()
    let fallen = [-2.0, -2].map { sums.observe($0) }
    #expect(fallen == [false, true])
    #expect(sums.upper == 0 && sums.lower == 3)
  }

  /// A step from 0 to 1 after 100 values: before it nothing moves, then the sum gains 1 - mean - .1
  /// a value: .8900990, 1.7704912, 2.6413650: above 2.5 at the third.
  @Test(arguments: [1.0, -1.0])
  func pageHinkleyFindsAStep(size: Double) {
    var test = PageHinkley(tolerance: 0.1, limit: 2.5)
    let quiet = (0..<100).map { _ in test.observe(0) } + [test.observe(.infinity)]
    #expect(!quiet.contains(true) && test.count == 100)
    let step = (0..<3).map { _ in test.observe(size) }
    #expect(step == [false, false, true])
  }
}

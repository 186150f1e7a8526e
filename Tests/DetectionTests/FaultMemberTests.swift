import Clockwork
import Numerics
import Testing

@testable import Detection

private let minute: Int64 = 60_000_000

@Suite struct FaultMemberTests {
  @Test func runsByHand() {
    var run = StuckRun()
    let counts = [20, 20, 20, 21, 21, 20].map { run.observe($0) }
    #expect(counts == [1, 2, 3, 1, 2, 1])
  }

  /// 5, -1, 9 and -1, 9, 5 deviate from 5 by 4 in the median, 9, 5, 4 by 1; 1.4826 times that,
  /// squared, beside 1.4826.
  @Test func noiseByHand() {
    var noise = NoiseChange(reference: 1.482602218505602, windowCount: 3)
    let told = [5.0, -1, 9, 5, 4].map { noise.observe($0) }
    #expect(told[0] == nil && told[1] == nil && told[4] == 0)
    // ln 16.
    for place in 2...3 { #expect(abs((told[place] ?? 0) - 2.772588722239781) < 1e-12) }
    let silent = [0.0, 0, 0].map { noise.observe($0) }
    #expect(abs((silent[2] ?? 0) + 18) < 0.01)
  }

  /// A tenfold variance is seen as ln 10 on average, and a lone spike not at all.
  @Test func noiseIsRobust() {
    var chance = RandomStream(seed: 5, purpose: Purpose("tests.noise"), entity: 0)
    var noise = NoiseChange(reference: 1, windowCount: 2_001)
    var told: Double?
    for _ in 0..<2_001 { told = noise.observe(chance.gaussian() * 10.0.squareRoot()) }
    #expect(abs((told ?? 0) - 2.302585) < 0.1)
    let spiked = noise.observe(1e9)
    #expect(abs((spiked ?? 0) - (told ?? 9)) < 0.01)
  }

  /// Before 9 the median is 2, the absolute deviations 1, 0, 1, 0, 0: the scale is the least one.
  @Test func hampelByHand() {
    var filter = HampelFilter(scaleMin: 0.5, windowCount: 5)
    let told = [1.0, 2, 3, 2, 2, 9].map { filter.observe($0) }
    #expect(told[4] == nil && told[5] == 14)
    // Then 2, 3, 2, 2, 9: deviations 0, 1, 0, 0, 7; again 0, and the 9 moves nothing.
    let after = filter.observe(2)
    #expect(after == 0)
  }

  @Test func arrivalsByHand() throws {
    var arrivals = ArrivalMonitor(learning: [0, 10, 20, 30, 90].map { $0 * minute })
    #expect(arrivals.period == Double(10 * minute))
    let first = arrivals.observe(0)
    #expect(first == nil)
    let told = [40 * minute, 54 * minute, 50 * minute, .max].map { arrivals.observe($0) }
    let (missed, jumped) = (try #require(told[0]), try #require(told[1]))
    #expect(missed.gap == 4 && missed.phase == 0)
    #expect(abs(jumped.phase - 0.4) < 1e-12)
    let (back, extreme) = (try #require(told[2]), try #require(told[3]))
    #expect(back.gap == 0 && back.phase == .infinity)
    #expect(extreme.gap > 1e9)
  }

  @Test func profileKnowsTheHour() {
    let times = (0..<(5 * 48)).map { Int64($0) * 30 * minute + 15 * minute - 86_400_000_000 }
    let values = times.indices.map { Double($0 % 48) + ($0 == 100 ? 50 : 0) }
    let profile = DailyProfile(learning: times, values: values)
    #expect(profile.isSeasonal)
    #expect(profile.levels == (0..<48).map(Double.init))
    #expect(profile.level(at: 10 * 30 * minute) == 9.5)
    let flat = DailyProfile(learning: Array(times[..<90]), values: Array(values[..<90]))
    #expect(!flat.isSeasonal)
    let noisy = DailyProfile(learning: times, values: times.indices.map { Double($0 * 7919 % 13) })
    #expect(!noisy.isSeasonal)
  }

  /// Three variances .5, .3, .1: theta 1 to 3 are .9, .35, .153, h0 is .2506122; with the normal
  /// quantile 1.6448536 the limit is 2.5801477. Two million draws say 2.554.
  @Test func remainderLimitByHand() throws {
    let limit = try #require(
      ComponentMonitor.qLimit(variances: [0.5, 0.3, 0.1], exceededBy: 0.05))
    #expect(abs(limit - 2.580147713717141) < 1e-6)
  }

  @Test func componentsHoldTheirLimits() throws {
    var chance = RandomStream(seed: 8, purpose: Purpose("tests.components"), entity: 0)
    func row() -> [Double] {
      let common = chance.gaussian()
      return (0..<5).map { 20 + Double($0) + common + 0.2 * chance.gaussian() }
    }
    let monitor = try ComponentMonitor(learning: (0..<4_000).map { _ in row() })
    #expect(monitor.keptCount == 1)
    let trace = monitor.variances.reduce(0, +)
    #expect(abs(trace - 5) < 1e-9)
    let (t2, q) = (
      monitor.t2Limit(exceededBy: 0.05), try #require(monitor.qLimit(exceededBy: 0.05))
    )
    let told = (0..<20_000).map { _ in monitor.statistics(row()) }
    let share = (
      Double(told.count { $0.t2 > t2 }) / 20_000, Double(told.count { $0.q > q }) / 20_000
    )
    #expect(abs(share.0 - 0.05) < 0.01 && abs(share.1 - 0.05) < 0.01, "\(share)")
    // One sensor leaves the others: far from the plane, near within it.
    var broken = row()
    broken[2] += 2
    #expect(monitor.statistics(broken).q > 5 * q)
  }

  /// Excesses of an exponential are a generalised Pareto of shape 0.
  @Test func paretoFitOfAnExponential() {
    var chance = RandomStream(seed: 9, purpose: Purpose("tests.pareto"), entity: 0)
    let fit = TailRate.paretoFit((0..<50_000).map { _ in chance.exponential(mean: 3) })
    #expect(abs(fit.shape) < 0.03 && abs(fit.scale - 3) < 0.1, "\(fit)")
    // Inverse transform with shape .3 and scale 2: x = 2 / .3 (u^-.3 - 1).
    let heavy = TailRate.paretoFit(
      (0..<50_000).map { _ in
        let log = chance.exponential(mean: 1)
        var power = 1.0
        var term = 1.0
        for n in 1...60 {
          term *= 0.3 * log / Double(n)
          power += term
        }
        return 2 / 0.3 * (power - 1)
      })
    #expect(abs(heavy.shape - 0.3) < 0.04 && abs(heavy.scale - 2) < 0.1, "\(heavy)")
  }

  @Test func ratesAndScoresAreInverse() {
    var chance = RandomStream(seed: 10, purpose: Purpose("tests.tail"), entity: 0)
    let tail = TailRate(scores: (0..<1_000).map { _ in chance.exponential(mean: 1) }, days: 10)
    for rate in [1.0, 0.1, 0.001] {
      #expect(abs(tail.rate(of: tail.score(at: rate)) / rate - 1) < 1e-9)
    }
    #expect(tail.rate(of: .infinity) == 0)
    let equal = TailRate(scores: [1, 1, 1], days: 1)
    #expect(equal.rate(of: 1) > 0.5 && equal.rate(of: 2) < 1e-4)
  }
}

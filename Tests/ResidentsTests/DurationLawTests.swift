import Clockwork
import Quantities
import Testing

@testable import Residents

@Suite struct DurationLawTests {
  static let laws: [DurationLaw] = [
    .normal(mean: 480, sd: 35), .normal(mean: 20, sd: 15), .lognormal(median: 25, sigma: 0.5),
    .weibull(scale: 80, shape: 1.15), .weibull(scale: 95, shape: 1.5),
  ]

  @Test func knownMeans() {
    // Weibull mean = scale gamma(1 + 1/shape); gamma(1.5) = 0.886227. Lognormal: m exp(s^2/2).
    #expect(abs(mean(.weibull(scale: 60, shape: 2)) - 60 * 0.886227) < 0.05)
    #expect(abs(mean(.lognormal(median: 25, sigma: 0.5)) - 25 * 1.133148) < 0.05)
    #expect(abs(mean(.normal(mean: 480, sd: 35)) - 480) < 0.01)
  }

  /// The mean by the midpoint rule over quantiles.
  private func mean(_ law: DurationLaw) -> Double {
    let count = 40_000
    var sum = 0.0
    for i in 0..<count { sum += law.minutes(uniform: (Double(i) + 0.5) / Double(count)) }
    return sum / Double(count)
  }

  @Test(arguments: laws) func lengthInvertsSurvival(_ law: DurationLaw) {
    for u in [0.001, 0.1, 0.37, 0.5, 0.8, 0.99, 0.9999] {
      for elapsed in [0.0, 3, 15, 60] {
        let minutes = law.minutes(uniform: u, elapsed: elapsed)
        let expected = (1 - u) * law.survival(elapsed)
        #expect(minutes >= elapsed)
        #expect(abs(law.survival(minutes) - expected) < 1e-9 * max(1, expected / 1e-6))
      }
    }
  }

  /// A redraw given the elapsed time has the same law as those fresh draws that lasted longer.
  @Test(arguments: laws) func redrawMatchesSurvivors(_ law: DurationLaw) {
    let seed: UInt64 = 11
    var chance = Chance(RandomKey(seed: seed, purpose: .smallAct, entity: 1), event: 0)
    let elapsed = law.minutes(uniform: 0.6)
    var survivors: [Double] = []
    while survivors.count < 4000 {
      let minutes = law.minutes(uniform: chance.unit())
      if minutes > elapsed { survivors.append(minutes) }
    }
    var redrawn = survivors.map { _ in law.minutes(uniform: chance.unit(), elapsed: elapsed) }
    survivors.sort()
    redrawn.sort()
    // Two-sample Kolmogorov-Smirnov at 0.1 %: 1.95 sqrt(2/n).
    #expect(distance(survivors, redrawn) < 1.95 * (2.0 / 4000).squareRoot(), "seed \(seed)")
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    var i = 0
    var j = 0
    var most = 0.0
    while i < a.count, j < b.count {
      if a[i] <= b[j] { i += 1 } else { j += 1 }
      most = max(most, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
    }
    return most
  }

  @Test func farBeyondTheLawStaysFinite() {
    let law = DurationLaw.normal(mean: 10, sd: 1)
    let minutes = law.minutes(uniform: 0.5, elapsed: 500)
    #expect(minutes > 500 && minutes < 510)
    let start = SimTime.at(day: 1)
    let end = law.end(from: start, uniform: 0.5, now: start + .hours(20))
    #expect(end > start + .hours(20) && end < start + .hours(21))
  }
}

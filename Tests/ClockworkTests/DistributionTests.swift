import Foundation
import Testing

@testable import Clockwork

/// The largest distance between an empirical and a given distribution function, times sqrt(n).
///
/// Above 1.95 it happens once in a thousand true samples (Kolmogorov 1933).
private func kolmogorovSmirnov(_ sample: [Double], _ cdf: (Double) -> Double) -> Double {
  let sorted = sample.sorted()
  let n = Double(sorted.count)
  var distance = 0.0
  for (index, x) in sorted.enumerated() {
    let p = cdf(x)
    distance = max(distance, p - Double(index) / n, Double(index + 1) / n - p)
  }
  return distance * n.squareRoot()
}

private func normalCDF(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

@Suite struct DistributionTests {
  static let purpose = Purpose("tests.distribution")

  static func stream(_ entity: UInt64) -> RandomStream {
    RandomStream(seed: 20_240_115, purpose: purpose, entity: entity)
  }

  /// Every edge solves the equal-area condition, recomputed here with libm.
  @Test func zigguratTableHasEqualAreas() {
    func f(_ x: Double) -> Double { exp(-0.5 * x * x) }
    let x = Ziggurat.edges
    #expect(x.count == 257)
    #expect(x[1] == Ziggurat.tailStart)
    let area = x[1] * f(x[1]) + (Double.pi / 2).squareRoot() * erfc(x[1] / 2.0.squareRoot())
    #expect(abs(area - 0.004928673233974655) < 1e-16)
    #expect(abs(x[0] * f(x[1]) - area) < 1e-16)
    for i in 1..<256 {
      #expect(abs(x[i] * (f(x[i + 1]) - f(x[i])) - area) < 2e-15, "layer \(i)")
    }
  }

  @Test func exponentialTableHasEqualAreas() {
    let x = Ziggurat.exponentialEdges
    #expect(x.count == 257)
    #expect(x[1] == Ziggurat.exponentialTailStart)
    #expect(abs(x[0] - x[1] - 1) < 4e-15)
    let area = (x[1] + 1) * exp(-x[1])
    for i in 1..<256 {
      #expect(abs(x[i] * (exp(-x[i + 1]) - exp(-x[i])) - area) < 4e-15, "layer \(i)")
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func keyedExponentialFollowsItsLaw(entity: UInt64) {
    let key = RandomKey(seed: 78, purpose: Self.purpose, entity: entity)
    let sample = (0..<40_000 as Range<UInt64>).map { key.exponential($0, mean: 3) }
    #expect(kolmogorovSmirnov(sample) { 1 - exp(-$0 / 3) } < 1.95, "entity \(entity)")
    #expect(sample.max()! > 3 * Ziggurat.exponentialTailStart)
    for event in 0..<1000 as Range<UInt64> {
      let both = key.exponentialAndUniform(event, mean: 3)
      #expect(both.exponential == sample[Int(event)])
      #expect(both.uniform == key.uniform(event))
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func keyedGaussianFollowsTheNormalLaw(entity: UInt64) {
    let key = RandomKey(seed: 77, purpose: Self.purpose, entity: entity)
    let sample = (0..<40_000 as Range<UInt64>).map { key.gaussian($0) }
    #expect(kolmogorovSmirnov(sample, normalCDF) < 1.95, "entity \(entity)")
  }

  @Test func gaussianMoments() {
    var stream = Self.stream(1)
    let n = 200_000
    var m = (0.0, 0.0, 0.0, 0.0)
    for _ in 0..<n {
      let x = stream.gaussian()
      m.0 += x
      m.1 += x * x
      m.2 += x * x * x
      m.3 += x * x * x * x
    }
    let root = Double(n).squareRoot()
    #expect(abs(m.0) / root < 4)
    #expect(abs(m.1 - Double(n)) / root < 4 * 2.0.squareRoot())
    #expect(abs(m.2) / root < 4 * 15.0.squareRoot())
    #expect(abs(m.3 - 3 * Double(n)) / root < 4 * 96.0.squareRoot())
  }

  /// The tail beyond the last layer is drawn by another method; it has its own test.
  @Test func gaussianTailFollowsTheNormalLaw() {
    let key = RandomKey(seed: 3, purpose: Self.purpose, entity: 9)
    var tail: [Double] = []
    var event: UInt64 = 0
    while tail.count < 2000 {
      // Bits that always pick the base layer at its right end and so enter the tail.
      tail.append(Ziggurat.slowGaussian(~0xFF, key: key, event: event).magnitude)
      event += 1
    }
    let start = Ziggurat.tailStart
    let mass = normalCDF(-start)
    #expect(kolmogorovSmirnov(tail) { 1 - normalCDF(-$0) / mass } < 1.95)
    #expect(tail.allSatisfy { $0 >= start })
  }

  @Test func uniformFollowsItsLaw() {
    var stream = Self.stream(2)
    let sample = (0..<50_000).map { _ in stream.uniform() }
    #expect(kolmogorovSmirnov(sample) { $0 } < 1.95)
    #expect(sample.allSatisfy { $0 >= 0 && $0 < 1 })
    let ranged = (0..<1000).map { _ in stream.uniform(in: -3...5) }
    #expect(ranged.allSatisfy { $0 >= -3 && $0 <= 5 })
  }

  @Test func exponentialAndLognormal() {
    var stream = Self.stream(3)
    let waits = (0..<40_000).map { _ in stream.exponential(mean: 4) }
    #expect(kolmogorovSmirnov(waits) { 1 - exp(-$0 / 4) } < 1.95)
    let sizes = (0..<40_000).map { _ in stream.lognormal(logMean: 1, logDeviation: 0.5) }
    #expect(kolmogorovSmirnov(sizes) { normalCDF((log($0) - 1) / 0.5) } < 1.95)
  }

  @Test(arguments: [0.3, 1, 2.5, 40])
  func gammaMoments(shape: Double) {
    var stream = Self.stream(UInt64(shape * 1000))
    let n = 50_000
    let sample = (0..<n).map { _ in stream.gamma(shape: shape, scale: 2) }
    let mean = sample.reduce(0, +) / Double(n)
    let variance = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    #expect(abs(mean - 2 * shape) < 4.5 * 2 * (shape / Double(n)).squareRoot())
    #expect(abs(variance / (4 * shape) - 1) < 5 * ((2 + 6 / shape) / Double(n)).squareRoot())
  }

  @Test(arguments: [0.0, 0.5, 7, 31, 250, 40_000])
  func poissonMoments(mean: Double) {
    var stream = Self.stream(UInt64(mean * 10) + 50)
    let n = 20_000
    let sample = (0..<n).map { _ in Double(stream.poisson(mean: mean)) }
    let average = sample.reduce(0, +) / Double(n)
    let variance = sample.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(n)
    #expect(abs(average - mean) <= 4.5 * (mean / Double(n)).squareRoot())
    let spread = ((mean + 2 * mean * mean) / Double(n)).squareRoot()
    #expect(abs(variance - mean) <= 5 * spread)
  }

  @Test(arguments: [(10, 0.3), (41, 0.02), (1000, 0.5), (100_000, 0.999)])
  func binomialMoments(trials: Int, probability: Double) {
    var stream = Self.stream(UInt64(trials))
    let n = 10_000
    let sample = (0..<n).map { _ in Double(stream.binomial(trials, probability)) }
    let average = sample.reduce(0, +) / Double(n)
    let expected = Double(trials) * probability
    let variance = expected * (1 - probability)
    #expect(abs(average - expected) < 4.5 * (variance / Double(n)).squareRoot())
    #expect(sample.allSatisfy { $0 >= 0 && $0 <= Double(trials) })
  }

  @Test func integersAreUnbiased() {
    var stream = Self.stream(4)
    for bound in [1, 2, 3, 7, 1000] as [UInt64] {
      var counts = [Int](repeating: 0, count: Int(bound))
      let n = 50_000
      for _ in 0..<n { counts[Int(stream.below(bound))] += 1 }
      let expected = Double(n) / Double(bound)
      let chi = counts.reduce(0) {
        $0 + (Double($1) - expected) * (Double($1) - expected) / expected
      }
      let freedom = Double(bound - 1)
      #expect(chi < freedom + 4.5 * (2 * freedom).squareRoot() + 1e-9, "bound \(bound)")
    }
    // Three quarters of the full range: naive scaling would be grossly biased here.
    let huge: UInt64 = 3 << 62
    let low = (0..<20_000).count { _ in stream.below(huge) < 1 << 62 }
    #expect(abs(Double(low) - 20_000 / 3) < 4.5 * (20_000 * 2.0 / 9).squareRoot())
    #expect((0..<1000).allSatisfy { _ in (-2...2).contains(stream.integer(in: -2...2)) })
  }

  @Test func choicesAndOrders() {
    var stream = Self.stream(5)
    var counts = [0, 0, 0, 0]
    for _ in 0..<40_000 { counts[stream.choose(weights: [1, 0, 2, 5])] += 1 }
    #expect(counts[1] == 0)
    #expect(abs(Double(counts[0]) - 5000) < 4.5 * (40_000 * 7.0 / 64).squareRoot())
    #expect(abs(Double(counts[3]) - 25_000) < 4.5 * (40_000 * 15.0 / 64).squareRoot())
    var orders: [[Int]: Int] = [:]
    for _ in 0..<24_000 {
      var items = [0, 1, 2, 3]
      stream.shuffle(&items)
      orders[items, default: 0] += 1
    }
    #expect(orders.count == 24)
    #expect(orders.values.allSatisfy { abs($0 - 1000) < 150 })
    let hits = (0..<30_000).count { _ in stream.bernoulli(numerator: 1, denominator: 3) }
    #expect(abs(Double(hits) - 10_000) < 4.5 * (30_000 * 2.0 / 9).squareRoot())
  }
}

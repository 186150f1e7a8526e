import Clockwork
import Numerics
import Quantities
import Testing

@testable import Trials

/// Paired gains of a planted kind, for error rates and power.
enum Gains: String, CaseIterable {
  case normal, heavy, zeroInflated, tied, skewed

  /// Values with mean 0 and a standard deviation of about 1.
  func sample(_ count: Int, mean: Double, _ stream: inout RandomStream) -> PairedSample {
    PairedSample(gains: (0..<count).map { _ in value(&stream) + mean })
  }

  static func stream(_ seed: UInt64) -> RandomStream {
    RandomStream(seed: seed, purpose: Purpose("test.gains"), entity: 0)
  }

  private func normal(_ stream: inout RandomStream) -> Double {
    Elementary.normalQuantile(min(max(stream.uniform(), 1e-12), 1 - 1e-12))
  }

  private func value(_ stream: inout RandomStream) -> Double {
    switch self {
    case .normal: return normal(&stream)
    case .heavy:
      // Student's t with 3 degrees of freedom, whose standard deviation is sqrt(3).
      let z = normal(&stream)
      let squares = (0..<3).reduce(0.0) { sum, _ in
        let x = normal(&stream)
        return sum + x * x
      }
      return z / (squares / 3).squareRoot() / 3.0.squareRoot()
    case .zeroInflated: return stream.uniform() < 0.6 ? 0 : normal(&stream) / 0.4.squareRoot()
    case .tied: return (normal(&stream) * 2).rounded() / 2
    case .skewed: return -Elementary.log(max(stream.uniform(), 1e-12)) - 1
    }
  }
}

@Suite struct StudentTests {
  @Test func quantilesAgreeWithGSL() {
    for degrees in [1, 2, 3, 4, 5, 9, 19, 49, 199] {
      for p in [0.55, 0.8, 0.9, 0.975, 0.995, 0.9995, 0.99995] {
        let known = ReferenceDistributions.studentQuantile(p, degreesOfFreedom: Double(degrees))
        let ours = StudentT.quantile(p, degrees: degrees)
        #expect((ours / known - 1).magnitude < 2e-4, "\(degrees) \(p): \(ours), \(known)")
        #expect(StudentT.quantile(1 - p, degrees: degrees) == -ours)
      }
    }
  }
}

@Suite struct IntervalTests {
  /// Equal configurations differ by exactly nothing.
  @Test(arguments: BootstrapInterval.Kind.allCases)
  func equalSidesDifferByNothing(kind: BootstrapInterval.Kind) {
    let sample = PairedSample(gains: Array(repeating: 0, count: 20))
    #expect(BootstrapInterval(sample, kind: kind).interval(level: 0.999) == 0...0)
    #expect(ConfidenceSequence.interval(sample, level: 0.999, first: 10) == 0...0)
    #expect(GateRule.verdict(0...0, margin: 0) == .same)
  }

  @Test(arguments: Gains.allCases) func coverageAtAFixedNumber(gains: Gains) {
    var stream = RandomStream(seed: 11, purpose: Purpose("test.coverage"), entity: 0)
    var hits: [BootstrapInterval.Kind: Int] = [:]
    let rounds = 200
    for _ in 0..<rounds {
      let sample = gains.sample(20, mean: 0.3, &stream)
      for kind in BootstrapInterval.Kind.allCases {
        let range = BootstrapInterval(sample, kind: kind).interval(level: 0.95)
        if range.contains(0.3) { hits[kind, default: 0] += 1 }
      }
    }
    // 95 % of 200 is 190 with a standard error of 3; BCa is known to fall short at twenty values.
    #expect(hits[.studentised, default: 0] >= 181, "\(gains): \(hits)")
    #expect(hits[.bca, default: 0] >= 172, "\(gains): \(hits)")
  }

  @Test(arguments: Gains.allCases) func aSequenceCoversAtEveryLook(gains: Gains) {
    var stream = RandomStream(seed: 12, purpose: Purpose("test.sequence"), entity: 0)
    var misses = 0
    let rounds = 400
    for _ in 0..<rounds {
      let all = gains.sample(80, mean: 0, &stream).gains
      let isMissed = stride(from: 10, through: 80, by: 5).contains { count in
        !ConfidenceSequence.interval(
          PairedSample(gains: Array(all[..<count])), level: 0.95, first: 10
        ).contains(0)
      }
      misses += isMissed ? 1 : 0
    }
    // 5 % of 400 is 20; the upper 99.9 % of that binomial is 34.
    #expect(misses <= 34, "\(gains): \(misses) of \(rounds)")
  }

  /// One world of twenty that differs is no proof of a difference, and of sameness only where all
  /// that such worlds may add up to lies within the margin.
  @Test(arguments: [(-1.0, 7), (1, 7), (0.1, 0), (-0.3, 0), (0.1, 19), (0.0123, 0)])
  func oneWorldThatDiffersIsBounded(gain: Double, place: Int) {
    let gains = (0..<20).map { $0 == place ? gain : 0 }
    let raw = BootstrapInterval(PairedSample(gains: gains)).interval(level: 0.95)
    let size = gain.magnitude
    let range = raw.lowerBound / size...raw.upperBound / size
    // Away from 0 the BCa end: five draws of one world in twenty, the 0.9993 quantile of a
    // binomial. Towards 0 Student's: 0.05 (1 - 2.093).
    let (far, near) =
      gain > 0
      ? (range.upperBound, range.lowerBound)
      : (-range.lowerBound, -range.upperBound)
    #expect((far - 0.25).magnitude < 0.051 && (near + 0.0547).magnitude < 1e-3, "\(range)")
    #expect(GateRule.verdict(range, margin: 0.4) == .same)
    #expect(GateRule.verdict(range, margin: 0.1) == .undecided)
    #expect(GateRule.verdict(range, margin: 0) == .undecided)
  }

  /// Also where a lower level ends among draws that have a distance and a higher one does not.
  @Test(arguments: 1...8) func sparseIntervalsAreNested(differing: Int) {
    var stream = RandomStream(seed: 16, purpose: Purpose("test.sparse"), entity: 0)
    for round in 0..<4 {
      let gains = (0..<20).map { place in
        place >= differing ? 0 : round == 0 ? 1 : stream.uniform() - 0.3
      }
      let interval = BootstrapInterval(PairedSample(gains: gains))
      let ranges = [0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999].map(interval.interval)
      for (narrow, wide) in zip(ranges, ranges.dropFirst()) {
        #expect(wide.lowerBound <= narrow.lowerBound && wide.upperBound >= narrow.upperBound)
      }
      #expect(ranges.allSatisfy { $0.lowerBound.isFinite && $0.upperBound.isFinite })
    }
  }

  @Test func aWiderLevelHoldsANarrowerOne() {
    var stream = RandomStream(seed: 13, purpose: Purpose("test.nested"), entity: 0)
    for gains in Gains.allCases {
      let sample = gains.sample(20, mean: 0, &stream)
      for kind in BootstrapInterval.Kind.allCases {
        let wide = BootstrapInterval(sample, kind: kind).interval(level: 0.99)
        let narrow = BootstrapInterval(sample, kind: kind).interval(level: 0.9)
        #expect(wide.lowerBound <= narrow.lowerBound && wide.upperBound >= narrow.upperBound)
      }
    }
  }
}

@Suite struct HolmTests {
  /// What is shown of an undecided score is why it is not worse, not how it fares at the level that
  /// is left for the same.
  @Test func anUndecidedScoreShowsTheIntervalThatWasTooWide() {
    let decisions = Holm.decide(margins: Array(repeating: 1, count: 17), rate: 0.05) {
      score, level in
      let (mean, reach) = score == 0 ? (-2.0, level > 0.99 ? 1.2 : 0.5) : (0, 0.1)
      return mean - reach...mean + reach
    }
    #expect(decisions[0].verdict == .undecided && decisions[0].interval == -3.2...(-0.8))
    #expect(decisions[0].level == 1 - 0.05 / 17 && decisions[0].differenceLevel == 1 - 0.05 / 17)
    #expect(decisions.dropFirst().allSatisfy { $0.verdict == .same })
    #expect(decisions[1].differenceLevel == 1 - 0.05 / 17)
  }

  /// One world that both sides live alike is no reason to fail.
  @Test func oneWorldWithoutADifferenceIsTheSame() {
    let same = PairedSample(gains: [0])
    #expect(BootstrapInterval(same).interval(level: 0.99) == 0...0)
    #expect(ConfidenceSequence.interval(same, level: 0.99, first: 2) == 0...0)
    let other = PairedSample(gains: [1])
    #expect(BootstrapInterval(other).interval(level: 0.99).upperBound == .infinity)
  }

  /// Squares of differences that are next to nothing vanish; nothing traps.
  @Test func tinyDifferencesHaveAnInterval() {
    let gains = (0..<20).map { $0 == 3 ? 1e-200 : 0 }
    let range = BootstrapInterval(PairedSample(gains: gains)).interval(level: 0.997)
    #expect(range.lowerBound <= 0 && range.upperBound >= 0)
  }

  /// Intervals of half a known width that shrinks with the level.
  private func decide(_ means: [Double], _ widths: [Double]) -> [GateVerdict] {
    Holm.decide(margins: means.map { _ in 0.1 }, rate: 0.05) { score, level in
      let width = widths[score] * Elementary.normalQuantile(1 - (1 - level) / 2)
      return (means[score] - width)...(means[score] + width)
    }.map(\.verdict)
  }

  @Test func verdictsFollowTheMargin() {
    #expect(decide([1, 0, -1, 0], [0.1, 0.01, 0.1, 1]) == [.better, .same, .worse, .undecided])
  }

  /// Two of three leave at 1 - 0.05 / 3; the third needs the whole rate and gets it.
  @Test func whoeverIsDecidedLeavesHisShare() {
    let width = 1 / Elementary.normalQuantile(0.975) * 0.895
    #expect(decide([1, 5, 5], [width, 0.1, 0.1]) == [.better, .better, .better])
    #expect(decide([1, 1, 1], [width, width, width]) == [.undecided, .undecided, .undecided])
  }

  /// Twenty scores without any difference, all rates together.
  @Test(arguments: [Gains.normal, .heavy, .zeroInflated]) func falseAlarmsKeepTheirRate(
    gains: Gains
  ) {
    var stream = RandomStream(seed: 14, purpose: Purpose("test.holm"), entity: 0)
    var alarms = 0
    let rounds = 60
    for _ in 0..<rounds {
      let samples = (0..<12).map { _ in
        BootstrapInterval(gains.sample(20, mean: 0, &stream))
      }
      let verdicts = Holm.decide(margins: samples.map { _ in 0 }, rate: 0.05) { score, level in
        samples[score].interval(level: level)
      }.map(\.verdict)
      if verdicts.contains(where: { $0 == .better || $0 == .worse }) { alarms += 1 }
    }
    // 5 % of 60 is 3; the upper 99.9 % is 9.
    #expect(alarms <= 9, "\(gains): \(alarms)")
  }
}

@Suite struct DetectableDropTests {
  /// A drop of the size that was said is found about four times of five.
  @Test func aDropOfThatSizeIsFound() throws {
    var stream = RandomStream(seed: 15, purpose: Purpose("test.power"), entity: 0)
    // Student's interval of 20 seeds: 2.093 + 0.842 sqrt(1 + 2.093² / 38) standard errors; the
    // exact power of the t-test (noncentral t, 19 degrees) asks for 2.954.
    let pilot = PairedSample(gains: (0..<20).map { $0 % 2 == 0 ? 1.0 : -1 })
    let error = try #require(pilot.standardError)
    let reach = 2.093 * error
    let size = try #require(DetectableDrop.size(pilot, interval: -reach...reach, margin: 0))
    #expect((size / error - 2.980).magnitude < 2e-3, "\(size / error)")
    #expect(DetectableDrop.size(pilot, interval: -1...(.infinity), margin: 0) == nil)
    let tied = PairedSample(gains: [0, 0, 0])
    #expect(DetectableDrop.size(tied, interval: 0...0, margin: 0.5) == 0.5)
    var found: [Double: Int] = [:]
    for effect in [0.5, 1, 2] {
      for _ in 0..<200 {
        let sample = Gains.normal.sample(20, mean: -effect * size, &stream)
        let range = BootstrapInterval(sample).interval(level: 0.95)
        if GateRule.verdict(range, margin: 0) == .worse { found[effect, default: 0] += 1 }
      }
    }
    #expect((140...180).contains(found[1] ?? 0), "\(found)")
    #expect((found[0.5] ?? 0) < 90 && (found[2] ?? 0) >= 199, "\(found)")
  }
}

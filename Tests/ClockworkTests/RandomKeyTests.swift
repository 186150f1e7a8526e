import Foundation
import Testing

@testable import Clockwork

@Suite struct RandomKeyTests {
  static let purpose = Purpose("tests.key")

  @Test func goldenBits() {
    let key = RandomKey(seed: 42, purpose: Self.purpose, entity: 7)
    let words = key.block(3)
    #expect(words == (1_304_019_052, 339_843_201, 3_741_235_708, 1_994_693_605))
    #expect(key.gaussian(3).bitPattern == 4602032048241451131)
    #expect(key.uniform(3).bitPattern == 4606021159493754003)
    #expect(key.branched(1).uniform(3).bitPattern == 4603026271746864543)
    var stream = RandomStream(key)
    let expected: [UInt64] = [
      63658414185915392, 11151822217021692312, 5644705786722794770, 10785337089993539596,
    ]
    #expect((0..<4).map { _ in stream.nextUInt64() } == expected)
    #expect(stream.gaussian().bitPattern == 13826291588378245971)
    #expect(stream.gamma(shape: 2.5, scale: 1).bitPattern == 4612800705505753374)
    #expect(stream.poisson(mean: 100) == 100)
  }

  @Test func branchesAndStreamsAreTheirOwn() {
    let key = RandomKey(seed: 1, purpose: Self.purpose, entity: 2)
    #expect(key.branched(0) == key)
    #expect(
      key.branched(3) == RandomKey(seed: 1, purpose: Self.purpose, entity: 2, branch: 3))
    #expect(key.branched(3) != key.branched(4))
    var a = key.stream(1)
    var b = key.stream(2)
    #expect(a.nextUInt64() != b.nextUInt64())
    #expect(a.nextUInt64() != key.pair(1).second)
  }

  @Test func noiseAndJitterShareOneBlock() {
    let key = RandomKey(seed: 9, purpose: Self.purpose, entity: 1)
    for event in 0..<2000 as Range<UInt64> {
      let both = key.gaussianAndUniform(event)
      #expect(both.gaussian == key.gaussian(event))
      #expect(both.uniform == key.uniform(event))
    }
  }

  /// Every part of the key changes the numbers, and neighbouring keys are uncorrelated.
  @Test func keysAreIndependent() {
    let base = RandomKey(seed: 5, purpose: Self.purpose, entity: 100)
    let others = [
      RandomKey(seed: 6, purpose: Self.purpose, entity: 100),
      RandomKey(seed: 5 | 1 << 40, purpose: Self.purpose, entity: 100),
      RandomKey(seed: 5, purpose: Purpose("tests.kez"), entity: 100),
      RandomKey(seed: 5, purpose: Self.purpose, entity: 101),
      RandomKey(seed: 5, purpose: Self.purpose, entity: 100 | 1 << 40),
      RandomKey(seed: 5, purpose: Self.purpose, entity: 100, branch: 1),
    ]
    let n = 20_000
    for (index, other) in others.enumerated() {
      var sum = 0.0
      var flips = 0
      for event in 0..<UInt64(n) {
        sum += base.gaussian(event) * other.gaussian(event)
        flips += (base.pair(event).first ^ other.pair(event).first).nonzeroBitCount
      }
      #expect(abs(sum) < 4.5 * Double(n).squareRoot(), "key \(index)")
      let spread = (16 * Double(n)).squareRoot()
      #expect(abs(Double(flips) - 32 * Double(n)) < 4.5 * spread, "key \(index)")
    }
  }

  @Test func gaussianAndUniformAreUncorrelated() {
    let key = RandomKey(seed: 8, purpose: Self.purpose, entity: 1)
    let n = 50_000
    var plain = 0.0
    var squared = 0.0
    for event in 0..<UInt64(n) {
      let (g, u) = key.gaussianAndUniform(event)
      plain += g * (u - 0.5)
      squared += (g * g - 1) * (u - 0.5)
    }
    #expect(abs(plain) < 4.5 * (Double(n) / 12).squareRoot())
    #expect(abs(squared) < 4.5 * (Double(n) / 6).squareRoot())
  }

  /// Durations and choices are the same draws, rounded; none leaves its range.
  @Test func durationsAndChoicesFollowTheirDraws() {
    let key = RandomKey(seed: 4, purpose: Self.purpose, entity: 1)
    var choices = [Int](repeating: 0, count: 7)
    for event in 0..<14_000 as Range<UInt64> {
      let length = key.exponential(event, mean: 2e6)
      let duration = key.duration(event, mean: .seconds(2))
      #expect(duration == .microseconds(Int64(length.rounded(.toNearestOrEven))))
      let both = key.durationAndChoice(event, mean: .seconds(2), of: 7)
      #expect(both.duration == duration)
      choices[both.choice] += 1
      let tick = key.gaussianAndDelay(event, below: .milliseconds(3))
      #expect(tick.gaussian == key.gaussian(event))
      #expect(tick.delay == key.delay(event, below: .milliseconds(3)))
      #expect(tick.delay >= .zero && tick.delay < .milliseconds(3))
    }
    #expect(choices.allSatisfy { abs($0 - 2000) < 200 })
    // A mean beyond the exact range is bounded, not a trap.
    #expect(key.duration(1, mean: .microseconds(.max)).microseconds == 1 << 52)
    #expect(key.duration(1, mean: .zero) == .zero)
  }
}

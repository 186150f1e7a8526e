import Clockwork
import Quantities
import Testing

@testable import Realism

@Suite("Whether days can be told apart")
struct DecisionForestTests {
  private static func stream(_ entity: UInt64) -> RandomStream {
    RandomStream(seed: 5, purpose: Purpose("test.forest"), entity: entity)
  }

  /// The area under the curve of a forest that learnt from one half, over the other.
  private func area(_ examples: [DecisionForest.Example]) -> Double {
    var stream = Self.stream(99)
    let half = examples.count / 2
    let forest = DecisionForest(Array(examples[..<half]), stream: &stream)
    let scores = examples[half...].map { (forest.score($0.features), $0.isFirst) }
    var right = 0.0
    var pairs = 0.0
    for (a, isFirst) in scores where isFirst {
      for (b, other) in scores where !other {
        right += a > b ? 1 : a == b ? 0.5 : 0
        pairs += 1
      }
    }
    return right / pairs
  }

  /// Of two normal laws a distance of 1 apart no rule orders more than 76.02 % of pairs rightly:
  /// the area under the best curve is the normal law's at 1 over the root of 2.
  @Test func aForestComesNearTheBestRuleAndNotAboveIt() {
    var stream = Self.stream(1)
    let examples = (0..<2_000).map { number in
      let isFirst = number % 2 == 0
      let features = (0..<5).map { $0 == 2 && isFirst ? 1 + stream.gaussian() : stream.gaussian() }
      return DecisionForest.Example(features: features, isFirst: isFirst)
    }
    let found = area(examples)
    #expect(found > 0.69 && found < 0.79, "found \(found)")
  }

  /// What no single feature tells and no plane parts.
  @Test func aForestSeesWhatOnlyTwoFeaturesTogetherTell() {
    var stream = Self.stream(2)
    let examples = (0..<800).map { _ in
      let (a, b) = (stream.uniform(), stream.uniform())
      return DecisionForest.Example(
        features: [a, b, stream.uniform()], isFirst: (a > 0.5) != (b > 0.5))
    }
    #expect(area(examples) > 0.95)
  }

  @Test func nothingIsFoundWhereNothingIs() {
    var stream = Self.stream(3)
    let examples = (0..<1_200).map { number in
      DecisionForest.Example(
        features: (0..<6).map { _ in stream.uniform() }, isFirst: number % 2 == 0)
    }
    #expect(abs(area(examples) - 0.5) < 0.06)
  }

  /// Days of the same hours in another order: their distribution is the same, their steps are not.
  @Test func aDayOfRandomHoursIsTold() throws {
    var stream = Self.stream(4)
    func homes(isOrdered: Bool) -> [[TwoSampleClassifier.Day]] {
      (0..<4).map { _ in
        (0..<40).map { _ in
          let hours = (0..<24).map { _ in -2 * Elementary.log(1 - stream.uniform()) }.sorted()
          if isOrdered { return Array(hours[12...] + hours[..<12].reversed()) }
          var mixed = hours
          for place in 0..<23 {
            mixed.swapAt(place, place + Int(stream.below(UInt64(24 - place))))
          }
          return mixed
        }
      }
    }
    let apart = try #require(
      TwoSampleClassifier(homes(isOrdered: true), homes(isOrdered: false))?.areaUnderCurve)
    let alike = try #require(
      TwoSampleClassifier(homes(isOrdered: false), homes(isOrdered: false))?.areaUnderCurve)
    #expect(apart > 0.97)
    #expect(abs(alike - 0.5) < 0.15)
  }
}

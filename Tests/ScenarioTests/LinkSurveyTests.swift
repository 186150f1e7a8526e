import Clockwork
import Foundation
import Realism
import Scenarios
import Testing

/// A shipped world's links, surveyed as measured ones were.
@Suite struct LinkSurveyTests {
  private static func figures(_ settings: [String]) throws -> (LinkFigures, BurstFigures?) {
    let plan = try Fixture.plan("quickstart", settings)
    let survey = try plan.surveyLinks(homeLimit: 300, runner: ShardRunner(threadCount: 2))
    return (try #require(survey.lowPower), survey.wifi)
  }

  /// What is not met, beyond a hundredth that another layout of devices may cost, is named.
  ///
  /// Between -90 and -84 dBm delivery rises from nothing to all. Of what Grenoble heard at
  /// -86.5 dBm more was sent on clear channels than elsewhere, and whole links crowd at -87 dBm.
  /// What the two directions of a link differ by in the worst tenth hangs on few links a home.
  static let knownMisses: Set<String> = [
    "radio.delivery_at_87", "radio.link_delivery_p25", "radio.asymmetry_p90",
  ]

  @Test func shippedLinksLieWhereMeasuredOnesDo() throws {
    let (links, bursts) = try Self.figures(["homes=300"])
    let path = Fixture.root + "/Worlds/reference/radio-links.json"
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let bands = try MeasuredBand.read([UInt8](data), path: path)
    var misses: Set<String> = []
    for definition in LinkDefinition.all {
      let band = try #require(
        definition.band(in: bands, for: links, bursts), "\(definition.id): too few links")
      let value = definition.value(links, bursts)
      let slack = 0.01
      let isMet =
        value.map { $0 > band.range.lowerBound - slack && $0 < band.range.upperBound + slack }
        ?? false
      if !isMet { misses.insert(definition.id) }
    }
    #expect(misses.isSubset(of: Self.knownMisses), "\(misses.sorted())")
    // At their own mix of power homes' links are better than an office's, but not perfect.
    #expect((0.95...0.999).contains(links.plainDeliveryQuantiles[2]))
    #expect((0.5...0.97).contains(links.plainDeliveryQuantiles[0]))
  }

  @Test func threadsChangeNothingAndProgressEnds() throws {
    let plan = try Fixture.plan("quickstart", ["homes=23"])
    var told: [Double] = []
    let one = try plan.surveyLinks(runner: ShardRunner(threadCount: 1)) {
      told.append($0.done.hours / $0.total.hours)
    }
    #expect(told == [20 / 23, 1])
    let three = try plan.surveyLinks(runner: ShardRunner(threadCount: 3))
    let (first, second) = (try #require(one.lowPower), try #require(three.lowPower))
    #expect(first.deliveryBySignal == second.deliveryBySignal)
    #expect(first.deliveryQuantiles == second.deliveryQuantiles)
    #expect(first.signalSD == second.signalSD && first.linkCount == second.linkCount)
    #expect(one.wifi?.goodToBad == three.wifi?.goodToBad)
    let flag = CancellationFlag()
    flag.cancel()
    #expect(throws: RunCancelled.self) {
      _ = try plan.surveyLinks(runner: ShardRunner(threadCount: 1), cancellation: flag)
    }
  }

  @Test func morePowerReachesFurther() throws {
    let weak = try Self.figures(["homes=10", "world.network.transmit_power=-12 dBm"]).0
    let strong = try Self.figures(["homes=10", "world.network.transmit_power=12 dBm"]).0
    #expect(strong.plainDeliveryQuantiles[0] > weak.plainDeliveryQuantiles[0] + 0.1)
  }
}

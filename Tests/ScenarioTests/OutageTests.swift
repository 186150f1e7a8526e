import Clockwork
import Telemetry
import Testing
import Truth

@testable import Devices
@testable import Homes
@testable import Scenarios

/// Lines to the internet that are down by themselves.
@Suite struct OutageTests {
  private static let start = SimTime(microseconds: 1_705_276_800_000_000)

  private static func stretches(
    _ model: OutageModel, home: UInt64, days: Int64 = 1_000
  ) -> [Range<SimTime>] {
    model.stretches(seed: 5, home: home, from: start, to: start + .days(days))
  }

  /// 400 homes of a thousand days: rate, median and the factor at one deviation.
  @Test func comeAtTheirRateAndLastAsLongAsTheySay() {
    let model = OutageModel(
      ratePerDay: 0.06, median: .minutes(30), spread: 4, sharedShare: 0)
    let all = (0..<400 as Range<UInt64>).flatMap { Self.stretches(model, home: $0) }
    // 24,000 of them: 0.65 % of the count, four of these.
    #expect((Double(all.count) / 24_000 - 1).magnitude < 0.026)
    let lengths = all.map { ($0.upperBound - $0.lowerBound).seconds }.sorted()
    let median = lengths[lengths.count / 2]
    #expect((median / 1_800 - 1).magnitude < 0.05, "\(median)")
    let upper = lengths[Int(Double(lengths.count) * 0.8413)]
    #expect((upper / 7_200 - 1).magnitude < 0.07, "\(upper)")
  }

  @Test func aPartIsTheNeighbourhoods() {
    let model = OutageModel(
      ratePerDay: 0.1, median: .minutes(30), spread: 4, sharedShare: 0.5)
    let homes = (0..<40 as Range<UInt64>).map { Set(Self.stretches(model, home: $0)) }
    let shared = homes[0].intersection(homes[19])
    #expect((Double(shared.count) / Double(homes[0].count) - 0.5).magnitude < 0.2)
    // The next street has its own.
    #expect(homes[0].intersection(homes[20]).isEmpty)
    #expect(homes[20].intersection(homes[39]).count > 20)
    // A home's own are its own.
    #expect(homes[0] != homes[1])
  }

  private static let key = "world.network.wan_outages={rate: 6/day, median: 30min}"

  @Test func areInTheTruthAndInTheLedger() throws {
    let settings = Fixture.small + ["homes=2", "faults=[]"]
    let plan = try Fixture.plan("quickstart", settings + [Self.key])
    let faults = Home.faults(of: plan.specification(0))
    #expect(faults.count >= 2)
    for fault in faults {
      guard case .uplinkFault(.linkOutage, let from, let to) = fault else {
        Issue.record("\(fault)")
        continue
      }
      #expect(from < to)
    }
    func ledger(_ queue: Int) throws -> LedgerTotals {
      try Fixture.run(
        try Fixture.plan(
          "quickstart", settings + [Self.key, "world.network.gateway_queue=\(queue)"])
      ).ledger
    }
    let (small, large) = (try ledger(20), try ledger(100_000))
    #expect(small.count(.lostToQueueOverflow) > 50 && large.count(.lostToQueueOverflow) == 0)
  }

  /// Without the key nothing is drawn; with a rate of nothing all bits are the same.
  @Test func withoutThemNothingMoves() throws {
    let settings = Fixture.small + ["homes=2", "faults=[]"]
    let without = try Fixture.run(try Fixture.plan("quickstart", settings))
    let never = try Fixture.run(
      try Fixture.plan("quickstart", settings + ["world.network.wan_outages={rate: 0/day}"]))
    #expect(without.fingerprint.wire == never.fingerprint.wire)
    #expect(without.fingerprint.truth == never.fingerprint.truth)
    let down = try Fixture.run(try Fixture.plan("quickstart", settings + [Self.key]))
    #expect(without.fingerprint.wire != down.fingerprint.wire)
  }

  @Test func perfectLinksHaveNone() throws {
    var specification = try Fixture.plan("quickstart", [Self.key]).specification(0)
    specification.perfect = [.links]
    #expect(
      Home.faults(of: specification).allSatisfy {
        if case .uplinkFault = $0 { false } else { true }
      })
  }
}

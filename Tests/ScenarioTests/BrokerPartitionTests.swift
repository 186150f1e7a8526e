import Clockwork
import Homes
@testable import Scenarios
import Scoring
import Telemetry
import Testing
import Truth

/// A broker that takes nothing: the gateway keeps what it can, and the ledger tells of the rest.
@Suite struct BrokerPartitionTests {
  private static let fault =
    "faults=[{kind: broker-partition, homes: {share: 100 %}, from: 8h, for: 3h}]"

  @Test func isTruthOfTheWholeHome() throws {
    let plan = try Fixture.plan("quickstart", ["homes=1", Self.fault])
    let events = Home.faults(of: plan.specification(0))
    guard events.count == 1, case .uplinkFault(.brokerPartition, let from, let to) = events[0]
    else {
      Issue.record("\(events)")
      return
    }
    #expect(from == plan.start + .hours(8) && to == plan.start + .hours(11))
  }

  /// A run ends with an error where a balance does not close.
  @Test func whatDoesNotFitIsLostToThePartition() throws {
    func ledger(_ queue: Int) throws -> LedgerTotals {
      try Fixture.run(
        try Fixture.plan(
          "quickstart",
          Fixture.small + ["homes=2", Self.fault, "world.network.gateway_queue=\(queue)"])
      ).ledger
    }
    let small = try ledger(50)
    let large = try ledger(100_000)
    #expect(small.count(.lostToPartition) > 100 && small.count(.lostToQueueOverflow) == 0)
    #expect(large.count(.lostToPartition) == 0 && large.count(.lostToGateway) == 0)
    #expect(large.count(.sent) > 0)
  }

  @Test func itIsLookedForAsAnOutageIs() throws {
    let result = try Fixture.run(try Fixture.plan("quickstart", Fixture.small + [Self.fault]))
    let recall = try #require(
      result.scores.first { $0.id == "quality.broker-partition.recall_ratio" }?.value)
    #expect(recall > 0.5)
  }
}

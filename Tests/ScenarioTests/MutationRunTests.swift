import Clockwork
import ScenarioFiles
import Scoring
import Testing

@testable import Scenarios

/// A pipeline broken on purpose, in worlds that stay as they are.
@Suite struct MutationRunTests {
  /// Gateways double enough copies for a pipeline that does not look to show.
  private static let small = [
    "homes=3", "duration=1d", "oracle.homes=0", "players.agents=[]", "keep=[]",
    "world.network.duplicate=3 %",
  ]

  private func run(_ mutation: Mutation?, _ more: [String] = []) throws -> RunResult {
    let plan = try Fixture.plan("quickstart", Self.small + more)
    return try Fixture.run(mutation.map { plan.broken(by: $0) } ?? plan)
  }

  private func value(_ result: RunResult, _ id: String) -> Double {
    result.scores.first { $0.id == id }?.value ?? .nan
  }

  /// Each does what it says, on binary and on JSON alike, and the ledger balances meanwhile.
  @Test(arguments: ["wire=binary", "wire=json"]) func eachBreaksWhatItSays(wire: String) throws {
    let whole = try run(nil, [wire])
    func change(_ mutation: Mutation, _ id: String) throws -> Double {
      let result = try run(mutation, [wire])
      #expect(value(result, "ingestion.lost_unexplained_count") == 0, "\(mutation)")
      return value(result, id) - value(whole, id)
    }
    let lost = try change(.drop, "ingestion.delivered_ratio")
    #expect((lost + 0.1).magnitude < 0.02, "\(lost)")
    // Latency stays: a delay that never changes looks like a clock that is wrong by as much.
    #expect(try change(.delay, "fusion.temperature.rmse_k") > 0.02)
    #expect(try change(.offset, "fusion.temperature.rmse_k") > 0.05)
    #expect(try change(.offset, "fusion.co2.rmse_ppm") == 0)
    #expect(try change(.swapRooms, "fusion.temperature.rmse_k") > 0)
    #expect(try change(.blunt, "sampling.temperature.rmse_k") > 0.05)
    // As many as the null, who takes everything as it comes.
    #expect(try change(.muddle, "ingestion.duplicates_let_through_ratio") > 0.01)
    #expect(try change(.muddle, "ingestion.disorder_ratio") > 0.001)
    #expect(try change(.flip, "agents.conversation.accuracy_ratio") < -0.1)
  }

  @Test func aMutantIsTheSameOnAnyThreads() throws {
    let plan = try Fixture.plan("quickstart", Self.small).broken(by: .drop)
    let one = try Fixture.run(plan, threads: 1, window: .hours(5)).fingerprint
    #expect(try Fixture.run(plan, threads: 2).fingerprint == one)
  }
}

import Scenarios
import Telemetry

/// What one life of a swarm, or all of them, went through: copies of messages that its ledgers
/// account for, and rare branches.
struct SwarmAccount: Sendable {
  /// Copies of messages that devices sent; a ledger that does not balance is a failure.
  var copyCount: Int64 = 0
  var probes = ProbeTotals()

  init() {}

  init(_ result: RunResult) {
    copyCount = result.sentCopyCount
    probes = result.probes
  }

  /// From the answer of a life's process; zeros where it did not come so far.
  init(_ json: JSONValue) {
    copyCount = json["copies_sent"]?.integerValue ?? 0
    probes = ProbeTotals(json["probes"])
  }

  mutating func join(_ other: Self) {
    copyCount += other.copyCount
    probes.join(other.probes)
  }

  var members: [JSONMember] {
    [JSONMember("copies_sent", .integer(copyCount)), JSONMember("probes", probes.json)]
  }
}

internal import Clockwork
internal import Homes
internal import Ingestion
internal import Lanes
internal import Telemetry

/// The fleet's ledger by cause, for reports.
struct LedgerTotals: Sendable {
  private(set) var world: [(cause: String, count: Int64)] = []
  private(set) var pipeline: [(cause: String, count: Int64)] = []

  init(_ shards: [Shard]) {
    for cause in WorldCause.allCases {
      let count = shards.reduce(0) { $0 + $1.home.ledger.total(cause).count }
      world.append((cause.name, count))
    }
    var causes: [PipelineCause] = [
      .accepted, .duplicate, .late, .readingsAccepted, .readingsLate, .readingsStored,
      .readingsExpired, .readingsNotKept,
    ]
    causes += RejectReason.allCases.map { .rejected($0) }
    for cause in causes {
      let count = shards.reduce(0) { $0 + $1.lane.intake.ledger.total(cause).count }
      if count > 0 { pipeline.append((cause.name, count)) }
    }
  }

  func count(_ cause: WorldCause) -> Int64 {
    world.first { $0.cause == cause.name }?.count ?? 0
  }
}

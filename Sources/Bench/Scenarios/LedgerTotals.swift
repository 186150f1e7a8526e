internal import Clockwork
internal import Homes
internal import Ingestion
internal import Lanes
internal import Telemetry

/// The fleet's ledger by cause, for reports.
struct LedgerTotals: Sendable {
  private let world: [Int64]
  /// In the order of the pipeline, those that never came left out.
  let pipeline: [(cause: PipelineCause, count: Int64)]

  init(_ shards: [Shard]) {
    world = WorldCause.allCases.map { cause in
      shards.reduce(0) { $0 + $1.home.ledger.total(cause).count }
    }
    let causes: [PipelineCause] =
      [
        .accepted, .duplicate, .late, .readingsAccepted, .readingsLate, .readingsStored,
        .readingsExpired, .readingsNotKept,
      ] + RejectReason.allCases.map { .rejected($0) }
    pipeline = causes.map { cause in
      (cause, shards.reduce(0) { $0 + $1.lane.intake.ledger.total(cause).count })
    }.filter { $0.1 > 0 }
  }

  func count(_ cause: WorldCause) -> Int64 { world[Int(cause.rawValue)] }

  func count(_ cause: PipelineCause) -> Int64 { pipeline.first { $0.cause == cause }?.count ?? 0 }
}

internal import Clockwork
internal import Ingestion
internal import Lanes
internal import Scoring

/// Ingestion's players for one home: what it handed on, and the same in order of arrival.
struct IngestionJudge {
  private var audit = IngestionAudit()

  /// Takes what was handed on; call it at every full hour.
  mutating func take(tap: LaneTap, now: SimTime) {
    for reading in tap.past { audit.take(past: reading) }
    for entry in tap.entries {
      audit.take(
        entry.reading.message, position: Int(entry.reading.position),
        eventTime: entry.reading.eventTime, arrival: entry.reading.arrival)
    }
    audit.closeHour(at: now)
  }

  var doubledReadingCount: Int { audit.doubledReadingCount }

  var heldCount: Int { audit.heldCount }

  mutating func finish(droppedDoubles: Int, board: inout ScoreBoard, firstScore: Int) {
    audit.finish(droppedDoubles: droppedDoubles, to: &board, firstScore: firstScore)
  }
}

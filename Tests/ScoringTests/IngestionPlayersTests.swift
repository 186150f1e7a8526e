import Clockwork
import Scoring
import Telemetry
import Testing

/// Messages of known doubles and known disorder.
struct ArrivedMessages {
  struct Copy {
    var message: MessageID
    var eventTime: SimTime
    var arrival: SimTime
  }

  static let start = SimTime(microseconds: 1_700_000_000_000_000)
  static let count = 300

  /// One message a minute; every tenth takes 90 s and is overtaken; every sixth comes twice.
  static func copies(home: Int) -> [Copy] {
    (0..<count).flatMap { n in
      let time = start + .minutes(Int64(n))
      let copy = Copy(
        message: MessageID(
          home: HomeID(UInt32(home)), device: DeviceIndex(1), sequence: UInt32(n)),
        eventTime: time, arrival: time + .seconds(n % 10 == home % 10 ? 90 : 2))
      var again = copy
      again.arrival = copy.arrival + .seconds(5)
      return n % 6 == 0 ? [copy, again] : [copy]
    }
  }

  static func handedOn(_ name: String, home: Int) -> (copies: [Copy], dropped: Int) {
    let all = copies(home: home)
    func once(_ copies: [Copy]) -> [Copy] {
      var seen: Set<MessageID> = []
      return copies.filter { seen.insert($0.message).inserted }
    }
    func byArrival(_ copies: [Copy]) -> [Copy] {
      copies.sorted { ($0.arrival, $0.message) < ($1.arrival, $1.message) }
    }
    switch name {
    case "null": return (byArrival(all), 0)
    case "keeps doubles": return (all, 0)
    case "disordered": return (byArrival(once(all)), all.count - once(all).count)
    case "reversed": return (once(all).reversed(), all.count - once(all).count)
    default: return (once(all), all.count - once(all).count)
    }
  }

  static let contest = Contest(definitions: IngestionScorer.definitions, homeCount: 8) {
    name, player, home, board in
    // The audit adds null and oracle beside us.
    guard player == .ours else { return }
    var audit = IngestionAudit()
    let (copies, dropped) = handedOn(name, home: home)
    for (n, copy) in copies.enumerated() {
      audit.take(copy.message, position: 0, eventTime: copy.eventTime, arrival: copy.arrival)
      if n % 60 == 59 { audit.closeHour(at: copy.eventTime) }
    }
    audit.finish(droppedDoubles: dropped, to: &board, firstScore: 0)
  }
}

@Suite struct IngestionPlayersTests {
  @Test func playersKeepTheirOrder() throws {
    let doubles = "ingestion.duplicates_let_through_ratio"
    let disorder = "ingestion.disorder_ratio"
    let table = [
      Ranking(doubles, [["oracle", "disordered", "reversed"], ["null", "keeps doubles"]]),
      Ranking(disorder, [["oracle", "keeps doubles"], ["disordered"], ["reversed"]]),
    ]
    try ArrivedMessages.contest.check(table, skilled: [])
    // Doubles are no disorder: 50 of 350 copies.
    let null = ArrivedMessages.contest.scores(of: "null")
    #expect(null[doubles]?.value == 50.0 / 350)
    #expect(null[doubles]?.skill == 0)
    #expect(null[disorder]?.skill?.magnitude ?? 1 < 0.02)
    let oracle = ArrivedMessages.contest.scores(of: "oracle")
    #expect(oracle[doubles]?.skill == 1 && oracle[disorder]?.skill == 1)
    #expect(oracle[doubles]?.null == 50.0 / 350, "the doubles that were let go of")
    // Each slow message, but one at the end of some homes, is overtaken by one or two others.
    #expect(((oracle[disorder]?.null ?? 0) - 0.1).magnitude < 0.01)
    #expect(Judge.boundViolations(Array(oracle.values)).isEmpty)
  }

  /// A double of a message of several readings is one double.
  @Test func aMessageIsCountedOnce() {
    var board = ScoreBoard(definitions: IngestionScorer.definitions)
    var audit = IngestionAudit()
    let message = MessageID(home: HomeID(0), device: DeviceIndex(2), sequence: 7)
    for _ in 0..<2 {
      for position in 0..<3 {
        audit.take(
          message, position: position, eventTime: ArrivedMessages.start,
          arrival: ArrivedMessages.start)
      }
      audit.closeHour(at: ArrivedMessages.start + .hours(1))
    }
    audit.finish(droppedDoubles: 0, to: &board, firstScore: 0)
    #expect(Array(board.tallies[1].block(0, .ours)) == [1, 2])
  }
}

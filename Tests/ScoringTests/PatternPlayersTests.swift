import Clockwork
import Scoring
import Telemetry
import Testing

/// Homes in which one pattern is complete every six hours, in rooms by turns.
struct PatternHomes {
  static let start = SimTime(microseconds: 1_700_000_000_000_000)
  static let roomCount = 3

  static func ideal(_ pattern: PatternKind, home: Int) -> [PatternMatch] {
    (0..<12).map { n in
      let begin = start + .hours(Int64(n * 6)) + .minutes(Int64(home))
      return PatternMatch(
        pattern: pattern, room: RoomIndex((n + home) % roomCount), start: begin,
        end: begin + .minutes(8), raisedAt: begin + .minutes(8))
    }
  }

  static func matches(of name: String, _ pattern: PatternKind, home: Int) -> [PatternMatch] {
    let ideal = ideal(pattern, home: home)
    func moved(_ change: (inout PatternMatch, Int) -> Void) -> [PatternMatch] {
      ideal.enumerated().map { index, match in
        var match = match
        change(&match, index)
        return match
      }
    }
    switch name {
    case "oracle": return ideal
    case "late": return moved { match, _ in match.raisedAt = match.raisedAt + .minutes(1) }
    case "a period late":
      return moved { match, _ in
        match.start = match.start + .minutes(1)
        match.raisedAt = match.raisedAt + .minutes(1)
      }
    case "too late": return moved { match, _ in match.start = match.start + .minutes(6) }
    case "too early": return moved { match, _ in match.start = match.start - .minutes(6) }
    case "random", "wrong room":
      return moved { match, _ in match.room = RoomIndex((match.room.index + 1) % roomCount) }
    case "half": return ideal.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    case "twice": return ideal.flatMap { [$0, $0] }
    case "labels shuffled":
      return moved { match, _ in
        match.pattern =
          pattern == .temperatureAlert ? .windowOpenWhileHeating : .temperatureAlert
      }
    // An alarm whenever the first condition begins to hold: in two of three cases nothing comes.
    case "null":
      return ideal.flatMap { match in
        ([0, 40, 80] as [Int64]).map { minutes in
          var other = match
          other.start = match.start + .minutes(minutes)
          other.end = other.start
          other.raisedAt = other.start
          return other
        }
      }
    case "all-flag":
      return stride(from: 0, to: 72 * 60, by: 10).flatMap { minute in
        (0..<roomCount).map { room in
          let time = start + .minutes(Int64(minute))
          return PatternMatch(
            pattern: pattern, room: RoomIndex(room), start: time, end: time, raisedAt: time)
        }
      }
    default: return []
    }
  }

  static func contest(_ pattern: PatternKind) -> Contest {
    Contest(definitions: PatternScorer.definitions, homeCount: 6) { name, player, home, board in
      PatternScorer.add(
        matches: matches(of: name, pattern, home: home), ideal: ideal(pattern, home: home),
        player: player, dayOf: { max(Int(($0 - start) / .days(1)), 0) }, to: &board,
        firstScore: 0)
    }
  }
}

@Suite struct PatternPlayersTests {
  static let patterns: [(PatternKind, String)] = [
    (.temperatureAlert, "patterns.temperature_alert."),
    (.windowOpenWhileHeating, "patterns.window_open_while_heating."),
  ]

  @Test(arguments: patterns) func playersKeepTheirOrder(
    pattern: PatternKind, prefix: String
  ) throws {
    let contest = PatternHomes.contest(pattern)
    let f1 = prefix + "f1_ratio"
    let table = [
      Ranking(f1, [["oracle", "late", "a period late"], ["half", "twice"], ["null"]]),
      Ranking(f1, [["null"], ["all-flag"], ["nothing", "too late", "too early", "wrong room"]]),
      Ranking(f1, [["all-flag"], ["random", "wrong room", "labels shuffled"]]),
      Ranking(prefix + "delay_s", [["oracle", "half"], ["late", "a period late"]]),
    ]
    try contest.check(table, skilled: [f1])
    #expect(contest.scores(of: "half")[f1]?.value == 2.0 / 3)
    #expect(contest.scores(of: "null")[f1]?.value == 0.5)
    #expect(contest.scores(of: "late")[prefix + "delay_s"]?.value == 60)
    #expect(contest.scores(of: "nothing")[prefix + "delay_s"]?.value == nil)
  }

  /// Judged hour by hour, matches count as they do when whole lists are laid side by side, and what
  /// is held does not grow.
  @Test(arguments: ["oracle", "late", "half", "twice", "null", "all-flag", "too late"])
  func judgingAsTheyComeIsJudgingAtTheEnd(name: String) {
    let pattern = PatternKind.temperatureAlert
    let ideal = PatternHomes.ideal(pattern, home: 1)
    let matches = PatternHomes.matches(of: name, pattern, home: 1).sorted {
      $0.raisedAt < $1.raisedAt
    }
    let dayOf: (SimTime) -> Int = { max(Int(($0 - PatternHomes.start) / .days(1)), 0) }
    var whole = ScoreBoard(definitions: PatternScorer.definitions)
    PatternScorer.add(
      matches: matches, ideal: ideal, player: .ours, dayOf: dayOf, to: &whole, firstScore: 0)
    var board = ScoreBoard(definitions: PatternScorer.definitions)
    var account = PatternAccount(.ours)
    var held: [Int] = []
    for hour in 0..<120 as Range<Int64> {
      let now = PatternHomes.start + .hours(hour + 1)
      func isNew(_ match: PatternMatch) -> Bool {
        match.raisedAt <= now && match.raisedAt > now - .hours(1)
          || hour == 0 && match.raisedAt <= now
      }
      account.take(matches: matches.filter(isNew), ideal: ideal.filter(isNew))
      account.settle(upTo: now, dayOf: dayOf, to: &board, firstScore: 0)
      held.append(account.heldCount)
    }
    #expect(held[119] == 0, "all are settled two days after the last")
    #expect(held[48...].max() ?? 0 <= held[..<48].max() ?? 0, "\(held)")
    account.settle(upTo: .distantFuture, dayOf: dayOf, to: &board, firstScore: 0)
    #expect(board.tallies.map(\.sums) == whole.tallies.map(\.sums))
  }

  /// Run times cannot overflow a difference; starts before and after are told apart by size alone.
  @Test func toleranceHoldsOnBothSides() {
    for (minutes, isHit) in [(-6, false), (-5, true), (0, true), (5, true), (6, false)] {
      var match = PatternHomes.ideal(.temperatureAlert, home: 0)[0]
      let ideal = [match]
      match.start = match.start + .minutes(Int64(minutes))
      var board = ScoreBoard(definitions: PatternScorer.definitions)
      PatternScorer.add(
        matches: [match], ideal: ideal, player: .ours, dayOf: { _ in 0 }, to: &board,
        firstScore: 0)
      #expect((board.tallies[0].block(0, .ours).first == 1) == isHit, "\(minutes) minutes")
    }
  }
}

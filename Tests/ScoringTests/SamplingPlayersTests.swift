import Clockwork
import Scoring
import Telemetry
import Testing

/// Days whose measured series are polygons with few corners, so that the best sampling is known.
struct PolygonDay {
  static let count = 240
  static let corners = [0, 20, 26, 31, 70, 74, 120, 150, 153, 200, 230, 239]

  var day = SamplingScorer.Stretch()
  let firstTick: Int64

  init(home: Int, day index: Int) {
    var chance = stream(31, home * 16 + index)
    let heights = Self.corners.map { _ in 20 + 3 * chance.gaussian() }
    firstTick = Int64(index * Self.count)
    for i in 0..<Self.count {
      let next = Self.corners.firstIndex { $0 > i } ?? Self.corners.count - 1
      let (a, b) = (Self.corners[next - 1], Self.corners[next])
      let share = Double(i - a) / Double(b - a)
      let value = heights[next - 1] + share * (heights[next] - heights[next - 1])
      day.append(value, truth: value - 0.05, tick: firstTick + Int64(i))
    }
  }

  /// What a player sends: as many readings as there are corners.
  func sent(by name: String) -> [(Int, Double)] {
    let corners = Self.corners.map { ($0, day.measured[$0]) }
    switch name {
    case "even", "null":
      return Self.corners.indices.map { n in
        let last = Self.count - 1
        let knots = Self.corners.count
        let i = (2 * n * last + knots - 1) / (2 * (knots - 1))
        return (i, day.measured[i])
      }
    case "late": return corners.map { ($0.0, day.measured[max($0.0 - 1, 0)]) }
    case "copy-last": return corners.map { ($0.0, day.measured[0]) }
    case "shuffled": return zip(corners, corners.reversed()).map { ($0.0, $1.1) }
    case "half": return corners.enumerated().filter { $0.0 % 2 == 0 }.map(\.1) + [corners[11]]
    default: return corners
    }
  }

  static func contest(_ channel: Channel) -> Contest {
    let worlds = (0..<8).map { home in (0..<3).map { PolygonDay(home: home, day: $0) } }
    return Contest(definitions: SamplingScorer.definitions, homeCount: 8) {
      name, player, home, board in
      // The scorer itself plays null, random and oracle beside us.
      guard player == .ours else { return }
      for (index, world) in worlds[home].enumerated() {
        var day = world.day
        day.sent = world.sent(by: name).map { (world.firstTick + Int64($0.0), $0.1) }
        SamplingScorer.add(
          day, channel: channel, rebuild: .linear, seed: UInt64(home), dayIndex: index,
          to: &board, firstScore: 0)
      }
    }
  }
}

@Suite struct SamplingPlayersTests {
  static let channels: [(Channel, String)] = [
    (.temperature, "sampling.temperature."), (.power, "sampling.power."),
  ]

  @Test(arguments: channels) func playersKeepTheirOrder(channel: Channel, prefix: String) throws {
    let contest = PolygonDay.contest(channel)
    let ids = contest.definitions.map(\.id).filter { $0.hasPrefix(prefix) }
    let error = ids[0]
    let table = [
      Ranking(error, [["oracle", "corners"], ["late"], ["half"], ["copy-last"]]),
      Ranking(error, [["corners"], ["null", "even"], ["copy-last"]]),
      Ranking(error, [["even"], ["shuffled"]]),
      Ranking(ids[1], [["corners"], ["late"], ["even"], ["copy-last"]]),
      Ranking(ids[1], [["even"], ["shuffled"]]),
      Ranking(prefix + "sent_ratio", [["half"], ["corners", "even", "copy-last", "late"]]),
    ]
    try contest.check(table, skilled: [error])
    let scores = contest.scores(of: "corners")
    #expect((scores[error]?.value ?? 1) < 1e-12)
    let random = try #require(scores[error]?.random)
    let null = try #require(scores[error]?.null)
    #expect(random > null)
    // The truth lies a constant beside the measured series.
    #expect(((scores[ids[1]]?.value ?? 0) - 0.05).magnitude < 1e-12)
    #expect(scores[prefix + "sent_ratio"]?.value == 11.0 / 239)
  }

  /// A stretch of one temperature, scored alone.
  static func score(
    _ values: [Double], ticks: [Int64]? = nil, sent: [(Int64, Double)], isOpen: Bool = false,
    rebuild: SamplingScorer.Rebuild = .linear
  ) -> [Score] {
    var board = ScoreBoard(definitions: SamplingScorer.definitions)
    var stretch = SamplingScorer.Stretch()
    for (n, value) in values.enumerated() {
      stretch.append(value, truth: value, tick: ticks?[n] ?? Int64(n))
    }
    stretch.sent = sent
    stretch.isOpen = isOpen
    SamplingScorer.add(
      stretch, channel: .temperature, rebuild: rebuild, seed: 1, dayIndex: 0, to: &board,
      firstScore: 0)
    return board.definitions.indices.map {
      Judge.score(board.definitions[$0], tallies: [board.tallies[$0]])
    }
  }

  /// A line is known between its ends only: what a swinging door has not yet sent must not be held
  /// against it as long as it will send it.
  @Test func nobodyIsScoredOutsideHisReadings() throws {
    // A ramp: two readings say all about the stretch between them.
    let ramp = (0..<100).map { Double($0) }
    let line = Self.score(ramp, sent: [(10, 10), (60, 60)])[0]
    #expect(line.value == 0 && line.count == 51)
    #expect(line.null == 0)

    // Silence says that a step came late: a line alone would ramp through the quiet hours.
    let step = (0..<100).map { $0 < 40 ? 0.0 : 1 }
    let sent: [(Int64, Double)] = [(20, 0), (40, 1), (70, 1)]
    let ramped = Self.score(step, sent: sent)[0]
    let stepped = Self.score(step, sent: sent, rebuild: .linearWithin(0.1))[0]
    #expect(ramped.count == 51 && stepped.count == 51)
    #expect((ramped.value ?? 0) > 0.3)
    #expect((stepped.value ?? 1) < 0.1)
  }

  /// Who falls silent and never speaks again pays for all that he did not say.
  @Test func silenceToTheEndIsCharged() throws {
    let ramp = (0..<100).map { Double($0) }
    let scores = Self.score(ramp, sent: [(10, 10), (60, 60)], isOpen: true)
    // From 61 to 99 the last value is held: the errors are 1, 2, ... 39.
    let squares = (1...39).reduce(0) { $0 + $1 * $1 }
    let expected = (Double(squares) / 90).squareRoot()
    #expect(((scores[0].value ?? 0) - expected).magnitude < 1e-12)
    #expect(scores[0].count == 90)
    // The null player sends the 10th and the 55th and holds from there on.
    #expect(scores[0].null == ((1...44).reduce(0.0) { $0 + Double($1 * $1) } / 90).squareRoot())
    #expect(scores[2].value == 2.0 / 90)
  }

  /// Who never says anything fares as one who spoke once.
  @Test func neverToSendIsCharged() {
    let ramp = (0..<100).map { Double($0) }
    let never = Self.score(ramp, sent: [], isOpen: true)
    let once = Self.score(ramp, sent: [(0, 0)], isOpen: true)
    #expect(never[0].value == once[0].value && (never[0].value ?? 0) > 50)
    #expect(never[0].count == 100)
  }

  /// Where a device was down, time goes on all the same.
  @Test func aGapIsBridgedInTime() throws {
    let ticks = (0..<100).filter { $0 < 20 || $0 >= 70 }.map { Int64($0) }
    let ramp = ticks.map { Double($0) }
    let scores = Self.score(ramp, ticks: ticks, sent: [(0, 0), (99, 99)])
    #expect((scores[0].value ?? 1) < 1e-12 && scores[0].count == 50)
    #expect((scores[0].null ?? 1) < 1e-12)
    #expect((scores[0].oracle ?? 1) < 1e-12)
  }
}

import Clockwork
import Scoring
import Telemetry
import Testing

/// A room that wanders as an AR(1) process, measured by two sensors of known noise.
///
/// Both the null's and the filter's errors are known in closed form.
struct WanderingRoom {
  static let persistence = 0.995
  static let innovation = 0.0998749217771909  // sqrt(1 - persistence^2): stationary sd 1
  static let noise = (0.3, 0.6)
  static let minutes = 200
  static let days = 2

  var truth: [Double] = []
  /// The data plan's inverse variance, minute by minute.
  var weighted: [Double] = []
  var filtered: [Double] = []
  /// The poorer sensor alone.
  var poor: [Double] = []

  /// Variance of the inverse-variance mean.
  static let weightedVariance =
    1 / (1 / (noise.0 * noise.0) + 1 / (noise.1 * noise.1))

  /// Variance of the filter after a measurement: the root of the scalar Riccati equation.
  static let filteredVariance: Double = {
    var variance = 1.0
    for _ in 0..<2_000 {
      let ahead = persistence * persistence * variance + innovation * innovation
      variance = 1 / (1 / ahead + 1 / weightedVariance)
    }
    return variance
  }()

  init(home: Int, room: Int) {
    var chance = stream(11, home * 8 + room)
    var level = chance.gaussian()
    var belief = 0.0
    let ahead =
      Self.persistence * Self.persistence * Self.filteredVariance
      + Self.innovation * Self.innovation
    let gain = ahead / (ahead + Self.weightedVariance)
    // The filter has settled before the first minute counts.
    for minute in -500..<Self.minutes * Self.days {
      level = Self.persistence * level + Self.innovation * chance.gaussian()
      let a = level + Self.noise.0 * chance.gaussian()
      let b = level + Self.noise.1 * chance.gaussian()
      let mean =
        Self.weightedVariance
        * (a / (Self.noise.0 * Self.noise.0) + b / (Self.noise.1 * Self.noise.1))
      belief = Self.persistence * belief
      belief += gain * (mean - belief)
      guard minute >= 0 else { continue }
      truth.append(level)
      weighted.append(mean)
      filtered.append(belief)
      poor.append(b)
    }
  }

  func belief(of name: String, at i: Int, other: WanderingRoom, shuffled: [Int]) -> Belief {
    let sd = Self.filteredVariance.squareRoot()
    switch name {
    case "null": return Belief(mean: weighted[i], sd: Self.weightedVariance.squareRoot())
    case "random", "wrong room": return Belief(mean: other.filtered[i], sd: sd)
    case "copy-last": return Belief(mean: poor[max(i - 1, 0)], sd: Self.noise.1)
    case "late": return Belief(mean: filtered[max(i - 1, 0)], sd: sd)
    case "shuffled": return Belief(mean: filtered[shuffled[i]], sd: sd)
    case "sd x 10": return Belief(mean: filtered[i], sd: 10 * sd)
    case "sd x 0.1": return Belief(mean: filtered[i], sd: 0.1 * sd)
    default: return Belief(mean: filtered[i], sd: sd)
    }
  }

  static func contest(_ channel: Channel) -> Contest {
    let worlds = (0..<10).map { [WanderingRoom(home: $0, room: 0), .init(home: $0, room: 1)] }
    var order = Array(0..<minutes * days)
    var chance = stream(12)
    chance.shuffle(&order)
    let shuffled = order
    return Contest(definitions: FusionScorer.definitions) { name, player, home, board in
      let rooms = worlds[home]
      for i in rooms[0].truth.indices {
        FusionScorer.add(
          rooms[0].belief(of: name, at: i, other: rooms[1], shuffled: shuffled),
          truth: rooms[0].truth[i], channel: channel, player: player, day: i / minutes,
          to: &board, firstScore: 0)
      }
    }
  }
}

@Suite struct FusionPlayersTests {
  static let quantities: [(Channel, String)] = [
    (.temperature, "fusion.temperature."), (.relativeHumidity, "fusion.humidity."),
    (.co2, "fusion.co2."),
  ]

  @Test(arguments: quantities) func playersKeepTheirOrder(channel: Channel, prefix: String) throws {
    let contest = WanderingRoom.contest(channel)
    let size = contest.definitions.first { $0.id.hasPrefix(prefix + "rmse") }?.id ?? ""
    let crps = contest.definitions.first { $0.id.hasPrefix(prefix + "crps") }?.id ?? ""
    let table = [
      Ranking(
        size,
        [["oracle", "sd x 10", "sd x 0.1"], ["late"], ["null"], ["copy-last"], ["shuffled"]]),
      Ranking(size, [["copy-last"], ["random", "wrong room"]]),
      Ranking(
        crps,
        [["oracle"], ["late"], ["sd x 0.1"], ["copy-last"], ["sd x 10"]]),
      Ranking(crps, [["sd x 0.1"], ["null"], ["copy-last"], ["wrong room"]]),
      Ranking(prefix + "coverage95_ratio", [["oracle"], ["sd x 10"], ["sd x 0.1"]]),
      Ranking(prefix + "coverage95_ratio", [["oracle"], ["late"], ["wrong room"]]),
      Ranking(prefix + "nees_ratio", [["oracle"], ["sd x 10"], ["sd x 0.1"]]),
      Ranking(prefix + "nees_ratio", [["oracle"], ["late"], ["wrong room"]]),
    ]
    try contest.check(table, skilled: [size, crps])
  }

  /// Errors and proper scores as theory has them.
  @Test func closedForm() throws {
    let contest = WanderingRoom.contest(.temperature)
    for (name, variance) in [
      ("null", WanderingRoom.weightedVariance), ("oracle", WanderingRoom.filteredVariance),
    ] {
      let scores = contest.scores(of: name)
      let sd = variance.squareRoot()
      func expect(_ id: String, _ expected: Double, within share: Double) throws {
        let value = try #require(scores["fusion.temperature." + id]?.value)
        #expect((value / expected - 1).magnitude < share, "\(name) \(id): \(value), \(expected)")
      }
      try expect("rmse_k", sd, within: 0.05)
      // The expected score of an honest normal distribution is sd / sqrt(pi).
      try expect("crps_k", sd * 0.5641895835477563, within: 0.05)
      try expect("coverage95_ratio", 0.95, within: 0.012)
      try expect("nees_ratio", 1, within: 0.08)
    }
  }
}

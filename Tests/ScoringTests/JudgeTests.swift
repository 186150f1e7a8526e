import Clockwork
import Quantities
import Telemetry
import Testing

@testable import Scoring

@Suite struct JudgeTests {
  /// Homes and days in which each player's loss is given.
  static func score(
    _ better: Direction, homes: Int = 8, days: Int = 3, oracle kind: OracleKind = .reference,
    players: Set<Player> = [.null, .random, .oracle],
    _ loss: (Player, _ home: Int, _ day: Int) -> Double?
  ) -> Score {
    let definition = ScoreDefinition(
      "test.loss_k", stage: "test", unit: "K", better: better, .ratio, players: players,
      oracle: kind, isHeadline: true, meaning: "")
    let boards = (0..<homes).map { home in
      var board = ScoreBoard(definitions: [definition])
      for day in 0..<days {
        for player in Player.allCases {
          guard let loss = loss(player, home, day) else { continue }
          board.addLoss(loss, of: player, score: 0, day: day)
        }
      }
      return board
    }
    return Judge.score(definition, tallies: boards.map { $0.tallies[0] })
  }

  private static func spread(_ home: Int, _ day: Int) -> Double { Double((home + day) % 3) * 0.1 }

  /// Better than the oracle is more than 1, worse than the null less than 0: never clipped.
  @Test(arguments: [
    (Direction.lower, 4.0, 1.0, 4.0, 0.0), (.lower, 4, 1, 1, 1), (.lower, 4, 1, 2.5, 0.5),
    (.lower, 4, 1, -2, 2), (.lower, 4, 1, 10, -2), (.higher, 1, 4, 1, 0), (.higher, 1, 4, 4, 1),
    (.higher, 1, 4, 7, 2), (.higher, 1, 4, -2, -1),
  ])
  func skillIsNeverClipped(
    better: Direction, null: Double, oracle: Double, ours: Double, skill: Double
  ) throws {
    let score = Self.score(better) { player, home, day in
      let spread = Self.spread(home, day)
      return switch player {
      case .ours: ours + spread
      case .null: null + spread
      case .random: 5
      case .oracle: oracle + spread
      }
    }
    let found = try #require(score.skill, "\(score.why ?? "")")
    #expect((found - skill).magnitude < 1e-12)
    let interval = try #require(score.skillInterval)
    #expect(interval.lowerBound - 1e-9 <= skill && skill <= interval.upperBound + 1e-9)
    #expect(score.intervalOver == ["home", "day"] && score.homeCount == 8 && score.count == 24)
  }

  @Test func noHeadroomIsSaid() {
    // The gap of null and oracle is 0.2, its standard error over 8 homes about 0.35.
    let close = Self.score(.lower) { player, home, day in
      switch player {
      case .null: 4.2 + (home % 2 == 0 ? 1 : -1)
      case .oracle: 4
      default: 3
      }
    }
    #expect(close.skill == nil && close.why == "no headroom")
    let reversed = Self.score(.lower) { player, home, day in player == .oracle ? 5 : 4 }
    #expect(reversed.skill == nil && reversed.why == "the oracle is no better than the null")
    let same = Self.score(.higher) { _, _, _ in 1 }
    #expect(same.skill == nil && same.why == "no headroom")
    let alone = Self.score(.lower, homes: 1, days: 1) { player, _, _ in player == .oracle ? 1 : 4 }
    #expect(alone.skill == nil && alone.interval == nil && alone.intervalOver.isEmpty)
    #expect(alone.why?.contains("no standard error") == true)
    let oneHome = Self.score(.lower, homes: 1, days: 6) { player, _, day in
      player == .oracle ? 1 : 4 + Double(day) * 0.01
    }
    #expect(oneHome.skill != nil && oneHome.intervalOver == ["day"])
    let target = Self.score(.target) { player, _, _ in player == .oracle ? 0.95 : 0.5 }
    #expect(target.skill == nil && target.why == nil)
    let silent = Self.score(.lower) { player, _, _ in player == .ours ? nil : 1 }
    #expect(silent.value == nil && silent.why == "nothing to compare" && silent.null == 1)
  }

  /// A bound beaten in every home is a bug, however much homes differ; luck in some is not.
  @Test func beatenBoundsAreReported() {
    func violations(_ kind: OracleKind, _ better: Direction, _ gain: @escaping (Int) -> Double)
      -> [String]
    {
      let sign = better == .lower ? -1.0 : 1
      let score = Self.score(better, oracle: kind) { player, home, _ in
        let hardness = Double(home * home)
        return player == .ours ? hardness + sign * gain(home) : hardness
      }
      return Judge.boundViolations([score])
    }
    for better in [Direction.lower, .higher] {
      #expect(violations(.bound, better) { 0.5 + 0.01 * Double($0) }.count == 1)
      #expect(violations(.bound, better) { $0 % 2 == 0 ? 1 : -0.9 }.isEmpty)
      #expect(violations(.bound, better) { _ in -1 }.isEmpty)
      #expect(violations(.bound, better) { _ in 0 }.isEmpty)
      #expect(violations(.reference, better) { 0.5 + 0.01 * Double($0) }.isEmpty)
      #expect(violations(.floor, better) { 0.5 + 0.01 * Double($0) }.isEmpty)
    }
    #expect(
      violations(.bound, .lower) { 1 + Double($0) }.first?.hasPrefix("test.loss_k = ") == true)
  }

  // MARK: Intervals

  /// Homes differ, days within homes differ, both normally: the interval must hold the true mean
  /// about nineteen times in twenty.
  @Test(arguments: [(homes: 16, days: 3), (homes: 1, days: 24)])
  func intervalsCoverAtTheirRate(homes: Int, days: Int) throws {
    let trials = 120
    var covered = 0
    for trial in 0..<trials {
      var chance = stream(71, trial * 64 + homes)
      let levels = (0..<homes).map { _ in homes > 1 ? chance.gaussian() : 0 }
      let score = Self.score(.lower, homes: homes, days: days, players: []) { player, home, _ in
        player == .ours ? 7 + levels[home] + chance.gaussian() : nil
      }
      let interval = try #require(score.interval)
      if interval.contains(7) { covered += 1 }
    }
    let rate = Double(covered) / Double(trials)
    // Percentile intervals of a dozen homes are a little short (Efron and Tibshirani 1993, ch. 13);
    // the standard error of this rate is 0.02.
    #expect((0.87...0.99).contains(rate), "covered \(covered) of \(trials)")
  }

  @Test func rootsAndCountsHaveTheirStatistic() {
    #expect(Statistic.rootRatio.value([18, 2]) == 3)
    #expect(Statistic.ratio.value([1, 0]) == nil)
    #expect(Statistic.f1.value([2, 1, 1]) == 4.0 / 6)
    #expect(Statistic.f1.value([0, 0, 0]) == nil)
    #expect(Statistic.total.value([4]) == 4)
    // A uniform load of 1 to 2 s, in bins of 2^(1/4): the median is known to a bin.
    let quantile = Statistic.histogramQuantile(level: 0.5, first: 0.001, binCount: 104)
    var bins = Array(repeating: 0.0, count: 104)
    for n in 0..<1_000 {
      bins[Statistic.bin(1 + (Double(n) + 0.5) / 1_000, first: 0.001, binCount: 104)] += 1
    }
    let median = quantile.value(bins[...]) ?? 0
    #expect((median / 1.5 - 1).magnitude < 0.05, "\(median)")
  }

  /// Days beyond the limit share blocks, and no sum is lost.
  @Test func talliesStayBounded() {
    var tally = Tally(width: 2)
    for day in 0..<1_000 { tally.add(1, to: 0, of: .ours, day: day) }
    #expect(tally.blockCount == Tally.blockLimit)
    let sum = (0..<tally.blockCount).reduce(0) {
      $0 + tally.block($1, .ours)[tally.block($1, .ours).startIndex]
    }
    #expect(sum == 1_000)
  }

  // MARK: Stages

  private static func headline(_ stage: String, _ name: String, ours: Double) -> Score {
    var score = score(.lower) { player, home, day in
      let spread = spread(home, day)
      return switch player {
      case .ours: ours + spread
      case .null: 1 + spread
      case .random: 2
      case .oracle: spread
      }
    }
    score.id = stage + "." + name
    score.stage = stage
    return score
  }

  /// The median of the headline scores, between the middle two of an even number.
  @Test func stageSkillIsTheMedian() throws {
    func skill(_ losses: [Double]) -> Score? {
      let scores = losses.enumerated().map {
        Self.headline("a", "n\($0.offset)_k", ours: $0.element)
      }
      return Judge.stageSkills(scores + [Self.headline("b", "x_k", ours: 0)]).first
    }
    let odd = try #require(skill([0.9, 0.2, 0.5]))
    #expect(odd.id == "a.skill" && odd.why == nil && odd.count == 3)
    #expect(((odd.value ?? 0) - 0.5).magnitude < 1e-12)
    let even = try #require(skill([0.9, 0.2, 0.5, -1]))
    #expect(((even.value ?? 0) - 0.65).magnitude < 1e-12)
    let interval = try #require(even.interval)
    #expect(interval.contains(even.value ?? 9) && even.intervalOver == ["home", "day"])
  }

  @Test func stageSkillSaysWhatItLacks() throws {
    var mute = Self.headline("a", "mute_k", ours: 0.3)
    mute.skill = nil
    mute.skillDraws = []
    mute.why = "no headroom"
    let all = Judge.stageSkills([mute])
    #expect(all.count == 1 && all[0].value == nil && all[0].why == "no headroom")
    let some = try #require(Judge.stageSkills([mute, Self.headline("a", "x_k", ours: 0.3)]).first)
    #expect(((some.value ?? 0) - 0.7).magnitude < 1e-12 && some.count == 1)
    #expect(some.why?.hasPrefix("of 1 of 2 headline scores") == true)
    var plain = Self.headline("c", "plain_k", ours: 0.3)
    plain.isHeadline = false
    #expect(Judge.stageSkills([plain]).isEmpty)
  }
}

import Clockwork
import Quantities
import Scoring
import Telemetry
import Testing

/// Hourly values whose distribution is known: a daily curve, a part that forks of the world know,
/// and a part that nobody knows.
struct KnownHours {
  static let dayCount = 6
  static let known = 60.0
  static let unknown = 80.0
  static let sd = 100.0  // of both together

  let scale: Double
  var curve: [Double] = []
  var hint: [Double] = []
  var values: [Double] = []

  init(home: Int) {
    scale = Double(1 + home)
    var chance = stream(21, home)
    for hour in 0..<(Self.dayCount + 1) * 24 {
      let level = 600 + 500 * Elementary.sin(Double(hour % 24) * 0.2617993877991494)
      let part = Self.known * chance.gaussian()
      curve.append(scale * level)
      hint.append(scale * part)
      values.append(scale * (level + part + Self.unknown * chance.gaussian()))
    }
  }

  /// Centre and standard deviation of a player's normal forecast of one hour.
  func forecast(_ name: String, _ i: Int, shuffled: [Int]) -> (mean: Double, sd: Double) {
    let sd = Self.sd * scale
    switch name {
    case "oracle": return (curve[i] + hint[i], Self.unknown * scale)
    // The same hour of the day before: its error is that of two days.
    case "null": return (values[i - 24], sd * 1.4142135623730951)
    case "random": return (values[i - 24 - (i >= 48 ? 24 : 0)] + sd, sd * 1.4142135623730951)
    case "late": return (curve[i - 1], sd)
    case "copy-last": return (values[i / 24 * 24 - 1], sd)
    case "shuffled": return (curve[i / 24 * 24 + shuffled[i % 24]], sd)
    case "sd x 10": return (curve[i], 10 * sd)
    case "sd x 0.1": return (curve[i], 0.1 * sd)
    case "right by day": return (curve[i] + (i / 24 % 2 == 0 ? hint[i] : 0), sd)
    default: return (curve[i], sd)
    }
  }

  /// - Parameter oracleHomes: how many homes the oracle plays in.
  static func contest(oracleHomes: Int = 10) -> Contest {
    let worlds = (0..<10).map(KnownHours.init)
    var order = Array(0..<24)
    var chance = stream(22)
    chance.shuffle(&order)
    let shuffled = order
    return Contest(definitions: ForecastScorer.definitions) { name, player, home, board in
      if player == .oracle, home >= oracleHomes { return }
      let world = worlds[home]
      for i in 24..<world.values.count {
        let (mean, sd) = world.forecast(name, i, shuffled: shuffled)
        let quantiles = ForecastLevels.all.map { mean + sd * Elementary.normalQuantile($0) }
        ForecastScorer.add(
          median: mean, quantiles: quantiles[...], truth: world.values[i], scale: world.scale,
          player: player, day: i / 24 - 1, to: &board, firstScore: 0)
      }
    }
  }
}

@Suite struct ForecastPlayersTests {
  static let id = "forecasting.power_24h."

  static let table = [
    Ranking(
      id + "mae_w",
      [["oracle"], ["honest", "sd x 10", "sd x 0.1"], ["null"], ["shuffled"]]),
    Ranking(id + "mae_w", [["honest"], ["late"], ["shuffled"]]),
    Ranking(id + "mae_w", [["null"], ["random"], ["copy-last"]]),
    Ranking(id + "mase_ratio", [["oracle"], ["honest", "sd x 10"], ["null"], ["copy-last"]]),
    Ranking(id + "smape_ratio", [["oracle"], ["honest", "sd x 10"], ["null"], ["copy-last"]]),
    Ranking(id + "crps_w", [["oracle"], ["honest"], ["null"], ["copy-last"]]),
    Ranking(id + "crps_w", [["honest"], ["sd x 0.1"], ["sd x 10"]]),
    Ranking(id + "crps_w", [["honest"], ["late"], ["shuffled"]]),
    Ranking(id + "coverage80_ratio", [["honest"], ["sd x 10"], ["sd x 0.1"]]),
    Ranking(id + "coverage95_ratio", [["honest"], ["sd x 10"], ["sd x 0.1"]]),
    Ranking(id + "coverage95_ratio", [["honest"], ["late"], ["copy-last"]]),
  ]

  @Test func playersKeepTheirOrder() throws {
    try KnownHours.contest().check(Self.table, skilled: [Self.id + "mae_w", Self.id + "crps_w"])
  }

  @Test func closedForm() throws {
    let scores = KnownHours.contest().scores(of: "honest")
    // Homes of scales 1 to 10 weigh alike in hours.
    let sd = KnownHours.sd * 5.5
    func expect(_ id: String, _ expected: Double, within share: Double) throws {
      let value = try #require(scores[Self.id + id]?.value)
      #expect((value / expected - 1).magnitude < share, "\(id): \(value), not \(expected)")
    }
    try expect("mae_w", sd * 0.7978845608028654, within: 0.05)  // sqrt(2 / pi)
    try expect("crps_w", sd * 0.5641895835477563, within: 0.05)
    try expect("mase_ratio", KnownHours.sd * 0.7978845608028654, within: 0.05)
    try expect("coverage80_ratio", 0.8, within: 0.03)
    try expect("coverage95_ratio", 0.95, within: 0.015)
  }

  /// The oracle forks few homes, here the small ones: a skill that set their error beside
  /// everybody's would be far too low.
  @Test func aSampledOracleIsComparedWhereItPlayed() throws {
    let id = Self.id + "mae_w"
    let whole = try #require(KnownHours.contest().scores(of: "honest")[id])
    let part = try #require(KnownHours.contest(oracleHomes: 3).scores(of: "honest")[id])
    #expect(whole.value == part.value && whole.null == part.null)
    let oracle = try #require(part.oracle)
    let wholeOracle = try #require(whole.oracle)
    #expect(oracle < 0.5 * wholeOracle)
    let skill = try #require(part.skill, "\(part.why ?? "")")
    let wholeSkill = try #require(whole.skill)
    #expect((skill - wholeSkill).magnitude < 0.1, "\(skill), over all homes \(wholeSkill)")
    #expect(part.why?.contains("where the oracle played") == true)
  }

  // MARK: The loss itself

  /// Twice the pinball loss over levels against closed forms.
  @Test(arguments: [-3.0, -1, -0.4, 0, 0.25, 1, 2.5]) func crpsOfANormal(_ z: Double) {
    let quantiles = ForecastLevels.all.map { 10 + 2 * Elementary.normalQuantile($0) }
    let closed =
      2
      * (z * (2 * Elementary.normalCDF(z) - 1)
        + 2 * 0.3989422804014327 * Elementary.exp(-0.5 * z * z) - 0.5641895835477563)
    let found = ForecastScorer.crps(quantiles[...], truth: 10 + 2 * z)
    // Thirteen levels stand for all: within 1 % of a standard deviation.
    #expect((found - closed).magnitude < 0.02, "z \(z): \(found), closed form \(closed)")
  }

  /// For a forecast that is sure, the score is the absolute error.
  @Test func crpsOfAPoint() {
    let sure = Array(repeating: 5.0, count: ForecastLevels.all.count)
    for truth in [-2.0, 5, 9.5] {
      let found = ForecastScorer.crps(sure[...], truth: truth)
      #expect((found - (truth - 5).magnitude).magnitude < 1e-12)
    }
  }

  /// Pinball is least, on average over the truth, where the stated quantiles are the true ones.
  @Test func noOtherSpreadIsBetter() {
    var chance = stream(23)
    let truths = (0..<4_000).map { _ in chance.gaussian() }
    func mean(_ factor: Double, _ shift: Double) -> Double {
      let quantiles = ForecastLevels.all.map { shift + factor * Elementary.normalQuantile($0) }
      return truths.reduce(0) { $0 + ForecastScorer.crps(quantiles[...], truth: $1) }
        / Double(truths.count)
    }
    let honest = mean(1, 0)
    for (factor, shift) in [(0.1, 0.0), (0.7, 0), (1.4, 0), (10, 0), (1, 0.3), (1, -0.3)] {
      #expect(mean(factor, shift) > honest, "sd x \(factor), shifted by \(shift)")
    }
  }

  @Test func tooFewOriginsAreExcused() {
    #expect(ForecastScorer.excuse(origins: [5, 0]) == nil)
    #expect(
      ForecastScorer.excuse(origins: [4, 2])?.hasPrefix("at most 4 forecast origins") == true)
    #expect(ForecastScorer.excuse(origins: []) != nil)
  }
}

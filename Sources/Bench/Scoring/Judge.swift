internal import Numerics

/// Turns the homes' sums into scores with intervals and skills.
public enum Judge {
  /// Skill is refused where the oracle is not better than the null by this many standard errors,
  /// and a bound counts as beaten only by as many.
  static let headroomErrors = 3.0

  /// - Parameter tallies: one for each home, in home order.
  public static func score(_ definition: ScoreDefinition, tallies: [Tally]) -> Score {
    let bootstrap = Bootstrap(definition: definition, tallies: tallies)
    let (values, count, pairedCount) = bootstrap.total()
    var score = Score(
      id: definition.id, stage: definition.stage, value: values[.ours], unit: definition.unit,
      better: definition.better, target: definition.target, null: values[.null],
      random: values[.random], oracle: values[.oracle], skill: nil, interval: nil,
      skillInterval: nil, intervalOver: [], count: count, homeCount: bootstrap.homeCount,
      seedCount: 1, oracleKind: definition.oracleKind, isHeadline: definition.isHeadline,
      status: nil, why: nil, isPortable: definition.isPortable, meaning: definition.meaning)
    guard score.value != nil else {
      score.why = "nothing to compare"
      return score
    }
    let draws = bootstrap.draws()
    score.interval = PercentileInterval.of(draws.compactMap { $0[.ours] })
    score.pairedValue = values.pair(.ours)
    score.draws = draws.map { draw in
      Score.Draw(
        value: draw[.ours], paired: draw.pair(.ours), oracle: draw.pair(.oracle))
    }
    if case .rootRatio = definition.statistic { score.isRoot = true }
    if !draws.isEmpty {
      score.intervalOver = bootstrap.homeCount > 1 ? ["home", "day"] : ["day"]
    }
    addSkill(to: &score, values: values, draws: draws)
    if definition.isOracleSampled, let null = values.pair(.null), let ours = values.pair(.ours),
      score.skill != nil
    {
      score.why =
        "skill where the oracle played (n \(pairedCount)): "
        + "value \(BriefNumber.text(ours)), null \(BriefNumber.text(null))"
    }
    score.beatsBound = beatsBound(score, values: values, draws: draws)
    return score
  }

  private static func addSkill(
    to score: inout Score, values: Bootstrap.Values, draws: [Bootstrap.Values]
  ) {
    guard score.better != .target, score.null != nil, score.oracle != nil else { return }
    guard let value = values.pair(.ours), let null = values.pair(.null),
      let oracle = values.pair(.oracle)
    else {
      score.why = "the oracle played where others did not"
      return
    }
    let gaps = draws.compactMap { draw -> Double? in
      guard let a = draw.pair(.null), let b = draw.pair(.oracle) else { return nil }
      return a - b
    }
    let headroom = score.better == .lower ? null - oracle : oracle - null
    guard headroom > 0 else {
      score.why = headroom < 0 ? "the oracle is no better than the null" : "no headroom"
      return
    }
    guard let error = Statistics.standardDeviation(gaps) else {
      score.why = "one home and day tell no standard error, hence no headroom"
      return
    }
    guard headroom > headroomErrors * error else {
      score.why = "no headroom"
      return
    }
    score.skill = (null - value) / (null - oracle)
    score.skillDraws = draws.map { draw in
      guard let x = draw.pair(.ours), let a = draw.pair(.null), let b = draw.pair(.oracle), a != b
      else { return nil }
      return (a - x) / (a - b)
    }
    score.skillInterval = PercentileInterval.of(score.skillDraws.compactMap { $0 })
  }

  /// The error is that of the difference: homes that are hard for one are hard for both.
  private static func beatsBound(
    _ score: Score, values: Bootstrap.Values, draws: [Bootstrap.Values]
  ) -> Bool {
    guard score.oracleKind == .bound, score.better != .target, let value = values.pair(.ours),
      let oracle = values.pair(.oracle)
    else { return false }
    let gaps = draws.compactMap { draw -> Double? in
      guard let x = draw.pair(.ours), let b = draw.pair(.oracle) else { return nil }
      return b - x
    }
    let gain = score.better == .lower ? oracle - value : value - oracle
    let error = Statistics.standardDeviation(gaps) ?? 0
    return gain > headroomErrors * error && gain > 1e-9 * max(oracle.magnitude, 1e-9)
  }

  /// `STAGE.skill` for each stage: the median over its headline scores.
  public static func stageSkills(_ scores: [Score]) -> [Score] {
    var stages: [String] = []
    for score in scores where !stages.contains(score.stage) { stages.append(score.stage) }
    return stages.compactMap { stage in
      let headlines = scores.filter { $0.stage == stage && $0.isHeadline && $0.better != .target }
      return headlines.isEmpty ? nil : stageSkill(stage, headlines)
    }
  }

  private static func stageSkill(_ stage: String, _ headlines: [Score]) -> Score {
    let judged = headlines.filter { $0.skill != nil }
    let skill = Statistics.median(judged.compactMap(\.skill))
    let why =
      judged.isEmpty
      ? headlines.compactMap(\.why).first ?? "no headline score has a skill"
      : judged.count < headlines.count
        ? "of \(judged.count) of \(headlines.count) headline scores; the others have no skill"
        : nil
    // Every score draws from the same stream, so draw n met the same homes in all of them wherever
    // they were played on the same ones.
    let drawCount = judged.map(\.skillDraws.count).min() ?? 0
    let medians = (0..<drawCount).compactMap { draw in
      Statistics.median(judged.compactMap { $0.skillDraws[draw] })
    }
    return Score(
      id: stage + ".skill", stage: stage, value: skill, unit: "1", better: .higher,
      null: 0, random: nil, oracle: 1, skill: skill, interval: PercentileInterval.of(medians),
      skillInterval: nil, intervalOver: judged.first?.intervalOver ?? [], count: judged.count,
      homeCount: headlines.map(\.homeCount).max() ?? 0, seedCount: 1, oracleKind: nil,
      isHeadline: false, status: nil, why: why,
      isPortable: headlines.allSatisfy(\.isPortable),
      meaning: "Median skill over the stage's headline scores; 0 is the null, 1 the oracle.")
  }

  /// Scorer bugs: values that are no numbers, or better than a provable bound by more than 3
  /// standard errors.
  public static func boundViolations(_ scores: [Score]) -> [String] {
    scores.compactMap { score in
      for case let (name, number?) in [
        ("", score.value), ("'s null", score.null), ("'s oracle", score.oracle),
        ("'s random", score.random), ("'s skill", score.skill),
      ] where !number.isFinite {
        return "\(score.id)\(name) is \(number), expected a finite number"
      }
      guard score.beatsBound, let value = score.value, let oracle = score.oracle else {
        return nil
      }
      return "\(score.id) = \(value) beats its bound \(oracle)"
    }
  }
}

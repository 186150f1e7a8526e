/// Turns the homes' sums into scores with intervals and skills.
public enum Judge {
  /// Skill is refused where the oracle is not better than the null by this many standard errors.
  static let headroomErrors = 3.0

  /// - Parameter tallies: one for each home, in home order.
  public static func score(_ definition: ScoreDefinition, tallies: [Tally]) -> Score {
    let bootstrap = Bootstrap(definition: definition, tallies: tallies)
    let sums = bootstrap.total()
    let values = bootstrap.values(sums)
    let ours = values[Player.ours.rawValue]
    let null = values[Player.null.rawValue]
    let oracle = values[Player.oracle.rawValue]
    var score = Score(
      id: definition.id, stage: definition.stage, value: ours, unit: definition.unit,
      better: definition.better, null: null, random: values[Player.random.rawValue],
      oracle: oracle, skill: nil, interval: nil, skillInterval: nil, intervalOver: [],
      count: definition.statistic.count(sums[0][...]), homeCount: bootstrap.homeCount,
      seedCount: 1, oracleKind: definition.oracleKind, isHeadline: definition.isHeadline,
      status: nil, why: nil, meaning: definition.meaning)
    guard ours != nil else {
      score.why = "nothing to compare"
      return score
    }
    let draws = bootstrap.draws()
    score.interval = Bootstrap.interval(draws.compactMap { $0[Player.ours.rawValue] })
    score.intervalOver = bootstrap.homeCount > 1 ? ["home", "day"] : ["day"]
    addSkill(to: &score, draws: draws)
    return score
  }

  private static func addSkill(to score: inout Score, draws: [[Double?]]) {
    guard score.better != .target, let value = score.value, let null = score.null,
      let oracle = score.oracle
    else { return }
    let gaps = draws.compactMap { draw -> Double? in
      guard let a = draw[Player.null.rawValue], let b = draw[Player.oracle.rawValue] else {
        return nil
      }
      return a - b
    }
    let spread = Bootstrap.standardDeviation(gaps)
    let headroom = score.better == .lower ? null - oracle : oracle - null
    guard headroom > 0, headroom > headroomErrors * spread else {
      score.why = headroom < 0 ? "the oracle is no better than the null" : "no headroom"
      return
    }
    score.skill = (null - value) / (null - oracle)
    let skills = draws.compactMap { draw -> Double? in
      guard let x = draw[Player.ours.rawValue], let a = draw[Player.null.rawValue],
        let b = draw[Player.oracle.rawValue], a != b
      else { return nil }
      return (a - x) / (a - b)
    }
    score.skillInterval = Bootstrap.interval(skills)
  }

  /// `STAGE.skill` for each stage: the median over its headline scores.
  public static func stageSkills(_ scores: [Score]) -> [Score] {
    var stages: [String] = []
    for score in scores where !stages.contains(score.stage) { stages.append(score.stage) }
    return stages.compactMap { stage in
      let headlines = scores.filter { $0.stage == stage && $0.isHeadline }
      guard !headlines.isEmpty else { return nil }
      let skills = headlines.compactMap(\.skill).sorted()
      let median: Double? =
        skills.isEmpty
        ? nil
        : skills.count % 2 == 1
          ? skills[skills.count / 2]
          : 0.5 * (skills[skills.count / 2 - 1] + skills[skills.count / 2])
      let why = headlines.compactMap(\.why).first
      return Score(
        id: stage + ".skill", stage: stage, value: median, unit: "1", better: .higher,
        null: 0, random: nil, oracle: 1, skill: median,
        interval: headlines.count == 1 ? headlines[0].skillInterval : nil, skillInterval: nil,
        intervalOver: headlines[0].intervalOver, count: skills.count,
        homeCount: headlines[0].homeCount, seedCount: 1, oracleKind: nil, isHeadline: false,
        status: nil, why: median == nil ? (why ?? "no headline score") : nil,
        meaning: "Median skill over the stage's headline scores; 0 is the null, 1 the oracle.")
    }
  }

  /// Scorer bugs: values better than a provable bound by more than 3 standard errors.
  public static func boundViolations(_ scores: [Score]) -> [String] {
    scores.compactMap { score in
      guard score.oracleKind == .bound, let value = score.value, let oracle = score.oracle,
        let interval = score.interval
      else { return nil }
      // A 95 % interval is 3.92 standard errors wide.
      let error = (interval.upperBound - interval.lowerBound) / 3.92
      let gain = score.better == .lower ? oracle - value : value - oracle
      guard gain > 3 * error, gain > 1e-9 * oracle.magnitude else { return nil }
      return "\(score.id) = \(value) beats its bound \(oracle)"
    }
  }
}

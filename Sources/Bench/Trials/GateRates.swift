public import Clockwork
internal import Numerics
internal import Synchronization

/// How often a check errs and what it finds, measured on a real change's differences, world by
/// world.
///
/// The differences of two sides in many worlds are centred: what is left is how such scores vary,
/// with their tails and ties, and no gain; signs take their skew. From them decisions are drawn,
/// each with as many worlds as a check has, every world with a sign of its own, the same for all
/// scores, so that scores that move together go on doing so. A decision that calls a score better
/// or worse is a false alarm. For power a loss is planted in one score.
///
/// Source: sign flips as the null distribution of paired differences: Good 2005, "Permutation,
/// Parametric and Bootstrap Tests of Hypotheses", chapter 3.
public struct GateRates: Sendable {
  /// Multiples of the smallest drop that a check says it could see.
  public static let effects = [0.25, 0.5, 0.75, 1, 1.5, 2]
  /// Rates that a check might promise, beside the rule's own.
  static let statedRates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4]

  /// How often decisions err that promise a rate.
  public struct Errors: Sendable {
    public var stated: Double
    /// The share of decisions that call any score better or worse where there is no difference.
    public var alarms: Double
    /// The share that call any score worse where each has lost exactly its margin, the hardest
    /// case that is no loss yet.
    public var alarmsAtMargin: Double
    /// The share that call any score the same where each has lost a trifle more than its margin,
    /// the hardest case that is not the same any more.
    public var falselySame: Double
  }

  public struct Row: Sendable {
    public var id: String
    public var unit: String
    public var margin: Double
    /// The drop that should be found four times of five.
    public var detectableDrop: Double
    /// How often it was found, for each of ``GateRates/effects``.
    public var power: [Double]
    /// The share of worlds in which the two sides do not differ at all.
    public var tiedShare: Double
  }

  public let scenario: String
  /// Worlds behind the differences, and worlds of a decision.
  public let poolCount: Int
  public let worldCount: Int
  public let decisionCount: Int
  /// What the check promises.
  public let rate: Double
  /// At that rate.
  public let own: Errors
  /// At other rates as well, in their order.
  public let errors: [Errors]
  /// Worlds of the last look where worlds are added; nil at a fixed number.
  public let budget: Int?
  public let rows: [Row]

  /// - Parameters:
  ///   - worldCount: of each decision, at its first look.
  ///   - budget: the most worlds of a decision that goes on until it is decided.
  ///   - decisionCount: how many decisions are drawn.
  ///   - runner: lets threads draw them; their number changes nothing.
  /// - Throws: ``TrialsError`` where the sides did not live in the same worlds; `RunCancelled`.
  public init(
    base: Sweep, candidate: Sweep, rule: Check.Rule, gated: (Sweep.Column) -> Bool,
    worldCount: Int, budget: Int? = nil, decisionCount: Int = 1000, key: UInt64 = 0,
    runner: ShardRunner = ShardRunner(threadCount: 1), cancellation: CancellationFlag? = nil
  ) throws {
    let check = try Check(base: base, candidate: candidate, rule: rule, gated: gated)
    scenario = base.scenario
    poolCount = base.seeds.count
    self.worldCount = worldCount
    self.budget = budget
    self.decisionCount = decisionCount
    self.rate = rule.rate
    let pools = check.rows.compactMap { row in
      Pool(row, base: base, candidate: candidate)
    }
    guard !pools.isEmpty else {
      throw TrialsError.rates(
        found: "no score that differs", expected: "two sides that differ in some judged score")
    }
    guard poolCount >= worldCount else {
      throw TrialsError.rates(
        found: "\(poolCount) worlds", expected: "at least as many as a decision has, \(worldCount)")
    }
    var rule = rule
    rule.firstLook = budget == nil ? nil : worldCount
    let sampler = Sampler(pools: pools, rule: rule, first: worldCount, budget: budget, key: key)
    let pilot = Sampler(pools: pools, rule: rule, first: worldCount, budget: budget, key: ~key)
    // Scores that differ nowhere take their part of the rate as well.
    let level = 1 - rule.rate / Double(check.rows.count)
    let drops = pilot.detectableDrops(level: level, rounds: 50)
    let stated = Set(Self.statedRates + [rule.rate]).sorted()
    let counts = Mutex(
      Counts(scores: pools.count, effects: Self.effects.count, rates: stated.count))
    try runner.run(shardCount: decisionCount, cancellation: cancellation) { number in
      let decision = sampler.decision(number)
      let own = Counts(decision, pools, rates: stated, level: level, drops: drops)
      counts.withLock { $0.add(own) }
    }
    func share(_ count: Int) -> Double { Double(count) / Double(decisionCount) }
    let all = counts.withLock { $0 }
    let errors = stated.indices.map {
      Errors(
        stated: stated[$0], alarms: share(all.alarms[$0]),
        alarmsAtMargin: share(all.alarmsAtMargin[$0]), falselySame: share(all.falselySame[$0]))
    }
    self.errors = errors
    own = errors[stated.firstIndex(of: rule.rate) ?? 0]
    rows = pools.indices.map { score in
      Row(
        id: pools[score].id, unit: pools[score].unit, margin: pools[score].margin,
        detectableDrop: drops[score], power: all.found[score].map(share),
        tiedShare: pools[score].tiedShare)
    }
  }
}

/// What decisions said; sums, so that their order does not matter.
private struct Counts {
  /// By stated rate.
  var alarms: [Int]
  var alarmsAtMargin: [Int]
  var falselySame: [Int]
  /// Planted losses that were found, by score and effect.
  var found: [[Int]]

  init(scores: Int, effects: Int, rates: Int) {
    alarms = Array(repeating: 0, count: rates)
    (alarmsAtMargin, falselySame) = (alarms, alarms)
    found = Array(repeating: Array(repeating: 0, count: effects), count: scores)
  }

  init(_ decision: Decision, _ pools: [Pool], rates: [Double], level: Double, drops: [Double]) {
    let margins = pools.map(\.margin)
    let (none, more) = (margins.map { _ in 0.0 }, margins.map { $0 * 1.000_001 })
    alarms = rates.map { decision.says([.better, .worse], margins, rate: $0) ? 1 : 0 }
    alarmsAtMargin = rates.map { decision.says([.worse], none, rate: $0) ? 1 : 0 }
    falselySame = rates.map { decision.says([.same], margins, losing: more, rate: $0) ? 1 : 0 }
    found = pools.indices.map { score in
      GateRates.effects.map { effect in
        decision.isWorse(
          score, by: effect * drops[score], margin: margins[score], level: level) ? 1 : 0
      }
    }
  }

  mutating func add(_ other: Counts) {
    for rate in alarms.indices {
      alarms[rate] += other.alarms[rate]
      alarmsAtMargin[rate] += other.alarmsAtMargin[rate]
      falselySame[rate] += other.falselySame[rate]
    }
    for score in found.indices {
      for effect in found[score].indices { found[score][effect] += other.found[score][effect] }
    }
  }
}

/// One score's centred differences, world by world; nil in worlds that one side or both lack.
private struct Pool: Sendable {
  let id: String
  let unit: String
  let margin: Double
  let centred: [Double?]
  /// 1 in worlds that only the base has scored, -1 in those that only the candidate has.
  let losses: [Double]
  let tiedShare: Double
  /// Of the worlds, those that both sides scored.
  let knownShare: Double

  /// nil for scores that differ nowhere: there is nothing to draw from.
  init?(_ row: Check.Row, base: Sweep, candidate: Sweep) {
    guard let left = base.columns.first(where: { $0.id == row.id }),
      let right = candidate.columns.first(where: { $0.id == row.id })
    else { return nil }
    let gains = zip(left.values, right.values).map { a, b -> Double? in
      guard let a, let b else { return nil }
      return Pair.gain(from: a, to: b, left.better, left.target)
    }
    let known = gains.compactMap { $0 }
    guard known.count > 1, known.contains(where: { $0 != known[0] }),
      let mean = Statistics.mean(known)
    else { return nil }
    id = row.id
    unit = row.unit
    margin = row.margin
    tiedShare = Double(known.count { $0 == 0 }) / Double(known.count)
    centred = gains.map { $0.map { $0 - mean } }
    losses = zip(left.values, right.values).map { ($0 != nil ? 1 : 0) - ($1 != nil ? 1 : 0) }
    knownShare = Double(known.count) / Double(gains.count)
  }

  var spread: Double { Statistics.standardDeviation(centred.compactMap { $0 }) ?? 0 }
}

/// Draws decisions: the worlds and signs of each, shared by all scores.
private struct Sampler: Sendable {
  let pools: [Pool]
  let rule: Check.Rule
  let first: Int
  let budget: Int?
  let key: UInt64

  /// Each decision has its own chance, whoever draws it and when.
  func decision(_ number: Int) -> Decision {
    var stream = RandomStream(
      seed: key, purpose: Purpose("trials.rates"), entity: UInt64(number))
    let worlds = pools.first?.centred.count ?? 0
    let picks = (0..<(budget ?? first)).map { _ in
      (Int(stream.below(UInt64(worlds))), stream.uniform() < 0.5 ? -1.0 : 1.0)
    }
    var counts: [Int] = []
    while let count = Looks.next(after: counts.last ?? 0, first: first, budget: budget) {
      counts.append(count)
    }
    let looks = counts.map { count in
      pools.map { pool in
        // A sign swaps the sides: what one has lost the other has gained.
        let losses = picks[..<count].map { pool.losses[$0.0] * $0.1 }
        return GainInterval(
          PairedSample(
            gains: picks[..<count].compactMap { pick in pool.centred[pick.0].map { $0 * pick.1 } }),
          lost: losses.count { $0 > 0 }, gained: losses.count { $0 < 0 }, rule: rule)
      }
    }
    return Decision(looks: looks)
  }
}

extension Sampler {
  /// What a check at its first look says that it could see of each score, on the average of some
  /// decisions.
  func detectableDrops(level: Double, rounds: Int) -> [Double] {
    var reaches = pools.map { _ in [Double]() }
    for number in 0..<rounds {
      let decision = decision(number)
      for score in pools.indices {
        if let reach = decision.looks[0][score].reach(level) { reaches[score].append(reach) }
      }
    }
    return pools.indices.map { score in
      let count = Double(first) * pools[score].knownShare
      return DetectableDrop.size(
        standardError: pools[score].spread / count.squareRoot(), count: Int(count),
        reach: Statistics.mean(reaches[score]) ?? .infinity, margin: pools[score].margin)
        ?? .infinity
    }
  }
}

private struct Decision {
  let looks: [[GainInterval]]

  /// Whether any look says such a thing of any score.
  ///
  /// - Parameter losses: what each score loses in every world.
  func says(
    _ verdicts: [GateVerdict], _ margins: [Double], losing losses: [Double]? = nil, rate: Double
  ) -> Bool {
    looks.contains { look in
      Holm.decide(margins: margins, rate: rate) { score, level in
        let (range, loss) = (look[score].range(level), losses?[score] ?? 0)
        return range.lowerBound - loss...range.upperBound - loss
      }.contains { verdicts.contains($0.verdict) }
    }
  }

  /// Whether a loss that is planted in one score is called worse, the others being as they are.
  func isWorse(_ score: Int, by loss: Double, margin: Double, level: Double) -> Bool {
    looks.contains { $0[score].range(level).upperBound - loss < -margin }
  }
}

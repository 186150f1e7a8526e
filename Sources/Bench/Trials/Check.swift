internal import Numerics
public import Scoring

/// Candidate beside base in the same worlds, score by score.
public struct Check: Sendable {
  /// How verdicts are made.
  public struct Rule: Sendable {
    /// How often any score may be called better or worse, or the same, by mistake.
    public var rate = 0.05
    /// Of the distance from null to oracle, or of the base's own size where a score has no players.
    public var margin = 0.02
    /// Margins that were chosen for a reason, by score.
    public var margins: [String: ChosenMargin] = [:]
    public var kind = BootstrapInterval.Kind.studentised
    /// The seeds at the first look where seeds are added until all is decided; nil for a fixed
    /// number.
    public var firstLook: Int?

    public init() {}
  }

  /// One score's comparison.
  public struct Row: Sendable {
    public var id: String
    public var stage: String
    public var unit: String
    public var better: Direction
    /// Means over the worlds that both sides scored.
    public var base: Double?
    public var candidate: Double?
    /// Worlds that both sides scored.
    public var count: Int
    /// Mean gain; positive is better whatever the direction.
    public var gain: Double?
    public var interval: ClosedRange<Double>?
    /// The coverage at which the verdict was made.
    public var level: Double
    public var margin: Double
    /// The smallest drop that would have been called worse four times of five.
    public var detectableDrop: Double?
    public var verdict: GateVerdict
    /// Worlds in which only one side has a value.
    public var lostCount: Int
    public var gainedCount: Int
  }

  /// Who was compared.
  public struct Side: Sendable {
    /// For people: what was set, or where it is from.
    public var name = ""
    public var configuration: String
    public var version: String
    /// What outside programs did that a reader must know: a line a program.
    public var programs: [String] = []

    init(_ sweep: Sweep) {
      configuration = sweep.configuration
      version = sweep.version
      programs = ProgramTrace.texts(sweep.programs, of: sweep.seeds.count, "worlds")
    }
  }

  public let scenario: String
  public var base: Side
  public var candidate: Side
  public let seeds: [UInt64]
  public let rows: [Row]
  public let rule: Rule
  /// Judged scores of which it is not known that they can fail; see ``Proof``.
  public var unproven: [String] = []
  /// Gated scores that have no value in any world of either side, and so no verdict.
  public let valueless: [String]
  /// Those of them that somebody has asked for.
  public var unjudged: [String] = []

  /// - Parameters:
  ///   - gated: which scores are judged, by id.
  /// - Throws: ``TrialsError`` where the two sides did not live in the same worlds.
  public init(
    base: Sweep, candidate: Sweep, rule: Rule, gated: (Sweep.Column) -> Bool
  ) throws(TrialsError) {
    guard base.seeds == candidate.seeds else {
      throw .seedsDiffer(base: base.seeds, candidate: candidate.seeds)
    }
    for (index, seed) in base.seeds.enumerated()
    where base.worlds[index] != candidate.worlds[index] {
      throw .worldChanged(
        seed: seed, base: base.worlds[index], candidate: candidate.worlds[index])
    }
    scenario = base.scenario
    self.base = Side(base)
    self.candidate = Side(candidate)
    seeds = base.seeds
    self.rule = rule
    let all = Pair.all(base, candidate, rule, gated: gated)
    valueless = all.filter { !$0.hasValues }.map(\.base.id)
    let pairs = all.filter(\.hasValues)
    let decisions = Holm.decide(margins: pairs.map(\.margin), rate: rule.rate) {
      pairs[$0].gain.range($1)
    }
    rows = zip(pairs, decisions).map { $0.row($1) }
  }

  public func rows(_ verdict: GateVerdict) -> [Row] { rows.filter { $0.verdict == verdict } }
  public var isDecided: Bool { rows(.undecided).isEmpty }
}

/// One score's two sides.
struct Pair {
  /// The base's, or the candidate's without values where the base has none.
  let base: Sweep.Column
  let gain: GainInterval
  let margin: Double
  let means: (base: Double?, candidate: Double?)

  /// Whether either side has one in any world.
  var hasValues: Bool { gain.sample.count > 0 || gain.lost > 0 || gain.gained > 0 }

  /// All scores that are judged on either side: one that only the candidate has, which nobody has
  /// looked at yet, is named as well.
  static func all(
    _ base: Sweep, _ candidate: Sweep, _ rule: Check.Rule, gated: (Sweep.Column) -> Bool
  ) -> [Pair] {
    let others = Dictionary(uniqueKeysWithValues: candidate.columns.map { ($0.id, $0) })
    let known = Set(base.columns.map(\.id))
    let shared = base.columns.map { ($0, others[$0.id]) }
    let new = candidate.columns.filter { !known.contains($0.id) }.map { column in
      var none = column
      none.values = none.values.map { _ in nil }
      return (none, Optional(column))
    }
    return (shared + new).filter { gated($0) || $1.map(gated) ?? false }
      .map { Pair(base: $0, candidate: $1, rule: rule) }
  }

  private init(base: Sweep.Column, candidate: Sweep.Column?, rule: Check.Rule) {
    self.base = base
    let others = candidate?.values ?? base.values.map { _ in nil }
    let both = zip(base.values, others).compactMap { left, right in
      left.flatMap { left in right.map { (left, $0) } }
    }
    gain = GainInterval(
      PairedSample(
        gains: both.map { Self.gain(from: $0.0, to: $0.1, base.better, base.target) }),
      lost: zip(base.values, others).count { $0 != nil && $1 == nil },
      gained: zip(base.values, others).count { $0 == nil && $1 != nil }, rule: rule)
    means = (Statistics.mean(both.map(\.0)), Statistics.mean(both.map(\.1)))
    let size = base.headroom ?? means.base?.magnitude ?? 0
    margin = rule.margins[base.id]?.value ?? rule.margin * size
  }

  static func gain(
    from base: Double, to candidate: Double, _ better: Direction, _ target: Double?
  ) -> Double {
    switch better {
    case .lower: base - candidate
    case .higher: candidate - base
    case .target: (base - (target ?? 0)).magnitude - (candidate - (target ?? 0)).magnitude
    }
  }

  func row(_ decision: Holm.Decision) -> Check.Row {
    let (sample, range) = (gain.sample, decision.interval)
    let hasEnds = gain.lost == 0 && range.lowerBound.isFinite && range.upperBound.isFinite
    return Check.Row(
      id: base.id, stage: base.stage, unit: base.unit, better: base.better, base: means.base,
      candidate: means.candidate, count: sample.count,
      gain: sample.count > 0 ? sample.mean : nil, interval: hasEnds ? range : nil,
      level: decision.level, margin: margin,
      detectableDrop: gain.lost > 0
        ? nil
        : DetectableDrop.size(
          sample, interval: gain.range(decision.differenceLevel), margin: margin),
      verdict: decision.verdict, lostCount: gain.lost, gainedCount: gain.gained)
  }
}

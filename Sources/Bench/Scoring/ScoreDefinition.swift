/// How sums over homes and days become one number.
public enum Statistic: Sendable {
  /// sums[0] / sums[1].
  case ratio
  /// sqrt(sums[0] / sums[1]).
  case rootRatio
  /// 2 tp / (2 tp + fp + fn) of sums[0...2].
  case f1
  /// sums[0] as it is: a count over the whole run.
  case total
  /// The quantile of a histogram whose bin edges are `2^(i/4)` times `first`.
  case histogramQuantile(level: Double, first: Double, binCount: Int)

  /// How many sums a player has.
  public var width: Int {
    switch self {
    case .ratio, .rootRatio: 2
    case .f1: 3
    case .total: 1
    case .histogramQuantile(_, _, let binCount): binCount
    }
  }

  /// - Returns: nil where nothing was counted.
  public func value(_ sums: ArraySlice<Double>) -> Double? {
    let s = sums.startIndex
    switch self {
    case .ratio: return sums[s + 1] > 0 ? sums[s] / sums[s + 1] : nil
    case .rootRatio:
      return sums[s + 1] > 0 ? (max(sums[s], 0) / sums[s + 1]).squareRoot() : nil
    case .f1:
      let denominator = 2 * sums[s] + sums[s + 1] + sums[s + 2]
      return denominator > 0 ? 2 * sums[s] / denominator : nil
    case .total: return sums[s]
    case .histogramQuantile(let level, let first, _):
      return quantile(sums, level: level, first: first)
    }
  }

  /// How many comparisons the sums stand for.
  public func count(_ sums: ArraySlice<Double>) -> Int {
    let s = sums.startIndex
    switch self {
    case .ratio, .rootRatio: return Int(sums[s + 1].rounded())
    case .f1: return Int((sums[s] + sums[s + 1] + sums[s + 2]).rounded())
    case .total: return Int(sums[s].magnitude.rounded())
    case .histogramQuantile: return Int(sums.reduce(0, +).rounded())
    }
  }

  private func quantile(_ bins: ArraySlice<Double>, level: Double, first: Double) -> Double? {
    let total = bins.reduce(0, +)
    guard total > 0 else { return nil }
    var reached = 0.0
    for (i, count) in bins.enumerated() {
      let next = reached + count
      if next >= level * total, count > 0 {
        let share = (level * total - reached) / count
        let low = i == 0 ? 0 : Self.edge(i, first: first)
        return low + share * (Self.edge(i + 1, first: first) - low)
      }
      reached = next
    }
    return Self.edge(bins.count, first: first)
  }

  /// Lower edge of bin `i`, by repeated exact factors so that every machine agrees.
  static func edge(_ i: Int, first: Double) -> Double {
    let quarter = [1.0, 1.189207115002721, 1.4142135623730951, 1.681792830507429]
    var value = first * quarter[i % 4]
    for _ in 0..<(i / 4) { value *= 2 }
    return value
  }

  /// The bin of a value.
  public static func bin(_ value: Double, first: Double, binCount: Int) -> Int {
    var i = 0
    while i + 1 < binCount, value >= edge(i + 1, first: first) { i += 1 }
    return i
  }
}

/// What a score is, before anything is measured.
public struct ScoreDefinition: Sendable {
  public var id: String
  public var stage: String
  public var unit: String
  public var better: Direction
  public var statistic: Statistic
  public var oracleKind: OracleKind?
  public var isHeadline: Bool
  /// Which other players exist.
  public var players: Set<Player>
  /// The value that is right, for scores whose direction is ``Direction/target``.
  public var target: Double?
  /// The oracle plays on some homes and days only: the skill is then of those alone.
  public var isOracleSampled: Bool
  /// False where the value hangs on the version of a library and stays out of the fingerprint.
  public var isPortable: Bool
  public var meaning: String

  public init(
    _ id: String, stage: String, unit: String, better: Direction, _ statistic: Statistic,
    players: Set<Player> = [], oracle: OracleKind? = nil, isHeadline: Bool = false,
    target: Double? = nil, isOracleSampled: Bool = false, isPortable: Bool = true,
    meaning: String
  ) {
    self.id = id
    self.stage = stage
    self.unit = unit
    self.better = better
    self.statistic = statistic
    self.players = players
    oracleKind = oracle
    self.isHeadline = isHeadline
    self.target = target
    self.isOracleSampled = isOracleSampled
    self.isPortable = isPortable
    self.meaning = meaning
  }
}

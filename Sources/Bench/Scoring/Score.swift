/// Which way a score improves.
public enum Direction: String, Sendable {
  case lower
  case higher
  /// Best at a stated value, such as 0.95 for the coverage of a 95 % interval.
  case target
}

/// What an oracle proves.
public enum OracleKind: String, Sendable {
  /// Provable: a value better by more than 3 standard errors is a scorer's bug.
  case bound
  /// Knows the true state, for instance by forking the world.
  case floor
  /// A strong player: may be beaten, and then we say so.
  case reference
}

/// The players of a score, in the order of their sums.
public enum Player: Int, CaseIterable, Sendable {
  case ours = 0
  case null = 1
  case random = 2
  case oracle = 3

  public var name: String {
    switch self {
    case .ours: "value"
    case .null: "null"
    case .random: "random"
    case .oracle: "oracle"
    }
  }
}

/// One number about one stage, with what it must be read against.
public struct Score: Sendable {
  public enum Status: String, Sendable { case met, missed, undecided }

  /// Ends in its unit, such as `fusion.temperature.rmse_k`.
  public var id: String
  public var stage: String
  public var value: Double?
  public var unit: String
  public var better: Direction
  /// The value that is right, where ``better`` is ``Direction/target``.
  public var target: Double? = nil
  public var null: Double?
  public var random: Double?
  public var oracle: Double?
  /// (null - value) / (null - oracle), never clipped; nil where there is no headroom.
  public var skill: Double?
  public var interval: ClosedRange<Double>?
  public var skillInterval: ClosedRange<Double>?
  /// What the bootstrap drew anew, such as `home`.
  public var intervalOver: [String]
  /// How many single comparisons stand behind the value.
  public var count: Int
  public var homeCount: Int
  public var seedCount: Int
  public var oracleKind: OracleKind?
  /// Whether the stage's skill is made of it.
  public var isHeadline: Bool
  public var status: Status?
  /// Why a number is missing, or how it must be read.
  public var why: String?
  /// Whether the value is better than a provable bound by more than 3 standard errors.
  public var beatsBound = false
  /// See ``ScoreDefinition/isPortable``.
  public var isPortable = true
  /// Whether defaults of what is scored were chosen while looking at this seed.
  public var isInSample = false
  /// One sentence on what is measured, with its source.
  public var meaning: String
  /// Whether the value is the root of a mean square, so that squares of parts add up.
  public var isRoot = false
  /// Fewer homes cannot tell how homes differ, where two lives of them are compared.
  public static let homeCountForIntervals = 5
  /// The value where the oracle played too; the value itself where it played everywhere.
  public var pairedValue: Double?
  /// The value, the paired value and the oracle of each bootstrap draw. Draw n met the same homes
  /// and days in every score and in every life of the same homes.
  public var draws: [Draw] = []
  /// The skill of each bootstrap draw, for the interval of a stage's skill.
  var skillDraws: [Double?] = []

  public struct Draw: Sendable {
    public var value: Double?
    public var paired: Double?
    public var oracle: Double?
  }
}

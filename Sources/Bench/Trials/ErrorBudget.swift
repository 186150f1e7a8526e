public import Scoring

/// Where a score's error comes from: parts that are made perfect one after another, in every order.
///
/// With each set of parts made perfect the world is lived again; what a part takes away from the
/// error, averaged over all orders in which the parts could be mended, is its share. Shares add up
/// to the error whatever the parts do to each other. The last part is the stage itself, which is
/// perfect where its oracle answers.
///
/// Source: Shapley 1953; as shares of a model's variance: Owen 2014, "Sobol' indices and Shapley
/// value", SIAM/ASA Journal on Uncertainty Quantification 2.
public struct ErrorBudget: Sendable {
  public struct Part: Sendable {
    public var name: String
    /// What is done to make it perfect.
    public var meaning: String
    /// In the error's unit; the parts and ``ErrorBudget/rest`` sum to the total.
    public var share: Double
    /// Of the share, over homes and days; nil where one home and day tell nothing.
    public var interval: ClosedRange<Double>?
    /// What mending this part and nothing else would take away.
    public var alone: Double
  }

  /// What kind of error is divided.
  public enum Scale: Sendable {
    /// The mean square behind a root.
    case square
    /// The value itself.
    case loss
    /// What is missing to 1.
    case shortfall

    /// nil where the score has no perfect value.
    init?(_ score: Score) {
      guard Self.divides(score.better, unit: score.unit) else { return nil }
      self = score.better == .higher ? .shortfall : score.isRoot ? .square : .loss
    }

    /// Whether scores of a direction and unit have a perfect value.
    public static func divides(_ better: Direction, unit: String) -> Bool {
      switch better {
      case .lower: true
      case .higher: unit == "1"
      case .target: false
      }
    }

    func error(_ value: Double) -> Double {
      switch self {
      case .square: value * value
      case .loss: value
      case .shortfall: 1 - value
      }
    }

    func unit(_ unit: String) -> String { self == .square && unit != "1" ? unit + "²" : unit }
  }

  /// What outside programs did that a reader must know.
  public var programs: [String] = []
  public let scoreID: String
  public let scale: Scale
  /// The score as it is, in its own unit, where the oracle played.
  public let value: Double
  /// The score over everything; another where the oracle played on a sample only.
  public let wholeValue: Double
  /// The unit of the shares.
  public let unit: String
  /// The whole error.
  public let total: Double
  public let parts: [Part]
  /// What is left when everything is perfect.
  public let rest: Double
  /// The error of each set of perfect parts, bit by bit in the order of ``parts``.
  public let errors: [Double]
  /// How many lives stand behind it.
  public let lifeCount: Int

  /// - Parameters:
  ///   - names: of the parts with what is done to them, the stage itself not among them.
  ///   - lives: the scores of each life; bit i of the place says whether part i was perfect.
  /// - Throws: ``TrialsError/budget(id:found:)`` where a life has no value for it.
  public init(
    scoreID: String, names: [(name: String, meaning: String)], lives: [[Score]]
  ) throws(TrialsError) {
    precondition(lives.count == 1 << names.count, "a life for each set of parts")
    var scores: [Score] = []
    for (mask, life) in lives.enumerated() {
      scores.append(
        try Self.score(
          scoreID, in: life,
          perfect: names.indices.filter { mask >> $0 & 1 == 1 }.map { names[$0].name }))
    }
    guard let scale = Scale(scores[0]) else {
      throw .budget(id: scoreID, found: "a score without a perfect value")
    }
    let stage = scores[0].stage
    let own = (name: stage, meaning: "the stage's oracle answers in its place")
    let worth = Self.worth(scores, scale) { ($0.pairedValue, $0.oracle) }
    guard let sums = worth else { throw .budget(id: scoreID, found: "no value") }
    let shares = Self.shares(sums, count: names.count + 1)
    let draws = Self.drawnShares(scores, scale, count: names.count + 1)
    self.scoreID = scoreID
    self.scale = scale
    value = scores[0].pairedValue ?? .nan
    wholeValue = scores[0].value ?? .nan
    unit = scale.unit(scores[0].unit)
    total = sums[0]
    rest = sums[sums.count - 1]
    errors = sums
    lifeCount = lives.count
    parts = (names + [own]).enumerated().map { index, part in
      Part(
        name: part.name, meaning: part.meaning, share: shares[index],
        interval: PercentileInterval.of(draws.map { $0[index] }),
        alone: sums[0] - sums[1 << index])
    }
  }

  /// A score of one life as a budget needs it.
  ///
  /// - Parameter perfect: the names of what was made perfect.
  /// - Throws: ``TrialsError/budget(id:found:)`` where the life has no value or oracle of it.
  @discardableResult public static func score(
    _ id: String, in life: [Score], perfect: [String]
  ) throws(TrialsError) -> Score {
    guard let score = life.first(where: { $0.id == id }) else {
      throw .budget(id: id, found: "no such score")
    }
    guard score.pairedValue != nil, score.oracle != nil else {
      let place = perfect.isEmpty ? "" : " with perfect " + perfect.joined(separator: ", ")
      throw .budget(
        id: id,
        found: score.pairedValue == nil
          ? "no value" + place + (score.why.map { " (\($0))" } ?? "") : "no oracle" + place)
    }
    return score
  }

  /// The error of each set of parts, the stage as the last of them.
  private static func worth(
    _ scores: [Score], _ scale: Scale, _ values: (Score) -> (ours: Double?, oracle: Double?)
  ) -> [Double]? {
    var errors: [Double] = []
    for pick in [false, true] {
      for score in scores {
        let (ours, oracle) = values(score)
        guard let value = pick ? oracle : ours else { return nil }
        errors.append(scale.error(value))
      }
    }
    return errors
  }

  /// What each part takes away.
  private static func shares(_ errors: [Double], count: Int) -> [Double] {
    Shapley.values(count: count, worth: errors).map { -$0 }
  }

  /// The shares of each bootstrap draw; a draw met the same homes and days in every life.
  private static func drawnShares(
    _ scores: [Score], _ scale: Scale, count: Int
  ) -> [[Double]] {
    guard scores[0].homeCount >= Score.homeCountForIntervals else { return [] }
    let drawCount = scores.map(\.draws.count).min() ?? 0
    return (0..<drawCount).compactMap { draw in
      worth(scores, scale) { ($0.draws[draw].paired, $0.draws[draw].oracle) }
        .map { shares($0, count: count) }
    }
  }
}

/// One home's sums for every score, in the order of the definitions.
public struct ScoreBoard: Sendable {
  public let definitions: [ScoreDefinition]
  public private(set) var tallies: [Tally]

  public init(definitions: [ScoreDefinition]) {
    self.definitions = definitions
    tallies = definitions.map { Tally(width: $0.statistic.width) }
  }

  /// The position of a score.
  ///
  /// - Precondition: the id is defined.
  public func index(_ id: String) -> Int {
    guard let index = definitions.firstIndex(where: { $0.id == id }) else {
      preconditionFailure("no score is defined as \(id)")
    }
    return index
  }

  public mutating func add(_ value: Double, to sum: Int, of player: Player, score: Int, day: Int) {
    tallies[score].add(value, to: sum, of: player, day: day)
  }

  /// Replaces one sum, for those who keep it elsewhere for a while.
  mutating func set(_ sum: Double, at index: Int, of player: Player, score: Int, day: Int) {
    tallies[score].set(sum, at: index, of: player, day: day)
  }

  /// Adds `error` to sum 0 and `weight` to sum 1: for ratios and root ratios.
  public mutating func addLoss(
    _ error: Double, weight: Double = 1, of player: Player, score: Int, day: Int
  ) {
    tallies[score].add(error, to: 0, of: player, day: day)
    tallies[score].add(weight, to: 1, of: player, day: day)
  }

  /// Lets go of what was counted, for homes of which too little can be said.
  public mutating func clear(_ scores: Range<Int>) {
    for score in scores { tallies[score].removeAll() }
  }

  /// Adds the sums of some scores of another board of the same home, of all players.
  public mutating func merge(_ other: ScoreBoard, _ scores: Range<Int>) {
    for score in scores {
      for player in Player.allCases { tallies[score].add(other.tallies[score], player, as: player) }
    }
  }

  /// Adds what a candidate did, kept as a board of its own, as one of this board's players.
  public mutating func adopt(
    _ candidate: ScoreBoard, _ source: Player, as player: Player, firstScore: Int
  ) {
    for (index, tally) in candidate.tallies.enumerated()
    where definitions[firstScore + index].players.contains(player) {
      tallies[firstScore + index].add(tally, source, as: player)
    }
  }
}

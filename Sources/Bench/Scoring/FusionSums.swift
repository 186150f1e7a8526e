/// The sums of fusion's scores of one home and day, taken off its board while minutes pour in.
///
/// They go on from what the board holds, so that the order of every sum, hence its last bit, is
/// that of adding to the board each time.
public struct FusionSums: Sendable {
  private struct Cell: Sendable {
    var square = 0.0
    var crps = 0.0
    var inside = 0.0
    var nees = 0.0
    var count = 0.0
  }

  public let day: Int
  private let firstScore: Int
  /// By quantity, then by player.
  private var cells: [Cell]

  private static let playerCount = Player.allCases.count

  public init(_ board: ScoreBoard, day: Int, firstScore: Int) {
    self.day = day
    self.firstScore = firstScore
    cells = []
    cells.reserveCapacity(FusionScorer.quantities.count * Self.playerCount)
    for quantity in FusionScorer.quantities.indices {
      let base = firstScore + quantity * 4
      for player in Player.allCases {
        func sum(_ score: Int, _ index: Int = 0) -> Double {
          board.tallies[base + score].sum(index, of: player, day: day)
        }
        cells.append(
          Cell(square: sum(0), crps: sum(1), inside: sum(2), nees: sum(3), count: sum(0, 1)))
      }
    }
  }

  /// Adds one player's belief about one room at one moment.
  ///
  /// - Parameter quantity: see ``FusionScorer/position(of:)``.
  public mutating func add(_ belief: Belief, truth: Double, quantity: Int, player: Player) {
    let error = belief.mean - truth
    let variance = max(belief.sd * belief.sd, 1e-18)
    let crps = GaussianLoss.crps(mean: belief.mean, sd: belief.sd, truth: truth)
    let cell = quantity * Self.playerCount + player.rawValue
    cells[cell].square += error * error
    cells[cell].crps += crps
    cells[cell].inside += error.magnitude <= FusionScorer.z95 * belief.sd ? 1 : 0
    cells[cell].nees += min(error * error / variance, 1e6)
    cells[cell].count += 1
  }

  /// One player's sums of a day, as they stand: for a recording that need not play it again.
  public struct Kept: Sendable {
    public var day: Int
    /// Of each quantity five, in the order of its scores and their count.
    public var values: [Double]

    public init(day: Int, values: [Double]) {
      self.day = day
      self.values = values
    }

    /// How many values there are.
    public static let count = 5 * FusionScorer.quantities.count
  }

  public func kept(_ player: Player) -> Kept {
    Kept(
      day: day,
      values: FusionScorer.quantities.indices.flatMap { quantity -> [Double] in
        let cell = cells[quantity * Self.playerCount + player.rawValue]
        return [cell.square, cell.crps, cell.inside, cell.nees, cell.count]
      })
  }

  /// Takes a player's sums from a recording of the same readings.
  public mutating func recall(_ kept: Kept, as player: Player) {
    for quantity in FusionScorer.quantities.indices {
      let first = 5 * quantity
      cells[quantity * Self.playerCount + player.rawValue] = Cell(
        square: kept.values[first], crps: kept.values[first + 1], inside: kept.values[first + 2],
        nees: kept.values[first + 3], count: kept.values[first + 4])
    }
  }

  /// Puts the sums back.
  public func store(to board: inout ScoreBoard) {
    for quantity in FusionScorer.quantities.indices {
      let base = firstScore + quantity * 4
      for player in Player.allCases {
        let cell = cells[quantity * Self.playerCount + player.rawValue]
        guard cell.count > 0 else { continue }
        for (score, sum) in [cell.square, cell.crps, cell.inside, cell.nees].enumerated() {
          board.set(sum, at: 0, of: player, score: base + score, day: day)
          board.set(cell.count, at: 1, of: player, score: base + score, day: day)
        }
      }
    }
  }
}

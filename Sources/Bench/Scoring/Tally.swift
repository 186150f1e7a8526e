/// One home's sums for one score: a row of sums for each player and block of days.
///
/// Blocks keep memory independent of the length of a run: at most ``blockLimit`` of them, and days
/// beyond join the block of their number modulo the limit.
public struct Tally: Sendable {
  public static let blockLimit = 64

  public let width: Int
  /// `sums[(block * players + player) * width + i]`.
  public private(set) var sums: [Double] = []

  public init(width: Int) { self.width = width }

  private static let playerCount = Player.allCases.count

  public var blockCount: Int { sums.count / (Self.playerCount * width) }

  /// Adds to one sum of one player on one day.
  public mutating func add(_ value: Double, to index: Int, of player: Player, day: Int) {
    let block = day % Self.blockLimit
    let needed = (block + 1) * Self.playerCount * width
    if sums.count < needed {
      sums.append(contentsOf: repeatElement(0, count: needed - sums.count))
    }
    sums[(block * Self.playerCount + player.rawValue) * width + index] += value
  }

  /// Adds all sums of one player of another home's or candidate's tally to a player of this one.
  mutating func add(_ other: Tally, _ source: Player, as player: Player) {
    precondition(other.width == width, "tallies of one score have one width")
    for block in 0..<other.blockCount {
      for (index, value) in zip(0..., other.block(block, source)) where value != 0 {
        add(value, to: index, of: player, day: block)
      }
    }
  }

  mutating func removeAll() { sums.removeAll() }

  /// The sums of one player on one block.
  public func block(_ block: Int, _ player: Player) -> ArraySlice<Double> {
    let start = start(of: block, player)
    return sums[start..<start + width]
  }

  /// Where the sums of one player on one block begin.
  func start(of block: Int, _ player: Player) -> Int {
    (block * Self.playerCount + player.rawValue) * width
  }
}

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

  /// The sums of one player on one block.
  public func block(_ block: Int, _ player: Player) -> ArraySlice<Double> {
    let start = (block * Self.playerCount + player.rawValue) * width
    return sums[start..<start + width]
  }
}

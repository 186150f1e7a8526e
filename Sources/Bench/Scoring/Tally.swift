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
    makeRoom(for: block)
    sums[start(of: block, player) + index] += value
  }

  /// One sum of one player on one day; 0 where nothing was added.
  func sum(_ index: Int, of player: Player, day: Int) -> Double {
    let place = start(of: day % Self.blockLimit, player) + index
    return place < sums.count ? sums[place] : 0
  }

  mutating func set(_ sum: Double, at index: Int, of player: Player, day: Int) {
    let block = day % Self.blockLimit
    makeRoom(for: block)
    sums[start(of: block, player) + index] = sum
  }

  private mutating func makeRoom(for block: Int) {
    let needed = (block + 1) * Self.playerCount * width
    guard sums.count < needed else { return }
    // No more than is needed: an array left to itself would double.
    sums.reserveCapacity(needed)
    sums.append(contentsOf: repeatElement(0, count: needed - sums.count))
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

internal import Clockwork

/// Intervals by drawing homes, then days within them, with replacement: never readings, which are
/// not independent.
///
/// Source: Efron and Tibshirani 1993, percentile intervals; two-stage draw: Davison and Hinkley
/// 1997, section 3.8.
struct Bootstrap {
  static let drawCount = 400

  /// The players' values over some sums; `paired` counts only blocks in which the oracle played.
  struct Values {
    var all: [Double?]
    var paired: [Double?]

    subscript(player: Player) -> Double? { all[player.rawValue] }

    /// What two players' difference must be taken of.
    func pair(_ player: Player) -> Double? { paired[player.rawValue] }
  }

  /// Of each player in turn, as many as the statistic is wide.
  private struct Sums {
    var all: [Double]
    var paired: [Double]

    mutating func removeAll() {
      for i in all.indices { all[i] = 0 }
      for i in paired.indices { paired[i] = 0 }
    }
  }

  let definition: ScoreDefinition
  let tallies: [Tally]
  private let players: [Player]

  init(definition: ScoreDefinition, tallies: [Tally]) {
    self.definition = definition
    self.tallies = tallies.filter { $0.blockCount > 0 }
    players = Player.allCases.filter { $0 == .ours || definition.players.contains($0) }
  }

  var homeCount: Int { tallies.count }

  /// Over everything: the players' values and how many comparisons stand behind ours.
  func total() -> (values: Values, count: Int, pairedCount: Int) {
    var sums = emptySums()
    for tally in tallies {
      for block in 0..<tally.blockCount { add(tally, block, into: &sums) }
    }
    let ours = place(.ours)
    return (
      values(sums), definition.statistic.count(sums.all[ours]),
      definition.isOracleSampled
        ? definition.statistic.count(sums.paired[ours]) : 0
    )
  }

  /// Values of all players in each draw; none where there is but one home and one day.
  func draws() -> [Values] {
    guard tallies.count > 1 || (tallies.first?.blockCount ?? 0) > 1 else { return [] }
    var stream = RandomStream(
      RandomKey(seed: 0, purpose: Purpose("scoring.bootstrap"), entity: 0))
    var sums = emptySums()
    return (0..<Self.drawCount).map { _ in
      sums.removeAll()
      for _ in tallies.indices {
        let tally =
          tallies.count > 1 ? tallies[Int(stream.below(UInt64(tallies.count)))] : tallies[0]
        for _ in 0..<tally.blockCount {
          add(tally, Int(stream.below(UInt64(tally.blockCount))), into: &sums)
        }
      }
      return values(sums)
    }
  }

  private func values(_ sums: Sums) -> Values {
    let all = values(sums.all)
    return Values(all: all, paired: definition.isOracleSampled ? values(sums.paired) : all)
  }

  private func values(_ sums: [Double]) -> [Double?] {
    Player.allCases.map { player in
      players.contains(player) ? definition.statistic.value(sums[place(player)]) : nil
    }
  }

  private func emptySums() -> Sums {
    let empty = Array(repeating: 0.0, count: Player.allCases.count * definition.statistic.width)
    return Sums(all: empty, paired: definition.isOracleSampled ? empty : [])
  }

  /// Where a player's sums lie.
  private func place(_ player: Player) -> Range<Int> {
    let width = definition.statistic.width
    return player.rawValue * width..<(player.rawValue + 1) * width
  }

  /// Plain loops over the sums: this is most of what a run spends after its homes have ended.
  private func add(_ tally: Tally, _ block: Int, into sums: inout Sums) {
    let isPaired =
      definition.isOracleSampled && definition.statistic.count(tally.block(block, .oracle)) > 0
    let width = tally.width
    let first = tally.start(of: block, Player.allCases[0])
    tally.sums.withUnsafeBufferPointer { tally in
      for player in players {
        let place = player.rawValue * width
        for i in 0..<width { sums.all[place + i] += tally[first + place + i] }
        guard isPaired else { continue }
        for i in 0..<width { sums.paired[place + i] += tally[first + place + i] }
      }
    }
  }
}

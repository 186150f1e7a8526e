internal import Clockwork

/// Intervals by drawing homes, then days within them, with replacement: never readings, which are
/// not independent.
///
/// Source: Efron and Tibshirani 1993, percentile intervals; two-stage draw: Davison and Hinkley
/// 1997, section 3.8.
struct Bootstrap {
  static let drawCount = 400

  let definition: ScoreDefinition
  let tallies: [Tally]
  private let players: [Player]

  init(definition: ScoreDefinition, tallies: [Tally]) {
    self.definition = definition
    self.tallies = tallies.filter { $0.blockCount > 0 }
    players = Player.allCases.filter { $0 == .ours || definition.players.contains($0) }
  }

  var homeCount: Int { tallies.count }

  /// Sums over everything, for each player by raw value.
  func total() -> [[Double]] {
    var result = emptySums()
    for tally in tallies {
      for block in 0..<tally.blockCount { add(tally, block, into: &result) }
    }
    return result
  }

  /// Values of all players in each draw.
  func draws() -> [[Double?]] {
    guard tallies.count > 1 || (tallies.first?.blockCount ?? 0) > 1 else { return [] }
    var stream = RandomStream(
      RandomKey(seed: 0, purpose: Purpose("scoring.bootstrap"), entity: 0))
    return (0..<Self.drawCount).map { _ in
      var sums = emptySums()
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

  func values(_ sums: [[Double]]) -> [Double?] {
    Player.allCases.map { player in
      players.contains(player) ? definition.statistic.value(sums[player.rawValue][...]) : nil
    }
  }

  private func emptySums() -> [[Double]] {
    Player.allCases.map { _ in Array(repeating: 0, count: definition.statistic.width) }
  }

  private func add(_ tally: Tally, _ block: Int, into sums: inout [[Double]]) {
    for player in players {
      let row = tally.block(block, player)
      for (i, value) in zip(0..., row) { sums[player.rawValue][i] += value }
    }
  }

  /// The middle 95 % of values, by rank.
  static func interval(_ values: [Double]) -> ClosedRange<Double>? {
    guard values.count >= 40 else { return nil }
    let sorted = values.sorted()
    let low = Int((Double(sorted.count) * 0.025).rounded(.down))
    return sorted[low]...sorted[sorted.count - 1 - low]
  }

  static func standardDeviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(values.count - 1)).squareRoot()
  }
}

import Clockwork
import Scoring
import Telemetry
import Testing

/// A small known world in which named players are scored exactly as in a run: each home fills a
/// board, and ``Judge`` makes scores of the homes' sums.
struct Contest: Sendable {
  var definitions: [ScoreDefinition]
  var homeCount = 10
  /// Lets the player of a name take part in one home.
  var play: @Sendable (_ name: String, _ player: Player, _ home: Int, inout ScoreBoard) -> Void

  /// The scores of a run in which `name` was our stage.
  func scores(of name: String) -> [String: Score] {
    let boards = (0..<homeCount).map { home in
      var board = ScoreBoard(definitions: definitions)
      play(name, .ours, home, &board)
      for player in [Player.null, .random, .oracle] { play(player.name, player, home, &board) }
      return board
    }
    let scores = definitions.indices.map { index in
      Judge.score(definitions[index], tallies: boards.map { $0.tallies[index] })
    }
    return Dictionary(uniqueKeysWithValues: scores.map { ($0.id, $0) })
  }
}

/// One row of a table: the players of a score from best to worst; those of one rank are equal.
struct Ranking: Sendable {
  var id: String
  var ranks: [[String]]

  init(_ id: String, _ ranks: [[String]]) {
    self.id = id
    self.ranks = ranks
  }

  /// How bad a value is, by the score's own direction.
  static func badness(_ score: Score) -> Double? {
    guard let value = score.value else { return nil }
    switch score.better {
    case .lower: return value
    case .higher: return -value
    case .target: return score.target.map { (value - $0).magnitude }
    }
  }

  func check(_ badness: (String) throws -> Double) throws {
    var last: (name: String, badness: Double)?
    for rank in ranks {
      var best = Double.infinity
      var worst = -Double.infinity
      for name in rank {
        let found = try badness(name)
        best = min(best, found)
        worst = max(worst, found)
        if let last { #expect(last.badness < found, "\(id): \(last.name) should beat \(name)") }
      }
      #expect(worst - best <= 1e-9 * max(worst.magnitude, 1), "\(id): \(rank) should be equal")
      last = (rank[0], worst)
    }
  }
}

extension Contest {
  /// Every player plays once, then every row is looked at; skill is 0 for the null and 1 for the
  /// oracle in the scores named.
  func check(_ table: [Ranking], skilled ids: [String]) throws {
    var played: [String: [String: Score]] = [:]
    func result(_ name: String) -> [String: Score] {
      let result = played[name] ?? scores(of: name)
      played[name] = result
      return result
    }
    for row in table {
      try row.check { name in
        let score = try #require(result(name)[row.id], "\(row.id) is not defined")
        return try #require(Ranking.badness(score), "\(row.id) of \(name) has no value")
      }
    }
    for id in ids {
      let null = try #require(result("null")[id]?.skill, "\(result("null")[id]?.why ?? id)")
      let oracle = try #require(result("oracle")[id]?.skill, "\(result("oracle")[id]?.why ?? id)")
      #expect(null.magnitude < 1e-12, "\(id) of the null: \(null)")
      #expect((oracle - 1).magnitude < 1e-12, "\(id) of the oracle: \(oracle)")
    }
  }
}

/// A stream of its own for each use in these tests.
func stream(_ seed: UInt64, _ entity: Int = 0) -> RandomStream {
  RandomStream(seed: seed, purpose: Purpose("tests.scoring"), entity: UInt64(entity))
}

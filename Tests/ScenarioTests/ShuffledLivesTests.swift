import Clockwork
import Realism
import Scenarios
import Testing

/// The same homes lived once more with everybody's activities shuffled.
@Suite struct ShuffledLivesTests {
  private static let lives: WorldLives? = try? Fixture.plan(
    "quickstart", ["homes=16", "history=2d", "duration=28d"]
  ).lives(shuffledCount: 8, runner: ShardRunner(threadCount: 2))

  private static func median(_ homes: [HomeRecord], _ id: String) -> Double? {
    let values = homes.compactMap { home in
      FigureDefinition.all.first { $0.id == id }?.value(home)
    }.sorted()
    return values.isEmpty ? nil : values[values.count / 2]
  }

  /// What is done, and for how long, stays; when it is done does not.
  @Test func sharesStayAndTimesGo() throws {
    let lives = try #require(Self.lives)
    #expect(lives.homes.count == 16 && lives.shuffled.count == 8)
    let same = Array(lives.homes.prefix(8))
    for id in ["people.sleep", "people.away", "people.leisure", "load.energy"] {
      let lived = try #require(Self.median(same, id))
      let shuffled = try #require(Self.median(lives.shuffled, id))
      #expect(abs(shuffled - lived) < 0.2 * lived, "\(id): \(lived), \(shuffled)")
    }
    for id in ["load.autocorrelation_24h", "load.autocorrelation_168h"] {
      let lived = try #require(Self.median(same, id))
      let shuffled = try #require(Self.median(lives.shuffled, id))
      #expect(shuffled < 0.7 * lived, "\(id): \(lived), \(shuffled)")
    }
  }

  /// Held against other homes of the same world, the shuffled ones and the noisy ones are further
  /// away, to a classifier of days as well.
  @Test func ablationsScoreWorse() throws {
    let lives = try #require(Self.lives)
    let others = lives.homes.suffix(8).map(\.load)
    let realism = Realism(
      simulated: Array(lives.homes.prefix(8)), shuffled: lives.shuffled, measured: others,
      bands: [])
    for name in ["shape", "rhythm", "classifier"] {
      let row = try #require(realism.distances.first { $0.name == name })
      let simulated = try #require(row.simulated)
      #expect(try #require(row.shuffled) > simulated + 0.02, "\(row)")
      #expect(name == "shape" || (row.noisy ?? 0) > simulated + 0.02, "\(row)")
    }
  }

  /// On any number of threads the same, and nobody lives twice who is not asked for.
  @Test func shuffledLivesAreRepeatable() throws {
    func lives(_ threads: Int, _ count: Int) throws -> WorldLives {
      try Fixture.plan("quickstart", ["homes=3", "history=1d", "duration=3d"])
        .lives(shuffledCount: count, runner: ShardRunner(threadCount: threads))
    }
    let (one, two) = (try lives(1, 2), try lives(2, 2))
    #expect(one.shuffled.map(\.load.meansW) == two.shuffled.map(\.load.meansW))
    #expect(one.shuffled.map(\.load.meansW) != one.homes.prefix(2).map(\.load.meansW))
    let none = try lives(2, 0)
    #expect(none.shuffled.isEmpty && none.homes.map(\.load.meansW) == one.homes.map(\.load.meansW))
  }
}

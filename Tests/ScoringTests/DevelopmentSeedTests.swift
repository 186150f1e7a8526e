import Testing

@testable import Scoring

/// Scores on seeds that defaults were chosen on say so.
@Suite struct DevelopmentSeedTests {
  @Test func aScoreAndItsStageAreMarked() throws {
    func score(_ id: String, _ stage: String, headline: Bool = false) -> Score {
      Score(
        id: id, stage: stage, value: 0.5, unit: "1", better: .higher, null: 0, random: nil,
        oracle: 1, skill: 0.5, interval: nil, skillInterval: nil, intervalOver: [], count: 1,
        homeCount: 1, seedCount: 1, oracleKind: nil, isHeadline: headline, status: nil, why: nil,
        meaning: "")
    }
    let plain = [
      score("quality.faults.f1_ratio", "quality", headline: true),
      score("quality.skill", "quality"),
      score("storage.queries.exact_ratio", "storage", headline: true),
      score("storage.skill", "storage"),
    ]
    var onDevelopment = plain
    DevelopmentSeeds.mark(&onDevelopment, seed: 1001)
    #expect(onDevelopment.map(\.isInSample) == [true, true, false, false])
    var onAnother = plain
    DevelopmentSeeds.mark(&onAnother, seed: 45)
    #expect(onAnother.allSatisfy { !$0.isInSample })
  }

  /// The shipped scenarios' seeds are held out.
  @Test(arguments: [UInt64(3), 7, 13, 45]) func shippedSeedsAreHeldOut(seed: UInt64) {
    for (prefix, seeds) in DevelopmentSeeds.table {
      #expect(!seeds.contains(seed), "\(prefix)")
    }
  }
}

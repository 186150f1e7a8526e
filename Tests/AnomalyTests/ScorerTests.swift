import Anomaly
import Testing

private func alarms(_ count: Int, at rows: [Int]) -> [Bool] {
  (0..<count).map { rows.contains($0) }
}

@Suite struct ScorerTests {
  @Test(arguments: NABProfile.all)
  func silenceIsZeroAndPerfectionAHundred(profile: NABProfile) {
    let scorer = NABScorer(profile)
    let windows = [40...49, 80...89]
    let silent = scorer.sum(alarms: alarms(100, at: []), windows: windows)
    let perfect = scorer.sum(alarms: alarms(100, at: [40, 80]), windows: windows)
    #expect(scorer.normalised(silent) == 0)
    #expect(scorer.normalised(perfect) == 100)
    #expect(scorer.normalised(NABScorer.Sum()) == nil)
  }

  /// By hand: S(-1) = .9866143; S(-.5) = .8482836; S(1) = -.9866143.
  @Test func oneWindowByHand() {
    let scorer = NABScorer(.standard)
    let half = scorer.sum(alarms: alarms(100, at: [45, 47]), windows: [40...49])
    #expect(abs(half.raw - 0.8482836399575129 / 0.9866142981514303) < 1e-12)
    let after = scorer.sum(alarms: alarms(100, at: [40, 58]), windows: [40...49])
    #expect(abs(after.raw - (1 - 0.11 * 0.9866142981514303)) < 1e-12)
    let far = scorer.sum(alarms: alarms(100, at: [40, 90]), windows: [40...49])
    #expect(abs(far.raw - 0.89) < 1e-12)
    let before = scorer.sum(alarms: alarms(100, at: [20]), windows: [40...49])
    #expect(abs(before.raw + 1.11) < 1e-12)
    #expect(abs((scorer.normalised(before) ?? 0) + 5.5) < 1e-12)
  }

  @Test func probationIsNotScored() {
    #expect(NABScorer.probationCount(rowCount: 4_032) == 604)
    #expect(NABScorer.probationCount(rowCount: 22_695) == 750)
    let scorer = NABScorer(.standard)
    let early = scorer.sum(alarms: alarms(100, at: [3, 14]), windows: [40...49])
    #expect(early.raw == -1)
  }

  @Test func profilesWeighMistakes() {
    let rows = alarms(100, at: [20])
    let windows = [40...49]
    let raw = NABProfile.all.map { NABScorer($0).sum(alarms: rows, windows: windows).raw }
    #expect(zip(raw, [-1.11, -1.22, -2.11]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  /// scikit-learn's documented example: .8333; ties and the rest by hand.
  @Test func averagePrecision() {
    let known = AveragePrecision.value(
      scores: [0.1, 0.4, 0.35, 0.8], labels: [false, false, true, true])
    #expect(abs((known ?? 0) - 0.8333333333333333) < 1e-12)
    // All tied: the share of anomalies.
    #expect(
      AveragePrecision.value(scores: [1, 1, 1, 1], labels: [true, false, false, false]) == 0.25)
    #expect(AveragePrecision.value(scores: [1, 2], labels: [false, false]) == nil)
    #expect(AveragePrecision.value(scores: [1, 2], labels: [false, true]) == 1)
  }

  @Test func eventsAndDelays() {
    let account = EventAccount(
      episodes: [5...6, 18...25, 60...61, 70...90], events: [20...29, 40...49, 80...85])
    #expect(account.foundCount == 2 && account.eventCount == 3)
    #expect(account.falseEpisodeCount == 2)
    #expect(account.delays == [0, 0])
    #expect(account.recall == 2.0 / 3)
    #expect(EventAccount(episodes: [24...25], events: [20...29]).delays == [4])
    #expect(EventAccount(episodes: [], events: []).recall == nil)
    #expect(
      EventAccount.episodes(alarms: alarms(20, at: [2, 3, 5, 9]), gapMax: 1) == [2...5, 9...9])
  }

  /// By hand, and as prts 1.0.0.3 says: the event 10...19 is covered 4 + 3 of 10 in two pieces,
  /// which is .35; 30...34 wholly, which is 1.
  @Test func ranges() {
    let score = RangeScore(
      predicted: [8...13, 16...18, 30...34, 50...51], real: [10...19, 30...34])
    #expect(abs((score.recall ?? 0) - (0.35 + 1) / 2) < 1e-12)
    #expect(abs((score.precision ?? 0) - (4.0 / 6 + 1 + 1 + 0) / 4) < 1e-12)
    let rewarded = RangeScore(predicted: [10...10], real: [10...19], existenceWeight: 0.5)
    #expect(abs((rewarded.recall ?? 0) - 0.55) < 1e-12)
    let empty = RangeScore(predicted: [], real: [10...19])
    #expect(empty.precision == nil && empty.recall == 0 && empty.f1 == nil)
  }
}

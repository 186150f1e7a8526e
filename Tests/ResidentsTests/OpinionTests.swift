import Clockwork
import Telemetry
import Testing

@testable import Residents

/// What people say of how the house did what they asked for.
@Suite struct OpinionTests {
  private static let homes = 400
  private static let wishes = 400

  private func opinions(wait: SimDuration?) -> (ratings: [Int], words: Int) {
    var (ratings, words) = ([Int](), 0)
    for home in 0..<Self.homes {
      let household = Cottage(kind: .single, seed: 5, home: home).household
      for wish in 0..<Self.wishes {
        let said = household.opinion(
          of: ResidentIndex(0), spokenAt: Cottage.start + .minutes(Int64(wish) * 7), wait: wait)
        guard let said else { continue }
        ratings.append(said.rating)
        if !said.comment.isEmpty { words += 1 }
      }
    }
    return (ratings, words)
  }

  private func mean(_ ratings: [Int]) -> Double {
    Double(ratings.reduce(0, +)) / Double(ratings.count)
  }

  /// The mood is one point wide, so rounding moves no mean, and nobody means more than 5.4 or less
  /// than 0.8, so the scale's ends do not either: 4.6 at once, half a point less after 15 s, 1.6
  /// when it is not so.
  ///
  /// At least 7,400 ratings of 400 people: standard errors of 0.006 from single ratings and 0.009
  /// from persons.
  @Test func theMeanRatingIsWhatPeopleMean() {
    #expect((mean(opinions(wait: .zero).ratings) - 4.6).magnitude < 0.045)
    #expect((mean(opinions(wait: .seconds(15)).ratings) - 4.1).magnitude < 0.045)
    #expect((mean(opinions(wait: nil).ratings) - 1.6).magnitude < 0.045)
  }

  /// 5 % of 160,000 contented looks and 30 % of others, with standard deviations of 87 and 183.
  @Test func theDispleasedSpeakSixTimesAsOften() {
    let (content, discontent) = (opinions(wait: .zero), opinions(wait: nil))
    #expect((content.ratings.count - 8_000).magnitude < 400)
    #expect((discontent.ratings.count - 48_000).magnitude < 800)
    #expect((Double(discontent.words) / Double(discontent.ratings.count) - 0.6).magnitude < 0.02)
    #expect(Set(content.ratings) == [4, 5] && Set(discontent.ratings) == [1, 2])
  }

  /// A look at every whole second of 20 to 60, each about equally often.
  @Test func peopleLookSomeTimeLater() {
    let household = Cottage(kind: .single, seed: 5).household
    var counts = [Int](repeating: 0, count: 61)
    for wish in 0..<8_200 {
      let said = Cottage.start + .seconds(Int64(wish))
      let wait = household.lookTime(of: ResidentIndex(0), spokenAt: said) - said
      guard (SimDuration.seconds(20)...(.seconds(60))).contains(wait) else {
        Issue.record("\(wait)")
        continue
      }
      counts[Int(wait.microseconds / 1_000_000)] += 1
    }
    // 200 of each, with a standard deviation of 14.
    #expect(counts[20...60].allSatisfy { (130...270).contains($0) })
  }

  /// A house that is slow beats one that does not obey, however slow.
  @Test func lateIsBetterThanNever() {
    var last = Household.meanRating(wait: .zero)
    for second in 1...60 {
      let next = Household.meanRating(wait: .seconds(Int64(second)))
      #expect(next < last && next > Household.meanRating(wait: nil))
      last = next
    }
  }
}

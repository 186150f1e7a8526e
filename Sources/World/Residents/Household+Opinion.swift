public import Clockwork
public import Telemetry

/// What a resident says of how the house did what they asked for.
public struct Opinion: Hashable, Sendable {
  /// 1 (bad) to 5 (good).
  public var rating: Int
  /// Often empty: a rating without words.
  public var comment: String
}

/// Ratings are drawn of a key of their own, so that nobody else's chance moves; an utterance is
/// named by the second in which it was said, as in ``speak(_:_:_:)``.
///
/// Few people rate what they use, and those who are displeased do so more often: every share here
/// is assumed, with its range.
extension Household {
  /// Of those who find what they wanted (assumed, 0.02-0.1).
  static let contentShare = 0.05
  /// Of those who do not (assumed, 0.15-0.5).
  static let discontentShare = 0.3
  /// What a wish that was fulfilled at once is rated on average (assumed, 4.2-4.9).
  static let bestRating = 4.6
  /// What one that was not is rated on average (assumed, 1.2-2).
  static let worstRating = 1.6
  /// A wait that costs a point (assumed, 15-60 s).
  static let waitForAPoint = SimDuration.seconds(30)
  /// By how much at most a person is milder or stricter than others, in points (assumed, 0.2-0.5).
  static let mildnessMax = 0.3
  /// When somebody looks whether it is so, seconds after the words (assumed).
  static let looksAfter = 20...60
  /// Of ratings that come with words (assumed, 0.3-0.8).
  static let commentShare = 0.6

  /// When whoever spoke at `spokenAt` looks whether what they wanted is so.
  public func lookTime(of resident: ResidentIndex, spokenAt: SimTime) -> SimTime {
    var chance = opinionChance(resident, spokenAt)
    return spokenAt + Self.delay(&chance)
  }

  /// Whether somebody is there, awake and on their feet.
  public func canLook(_ resident: ResidentIndex) -> Bool {
    states[resident.index].isAwakeAtHome
  }

  /// What a resident who has looked says; nil for the usual silence.
  ///
  /// A mood of one point's width makes the mean of rounded ratings what the person means.
  ///
  /// - Parameter wait: from the words until it was so; nil if it is not.
  public func opinion(
    of resident: ResidentIndex, spokenAt: SimTime, wait: SimDuration?
  ) -> Opinion? {
    var chance = opinionChance(resident, spokenAt)
    _ = Self.delay(&chance)
    guard chance.happens(wait == nil ? Self.discontentShare : Self.contentShare) else { return nil }
    let mood = chance.uniform(-0.5, 0.5)
    let meant = Self.meanRating(wait: wait) + mildness(of: resident) + mood
    let rating = Int(min(max(meant, 1), 5).rounded())
    guard chance.happens(Self.commentShare) else { return Opinion(rating: rating, comment: "") }
    let words = Self.comments[rating - 1]
    return Opinion(rating: rating, comment: words[chance.index(words.count)])
  }

  /// What people mean on average, in points; a late fulfilment is better than none.
  static func meanRating(wait: SimDuration?) -> Double {
    guard let wait else { return worstRating }
    let lost = Double(wait.microseconds) / Double(waitForAPoint.microseconds)
    return max(bestRating - lost, worstRating)
  }

  /// In points; above 0 for those who rate better than others.
  private func mildness(of resident: ResidentIndex) -> Double {
    var chance = Chance(keys[resident.index].opinion, event: .max)
    return chance.uniform(-Self.mildnessMax, Self.mildnessMax)
  }

  private func opinionChance(_ resident: ResidentIndex, _ spokenAt: SimTime) -> Chance {
    Chance(
      keys[resident.index].opinion, event: UInt64(bitPattern: spokenAt.microseconds / 1_000_000))
  }

  private static func delay(_ chance: inout Chance) -> SimDuration {
    chance.seconds(looksAfter.lowerBound, looksAfter.upperBound)
  }

  /// By rating, from 1.
  static let comments = [
    ["That did nothing.", "No, that's not what I asked for.", "It doesn't work."],
    ["That's not right.", "You didn't get that.", "Still not what I wanted."],
    ["That took a while.", "It's okay.", "So-so."],
    ["Thanks.", "Good.", "That works."],
    ["Perfect, thank you.", "Great.", "Exactly what I wanted."],
  ]
}

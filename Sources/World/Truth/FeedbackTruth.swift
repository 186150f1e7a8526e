public import Clockwork
public import Telemetry

/// A resident's rating, and what it rests upon.
public struct FeedbackTruth: Hashable, Sendable {
  /// The message that carries the rating.
  public var message: MessageID
  public var time: SimTime
  public var resident: ResidentIndex
  /// The words that it is about, and when they were said.
  public var utterance: MessageID
  public var spokenAt: SimTime
  /// When the home first was as wished, if it still was so when the resident looked; nil if not.
  public var fulfilledAt: SimTime?
  /// 1 (bad) to 5 (good).
  public var rating: Int
  public var comment: String

  public init(
    message: MessageID, time: SimTime, resident: ResidentIndex, utterance: MessageID,
    spokenAt: SimTime, fulfilledAt: SimTime?, rating: Int, comment: String
  ) {
    self.message = message
    self.time = time
    self.resident = resident
    self.utterance = utterance
    self.spokenAt = spokenAt
    self.fulfilledAt = fulfilledAt
    self.rating = rating
    self.comment = comment
  }
}

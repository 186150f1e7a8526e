public import Clockwork
public import Telemetry

/// The parts of the data plan's `user_interactions`, each as it comes: words, answer, feedback.
///
/// They find each other by the utterance's message id when the document is read, so that neither
/// their order nor the batch in which one comes matters, and one may be missing.
public struct StoredInteractions: Sendable {
  public struct Words: Sendable {
    public var id: MessageID
    public var arrival: SimTime
    public var utterance: Utterance
  }

  public struct Rating: Sendable {
    /// The feedback's own message.
    public var id: MessageID
    public var arrival: SimTime
    public var feedback: Feedback
  }

  public var words: [Words] = []
  public var answers: [Answer] = []
  public var ratings: [Rating] = []

  public var isEmpty: Bool { words.isEmpty && answers.isEmpty && ratings.isEmpty }
}

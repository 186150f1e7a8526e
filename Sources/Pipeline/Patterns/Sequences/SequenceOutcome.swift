public import Clockwork

/// What a pattern's matcher tells: a match, a partial match whose time was over, a late event.
public struct SequenceOutcome<Key: Sendable, Event: Sendable>: Sendable {
  public enum Kind: Sendable, Equatable { case match, timeout, late }

  /// The events that one stage took, oldest first.
  public struct Taken: Sendable {
    /// Index into the matcher's `stageNames`; -1 for a late event.
    public let stage: Int
    public var events: [Event]

    @inlinable init(stage: Int, events: [Event]) {
      self.stage = stage
      self.events = events
    }
  }

  public let kind: Kind
  public let key: Key
  /// By stage, in the order in which stages took their first event.
  public let taken: [Taken]
  /// Of a match the time it was complete, of a timeout that at which its window was over.
  public let time: SimTime

  @inlinable init(kind: Kind, key: Key, taken: [Taken], time: SimTime) {
    self.kind = kind
    self.key = key
    self.taken = taken
    self.time = time
  }
}

/// A match could not be skipped as the pattern asks.
public struct SequenceSkipMistake: Error, CustomStringConvertible {
  public let description: String
}

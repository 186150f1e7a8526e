public import Clockwork
public import Ingestion
public import Telemetry

/// What the lane's stages were given, for players who must get exactly the same.
public struct LaneTap: Sendable {
  /// One reading in the order in which the stages saw it.
  public struct Entry: Sendable {
    /// The control tick at which it was handed on.
    public var tick: SimTime
    public var reading: IngestedReading
    /// Whether quality let it through to fusion.
    public var isUsable: Bool
  }

  /// A control tick and how far the home had been heard of by then.
  public struct Closing: Sendable {
    public var tick: SimTime
    public var heardUpTo: SimTime
  }

  public var entries: [Entry] = []
  public var closings: [Closing] = []
  /// Readings of the history, which no stage judges, where doubles are let through: each must be
  /// known by its copies.
  public var past: [ReadingID] = []
  /// Utterances that reached the agent, answered or not.
  public var heard: [MessageID] = []

  public init() {}

  public mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    past.removeAll(keepingCapacity: true)
    closings.removeAll(keepingCapacity: true)
    heard.removeAll(keepingCapacity: true)
  }
}

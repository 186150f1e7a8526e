public import Clockwork
public import Telemetry

/// Finds one pattern in one home's events, separately for each room.
public struct HouseholdMatcher: Sendable {
  public let pattern: HouseholdPattern
  private var search: SequenceMatcher<RoomIndex, PatternEvent>
  private let roomCount: Int
  private var told: [SequenceOutcome<RoomIndex, PatternEvent>] = []

  public init(_ pattern: HouseholdPattern, roomCount: Int) {
    self.pattern = pattern
    self.roomCount = roomCount
    search = pattern.search
  }

  /// Partial matches that gave way, because too many waited in a room.
  public var evictedCount: Int { search.evictedCount }

  /// Takes one event; events come in order of time.
  public mutating func observe(
    _ event: PatternEvent, raisedAt: SimTime, matches: inout [PatternMatch]
  ) {
    switch pattern.watch[Int(event.channel.rawValue)] {
    case .nothing: return
    case .room:
      guard event.room.index < roomCount else { return }
      offer(event, in: event.room)
    case .home:
      for room in 0..<roomCount { offer(event, in: RoomIndex(room)) }
    }
    guard !told.isEmpty else { return }
    for outcome in told {
      guard let start = outcome.taken.first?.events.first?.time else { continue }
      matches.append(
        PatternMatch(
          pattern: pattern.kind, room: outcome.key, start: start, end: outcome.time,
          raisedAt: raisedAt))
    }
    told.removeAll(keepingCapacity: true)
  }

  private mutating func offer(_ event: PatternEvent, in room: RoomIndex) {
    do {
      try search.observe(event, of: room, at: event.time, into: &told)
    } catch {
      preconditionFailure("a search that skips past the last event misses no stage: \(error)")
    }
  }
}

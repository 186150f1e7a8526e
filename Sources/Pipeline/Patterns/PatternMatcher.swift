public import Clockwork
public import Telemetry

/// Finds one pattern in one home's events, separately for each room.
///
/// Bounded state: at most `partialLimit` partial matches a room; the oldest gives way and is
/// counted.
public struct PatternMatcher: Sendable {
  public static let partialLimit = 64

  private struct Partial: Sendable {
    var start: SimTime
    /// The step that is waited for.
    var step: Int
  }

  public let pattern: SequencePattern
  private var partials: [[Partial]]
  private let watched: [Bool]
  private let homeWide: [Bool]
  /// Whether an event for every room can also begin a match in each.
  private let beginsHomeWide: Bool
  public private(set) var evictedCount = 0
  public private(set) var timedOutCount = 0

  public init(pattern: SequencePattern, roomCount: Int) {
    self.pattern = pattern
    partials = Array(repeating: [], count: roomCount)
    var watched = Array(repeating: false, count: 256)
    var homeWide = watched
    for channel in Channel.allCases {
      watched[Int(channel.rawValue)] = pattern.channels.contains(channel)
      homeWide[Int(channel.rawValue)] = pattern.homeWideChannels.contains(channel)
    }
    self.watched = watched
    self.homeWide = homeWide
    beginsHomeWide = pattern.homeWideChannels.contains(pattern.steps[0].condition.channel)
  }

  /// Takes one event; events come in order of time.
  public mutating func observe(
    _ event: PatternEvent, raisedAt: SimTime, matches: inout [PatternMatch]
  ) {
    guard watched[Int(event.channel.rawValue)] else { return }
    if homeWide[Int(event.channel.rawValue)] {
      for room in partials.indices where beginsHomeWide || !partials[room].isEmpty {
        step(room: room, event, raisedAt: raisedAt, matches: &matches)
      }
    } else if event.room.index < partials.count {
      step(room: event.room.index, event, raisedAt: raisedAt, matches: &matches)
    }
  }

  private mutating func step(
    room: Int, _ event: PatternEvent, raisedAt: SimTime, matches: inout [PatternMatch]
  ) {
    // Most events meet nothing that is open and begin nothing.
    if partials[room].isEmpty, !pattern.steps[0].condition.holds(event) { return }
    var kept: [Partial] = []
    for var partial in partials[room] {
      if event.time - partial.start >= pattern.within {
        timedOutCount += 1
        continue
      }
      let step = pattern.steps[partial.step]
      if let unless = step.unless, unless.holds(event) { continue }
      guard step.condition.holds(event) else {
        if step.contiguity == .followedBy { kept.append(partial) }
        continue
      }
      partial.step += 1
      if partial.step < pattern.steps.count {
        kept.append(partial)
        continue
      }
      matches.append(
        PatternMatch(
          pattern: pattern.kind, room: RoomIndex(room), start: partial.start, end: event.time,
          raisedAt: raisedAt))
      // Skip past last event: nothing that began before this event's end survives.
      partials[room] = []
      return
    }
    if pattern.steps[0].condition.holds(event) {
      if pattern.steps.count == 1 {
        matches.append(
          PatternMatch(
            pattern: pattern.kind, room: RoomIndex(room), start: event.time, end: event.time,
            raisedAt: raisedAt))
        partials[room] = []
        return
      }
      if kept.count == Self.partialLimit {
        kept.removeFirst()
        evictedCount += 1
      }
      kept.append(Partial(start: event.time, step: 1))
    }
    partials[room] = kept
  }
}

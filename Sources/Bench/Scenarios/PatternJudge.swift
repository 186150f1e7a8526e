internal import Clockwork
internal import Dwellings
internal import Homes
internal import Ingestion
internal import Lanes
internal import Patterns
internal import Scoring
internal import Telemetry
internal import Truth

/// Pattern's players for one home: the same pattern on the ideal wire, and its first step alone.
struct PatternJudge {
  private let patterns: [SequencePattern]
  private var ideal: [PatternMatcher]
  private var idealMatches: [PatternMatch] = []
  private var matches: [PatternMatch] = []
  private var firstSteps: [PatternMatch] = []
  private let rooms: [RoomIndex]
  private let kinds: [DeviceKind]
  /// Whether the first step held at the last event of a room, by pattern and room.
  private var held: [[Bool]]

  init(home: Home, lane: LaneSettings) {
    patterns = lane.patterns
    let count = home.plan.rooms.count
    ideal = lane.patterns.map { PatternMatcher(pattern: $0, roomCount: count) }
    held = lane.patterns.map { _ in Array(repeating: false, count: count) }
    rooms = home.sitePlan.devices.map(\.room)
    kinds = home.sitePlan.devices.map(\.kind)
  }

  mutating func take(truth: TruthBuffer, tap: LaneTap, matches: [PatternMatch]) {
    self.matches += matches
    for reading in truth.ideal {
      let event = PatternEvent(
        time: reading.time, room: rooms[reading.device.index],
        deviceKind: kinds[reading.device.index], channel: reading.channel, value: reading.value)
      for i in ideal.indices {
        ideal[i].observe(event, raisedAt: reading.time, matches: &idealMatches)
      }
    }
    // The null gets what our stage got: not what quality held back.
    for entry in tap.entries where entry.isUsable { watchFirstStep(entry) }
  }

  private mutating func watchFirstStep(_ entry: LaneTap.Entry) {
    let reading = entry.reading
    let room = rooms[reading.device.index]
    let event = PatternEvent(
      time: reading.eventTime, room: room, deviceKind: reading.deviceKind,
      channel: reading.channel, value: reading.value)
    for (i, pattern) in patterns.enumerated()
    where pattern.steps[0].condition.channel
      == reading.channel
    {
      let holds = pattern.steps[0].condition.holds(event)
      if holds, !held[i][room.index] {
        firstSteps.append(
          PatternMatch(
            pattern: pattern.kind, room: room, start: reading.eventTime, end: reading.eventTime,
            raisedAt: entry.tick))
      }
      held[i][room.index] = holds
    }
  }

  mutating func finish(
    dayOf: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) {
    var players: [(Player, [PatternMatch])] = [
      (.ours, matches), (.null, firstSteps), (.oracle, idealMatches),
    ]
    let roomCount = held.first?.count ?? 1
    if roomCount > 1 {
      let shifted = matches.map { match -> PatternMatch in
        var other = match
        other.room = RoomIndex((match.room.index + 1) % roomCount)
        return other
      }
      players.append((.random, shifted))
    }
    for (player, list) in players {
      PatternScorer.add(
        matches: list, ideal: idealMatches, player: player, dayOf: dayOf, to: &board,
        firstScore: firstScore)
    }
  }
}

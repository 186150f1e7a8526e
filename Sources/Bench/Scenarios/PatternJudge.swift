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
  private let patterns: [HouseholdPattern]
  private var ideal: [HouseholdMatcher]
  /// What ended by the last call.
  private(set) var idealMatches: [PatternMatch] = []
  private var firstSteps: [PatternMatch] = []
  private var ours = PatternAccount(.ours)
  private var null = PatternAccount(.null)
  private var oracle = PatternAccount(.oracle)
  /// Our matches in the next room; nil where a home has but one.
  private var random: PatternAccount?
  private let rooms: [RoomIndex]
  private let kinds: [DeviceKind]
  /// What the first step of each pattern listens to.
  private let firstChannels: [Channel]
  /// Whether the first step held at the last event of a room, by pattern and room.
  private var held: [[Bool]]

  init(home: Home, lane: LaneSettings) {
    patterns = lane.patterns
    firstChannels = patterns.map(\.first.channel)
    let count = home.plan.rooms.count
    ideal = lane.patterns.map { HouseholdMatcher($0, roomCount: count) }
    held = lane.patterns.map { _ in Array(repeating: false, count: count) }
    random = count > 1 ? PatternAccount(.random) : nil
    rooms = home.sitePlan.devices.map(\.room)
    kinds = home.sitePlan.devices.map(\.kind)
  }

  mutating func take(truth: TruthBuffer, tap: LaneTap, matches: [PatternMatch]) {
    idealMatches.removeAll(keepingCapacity: true)
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
    let roomCount = held.first?.count ?? 1
    ours.take(matches: matches, ideal: idealMatches)
    null.take(matches: firstSteps, ideal: idealMatches)
    oracle.take(matches: idealMatches, ideal: idealMatches)
    random?.take(
      matches: matches.lazy.map { PatternScorer.inNextRoom($0, roomCount: roomCount) },
      ideal: idealMatches)
    firstSteps.removeAll(keepingCapacity: true)
  }

  private mutating func watchFirstStep(_ entry: LaneTap.Entry) {
    let reading = entry.reading
    guard firstChannels.contains(reading.channel) else { return }
    let room = rooms[reading.device.index]
    let event = PatternEvent(
      time: reading.eventTime, room: room, deviceKind: reading.deviceKind,
      channel: reading.channel, value: reading.value)
    for i in patterns.indices where firstChannels[i] == reading.channel {
      let pattern = patterns[i]
      let holds = pattern.first.holds(event)
      if holds, !held[i][room.index] {
        firstSteps.append(
          PatternMatch(
            pattern: pattern.kind, room: room, start: reading.eventTime, end: reading.eventTime,
            raisedAt: entry.tick))
      }
      held[i][room.index] = holds
    }
  }

  /// Judges what can be judged at a time; everything at ``SimTime/distantFuture``.
  mutating func settle(
    upTo now: SimTime, day: (SimTime) -> Int, board: inout ScoreBoard, firstScore: Int
  ) {
    ours.settle(upTo: now, dayOf: day, to: &board, firstScore: firstScore)
    null.settle(upTo: now, dayOf: day, to: &board, firstScore: firstScore)
    oracle.settle(upTo: now, dayOf: day, to: &board, firstScore: firstScore)
    random?.settle(upTo: now, dayOf: day, to: &board, firstScore: firstScore)
  }

  var heldCount: Int {
    ours.heldCount + null.heldCount + oracle.heldCount + (random?.heldCount ?? 0)
  }
}

public import Clockwork
public import Telemetry

/// A sequence of events at home, looked for in each room by itself.
///
/// ``windowOpenWhileHeating(within:)`` shows how one is written.
///
/// After a match the search goes on behind its last event.
public struct HouseholdPattern: Sendable {
  public typealias Sequence = EventPattern<PatternEvent>

  /// What a room may have begun at a time; a home is small.
  static let limits = SequenceLimits(runsPerKey: 64, keyCount: 256, eventCount: 1 << 14)

  public let kind: PatternKind
  /// What begins a match.
  public let first: EventCondition
  /// How it is looked at, by raw channel: others than these are not in the pattern's stream at all.
  let watch: [Watch]
  /// Compiled once; every home's search begins as a copy of it.
  let search: SequenceMatcher<RoomIndex, PatternEvent>

  enum Watch: Sendable {
    case nothing
    /// An event of one room.
    case room
    /// An event that counts for every room, such as the thermostat's call.
    case home
  }

  /// - Parameters:
  ///   - channels: those that the pattern looks at.
  ///   - homeWide: those of them of which an event counts in every room.
  ///   - rest: what follows the first event.
  /// - Throws: ``PatternMistake`` for a pattern that cannot mean anything.
  public init(
    _ kind: PatternKind, in channels: [Channel], homeWide: [Channel] = [], first: EventCondition,
    _ rest: (Sequence) throws -> Sequence
  ) throws {
    self.kind = kind
    self.first = first
    var watch = Array(repeating: Watch.nothing, count: 256)
    for channel in channels { watch[Int(channel.rawValue)] = .room }
    for channel in homeWide where channels.contains(channel) {
      watch[Int(channel.rawValue)] = .home
    }
    self.watch = watch
    let begun = Sequence.begin("first", .when(first), skip: .pastLast)
    search = try SequenceMatcher(rest(begun), limits: Self.limits, tellsTimeouts: false)
  }
}

extension StageCondition<PatternEvent> {
  /// A condition on the event alone.
  public static func when(_ condition: EventCondition) -> Self {
    .test { condition.holds($0) }
  }
}

/// The patterns that homes are watched for.
extension HouseholdPattern {
  /// The data plan's two-step alert: above `start`, next above `alert`, within a time, in one room.
  public static func temperatureAlert(
    start: Double, alert: Double, within: SimDuration
  ) throws -> HouseholdPattern {
    try HouseholdPattern(
      .temperatureAlert, in: [.temperature], first: EventCondition(.temperature, .above, start)
    ) { begun in
      begun.next("alert", .when(EventCondition(.temperature, .above, alert))).within(within)
    }
  }

  /// A window opens and, before it closes, the thermostat calls for heat.
  public static func windowOpenWhileHeating(within: SimDuration) throws -> HouseholdPattern {
    try HouseholdPattern(
      .windowOpenWhileHeating, in: [.contact, .hvacCall], homeWide: [.hvacCall],
      first: EventCondition(.contact, of: .windowContact, .equal, 1)
    ) { begun in
      try begun.notFollowedBy(
        "shut", .when(EventCondition(.contact, of: .windowContact, .equal, 0))
      )
      .followedBy("heating", .when(EventCondition(.hvacCall, .equal, 1)))
      .within(within)
    }
  }
}

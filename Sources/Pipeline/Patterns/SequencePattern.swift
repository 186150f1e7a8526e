public import Clockwork
public import Telemetry

/// Steps that must follow one another within a time, in the sense of Flink's CEP library.
///
/// A match needs last - first < `within`; a gap equal to it times out. After a match the search
/// goes on behind its last event (skip past last event).
public struct SequencePattern: Sendable {
  public enum Contiguity: Sendable {
    /// The very next event that the pattern looks at must hold.
    case next
    /// Events that do not hold are passed over.
    case followedBy
  }

  public struct Step: Sendable {
    public var name: String
    public var contiguity: Contiguity
    public var condition: EventCondition
    /// An event that ends the partial match while this step is waited for.
    public var unless: EventCondition?

    public init(
      _ name: String, _ contiguity: Contiguity, _ condition: EventCondition,
      unless: EventCondition? = nil
    ) {
      self.name = name
      self.contiguity = contiguity
      self.condition = condition
      self.unless = unless
    }
  }

  public var kind: PatternKind
  public var steps: [Step]
  public var within: SimDuration
  /// Channels that the pattern looks at: others are not in its stream at all.
  public var channels: Set<Channel>
  /// Channels of which an event counts for every room of the home, such as the thermostat's call.
  public var homeWideChannels: Set<Channel>

  public init(
    kind: PatternKind, steps: [Step], within: SimDuration, channels: Set<Channel>,
    homeWideChannels: Set<Channel> = []
  ) {
    precondition(!steps.isEmpty, "a pattern has at least one step")
    self.kind = kind
    self.steps = steps
    self.within = within
    self.channels = channels
    self.homeWideChannels = homeWideChannels
  }

  /// The data plan's two-step alert: above `start`, next above `alert`, within a time, in one room.
  public static func temperatureAlert(
    start: Double, alert: Double, within: SimDuration
  ) -> SequencePattern {
    SequencePattern(
      kind: .temperatureAlert,
      steps: [
        Step("start", .followedBy, EventCondition(.temperature, .above, start)),
        Step("alert", .next, EventCondition(.temperature, .above, alert)),
      ],
      within: within, channels: [.temperature])
  }

  /// A window opens and, before it closes, the thermostat calls for heat.
  public static func windowOpenWhileHeating(within: SimDuration) -> SequencePattern {
    SequencePattern(
      kind: .windowOpenWhileHeating,
      steps: [
        Step("open", .followedBy, EventCondition(.contact, of: .windowContact, .equal, 1)),
        Step(
          "heating", .followedBy, EventCondition(.hvacCall, .equal, 1),
          unless: EventCondition(.contact, of: .windowContact, .equal, 0)),
      ],
      within: within, channels: [.contact, .hvacCall], homeWideChannels: [.hvacCall])
  }
}

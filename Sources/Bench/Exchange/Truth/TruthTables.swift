public import Clockwork
public import Telemetry
public import Truth

/// Somebody's own labelled dataset: what was really so, without a world that could be lived again.
public struct TruthTables: Sendable {
  /// A stretch in which a channel, or all of a device (nil), was faulty.
  public struct Fault: Hashable, Sendable {
    public var device: DeviceIndex
    public var channel: Channel?
    public var kind: FaultKind
    public var start: SimTime
    public var end: SimTime
  }

  /// A stretch in which something was wrong in the home itself.
  public struct Incident: Hashable, Sendable {
    public var kind: IncidentKind
    /// nil where it has none.
    public var room: RoomIndex?
    /// In the unit of its kind.
    public var severity: Double
    public var start: SimTime
    public var end: SimTime
  }

  /// A room's true quantity at a moment.
  public struct State: Hashable, Sendable {
    public var time: SimTime
    /// Its place among the home's subjects.
    public var subject: Int
    public var value: Double
  }

  /// The mean power of the hour that begins at a time, W.
  public struct Hour: Hashable, Sendable {
    public var start: SimTime
    public var meanW: Double
  }

  /// What a resident did.
  public struct Doing: Hashable, Sendable {
    public var resident: ResidentIndex
    public var activity: Activity
    /// nil while away.
    public var room: RoomIndex?
    public var start: SimTime
    public var end: SimTime
  }

  /// Guests in a room.
  public struct Visit: Hashable, Sendable {
    public var room: RoomIndex
    public var guestCount: Int
    public var start: SimTime
    public var end: SimTime
  }

  /// A rating of what followed some words.
  public struct Rating: Hashable, Sendable {
    /// The message of the words.
    public var words: MessageID
    public var time: SimTime
    public var resident: ResidentIndex
    /// 1 (bad) to 5 (good).
    public var rating: Int
    /// When the home was as wished; nil if it was not.
    public var fulfilledAt: SimTime?
    public var comment: String
  }

  /// Each list in order of time.
  public struct Home: Sendable {
    public var start: SimTime
    public var end: SimTime
    public var states: [State] = []
    public var faults: [Fault] = []
    public var incidents: [Incident] = []
    public var matches: [PatternMatch] = []
    public var hours: [Hour] = []
    public var storage: [StorageHour] = []
    public var words: [SpokenTruth] = []
    public var activities: [Doing] = []
    public var visits: [Visit] = []
    public var ratings: [Rating] = []

    var watch: Frame.Watch { Frame.Watch(start: start, end: end) }
  }

  public let folder: String
  /// What conclusions about it may speak of.
  public internal(set) var frame: Frame
  public internal(set) var homes: [Home]
  /// The tables that were there.
  public internal(set) var layouts: [TruthLayout]

  /// Forecasts are of so many hours, as the scores' names say.
  public static let horizonHours = 24
  /// A forecast may come so long after its first hour has begun.
  public static let issueDelay = SimDuration.minutes(5)

  /// What conclusions it can judge.
  public var judged: [Layout] { layouts.compactMap(\.judged) }
}

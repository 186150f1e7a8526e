public import Clockwork
public import Telemetry

/// What conclusions about one run may speak of: its homes, its time and what is asked.
public struct Frame: Sendable {
  /// A room's quantity that is estimated.
  public struct Subject: Hashable, Sendable {
    public var room: RoomIndex
    public var channel: Channel

    public init(room: RoomIndex, channel: Channel) {
      self.room = room
      self.channel = channel
    }
  }

  public struct Home: Sendable {
    public var plan: SitePlan
    /// In the order in which all players name them.
    public var subjects: [Subject]
    public var name: String
    /// When it is watched; nil where that is the whole time.
    public var watch: Watch?

    /// - Parameter name: nil for that of the plan.
    public init(
      plan: SitePlan, subjects: [Subject], name: String? = nil, watch: Watch? = nil
    ) {
      self.name = name ?? plan.home.name
      self.plan = plan
      self.subjects = subjects
      self.watch = watch
    }
  }

  /// From just after a start up to an end.
  public struct Watch: Hashable, Sendable {
    public var start: SimTime
    public var end: SimTime

    public init(start: SimTime, end: SimTime) {
      self.start = start
      self.end = end
    }

    func contains(_ time: SimTime) -> Bool { time > start && time <= end }
  }

  /// When a forecast is due and the first hour that it is about.
  public struct Origin: Hashable, Sendable {
    public var due: SimTime
    public var firstHour: SimTime

    public init(due: SimTime, firstHour: SimTime) {
      self.due = due
      self.firstHour = firstHour
    }
  }

  public var homes: [Home]
  /// When the homes' history begins.
  public var birth: SimTime
  public var start: SimTime
  public var end: SimTime
  /// Estimates are asked for so often, from ``start`` on.
  public var tick: SimDuration
  /// The patterns that are judged.
  public var patterns: [PatternKind]
  /// In order of time.
  public var origins: [Origin]
  public var horizonHours: Int

  public init(
    homes: [Home], birth: SimTime, start: SimTime, end: SimTime, tick: SimDuration,
    patterns: [PatternKind], origins: [Origin], horizonHours: Int
  ) {
    self.homes = homes
    self.birth = birth
    self.start = start
    self.end = end
    self.tick = tick
    self.patterns = patterns
    self.origins = origins
    self.horizonHours = horizonHours
  }

  func watch(_ home: Int) -> Watch { homes[home].watch ?? Watch(start: start, end: end) }
}

/// A frame's names, made fast to look up.
struct FrameNames {
  struct Home {
    var rooms: [String: RoomIndex] = [:]
    var devices: [String: SitePlan.Device] = [:]
    var subjects: [Frame.Subject: Int] = [:]
  }

  let homes: [Home]
  let homeNumbers: [String: Int]

  init(_ frame: Frame) {
    homeNumbers = Dictionary(
      uniqueKeysWithValues: frame.homes.enumerated().map { ($1.name, $0) })
    homes = frame.homes.map { home in
      var names = Home()
      for room in home.plan.rooms { names.rooms[room.name] = room.index }
      for device in home.plan.devices { names.devices[device.name] = device }
      for (order, subject) in home.subjects.enumerated() { names.subjects[subject] = order }
      return names
    }
  }
}

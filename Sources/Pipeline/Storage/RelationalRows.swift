public import Clockwork
public import Telemetry

/// A rule of the house: when the trigger holds, the actions follow.
public struct Automation: Hashable, Sendable {
  /// When an automation may run.
  public struct Schedule: Hashable, Sendable {
    /// 0 is Sunday, as in PostgreSQL's `dow`.
    public var dayOfWeek: Int
    /// `hh:mm` or `hh:mm:ss`, local.
    public var startTime: String
    public var endTime: String?
    public var isRecurring: Bool

    public init(
      dayOfWeek: Int, startTime: String, endTime: String? = nil, isRecurring: Bool = true
    ) {
      self.dayOfWeek = dayOfWeek
      self.startTime = startTime
      self.endTime = endTime
      self.isRecurring = isRecurring
    }
  }

  public var name: String
  /// A key made by ``RelationalKey/user(_:_:)``.
  public var user: Int64
  public var trigger: JSONValue
  public var actions: [JSONValue]
  public var isActive: Bool
  public var createdAt: SimTime
  public var schedules: [Schedule]

  public init(
    name: String, user: Int64, trigger: JSONValue, actions: [JSONValue], isActive: Bool = true,
    createdAt: SimTime, schedules: [Schedule] = []
  ) {
    self.name = name
    self.user = user
    self.trigger = trigger
    self.actions = actions
    self.isActive = isActive
    self.createdAt = createdAt
    self.schedules = schedules
  }
}

/// Something that a user should know.
public struct Notification: Hashable, Sendable {
  public var user: Int64
  /// A key made by ``RelationalKey/device(_:_:)``, or nil.
  public var device: Int64?
  public var type: String
  public var message: String
  public var createdAt: SimTime

  public init(user: Int64, device: Int64?, type: String, message: String, createdAt: SimTime) {
    self.user = user
    self.device = device
    self.type = type
    self.message = message
    self.createdAt = createdAt
  }
}

/// How well a model did: a row of the data plan's `ai_model_performance`.
public struct ModelPerformance: Hashable, Sendable {
  public var modelName: String
  public var version: String
  /// In the model's own measure; nil if not measured.
  public var accuracy: Double?
  public var latencyMilliseconds: Double?
  public var throughputPerSecond: Double?
  public var time: SimTime

  public init(
    modelName: String, version: String, accuracy: Double?, latencyMilliseconds: Double?,
    throughputPerSecond: Double?, time: SimTime
  ) {
    self.modelName = modelName
    self.version = version
    self.accuracy = accuracy
    self.latencyMilliseconds = latencyMilliseconds
    self.throughputPerSecond = throughputPerSecond
    self.time = time
  }
}

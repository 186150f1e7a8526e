public import Clockwork

/// What any conclusion may say, whoever draws it.
public enum ConclusionLimit {
  /// The largest size of a number; sums of its squares over a run are still finite.
  public static let magnitudeMax = 1e12
  /// It in messages.
  public static let text = "1e12"
}

/// One room's quantity as the pipeline believes it to be.
@frozen public struct Estimate: Sendable {
  public var time: SimTime
  public var room: RoomIndex
  public var channel: Channel
  public var mean: Double
  /// Standard deviation, same unit as the mean.
  public var sd: Double

  @inlinable public init(
    time: SimTime, room: RoomIndex, channel: Channel, mean: Double, sd: Double
  ) {
    self.time = time
    self.room = room
    self.channel = channel
    self.mean = mean
    self.sd = sd
  }
}

/// What a quality detector says is wrong with a sensor.
@frozen public enum FlagKind: UInt8, CaseIterable, Sendable {
  case outOfRange = 1
  case spike = 2
  case stuck = 3
  case gap = 4
  /// Departs from what other sensors of its room read.
  case drift = 5
  /// Fails to measure now and then.
  case dropout = 6
  /// Jumps to and fro faster than the room can.
  case noise = 7

  public var name: String {
    switch self {
    case .outOfRange: "out_of_range"
    case .spike: "spike"
    case .stuck: "stuck"
    case .gap: "gap"
    case .drift: "drift"
    case .dropout: "dropout"
    case .noise: "noise"
    }
  }
}

/// A stretch of one sensor channel that the pipeline distrusts; closed when `end` is known.
@frozen public struct Flag: Sendable {
  public var device: DeviceIndex
  public var channel: Channel
  public var kind: FlagKind
  public var start: SimTime
  public var end: SimTime
  /// When the pipeline first said so.
  public var raisedAt: SimTime
  /// Larger is more certain; comparable within a kind.
  public var score: Double

  @inlinable public init(
    device: DeviceIndex, channel: Channel, kind: FlagKind, start: SimTime, end: SimTime,
    raisedAt: SimTime, score: Double
  ) {
    self.device = device
    self.channel = channel
    self.kind = kind
    self.start = start
    self.end = end
    self.raisedAt = raisedAt
    self.score = score
  }
}

/// The household patterns that a pipeline can watch for.
@frozen public enum PatternKind: UInt8, CaseIterable, Sendable {
  /// The data plan's two steps: a temperature above one limit, next one above a higher one.
  case temperatureAlert = 1
  case windowOpenWhileHeating = 2

  public var name: String {
    switch self {
    case .temperatureAlert: "temperature-alert"
    case .windowOpenWhileHeating: "window-open-while-heating"
    }
  }
}

/// A pattern found in the stream of events.
@frozen public struct PatternMatch: Hashable, Sendable {
  public var pattern: PatternKind
  /// The room whose events matched.
  public var room: RoomIndex
  public var start: SimTime
  public var end: SimTime
  public var raisedAt: SimTime

  @inlinable public init(
    pattern: PatternKind, room: RoomIndex, start: SimTime, end: SimTime, raisedAt: SimTime
  ) {
    self.pattern = pattern
    self.room = room
    self.start = start
    self.end = end
    self.raisedAt = raisedAt
  }
}

/// The levels at which forecasts state quantiles.
public enum ForecastLevels {
  public static let all: [Double] = [
    0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975,
  ]
}

/// Hourly values ahead with their doubt.
public struct Forecast: Sendable {
  public var channel: Channel
  public var issuedAt: SimTime
  /// Start of the first forecast hour; hour `h` covers `firstHour + h` to one hour later.
  public var firstHour: SimTime
  public var mean: [Double]
  /// `quantiles[h * ForecastLevels.all.count + q]`.
  public var quantiles: [Double]

  public init(
    channel: Channel, issuedAt: SimTime, firstHour: SimTime, mean: [Double], quantiles: [Double]
  ) {
    self.channel = channel
    self.issuedAt = issuedAt
    self.firstHour = firstHour
    self.mean = mean
    self.quantiles = quantiles
  }
}

/// What the conversation agent made of an utterance.
public struct Answer: Sendable {
  /// The utterance's message.
  public var utterance: MessageID
  public var decidedAt: SimTime
  /// nil when the agent refused.
  public var intent: Intent?
  /// 0...1, the matcher's own confidence.
  public var confidence: Double
  public var text: String
  /// How many commands it sent.
  public var commandCount: Int

  public init(
    utterance: MessageID, decidedAt: SimTime, intent: Intent?, confidence: Double, text: String,
    commandCount: Int
  ) {
    self.utterance = utterance
    self.decidedAt = decidedAt
    self.intent = intent
    self.confidence = confidence
    self.text = text
    self.commandCount = commandCount
  }
}

/// What one home's lane has concluded since the buffer was last emptied, each list in decision
/// order.
public struct Conclusions: Sendable {
  public var estimates: [Estimate] = []
  public var flags: [Flag] = []
  public var matches: [PatternMatch] = []
  public var forecasts: [Forecast] = []
  public var answers: [Answer] = []
  public var commands: [Command] = []

  public init() {}

  /// Empties the lists and keeps their space.
  public mutating func removeAll() {
    estimates.removeAll(keepingCapacity: true)
    flags.removeAll(keepingCapacity: true)
    matches.removeAll(keepingCapacity: true)
    forecasts.removeAll(keepingCapacity: true)
    answers.removeAll(keepingCapacity: true)
    commands.removeAll(keepingCapacity: true)
  }
}

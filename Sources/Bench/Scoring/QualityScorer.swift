public import Clockwork
public import Telemetry
public import Truth

/// A stretch in which a detector distrusted a sensor channel.
public struct Alarm: Sendable {
  public var device: DeviceIndex
  public var channel: Channel
  /// What was said; nil where a player says no more than that something is wrong.
  public var kind: FlagKind?
  public var start: SimTime
  public var end: SimTime
  public var raisedAt: SimTime

  public init(
    device: DeviceIndex, channel: Channel, kind: FlagKind? = nil, start: SimTime, end: SimTime,
    raisedAt: SimTime
  ) {
    self.kind = kind
    self.device = device
    self.channel = channel
    self.start = start
    self.end = end
    self.raisedAt = raisedAt
  }
}

/// A stretch in which a sensor channel, or a home's way out, really was faulty.
public struct FaultInterval: Sendable {
  /// The gateway for a home's way out.
  public var device: DeviceIndex
  /// nil where any channel of the device may say so.
  public var channel: Channel?
  public var kind: FaultKind
  public var start: SimTime
  public var end: SimTime

  public init(
    device: DeviceIndex, channel: Channel?, kind: FaultKind, start: SimTime, end: SimTime
  ) {
    self.device = device
    self.channel = channel
    self.kind = kind
    self.start = start
    self.end = end
  }
}

/// Scores alarms against fault intervals, by events.
///
/// A fault is found when an alarm on its channel is raised between its onset and its end: an alarm
/// from before the onset earns nothing, however long it lasts. An alarm is true when it is raised
/// inside a fault of its channel; every other alarm is false. To flag everything is one early alarm
/// a channel, hence false. Never point-adjusted.
/// - Source: event-wise precision and recall as in Hundman et al. 2018, without its point
///   adjustment.
public enum QualityScorer {
  public static let kinds = FaultKind.allCases

  public static let definitions: [ScoreDefinition] =
    [
      ScoreDefinition(
        "quality.faults.f1_ratio", stage: "quality", unit: "1", better: .higher, .f1,
        players: [.null, .random, .oracle], oracle: .reference, isHeadline: true,
        meaning: "F1 over fault events. Null: the best of nothing, everything and a coin at the "
          + "true rate; oracle: a likelihood ratio of what came and what did not, told the fault, "
          + "the true state, each unit's noise and heartbeat, and each link's losses."),
      ScoreDefinition(
        "quality.faults.precision_ratio", stage: "quality", unit: "1", better: .higher, .ratio,
        players: [.null, .random, .oracle],
        meaning: "Share of alarms raised inside a fault."),
      ScoreDefinition(
        "quality.faults.recall_ratio", stage: "quality", unit: "1", better: .higher, .ratio,
        players: [.null, .random, .oracle],
        meaning: "Share of faults in which an alarm was raised."),
      ScoreDefinition(
        "quality.faults.false_alarms_per_day", stage: "quality", unit: "1/day", better: .lower,
        .ratio, players: [.null, .random, .oracle],
        meaning: "False alarms a home and day."),
      ScoreDefinition(
        "quality.faults.delay_h", stage: "quality", unit: "h", better: .lower, .ratio,
        players: [.random, .oracle],
        meaning: "Mean time from onset to the first alarm, over the faults that were found. No "
          + "skill: whoever finds the plain ones only is quick."),
    ]
    + kinds.map {
      ScoreDefinition(
        "quality.\($0.name).recall_ratio", stage: "quality", unit: "1", better: .higher, .ratio,
        players: [.null, .random, .oracle],
        meaning: "Share of \($0.name) faults in which an alarm was raised.")
    }
    + FlagKind.allCases.map {
      ScoreDefinition(
        falseAlarmID($0), stage: "quality", unit: "1/day", better: .lower, .ratio,
        meaning: "False alarms a home and day that said \($0.name); they add up to "
          + "quality.faults.false_alarms_per_day.")
    }

  /// The score that counts the false alarms of a kind.
  public static func falseAlarmID(_ kind: FlagKind) -> String {
    "quality.\(kind.name.replacing("_", with: "-")).false_alarms_per_day"
  }

  /// The place of a kind's false alarms among ``definitions``.
  static func falseAlarmPlace(_ kind: FlagKind) -> Int {
    5 + kinds.count + (FlagKind.allCases.firstIndex(of: kind) ?? 0)
  }

  /// Adds one player's alarms of a whole run of one home.
  ///
  /// - Parameters:
  ///   - alarms: in any order.
  ///   - dayOf: the day to which a moment counts.
  public static func add(
    alarms: [Alarm], faults: [FaultInterval], days: Double, player: Player,
    dayOf: (SimTime) -> Int, to board: inout ScoreBoard, firstScore base: Int
  ) {
    var account = AlarmAccount(player)
    for alarm in alarms {
      account.take(alarm, faults: faults, dayOf: dayOf, to: &board, firstScore: base)
    }
    account.finish(faults: faults, days: days, dayOf: dayOf, to: &board, firstScore: base)
  }
}

extension FaultInterval {
  /// Whether an alarm was raised on this channel while the fault lasted.
  func covers(_ alarm: Alarm) -> Bool {
    alarm.device == device && (channel ?? alarm.channel) == alarm.channel && alarm.raisedAt >= start
      && alarm.raisedAt < end
  }
}

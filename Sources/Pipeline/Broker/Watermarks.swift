public import Clockwork

/// How an event stands to the watermark of its partition.
public enum Timeliness: Sendable {
  case onTime
  /// Behind the watermark by no more than is allowed: taken in all the same.
  case late
  /// Further behind: for the side output, never dropped.
  case tooLate
}

/// How much disorder is expected and borne.
public struct WatermarkSettings: Hashable, Sendable {
  /// How far an event may be behind the newest one and still be in time.
  public var outOfOrderness: SimDuration
  /// How far behind the watermark it may be and still be taken in.
  public var allowedLateness: SimDuration
  /// A partition that has been silent for so long holds the others up no longer.
  public var idleAfter: SimDuration

  public init(
    outOfOrderness: SimDuration, allowedLateness: SimDuration, idleAfter: SimDuration
  ) {
    self.outOfOrderness = outOfOrderness
    self.allowedLateness = allowedLateness
    self.idleAfter = idleAfter
  }

  /// The watermark behind the newest event of a partition: nothing at or before it is expected.
  public func watermark(newest: SimTime) -> SimTime {
    newest <= .distantPast ? .distantPast : newest - outOfOrderness - .microseconds(1)
  }

  /// Depends on the events of the partition before this one only, so that a log that is read again
  /// judges the same.
  public func timeliness(of event: SimTime, newest: SimTime) -> Timeliness {
    let watermark = watermark(newest: newest)
    if event > watermark { return .onTime }
    return event > watermark - allowedLateness ? .late : .tooLate
  }
}

/// The event-time watermark of several partitions: the least of those that are not idle.
///
/// Never falls. While all are idle it stands.
/// - Source: Apache Flink, "Generating Watermarks": bounded out-of-orderness, idle sources, the
///   minimum over inputs, and lateness with a side output.
public struct Watermarks: Sendable {
  public let settings: WatermarkSettings
  private var newest: [SimTime]
  private var heard: [SimTime]
  private var highest = SimTime.distantPast

  /// - Parameter now: by the clock of arrivals; partitions count as heard at this moment.
  public init(partitionCount: Int, settings: WatermarkSettings, now: SimTime) {
    self.settings = settings
    newest = Array(repeating: .distantPast, count: partitionCount)
    heard = Array(repeating: now, count: partitionCount)
  }

  /// Notes an event that arrived now.
  @discardableResult
  public mutating func observe(
    _ event: SimTime, partition: Int, now: SimTime
  ) -> Timeliness {
    let timeliness = settings.timeliness(of: event, newest: newest[partition])
    newest[partition] = max(newest[partition], event)
    heard[partition] = now
    return timeliness
  }

  public func isIdle(_ partition: Int, now: SimTime) -> Bool {
    now - heard[partition] >= settings.idleAfter
  }

  /// Up to which event time nothing more is expected from any partition.
  public mutating func watermark(now: SimTime) -> SimTime {
    let awake = newest.indices.filter { !isIdle($0, now: now) }
    if let least = awake.map({ settings.watermark(newest: newest[$0]) }).min() {
      highest = max(highest, least)
    }
    return highest
  }
}

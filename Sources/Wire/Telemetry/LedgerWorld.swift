public import Clockwork

/// How a copy can be lost between device and pipeline.
@frozen public enum LossCause: UInt8, CaseIterable, Sendable {
  case battery = 0
  case radio = 1
  /// The gateway was starting, or started and forgot what waited in it.
  case gateway = 2
  /// The gateway's queue was full in an outage.
  case queueOverflow = 3
  /// The gateway's queue was full because the broker took nothing.
  case partition = 4

  public var name: String {
    switch self {
    case .battery: "battery"
    case .radio: "radio"
    case .gateway: "gateway"
    case .queueOverflow: "queue_overflow"
    case .partition: "partition"
    }
  }
}

/// What the world's ledger counts.
@frozen public enum WorldCause: UInt8, CaseIterable, Sendable {
  /// Measurements made by sensors.
  case taken = 0
  /// Measurements that the sampling policy did not send.
  case sampledAway = 1
  /// Measurements put in messages.
  case inMessages = 2
  /// Copies of messages that devices sent, retries and duplicates included.
  case sent = 3
  case lostToBattery = 4
  case lostToRadio = 5
  case lostToGateway = 6
  case lostToQueueOverflow = 7
  /// Copies whose bytes were damaged and that arrive nevertheless.
  case corrupted = 8
  case lostToPartition = 9
  /// Copies of earlier messages that somebody else put on the air.
  case replayed = 10
  /// Messages that no device sent, in the name of one.
  case forged = 11

  public var name: String {
    switch self {
    case .taken: "taken"
    case .sampledAway: "sampled_away"
    case .inMessages: "in_messages"
    case .sent: "sent"
    case .lostToBattery: "lost_battery"
    case .lostToRadio: "lost_radio"
    case .lostToGateway: "lost_gateway"
    case .lostToQueueOverflow: "lost_queue_overflow"
    case .corrupted: "corrupted"
    case .lostToPartition: "lost_partition"
    case .replayed: "replayed"
    case .forged: "forged"
    }
  }

  @inlinable public init(_ loss: LossCause) {
    switch loss {
    case .battery: self = .lostToBattery
    case .radio: self = .lostToRadio
    case .gateway: self = .lostToGateway
    case .queueOverflow: self = .lostToQueueOverflow
    case .partition: self = .lostToPartition
    }
  }
}

/// One home's account of what its devices measured, sent and lost; the pipeline never sees it.
@frozen public struct WorldLedger: Sendable {
  public var counters = LedgerCounters(causeCount: WorldCause.allCases.count)
  public var exceptions: LedgerExceptions

  /// - Parameter rowCap: how many exceptions are kept one by one.
  public init(rowCap: Int = 0) { exceptions = LedgerExceptions(cap: rowCap) }

  /// A measurement was made and is not (yet) in a message.
  @inlinable public mutating func recordHeld(
    _ id: MeasurementID, kind: DeviceKind, time: SimTime
  ) {
    counters.add(id.rawValue, cause: 0, kind: kind, time: time)
    counters.add(id.rawValue, cause: 1, kind: kind, time: time)
  }

  /// A measurement was made and put in a message at once.
  @inlinable public mutating func recordPut(
    _ id: MeasurementID, kind: DeviceKind, time: SimTime
  ) {
    counters.add(id.rawValue, cause: 0, kind: kind, time: time)
    counters.add(id.rawValue, cause: 2, kind: kind, time: time)
  }

  /// A measurement that was recorded as held goes into a message after all.
  ///
  /// - Parameter time: when it was measured, as in ``recordHeld(_:kind:time:)``.
  @inlinable public mutating func recordPutAfterHold(
    _ id: MeasurementID, kind: DeviceKind, time: SimTime
  ) {
    counters.remove(id.rawValue, cause: 1, kind: kind, time: time)
    counters.add(id.rawValue, cause: 2, kind: kind, time: time)
  }

  /// A copy left its device, or would have if it were not lost.
  @inlinable public mutating func recordSent(
    _ message: MessageID, kind: DeviceKind?, time: SimTime
  ) {
    counters.add(message.rawValue, cause: 3, kind: kind, time: time)
  }

  /// Somebody who is no device put a copy on the air: a replayed or a forged one.
  ///
  /// It claims a message's id, holds no measurement that counts, and then fares as any copy.
  public mutating func recordInjected(
    _ message: MessageID, kind: DeviceKind?, as origin: WorldCause, time: SimTime
  ) {
    counters.add(message.rawValue, cause: Int(origin.rawValue), kind: kind, time: time)
    exceptions.record(message, cause: origin.rawValue, time: time)
  }

  /// A copy that was sent will never arrive.
  @inlinable public mutating func recordLost(
    _ message: MessageID, kind: DeviceKind?, cause: LossCause, time: SimTime
  ) {
    let cause = WorldCause(cause)
    counters.add(message.rawValue, cause: Int(cause.rawValue), kind: kind, time: time)
    exceptions.record(message, cause: cause.rawValue, time: time)
  }

  /// A copy that was sent will arrive with damaged bytes.
  @inlinable public mutating func recordCorrupted(
    _ message: MessageID, kind: DeviceKind?, time: SimTime
  ) {
    let cause = WorldCause.corrupted
    counters.add(message.rawValue, cause: Int(cause.rawValue), kind: kind, time: time)
    exceptions.record(message, cause: cause.rawValue, time: time)
  }

  public func total(_ cause: WorldCause) -> IDSum { counters.total(cause: Int(cause.rawValue)) }

  /// Adds another home's counts; exception rows stay with their home.
  public mutating func merge(_ other: WorldLedger) { counters.merge(other.counters) }
}

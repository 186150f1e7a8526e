public import Clockwork

/// What the pipeline's ledger counts.
///
/// Raw values from 32 on are rejections: 32 plus the raw value of the ``RejectReason``.
@frozen public enum PipelineCause: Hashable, Sendable {
  /// Copies taken as a message's first.
  case accepted
  /// Copies of a message that was taken before.
  case duplicate
  /// Copies that came after the watermark had passed everything they say.
  case late
  /// Readings in accepted copies.
  case readingsAccepted
  /// Readings in accepted copies that came after the watermark.
  case readingsLate
  /// Readings that the store holds or held.
  case readingsStored
  /// Readings that the store has let go of again.
  case readingsExpired
  /// Readings that the chosen store mode does not keep one by one.
  case readingsNotKept
  case rejected(RejectReason)

  @usableFromInline static let firstRejection: UInt8 = 8
  @usableFromInline static let count = Int(firstRejection) + RejectReason.allCases.count

  @inlinable public var rawValue: UInt8 {
    switch self {
    case .accepted: 0
    case .duplicate: 1
    case .late: 2
    case .readingsAccepted: 3
    case .readingsLate: 4
    case .readingsStored: 5
    case .readingsExpired: 6
    case .readingsNotKept: 7
    case .rejected(let reason): Self.firstRejection + reason.rawValue
    }
  }

  public init?(rawValue: UInt8) {
    let plain: [PipelineCause] = [
      .accepted, .duplicate, .late, .readingsAccepted, .readingsLate, .readingsStored,
      .readingsExpired, .readingsNotKept,
    ]
    if Int(rawValue) < plain.count {
      self = plain[Int(rawValue)]
    } else if let reason = RejectReason(rawValue: rawValue - Self.firstRejection) {
      self = .rejected(reason)
    } else {
      return nil
    }
  }

  /// The name used in ledgers and reports.
  public var name: String {
    switch self {
    case .accepted: "accepted"
    case .duplicate: "duplicate"
    case .late: "late"
    case .readingsAccepted: "readings_accepted"
    case .readingsLate: "readings_late"
    case .readingsStored: "readings_stored"
    case .readingsExpired: "readings_expired"
    case .readingsNotKept: "readings_not_kept"
    case .rejected(let reason): "rejected_\(reason.name)"
    }
  }
}

/// One home's account of what its lane received and kept; the world never sees it.
@frozen public struct PipelineLedger: Sendable {
  public var counters = LedgerCounters(causeCount: PipelineCause.count)
  public var exceptions: LedgerExceptions

  /// Stands in rows for the message of a copy that could not be read.
  public static let unreadable = MessageID(rawValue: .max)

  /// - Parameter rowCap: how many exceptions are kept one by one.
  public init(rowCap: Int = 0) { exceptions = LedgerExceptions(cap: rowCap) }

  /// A copy was taken with `onTime` readings; counts the copy, not the readings.
  @inlinable public mutating func recordAccepted(
    _ message: MessageID, kind: DeviceKind?, time: SimTime
  ) {
    counters.add(message.rawValue, cause: 0, kind: kind, time: time)
  }

  @inlinable public mutating func recordDuplicate(
    _ message: MessageID, kind: DeviceKind?, time: SimTime
  ) {
    counters.add(message.rawValue, cause: 1, kind: kind, time: time)
    exceptions.record(message, cause: 1, time: time)
  }

  @inlinable public mutating func recordLate(
    _ message: MessageID, kind: DeviceKind?, time: SimTime
  ) {
    counters.add(message.rawValue, cause: 2, kind: kind, time: time)
    exceptions.record(message, cause: 2, time: time)
  }

  /// One reading of an accepted copy.
  @inlinable public mutating func recordReading(
    _ reading: ReadingID, kind: DeviceKind?, time: SimTime, isLate: Bool
  ) {
    counters.add(reading.rawValue, cause: 3, kind: kind, time: time)
    if isLate { counters.add(reading.rawValue, cause: 4, kind: kind, time: time) }
  }

  /// A copy was refused; its message is nil when it could not be read.
  public mutating func recordRejected(
    _ reason: RejectReason, message: MessageID?, kind: DeviceKind?, time: SimTime
  ) {
    let cause = PipelineCause.rejected(reason).rawValue
    if let message {
      counters.add(message.rawValue, cause: Int(cause), kind: kind, time: time)
    } else {
      counters.addUnknown(cause: Int(cause), kind: nil, time: time)
    }
    exceptions.record(message ?? Self.unreadable, cause: cause, time: time)
  }

  /// What the store says it took, let go, or does not keep.
  public mutating func recordStored(_ ids: IDSum) { add(ids, .readingsStored) }
  public mutating func recordExpired(_ ids: IDSum) { add(ids, .readingsExpired) }
  public mutating func recordNotKept(_ ids: IDSum) { add(ids, .readingsNotKept) }

  public func total(_ cause: PipelineCause) -> IDSum { counters.total(cause: Int(cause.rawValue)) }

  /// Adds another home's counts; exception rows stay with their home.
  public mutating func merge(_ other: PipelineLedger) { counters.merge(other.counters) }

  private mutating func add(_ ids: IDSum, _ cause: PipelineCause) {
    counters.add(ids, cause: Int(cause.rawValue))
  }
}

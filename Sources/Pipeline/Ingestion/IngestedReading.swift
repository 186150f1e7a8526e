public import Clockwork
public import Telemetry

/// One reading that was decoded, checked, told apart from its doubles and put in order.
@frozen public struct IngestedReading: Hashable, Sendable {
  public var message: MessageID
  /// When it was measured, by the pipeline's clock: see ``ClockEstimator``.
  public var eventTime: SimTime
  public var arrival: SimTime
  /// In the channel's unit.
  public var value: Double
  public var device: DeviceIndex
  /// Position among all channels of the site plan.
  public var series: UInt16
  /// Position among the channels that have a period, in site-plan order; -1 for the others.
  public var slot: Int16
  public var channel: Channel
  public var deviceKind: DeviceKind
  /// Place in its message, from 0.
  public var position: UInt8
  /// Charge in per cent; 255 for mains power.
  public var batteryPercent: UInt8
  public var signalDBm: Int8
  public var errorCode: UInt8

  @inlinable public init(
    message: MessageID, eventTime: SimTime, arrival: SimTime, value: Double, device: DeviceIndex,
    series: UInt16, slot: Int16, channel: Channel, deviceKind: DeviceKind, position: UInt8,
    batteryPercent: UInt8, signalDBm: Int8, errorCode: UInt8
  ) {
    self.message = message
    self.eventTime = eventTime
    self.arrival = arrival
    self.value = value
    self.device = device
    self.series = series
    self.slot = slot
    self.channel = channel
    self.deviceKind = deviceKind
    self.position = position
    self.batteryPercent = batteryPercent
    self.signalDBm = signalDBm
    self.errorCode = errorCode
  }

  /// The id under which ledger and store count it.
  @inlinable public var id: ReadingID { ReadingID(message, position: Int(position)) }
}

/// A message without readings, as it arrived.
public struct ArrivedMessage: Sendable {
  public var id: MessageID
  public var arrival: SimTime
  public var message: Message

  public init(id: MessageID, arrival: SimTime, message: Message) {
    self.id = id
    self.arrival = arrival
    self.message = message
  }
}

/// What became of one copy.
@frozen public enum Receipt: Hashable, Sendable {
  case accepted
  case duplicate
  case late
  case rejected(RejectReason)
}

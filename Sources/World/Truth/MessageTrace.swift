public import Clockwork
public import Telemetry

/// One reading of a traced message, from the true value to what was put in it.
public struct TracedReading: Sendable {
  public var channel: Channel
  /// nil for a channel that speaks at events.
  public var slot: Int?
  /// Of the measurement; counts events where there is no slot.
  public var tick: Int64
  public var time: SimTime
  /// nil for events, which say what they see.
  public var parts: ReadingParts?
  /// What was so; nil where nothing was recorded of it.
  public var truth: Double?
  /// What the message says: a sampling policy may have moved it.
  public var value: Double
  /// The tick at which it was decided to send it.
  public var decidedTick: Int64
  /// What the channel had sent before; nil for its first.
  public var previous: NativeReading?
  /// Measurements since then that were not sent.
  public var heldCount: Int
}

/// One copy on its way from the gateway.
public struct TracedCopy: Sendable {
  public var arrival: SimTime
  /// Sent twice by the network rather than by the device.
  public var isDouble: Bool
  public var isDamaged: Bool

  public init(arrival: SimTime, isDouble: Bool, isDamaged: Bool) {
    self.arrival = arrival
    self.isDouble = isDouble
    self.isDamaged = isDamaged
  }
}

/// One try to send a traced message, by its device or by somebody else.
public struct TracedAttempt: Sendable {
  /// How the radio was at a try.
  public struct Air: Sendable {
    /// At the gateway, dBm; nil on a wire.
    public var signalDBm: Double?
    /// Whether the link was in its bad state.
    public var isBurst: Bool
    public var isAcknowledged: Bool
    /// Until the next try, should there be one.
    public var backOff: SimDuration

    public init(
      signalDBm: Double?, isBurst: Bool, isAcknowledged: Bool, backOff: SimDuration
    ) {
      self.signalDBm = signalDBm
      self.isBurst = isBurst
      self.isAcknowledged = isAcknowledged
      self.backOff = backOff
    }
  }

  /// Why a copy waited in the gateway.
  public struct Wait: Sendable {
    public var cause: FaultKind
    public var until: SimTime
    /// Its place in the queue, from 1.
    public var place: Int

    public init(cause: FaultKind, until: SimTime, place: Int) {
      self.cause = cause
      self.until = until
      self.place = place
    }
  }

  /// From 0.
  public var number: Int
  public var time: SimTime
  /// nil for a device without strength, and for services.
  public var air: Air?
  /// nil where a copy arrives.
  public var loss: LossCause?
  public var wait: Wait?
  public var copies: [TracedCopy] = []
  /// `replayed` or `forged` where somebody else sent it in the device's name.
  public var attack: FaultKind?
  /// What they sent, as encoded; empty where the device did.
  public var bytes: [UInt8]

  public init(
    number: Int, time: SimTime, air: Air? = nil, attack: FaultKind? = nil, bytes: [UInt8] = []
  ) {
    self.number = number
    self.time = time
    self.air = air
    self.attack = attack
    self.bytes = bytes
  }
}

/// Follows one message through the home that sends it.
///
/// A home that carries one lives exactly as it would without: it is told and never asked.
public struct MessageTrace: Sendable {
  public let message: MessageID
  /// nil until it was sent.
  public private(set) var header: MessageHeader?
  public private(set) var sentAt: SimTime?
  /// As encoded.
  public private(set) var bytes: [UInt8] = []
  public private(set) var readings: [TracedReading] = []
  public private(set) var attempts: [TracedAttempt] = []

  private struct Measured {
    var slot: Int
    var tick: Int64
    var time: SimTime
    var parts: ReadingParts
  }

  /// What the device measured last; a policy sends a held reading some ticks later.
  private var measured: [Measured] = []
  private static let measuredMax = 8_192
  private var lastSent: [Int: NativeReading] = [:]
  /// What was so at the last event of each channel.
  private var states: [Channel: Double] = [:]
  /// What waits for its message.
  private var pending: [TracedReading] = []

  public init(_ message: MessageID) { self.message = message }

  /// Whether what a device does now may lead to the message.
  public func watches(_ device: Int) -> Bool {
    header == nil && message.device.index == device
  }

  // MARK: Before it is sent

  public mutating func note(_ parts: ReadingParts, slot: Int, tick: Int64, at time: SimTime) {
    if measured.count >= Self.measuredMax { measured.removeFirst(Self.measuredMax / 2) }
    measured.append(Measured(slot: slot, tick: tick, time: time, parts: parts))
  }

  /// A policy puts a reading into the message that is made up.
  public mutating func put(
    _ reading: NativeReading, slot: Int, channel: Channel, at time: SimTime, decidedTick: Int64
  ) {
    let own = measured.last { $0.slot == slot && $0.tick == reading.tick }
    let before = lastSent[slot]?.tick ?? .min
    let between = measured.count {
      $0.slot == slot && before < $0.tick && $0.tick < reading.tick
    }
    pending.append(
      TracedReading(
        channel: channel, slot: slot, tick: reading.tick, time: time, parts: own?.parts,
        truth: own?.parts.truth, value: reading.value, decidedTick: decidedTick,
        previous: lastSent[slot], heldCount: between))
    lastSent[slot] = reading
  }

  /// Something became so that a device speaks of at once.
  public mutating func note(_ state: Double, of channel: Channel) { states[channel] = state }

  public mutating func tell(_ value: Double, of channel: Channel, tick: Int64, at time: SimTime) {
    pending.append(
      TracedReading(
        channel: channel, slot: nil, tick: tick, time: time, parts: nil, truth: states[channel],
        value: value, decidedTick: tick, previous: nil, heldCount: 0))
  }

  // MARK: On its way

  /// A message of the home sets out.
  ///
  /// - Returns: whether it is the one.
  public mutating func begin(
    _ id: MessageID, _ header: MessageHeader, _ bytes: [UInt8], at time: SimTime
  ) -> Bool {
    guard watches(id.device.index) else { return false }
    defer { pending.removeAll() }
    guard id == message else { return false }
    self.header = header
    self.bytes = bytes
    sentAt = time
    readings = pending
    measured = []
    return true
  }

  public mutating func add(_ attempt: TracedAttempt) { attempts.append(attempt) }

  /// Of the last try.
  public mutating func lose(to cause: LossCause) { attempts[attempts.count - 1].loss = cause }

  public mutating func wait(_ wait: TracedAttempt.Wait) {
    attempts[attempts.count - 1].wait = wait
  }

  public mutating func deliver(_ copy: TracedCopy) {
    attempts[attempts.count - 1].copies.append(copy)
  }
}

internal import Calendar
internal import Clockwork
internal import Devices
internal import Dwellings
internal import Telemetry
internal import Truth

extension Home {
  /// Between the two copies of a doubled message.
  static let doublingDelay = SimDuration.milliseconds(40)

  /// Sends readings of one device as one message.
  mutating func send(
    _ group: ReadingGroup, kind: MessageKind, device: Int, at time: SimTime,
    wire: inout WireBuffer
  ) {
    let header = makeHeader(kind, device: device, at: time, errorCode: 0)
    scratch.removeAll(keepingCapacity: true)
    if jsonCodec == nil {
      MessageCodec.encode(header, group, into: &scratch)
    } else {
      encode(Message(header: header, body: .readings(group)))
    }
    transmit(header, device: device, at: time, wire: &wire)
  }

  /// Sends anything else.
  ///
  /// - Returns: the message's id and when its first copy arrives, or nil when all are lost.
  @discardableResult
  mutating func send(
    _ body: MessageBody, kind: MessageKind, device: Int, at time: SimTime, errorCode: UInt8 = 0,
    wire: inout WireBuffer
  ) -> (id: MessageID, arrival: SimTime?) {
    let header = makeHeader(kind, device: device, at: time, errorCode: errorCode)
    scratch.removeAll(keepingCapacity: true)
    encode(Message(header: header, body: body))
    let arrival = transmit(header, device: device, at: time, wire: &wire)
    let id = MessageID(home: specification.home, device: header.device, sequence: header.sequence)
    return (id, arrival)
  }

  /// Appends the message to `scratch` in the wire's form.
  mutating func encode(_ message: Message) {
    if let jsonCodec {
      jsonCodec.encode(message, into: &scratch)
    } else {
      MessageCodec.encode(message, into: &scratch)
    }
  }

  private mutating func makeHeader(
    _ kind: MessageKind, device: Int, at time: SimTime, errorCode: UInt8
  ) -> MessageHeader {
    let (shown, wasSet) = units[device].readClock(at: time)
    if wasSet { probes.hit(.clockSet) }
    return MessageHeader(
      kind: kind, device: DeviceIndex(device), sequence: units[device].takeSequence(at: time),
      deviceTime: shown,
      batteryPercent: units[device].batteryPercent, signalDBm: units[device].signalDBm(at: time),
      errorCode: errorCode)
  }

  /// Sends the encoded message in `scratch`: attempts, losses, repeats, and the way to the
  /// pipeline.
  ///
  /// - Returns: when the first copy arrives, or nil when none does.
  @discardableResult
  private mutating func transmit(
    _ header: MessageHeader, device: Int, at time: SimTime, wire: inout WireBuffer
  ) -> SimTime? {
    let id = MessageID(home: specification.home, device: header.device, sequence: header.sequence)
    let kind = units[device].kind
    // Two messages of one moment have their own luck: the sequence number tells them apart.
    let base =
      UInt64(bitPattern: time.microseconds) &* 8 &+ UInt64(header.sequence & 63) << 56
    if !attacks.isEmpty, !units[device].isDead { overhear(id, device: device, at: time) }
    let shadow = units[device].link.medium == .lowPower ? airShadow() : 0
    var first: SimTime?
    var moment = time
    let isTraced = trace?.begin(id, header, scratch, at: time) ?? false
    for attempt in 0..<units[device].link.attemptLimit {
      ledger.recordSent(id, kind: kind, time: moment)
      if attempt > 0 { probes.hit(.retry) }
      if units[device].isDead {
        if isTraced { trace?.add(TracedAttempt(number: attempt, time: moment)) }
        probes.hit(.batteryEmpty)
        lose(id, kind: kind, to: .battery, at: moment, isTraced: isTraced)
        return first
      }
      units[device].drain(
        at: moment, celsius: dwelling.rooms[units[device].room.index].temperatureC)
      let event = base &+ UInt64(attempt)
      if units[device].brownsOut(at: moment, event: event) {
        if isTraced { trace?.add(TracedAttempt(number: attempt, time: moment)) }
        probes.hit(.brownOut)
        thaw(device)
        lose(id, kind: kind, to: .battery, at: moment, isTraced: isTraced)
        return first
      }
      let outcome = units[device].link.attempt(
        event: event, at: moment, number: attempt, shadow: shadow)
      let sentAt = moment
      moment += outcome.backOff
      if isTraced { traceAttempt(outcome, attempt, device: device, at: sentAt) }
      if units[device].link.isBad { probes.hit(.burst) }
      guard outcome.isDelivered else {
        lose(id, kind: kind, to: .radio, at: sentAt, isTraced: isTraced)
        continue
      }
      var isAcknowledged = outcome.isAcknowledged
      if !isAcknowledged { probes.hit(.answerLost) }
      let copyKey = event &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(units[device].number)
      let verdict = forward(
        id, kind: kind, at: sentAt, event: copyKey >> 1, isTraced: isTraced, wire: &wire)
      switch verdict {
      case .lostToRestart: isAcknowledged = false
      case .lostToPartition, .lostToFullQueue: break
      case .arrives(let arrival): first = min(first ?? arrival, arrival)
      }
      if isAcknowledged { break }
    }
    if first == nil, uplink.interruption(at: time) == nil { probes.hit(.givenUp) }
    return first
  }

  /// Hands the message in `scratch` to the gateway as somebody who is none of its devices.
  ///
  /// - Parameter id: what the message claims to be.
  mutating func inject(
    _ id: MessageID, _ device: Int, as origin: WorldCause, event: UInt64, wire: inout WireBuffer
  ) {
    let kind = units[device].kind
    ledger.recordInjected(id, kind: kind, as: origin, time: now)
    probes.hit(origin == .replayed ? .replayed : .forged)
    let isTraced = trace?.message == id
    if isTraced, let number = trace?.attempts.count {
      trace?.add(
        TracedAttempt(
          number: number, time: now, attack: origin == .replayed ? .replayed : .forged,
          bytes: scratch))
    }
    _ = forward(
      id, kind: kind, at: now, event: event, origin: origin, isTraced: isTraced, wire: &wire)
  }

  /// A copy that has reached the gateway goes on to the pipeline, or is lost.
  private mutating func forward(
    _ id: MessageID, kind: DeviceKind, at time: SimTime, event: UInt64,
    origin: WorldCause = .sent, isTraced: Bool, wire: inout WireBuffer
  ) -> Uplink.Verdict {
    let verdict = uplink.forward(at: time, event: event)
    switch verdict {
    case .lostToRestart: lose(id, kind: kind, to: .gateway, at: time, isTraced: isTraced)
    case .lostToPartition: lose(id, kind: kind, to: .partition, at: time, isTraced: isTraced)
    case .lostToFullQueue: lose(id, kind: kind, to: .queueOverflow, at: time, isTraced: isTraced)
    case .arrives(let arrival):
      noteWait(at: time, isTraced: isTraced)
      deliver(
        id, kind: kind, time, arrival: arrival, event: event, origin: origin,
        isTraced: isTraced, wire: &wire)
    }
    return verdict
  }

  private mutating func lose(
    _ id: MessageID, kind: DeviceKind, to cause: LossCause, at time: SimTime, isTraced: Bool
  ) {
    ledger.recordLost(id, kind: kind, cause: cause, time: time)
    probeLoss(cause)
    if isTraced { trace?.lose(to: cause) }
  }

  /// How busy Wi-Fi is on the low-power channel now.
  mutating func airShadow() -> Double {
    let userCount = activities.count { $0.room != nil && $0.activity.usesWifi }
    return air.shadow(
      userCount: userCount, hour: Int(clock.microsecondOfDay(at: now) / 3_600_000_000))
  }

  private mutating func deliver(
    _ id: MessageID, kind: DeviceKind, _ moment: SimTime, arrival: SimTime, event: UInt64,
    origin: WorldCause, isTraced: Bool, wire: inout WireBuffer
  ) {
    let mishap = uplink.mishap(event: event)
    if isTraced { traceDelivery(mishap, arrival: arrival) }
    if let last = wire.entries.last?.arrival, arrival < last { probes.hit(.reordered) }
    if mishap.isDoubled {
      probes.hit(.doubled)
      if origin == .sent {
        ledger.recordSent(id, kind: kind, time: moment)
      } else {
        ledger.recordInjected(id, kind: kind, as: origin, time: moment)
      }
      scratch.withUnsafeBytes { wire.append($0, arrival: arrival + Self.doublingDelay) }
    }
    guard let bit = mishap.flippedBit else {
      noteOdd(id, at: moment, arrival: arrival, origin: origin)
      scratch.withUnsafeBytes { wire.append($0, arrival: arrival) }
      return
    }
    ledger.recordCorrupted(id, kind: kind, time: moment)
    probes.hit(.damaged)
    let position = bit % (scratch.count * 8)
    scratch[position / 8] ^= 1 << UInt8(position % 8)
    scratch.withUnsafeBytes { wire.append($0, arrival: arrival) }
    scratch[position / 8] ^= 1 << UInt8(position % 8)
  }
}

extension Activity {
  /// Whether people stream or load something meanwhile.
  fileprivate var usesWifi: Bool { self == .relax || self == .work }
}

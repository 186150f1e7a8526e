internal import Clockwork
internal import Devices
public import Telemetry
internal import Truth

/// What a home tells of the message whose life is asked for.
extension Home {
  /// How many messages a device has sent; services count as one device.
  public func messageCount(of device: DeviceIndex) -> UInt32? {
    if device.index == Self.serviceDevice { return serviceSequence }
    return units.indices.contains(device.index) ? units[device.index].messageCount : nil
  }

  mutating func traceMeasurement(
    _ slot: Int, _ real: Double, _ met: Double, _ value: Double, tick: Int64
  ) {
    var parts = slots[slot].sensor.parts(of: met, reading: value, tick: tick)
    (parts.truth, parts.bypass) = (real, met - real)
    trace?.note(parts, slot: slot, tick: tick, at: now)
  }

  mutating func tracePut(_ reading: NativeReading, slot: Int, tick: Int64) {
    trace?.put(
      reading, slot: slot, channel: slots[slot].channel,
      at: slots[slot].sensor.time(ofTick: reading.tick), decidedTick: tick)
  }

  mutating func traceAttempt(
    _ outcome: RadioLink.Outcome, _ number: Int, device: Int, at time: SimTime
  ) {
    // On a copy, so that to be watched changes nothing of the link.
    var link = units[device].link
    let signal = link.medium == .lowPower ? link.signalDBm(at: time) : nil
    trace?.add(
      TracedAttempt(
        number: number, time: time,
        air: TracedAttempt.Air(
          signalDBm: signal, isBurst: link.isBad, isAcknowledged: outcome.isAcknowledged,
          backOff: outcome.backOff)))
  }

  /// The copy that the gateway has just taken may have to wait there.
  mutating func noteWait(at time: SimTime, isTraced: Bool) {
    guard uplink.queuedCount > 0, let stretch = uplink.interruption(at: time) else { return }
    let cause: FaultKind =
      switch stretch.kind {
      case .outage: .linkOutage
      case .restart: .gatewayRestart
      case .partition: .brokerPartition
      }
    probes.hit(stretch.kind == .partition ? .waitedInPartition : .waitedInOutage)
    guard isTraced else { return }
    trace?.wait(
      TracedAttempt.Wait(cause: cause, until: stretch.end, place: uplink.queuedCount))
  }

  mutating func traceDelivery(_ mishap: Uplink.Mishap, arrival: SimTime) {
    trace?.deliver(
      TracedCopy(arrival: arrival, isDouble: false, isDamaged: mishap.flippedBit != nil))
    guard mishap.isDoubled else { return }
    trace?.deliver(
      TracedCopy(arrival: arrival + Self.doublingDelay, isDouble: true, isDamaged: false))
  }

  /// Services are wired and lose nothing.
  mutating func traceService(_ id: MessageID, _ header: MessageHeader, arrival: SimTime) {
    guard trace?.begin(id, header, scratch, at: now) == true else { return }
    trace?.add(TracedAttempt(number: 0, time: now))
    trace?.deliver(TracedCopy(arrival: arrival, isDouble: false, isDamaged: false))
  }
}

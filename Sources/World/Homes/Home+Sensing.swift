internal import Clockwork
internal import Devices
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

extension Home {
  mutating func handle(
    _ event: QueuedEvent<HomeEvent>, edge: inout some EdgePolicy, wire: inout WireBuffer,
    truth: inout TruthBuffer
  ) {
    let index = Int(event.payload.index)
    // In a silent copy devices say nothing, so their timers end at their first turn.
    if isMuted, event.payload.kind.isDeviceTimer {
      queue.stopLast()
      return
    }
    if isHistory, waits(event) { return }
    switch event.payload.kind {
    case .deviceTick: tick(device: index, edge: &edge, wire: &wire, truth: &truth)
    case .movement:
      if isAnybody(in: index) { move(in: index, wire: &wire, truth: &truth) }
    case .motionEnd: endMotion(in: index, wire: &wire, truth: &truth)
    case .doorEnd:
      doorOpenCount -= 1
      if doorOpenCount == 0 {
        report(.contact, 0, device: frontDoor, wire: &wire, truth: &truth)
      }
    case .sensorLook, .falseReport: handleFault(event.payload.kind, index, wire: &wire)
    case .chatter: chatter(index, wire: &wire)
    case .stateDue: lookAtHeartbeat(of: index, wire: &wire, truth: &truth)
    case .hazardTurn, .hazardTold, .hazardTest:
      handleHazard(event.payload.kind, index, wire: &wire, truth: &truth)
    case .incidentStart, .incidentEnd, .stoveForgotten, .intruderStep:
      handleIncident(event.payload.kind, index, wire: &wire, truth: &truth)
    case .look: lookAfterWish(index, wire: &wire, truth: &truth)
    case .newBattery: renewBattery(device: index)
    case .move: carryOutMove(index)
    case .attack: attack(index, wire: &wire)
    case .command: execute(index, wire: &wire, truth: &truth)
    case .status: tellStatus(device: index, wire: &wire)
    case .callDue:
      report(
        .hvacCall, dwelling.call.channelValue, device: thermostat, wire: &wire, truth: &truth)
    }
  }

  /// Lets a timer of a device that nobody hears before the history ends wait until then, at the
  /// same phase; false for all else.
  private mutating func waits(_ event: QueuedEvent<HomeEvent>) -> Bool {
    let device = Int(event.payload.index)
    let period: SimDuration
    switch event.payload.kind {
    case .deviceTick where device != meter:
      period = slots[slotRanges[device].lowerBound].sensor.period
    case .status: period = units[device].statusEvery
    default: return false
    }
    let left = (specification.start - now).microseconds
    let turns = (left + period.microseconds - 1) / period.microseconds
    // What is a mean since the reading before begins with a reading that nobody hears.
    if turns == 1, event.payload.kind == .deviceTick {
      meteredKWh = nil
      for slot in slotRanges[device] { _ = trueValue(slot) }
    }
    queue.repeatLast(at: now + period * max(turns - 1, 1))
    return true
  }

  /// A device's native tick: measure each channel, ask its policy, send what it says.
  private mutating func tick(
    device: Int, edge: inout some EdgePolicy, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    meteredKWh = nil
    let kind = messageKind(of: device)
    var group = ReadingGroup()
    let period = slots[slotRanges[device].lowerBound].sensor.period
    for slot in slotRanges[device] {
      let own = slots[slot].sensor.period
      let age = now - slots[slot].sensor.firstTick
      // A channel's period is so many of its device's.
      if own != period, age.microseconds % own.microseconds != 0 { continue }
      let tick = age / own
      if units[device].skips(tick: tick, at: now) { continue }
      guard tick >= slots[slot].nextTick else {
        if specification.isAudited { auditSkipped(slot, device: device, tick: tick, &truth) }
        continue
      }
      if units[device].isDead {
        if slots[slot].channel == .temperature { noteIdeal(device, trueValue(slot), truth: &truth) }
        continue
      }
      // A policy may send two readings of a channel at once.
      if Int(group.count) + 2 > ReadingGroup.capacity {
        send(group, kind: kind, device: device, at: now, wire: &wire)
        group = ReadingGroup()
      }
      measure(slot, device: device, tick: tick, edge: &edge, into: &group, truth: &truth)
    }
    guard group.count > 0 else { return }
    send(group, kind: kind, device: device, at: now, wire: &wire)
  }

  /// What messages with a device's readings are called.
  func messageKind(of device: Int) -> MessageKind {
    switch units[device].kind {
    case .electricityMeter, .smartPlug, .circuitMeter: .energyConsumption
    case .gateway: .devicePerformance
    default: .deviceTelemetry
    }
  }

  private mutating func measure(
    _ slot: Int, device: Int, tick: Int64, edge: inout some EdgePolicy,
    into group: inout ReadingGroup, truth: inout TruthBuffer
  ) {
    let before = lastFlow(slot)
    let real = trueValue(slot)
    let met = counted(slot, since: before) ?? real
    let elapsed = tick - slots[slot].lastTick
    let channel = slots[slot].channel
    let value = slots[slot].sensor.measure(
      met, tick: tick, elapsedTicks: elapsed, elsewhere: valueElsewhere(slot, real))
    slots[slot].lastTick = tick
    if channel == .temperature { noteIdeal(device, real, truth: &truth) }
    if slots[slot].sensor.isAfflicted { noteHealthy(slot, truth: &truth) }
    guard let value else {
      slots[slot].nextTick = tick + 1
      units[device].noteFailure()
      probes.hit(.failedMeasurement)
      return
    }
    if trace?.watches(device) == true { traceMeasurement(slot, real, met, value, tick: tick) }
    if !isHistory, specification.isAudited || specification.recordsReadings {
      let reading = AuditedReading(
        slot: UInt16(slot), tick: tick, time: now, measured: value, truth: real)
      if specification.isAudited { truth.audited.append(reading) }
      if specification.recordsReadings { truth.readings.append(reading) }
    }
    let decision = edge.offer(slot: slot, reading: NativeReading(tick: tick, value: value))
    slots[slot].nextTick = tick + Int64(max(decision.nextAfterTicks, 1))
    var isPutNow = false
    for n in 0..<Int(decision.sendCount) {
      let reading = n == 0 ? decision.first : decision.second
      if reading.tick == tick { isPutNow = true }
      put(reading, slot: slot, device: device, tick: tick, into: &group, truth: &truth)
    }
    let id = MeasurementID(
      home: specification.home, device: DeviceIndex(device), channel: channel, tick: tick)
    if isPutNow {
      ledger.recordPut(id, kind: units[device].kind, time: now)
    } else {
      ledger.recordHeld(id, kind: units[device].kind, time: now)
    }
  }

  /// What an audited device would have measured where its policy lets it sleep.
  private mutating func auditSkipped(
    _ slot: Int, device: Int, tick: Int64, _ truth: inout TruthBuffer
  ) {
    guard !isHistory, !units[device].isDead else { return }
    // On a copy, so that being watched changes neither the sensor's lag nor its meter's last stand.
    if auditSlots.isEmpty { (auditSlots, auditCounters) = (slots, counters) }
    let place = Int(slots[slot].counter)
    let isCounting = counters.indices.contains(place)
    if slots[slot].lastTick >= auditSlots[slot].lastTick {
      auditSlots[slot] = slots[slot]
      if isCounting { auditCounters[place] = counters[place] }
    }
    func change() {
      swap(&slots[slot], &auditSlots[slot])
      if isCounting { swap(&counters[place], &auditCounters[place]) }
    }
    change()
    defer { change() }
    let before = lastFlow(slot)
    let real = trueValue(slot)
    let elapsed = tick - slots[slot].lastTick
    let measured = slots[slot].sensor.measure(
      counted(slot, since: before) ?? real, tick: tick, elapsedTicks: elapsed,
      elsewhere: valueElsewhere(slot, real))
    slots[slot].lastTick = tick
    guard let value = measured else { return }
    truth.audited.append(
      AuditedReading(slot: UInt16(slot), tick: tick, time: now, measured: value, truth: real))
  }

  private mutating func noteHealthy(_ slot: Int, truth: inout TruthBuffer) {
    let sensor = slots[slot].sensor
    guard !isHistory, sensor.faults.contains(where: { $0.isActive(at: now) }) else { return }
    probeFaults(of: slot)
    let (mean, sd) = sensor.healthy
    truth.healthy.append(
      HealthyReading(slot: UInt16(slot), time: now, mean: mean, sd: sd, shift: sensor.shift))
  }

  private mutating func noteIdeal(_ device: Int, _ real: Double, truth: inout TruthBuffer) {
    guard !isHistory else { return }
    truth.ideal.append(
      IdealReading(
        device: DeviceIndex(device), channel: .temperature, time: now, value: real))
  }

  /// Puts a reading into the message; one that was held before changes its account.
  private mutating func put(
    _ reading: NativeReading, slot: Int, device: Int, tick: Int64, into group: inout ReadingGroup,
    truth: inout TruthBuffer
  ) {
    let channel = slots[slot].channel
    let age = slots[slot].sensor.period * (tick - reading.tick)
    if trace?.watches(device) == true { tracePut(reading, slot: slot, tick: tick) }
    group.append(
      Reading(
        channel: channel, ageSeconds: UInt16(clamping: age.microseconds / 1_000_000),
        value: reading.value))
    if reading.tick != tick {
      let id = MeasurementID(
        home: specification.home, device: DeviceIndex(device), channel: channel,
        tick: reading.tick)
      ledger.recordPutAfterHold(
        id, kind: units[device].kind, time: slots[slot].sensor.time(ofTick: reading.tick))
    }
    if specification.isAudited, !isHistory {
      truth.sent.append(
        AuditedSend(slot: UInt16(slot), tick: reading.tick, value: reading.value))
    }
  }

  /// One reading of an event-driven channel, sent at once.
  mutating func report(
    _ channel: Channel, _ value: Double, device: Int, wire: inout WireBuffer,
    truth: inout TruthBuffer
  ) {
    guard !isHistory else {
      // Nothing is told of the history, and nobody waits to hear of it later.
      if let struck = struckSensors.place(of: channel, on: device) {
        struckSensors[struck].settle(value)
      }
      return
    }
    guard !isMuted else { return }
    // What happened does not depend on whether a battery had the strength to tell.
    truth.ideal.append(
      IdealReading(device: DeviceIndex(device), channel: channel, time: now, value: value))
    if trace?.watches(device) == true { trace?.note(value, of: channel) }
    let value = units[device].stated(value)
    say(channel, value, device: device, wire: &wire)
    if channel == .contact { scheduleChatter(value, device: device) }
  }

  /// Sends of what an event-driven channel sees what its fault lets out.
  mutating func say(_ channel: Channel, _ value: Double, device: Int, wire: inout WireBuffer) {
    guard let struck = struckSensors.place(of: channel, on: device) else {
      return tell(channel, value, device: device, wire: &wire)
    }
    struckSensors[struck].real = value
    look(again: struck, wire: &wire)
  }

  /// Sends what an event-driven channel has to say.
  mutating func tell(_ channel: Channel, _ value: Double, device: Int, wire: inout WireBuffer) {
    guard !units[device].isDead else { return }
    heartbeats[device].told(at: now)
    let count = eventCounts[device]
    eventCounts[device] += 1
    let id = MeasurementID(
      home: specification.home, device: DeviceIndex(device), channel: channel,
      tick: Int64(count))
    ledger.recordPut(id, kind: units[device].kind, time: now)
    if trace?.watches(device) == true {
      trace?.tell(value, of: channel, tick: Int64(count), at: now)
    }
    let reading = Reading(channel: channel, ageSeconds: 0, value: value)
    send(ReadingGroup(reading), kind: .deviceTelemetry, device: device, at: now, wire: &wire)
  }

  mutating func move(in room: Int, wire: inout WireBuffer, truth: inout TruthBuffer) {
    guard !isMuted, !isHistory, let device = motionDevices[room] else { return }
    let wasOn = detectors[room].isOn
    let wasBlind = detectors[room].isBlind(at: now)
    if detectors[room].movement(at: now) {
      report(.motion, 1, device: device, wire: &wire, truth: &truth)
    }
    if !detectors[room].isOn { probes.hit(wasBlind ? .detectorBlind : .motionMissed) }
    // What it did not see sets no timer.
    if !wasOn, detectors[room].isOn { scheduleMotionEnd(room, device) }
  }

  private mutating func endMotion(
    in room: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    guard let device = motionDevices[room] else { return }
    if detectors[room].expire(at: now) {
      report(.motion, 0, device: device, wire: &wire, truth: &truth)
    } else if detectors[room].isOn {
      scheduleMotionEnd(room, device)
    }
  }

  private mutating func scheduleMotionEnd(_ room: Int, _ device: Int) {
    queue.schedule(
      at: detectors[room].fallsBackAt, entity: 1 + UInt32(device),
      payload: HomeEvent(kind: .motionEnd, index: UInt32(room)))
  }
}

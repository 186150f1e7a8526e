internal import Clockwork
internal import Devices
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Quality
internal import Scoring
internal import Telemetry
internal import Truth

/// Quality's oracle for one home.
///
/// It accumulates, from each fault's onset, the log likelihood ratio of what was received, and of
/// what was not, under the true fault against a healthy sensor, told what the unit would have read
/// without fault and noise, its noise, its heartbeat and its link's losses. It alarms at odds of
/// 1000 to 1 and is silent otherwise.
struct OracleAlarms {
  static let threshold = 6.907755278982137  // log 1000

  /// A sensor that has faults, and what it said last.
  private struct Source {
    let slot: Int
    let device: DeviceIndex
    let channel: Channel
    /// The unit as it was built.
    let sensor: SensorChannel
    let addedSD: Double
    /// nil where a healthy sensor may be silent for any time.
    let heartbeat: SimDuration?
    /// How likely the link loses so many messages in a row, from one on.
    let allLost: [Double]
    var told: ToldFaults
    var last: Double?
    var lastTime: SimTime?
    var lastMissing: UInt32 = 0
  }

  /// A fault of a source that is near.
  private struct Watch {
    let source: Int
    let fault: SensorFault
    let odds: ReadingOdds.Fault
    var ratio = 0.0
    var isRaised = false
  }

  /// More heartbeats missed than this count as so many.
  private static let countMax = 8

  private var sources: [Source] = []
  private var watches: [Watch] = []
  /// Messages by device.
  private var counts: [MessageCount]
  /// The source that a slot is; -1 for none.
  private var sourceOfSlot: [Int]
  private var sensorAlarms: [Alarm] = []
  private var healthy: [HealthyReading] = []
  private var silence: OracleSilence
  private var messages: OracleMessages
  /// By when what was sent has come.
  private let patience: SimDuration

  var alarms: [Alarm] { sensorAlarms + silence.alarms + messages.alarms }

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    let slots = directory.slots
    sourceOfSlot = Array(repeating: -1, count: slots.count)
    counts = Array(repeating: MessageCount(), count: home.sitePlan.devices.count)
    patience = lane.intake.lateness + lane.sampling.holdBack(directory)
    silence = OracleSilence(home: home, directory: directory, lane: lane, patience: patience)
    messages = OracleMessages(home: home)
    for (slot, (device, sheet)) in slots.enumerated() {
      let sensor = home.sensor(slot: slot)
      guard !sensor.faults.isEmpty else { continue }
      sourceOfSlot[slot] = sources.count
      let allLost = (1...Self.countMax).map {
        home.lossProbability(device: device, messages: $0)
      }
      sources.append(
        Source(
          slot: slot, device: device, channel: sheet.channel, sensor: sensor,
          addedSD: lane.sampling.effect(sheet).addedSD, heartbeat: lane.sampling.heartbeat(sheet),
          allLost: allLost, told: ToldFaults(sensor.faults, at: lane.start)))
      for fault in sources[sources.count - 1].told.near { watch(fault, of: sources.count - 1) }
    }
  }

  private mutating func watch(_ fault: SensorFault, of source: Int) {
    let period = sources[source].sensor.period
    watches.append(
      Watch(
        source: source, fault: fault,
        odds: ReadingOdds.Fault(
          kind: fault.kind, magnitude: fault.magnitude,
          probability: fault.ratePerDay * period.seconds / 86_400, gain: fault.gain,
          drainPerDay: fault.ratePerDay)))
  }

  /// Watches what is near now, and no more what is long over.
  private mutating func advance(to tick: SimTime) {
    watches.removeAll { $0.fault.end < tick - ToldFaults.keptFor }
    for source in sources.indices {
      for fault in sources[source].told.advance(to: tick) { watch(fault, of: source) }
    }
  }

  /// Is told of a fault of the home's way out, before it begins.
  mutating func watch(_ kind: FaultKind, start: SimTime, end: SimTime) {
    silence.watch(kind, start: start, end: end)
  }

  /// Is told of a fault of a whole device, before it begins.
  mutating func watch(
    _ kind: FaultKind, of device: DeviceIndex, magnitude: Double, start: SimTime, end: SimTime
  ) {
    messages.watch(kind, of: device, magnitude: magnitude, start: start, end: end)
  }

  /// How many alarms and readings are remembered: at most one alarm a fault.
  var heldCount: Int { alarms.count + healthy.count + messages.heldCount }

  mutating func take(tap: LaneTap, truth: TruthBuffer) {
    guard !sources.isEmpty || !silence.isIdle || !messages.isIdle else { return }
    healthy += truth.healthy
    messages.take(truth.odd)
    var next = 0
    for closing in tap.closings {
      advance(to: closing.tick)
      while next < tap.entries.count, tap.entries[next].tick <= closing.tick {
        take(tap.entries[next])
        next += 1
      }
      for i in watches.indices { wait(at: closing.tick, watch: i) }
      silence.look(at: closing.tick)
      messages.look(at: closing.tick)
    }
    for entry in tap.entries[next...] { take(entry) }
    guard let newest = truth.homes.last?.time else { return }
    healthy.removeAll { newest - $0.time > ToldFaults.keptFor }
  }

  private mutating func take(_ entry: LaneTap.Entry) {
    let reading = entry.reading
    silence.hear(reading)
    guard !sources.isEmpty else { return }
    let missing = counts[reading.device.index].missing(upTo: reading.message.sequence)
    guard reading.slot >= 0, sourceOfSlot[Int(reading.slot)] >= 0 else { return }
    let source = sourceOfSlot[Int(reading.slot)]
    for i in watches.indices where watches[i].source == source {
      weigh(entry, missing: missing, watch: i)
    }
    sources[source].last = reading.value
    sources[source].lastTime = reading.eventTime
    sources[source].lastMissing = missing
  }

  private mutating func weigh(_ entry: LaneTap.Entry, missing: UInt32, watch i: Int) {
    let watch = watches[i]
    let source = sources[watch.source]
    let reading = entry.reading
    guard !watch.isRaised, watch.fault.isActive(at: reading.eventTime) else { return }
    var gain = 0.0
    if watch.fault.kind == .dropout {
      guard missing == source.lastMissing,
        let late = periodsLate(watch, at: reading.eventTime)
      else { return }
      gain = SilenceOdds.arrival(periodsLate: late, dropout: watch.fault.magnitude)
    } else {
      guard let state = healthyReading(source, at: reading.eventTime) else { return }
      let odds = ReadingOdds(
        mean: state.mean, sd: state.sd, resolution: source.sensor.resolution,
        addedSD: source.addedSD, shift: state.shift)
      gain = odds.gain(
        reading.value, fault: watch.odds,
        days: (reading.eventTime - watch.fault.start).hours / 24, last: source.last,
        edges: source.sensor.rangeMin...source.sensor.rangeMax)
    }
    watches[i].ratio = max(watch.ratio + gain, 0)
    raiseIfSure(watches[i].ratio, at: entry.tick, watch: i)
  }

  /// A control tick at which a sensor that may drop out has still not been heard of.
  private mutating func wait(at tick: SimTime, watch i: Int) {
    let watch = watches[i]
    guard !watch.isRaised, watch.fault.kind == .dropout, watch.fault.isActive(at: tick),
      let heartbeat = sources[watch.source].heartbeat,
      let late = periodsLate(watch, at: tick - patience), late > 0
    else { return }
    let source = sources[watch.source]
    let missed = min(1 + late / Int(max(heartbeat / source.sensor.period, 1)), Self.countMax)
    let gain = SilenceOdds.waiting(
      periodsLate: late, dropout: watch.fault.magnitude, allLost: source.allLost[missed - 1])
    raiseIfSure(watch.ratio + gain, at: tick, watch: i)
  }

  /// Whole native periods since the heartbeat after the last reading was due; nil where none was
  /// due since the onset.
  private func periodsLate(_ watch: Watch, at time: SimTime) -> Int? {
    let source = sources[watch.source]
    guard let heartbeat = source.heartbeat, let last = source.lastTime else { return nil }
    let due = last + heartbeat
    let late = ((time - due).seconds / source.sensor.period.seconds).rounded()
    return due >= watch.fault.start && late >= 0 ? Int(late) : nil
  }

  private mutating func raiseIfSure(_ ratio: Double, at tick: SimTime, watch i: Int) {
    guard ratio > Self.threshold else { return }
    watches[i].isRaised = true
    let source = sources[watches[i].source]
    sensorAlarms.append(
      Alarm(
        device: source.device, channel: source.channel, start: watches[i].fault.start,
        end: watches[i].fault.end, raisedAt: tick))
  }

  /// What the unit would have read at the native tick of a reading, whose time is known to a
  /// second or so.
  private func healthyReading(_ source: Source, at time: SimTime) -> HealthyReading? {
    let slack = SimDuration(microseconds: source.sensor.period.microseconds / 2)
    return healthy.last {
      Int($0.slot) == source.slot && $0.time <= time + slack && $0.time > time - slack
    }
  }
}

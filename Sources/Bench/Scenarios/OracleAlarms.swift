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

  private struct Watch {
    let slot: Int
    let device: DeviceIndex
    let channel: Channel
    let fault: SensorFault
    let odds: ReadingOdds.Fault
    /// The unit as it was built.
    let sensor: SensorChannel
    let addedSD: Double
    /// nil where a healthy sensor may be silent for any time.
    let heartbeat: SimDuration?
    /// How likely the link loses so many messages in a row, from one on.
    let allLost: [Double]
    var ratio = 0.0
    var last: Double?
    var lastTime: SimTime?
    var lastMissing: UInt32 = 0
    var isRaised = false
  }

  /// More heartbeats missed than this count as so many.
  private static let countMax = 8
  /// Readings are handed on within minutes, and the truth comes by the hour.
  private static let keptFor = SimDuration.hours(2)

  private var watches: [Watch] = []
  /// Messages by device.
  private var counts: [MessageCount]
  /// Whether any watch is about a slot.
  private var isWatched: [Bool]
  private var sensorAlarms: [Alarm] = []
  private var healthy: [HealthyReading] = []
  private var silence: OracleSilence
  /// By when what was sent has come.
  private let patience: SimDuration

  var alarms: [Alarm] { sensorAlarms + silence.alarms }

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    let slots = directory.slots
    isWatched = Array(repeating: false, count: slots.count)
    counts = Array(repeating: MessageCount(), count: home.sitePlan.devices.count)
    patience = lane.intake.lateness + lane.sampling.holdBack(directory)
    silence = OracleSilence(home: home, directory: directory, lane: lane, patience: patience)
    for (slot, (device, sheet)) in slots.enumerated() {
      let sensor = home.sensor(slot: slot)
      guard !sensor.faults.isEmpty else { continue }
      isWatched[slot] = true
      let allLost = (1...Self.countMax).map {
        home.lossProbability(device: device, messages: $0)
      }
      for fault in sensor.faults {
        watches.append(
          Watch(
            slot: slot, device: device, channel: sheet.channel, fault: fault,
            odds: ReadingOdds.Fault(
              kind: fault.kind, magnitude: fault.magnitude,
              probability: fault.ratePerDay * sensor.period.seconds / 86_400,
              gain: fault.gain, drainPerDay: fault.ratePerDay),
            sensor: sensor, addedSD: lane.sampling.effect(sheet).addedSD,
            heartbeat: lane.sampling.heartbeat(sheet), allLost: allLost))
      }
    }
  }

  /// Is told of a fault of the home's way out, before it begins.
  mutating func watch(_ kind: FaultKind, start: SimTime, end: SimTime) {
    silence.watch(kind, start: start, end: end)
  }

  /// How many alarms and readings are remembered: at most one alarm a fault.
  var heldCount: Int { alarms.count + healthy.count }

  mutating func take(tap: LaneTap, truth: TruthBuffer) {
    guard !watches.isEmpty || !silence.isIdle else { return }
    healthy += truth.healthy
    var next = 0
    for closing in tap.closings {
      while next < tap.entries.count, tap.entries[next].tick <= closing.tick {
        take(tap.entries[next])
        next += 1
      }
      for i in watches.indices { wait(at: closing.tick, watch: i) }
      silence.look(at: closing.tick)
    }
    for entry in tap.entries[next...] { take(entry) }
    guard let newest = truth.homes.last?.time else { return }
    healthy.removeAll { newest - $0.time > Self.keptFor }
  }

  private mutating func take(_ entry: LaneTap.Entry) {
    let reading = entry.reading
    silence.hear(reading)
    guard !watches.isEmpty else { return }
    let missing = counts[reading.device.index].missing(upTo: reading.message.sequence)
    guard reading.slot >= 0, isWatched[Int(reading.slot)] else { return }
    for i in watches.indices where watches[i].slot == Int(reading.slot) {
      weigh(entry, missing: missing, watch: i)
    }
  }

  private mutating func weigh(_ entry: LaneTap.Entry, missing: UInt32, watch i: Int) {
    let watch = watches[i]
    let reading = entry.reading
    defer {
      watches[i].last = reading.value
      watches[i].lastTime = reading.eventTime
      watches[i].lastMissing = missing
    }
    guard !watch.isRaised, watch.fault.isActive(at: reading.eventTime) else { return }
    var gain = 0.0
    if watch.fault.kind == .dropout {
      guard missing == watch.lastMissing,
        let late = periodsLate(watch, at: reading.eventTime)
      else { return }
      gain = SilenceOdds.arrival(periodsLate: late, dropout: watch.fault.magnitude)
    } else {
      guard let state = healthyReading(watch, at: reading.eventTime) else { return }
      let odds = ReadingOdds(
        mean: state.mean, sd: state.sd, resolution: watch.sensor.resolution,
        addedSD: watch.addedSD, shift: state.shift)
      gain = odds.gain(
        reading.value, fault: watch.odds,
        days: (reading.eventTime - watch.fault.start).hours / 24, last: watch.last,
        edges: watch.sensor.rangeMin...watch.sensor.rangeMax)
    }
    watches[i].ratio = max(watch.ratio + gain, 0)
    raiseIfSure(watches[i].ratio, at: entry.tick, watch: i)
  }

  /// A control tick at which a sensor that may drop out has still not been heard of.
  private mutating func wait(at tick: SimTime, watch i: Int) {
    let watch = watches[i]
    guard !watch.isRaised, watch.fault.kind == .dropout, watch.fault.isActive(at: tick),
      let heartbeat = watch.heartbeat, let late = periodsLate(watch, at: tick - patience), late > 0
    else { return }
    let missed = min(1 + late / Int(max(heartbeat / watch.sensor.period, 1)), Self.countMax)
    let gain = SilenceOdds.waiting(
      periodsLate: late, dropout: watch.fault.magnitude, allLost: watch.allLost[missed - 1])
    raiseIfSure(watch.ratio + gain, at: tick, watch: i)
  }

  /// Whole native periods since the heartbeat after the last reading was due; nil where none was
  /// due since the onset.
  private func periodsLate(_ watch: Watch, at time: SimTime) -> Int? {
    guard let heartbeat = watch.heartbeat, let last = watch.lastTime else { return nil }
    let due = last + heartbeat
    let late = ((time - due).seconds / watch.sensor.period.seconds).rounded()
    return due >= watch.fault.start && late >= 0 ? Int(late) : nil
  }

  private mutating func raiseIfSure(_ ratio: Double, at tick: SimTime, watch i: Int) {
    guard ratio > Self.threshold else { return }
    watches[i].isRaised = true
    sensorAlarms.append(
      Alarm(
        device: watches[i].device, channel: watches[i].channel, start: watches[i].fault.start,
        end: watches[i].fault.end, raisedAt: tick))
  }

  /// What the unit would have read at the native tick of a reading, whose time is known to a
  /// second or so.
  private func healthyReading(_ watch: Watch, at time: SimTime) -> HealthyReading? {
    let slack = SimDuration(microseconds: watch.sensor.period.microseconds / 2)
    return healthy.last {
      Int($0.slot) == watch.slot && $0.time <= time + slack && $0.time > time - slack
    }
  }
}

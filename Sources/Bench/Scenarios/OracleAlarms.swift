internal import Clockwork
internal import Devices
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Quantities
internal import Scoring
internal import Telemetry
internal import Truth

/// Quality's other players for one home.
///
/// The oracle accumulates, from each fault's onset, the log likelihood ratio of what was received
/// under the true fault against a healthy sensor, told the true state, the unit's bias and its
/// noise.
/// It alarms at odds of 1000 to 1 and is silent otherwise. Missing readings tell it nothing.
struct OracleAlarms {
  static let threshold = 6.907755278982137  // log 1000

  private struct Watch {
    let slot: Int
    let fault: SensorFault
    var ratio = 0.0
    var last = Double.nan
    var isRaised = false
  }

  private let home: Home
  private let slots: [(device: DeviceIndex, sheet: SitePlan.ChannelSheet)]
  private let addedVariance: [Double]
  private let room: [Int]
  private var watches: [Watch] = []
  private(set) var alarms: [Alarm] = []
  private var recent: [(time: SimTime, rooms: [RoomState])] = []

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    self.home = home
    slots = directory.slots
    addedVariance = slots.map {
      let sd = lane.sampling.effect($0.sheet).addedSD
      return sd * sd
    }
    room = slots.map { slot in
      home.sitePlan.devices.first { $0.index == slot.device }?.room.index ?? 0
    }
    for slot in slots.indices {
      for fault in home.sensor(slot: slot).faults {
        watches.append(Watch(slot: slot, fault: fault))
      }
    }
  }

  mutating func take(tap: LaneTap, truth: TruthBuffer) {
    guard !watches.isEmpty else { return }
    for index in truth.homes.indices {
      let rooms = Array(truth.rooms[index * truth.roomCount..<(index + 1) * truth.roomCount])
      recent.append((truth.homes[index].time, rooms))
    }
    for entry in tap.entries where entry.reading.slot >= 0 {
      for i in watches.indices where watches[i].slot == Int(entry.reading.slot) {
        weigh(entry, watch: i)
      }
    }
    // Readings come at most a few hours late.
    if recent.count > 720 { recent.removeFirst(recent.count - 720) }
  }

  private mutating func weigh(_ entry: LaneTap.Entry, watch i: Int) {
    let watch = watches[i]
    let reading = entry.reading
    defer { watches[i].last = reading.value }
    guard !watch.isRaised, watch.fault.isActive(at: reading.eventTime),
      let truth = state(watch.slot, at: reading.eventTime)
    else { return }
    let sensor = home.sensor(slot: watch.slot)
    let healthy = truth + sensor.bias
    // Lag blurs by about a tenth of a kelvin's worth of noise when rooms change quickly.
    let sd = (sensor.noiseSD * sensor.noiseSD * 4 + addedVariance[watch.slot]).squareRoot()
    var mean = healthy
    var faultySD = sd
    switch watch.fault.kind {
    case .bias: mean += watch.fault.magnitude
    case .drift:
      mean += watch.fault.magnitude * (reading.eventTime - watch.fault.start).hours / 24
    case .noise: faultySD = sd * max(watch.fault.magnitude, 1)
    case .spikes:
      let jump = reading.value > healthy ? watch.fault.magnitude : -watch.fault.magnitude
      if (reading.value - healthy).magnitude > 5 * sd { mean += jump }
    case .stuck:
      guard !watch.last.isNaN else { return }
      mean = watch.last
      faultySD = max(sensor.resolution, sd * 0.1)
    default: return
    }
    let a = (reading.value - healthy) / sd
    let b = (reading.value - mean) / faultySD
    let gain = 0.5 * (a * a - b * b) + Elementary.log(sd / faultySD)
    watches[i].ratio = max(watch.ratio + min(max(gain, -5), 5), 0)
    guard watches[i].ratio > Self.threshold else { return }
    watches[i].isRaised = true
    alarms.append(
      Alarm(
        device: reading.device, channel: reading.channel, start: watch.fault.start,
        end: watch.fault.end, raisedAt: entry.tick))
  }

  /// The true value at the last physics tick before a time.
  private func state(_ slot: Int, at time: SimTime) -> Double? {
    guard let last = recent.last, time <= last.time + .minutes(1) else { return nil }
    let back = Int((last.time - time).microseconds / 60_000_000) + 1
    let index = recent.count - 1 - max(back, 0)
    guard index >= 0 else { return nil }
    return FusionScorer.truth(recent[index].rooms[room[slot]], slots[slot].sheet.channel)
  }
}

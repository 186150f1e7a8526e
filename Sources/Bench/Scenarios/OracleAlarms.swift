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
    /// The unit as it was built.
    let sensor: SensorChannel
    let addedVariance: Double
    /// Its quantity's place among those that are remembered.
    let place: Int
    var ratio = 0.0
    var last = Double.nan
    var isRaised = false
  }

  /// A quantity of a room that some watch needs.
  private struct Quantity: Hashable {
    var room: Int
    var channel: Channel
  }

  /// Readings come at most a few hours late.
  private static let minutesMax = 720

  private var watches: [Watch] = []
  /// Whether any watch is about a slot.
  private var isWatched: [Bool]
  private(set) var alarms: [Alarm] = []
  private var quantities: [Quantity] = []
  private var times: [SimTime] = []
  /// A row of the quantities' true values for each of `times`.
  private var values: [Double] = []

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    let slots = directory.slots
    isWatched = Array(repeating: false, count: slots.count)
    for (slot, (device, sheet)) in slots.enumerated() {
      let sensor = home.sensor(slot: slot)
      guard !sensor.faults.isEmpty else { continue }
      isWatched[slot] = true
      let sd = lane.sampling.effect(sheet).addedSD
      let room = home.sitePlan.devices.first { $0.index == device }?.room.index ?? 0
      let quantity = Quantity(room: room, channel: sheet.channel)
      let place = quantities.firstIndex(of: quantity) ?? quantities.count
      if place == quantities.count { quantities.append(quantity) }
      for fault in sensor.faults {
        watches.append(
          Watch(
            slot: slot, fault: fault, sensor: sensor, addedVariance: sd * sd,
            place: place))
      }
    }
  }

  /// How many alarms and minutes are remembered: at most one alarm a fault.
  var heldCount: Int { alarms.count + times.count }

  mutating func take(tap: LaneTap, truth: TruthBuffer) {
    guard !watches.isEmpty else { return }
    for index in truth.homes.indices {
      times.append(truth.homes[index].time)
      let first = index * truth.roomCount
      for quantity in quantities {
        values.append(
          FusionScorer.truth(truth.rooms[first + quantity.room], quantity.channel) ?? .nan)
      }
    }
    for entry in tap.entries
    where entry.reading.slot >= 0 && isWatched[Int(entry.reading.slot)] {
      for i in watches.indices where watches[i].slot == Int(entry.reading.slot) {
        weigh(entry, watch: i)
      }
    }
    let excess = times.count - Self.minutesMax
    guard excess > 0 else { return }
    times.removeFirst(excess)
    values.removeFirst(excess * quantities.count)
  }

  private mutating func weigh(_ entry: LaneTap.Entry, watch i: Int) {
    let watch = watches[i]
    let reading = entry.reading
    defer { watches[i].last = reading.value }
    guard !watch.isRaised, watch.fault.isActive(at: reading.eventTime),
      let truth = state(watch.place, at: reading.eventTime)
    else { return }
    let sensor = watch.sensor
    let healthy = truth + sensor.bias
    // Lag blurs by about a tenth of a kelvin's worth of noise when rooms change quickly.
    let sd = (sensor.noiseSD * sensor.noiseSD * 4 + watch.addedVariance).squareRoot()
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

  /// A quantity's true value at the last physics tick before a time.
  private func state(_ place: Int, at time: SimTime) -> Double? {
    guard let last = times.last, time <= last + .minutes(1) else { return nil }
    let back = Int((last - time).microseconds / 60_000_000) + 1
    let index = times.count - 1 - max(back, 0)
    guard index >= 0 else { return nil }
    let value = values[index * quantities.count + place]
    return value.isNaN ? nil : value
  }
}

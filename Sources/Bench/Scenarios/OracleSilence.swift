internal import Clockwork
internal import Homes
internal import Ingestion
internal import Lanes
internal import Quality
internal import Scoring
internal import Telemetry
internal import Truth

/// The part of quality's oracle that waits for a whole home: link outages, gateway restarts and
/// broker partitions.
///
/// It is told when the way out breaks, each sensor's heartbeat and each link's losses, and counts
/// the heartbeats that became due since the onset and did not come.
struct OracleSilence {
  /// More heartbeats missed than this count as so many.
  private static let countMax = 8

  /// A channel that reports at the latest when its heartbeat is due.
  private struct Source {
    var device: DeviceIndex
    var heartbeat: SimDuration
    var last: SimTime?
  }

  private struct Watch {
    var kind: FaultKind
    var start: SimTime
    var end: SimTime
    var isRaised = false
  }

  /// How likely a device's link loses so many messages in a row, from one to ``countMax``.
  private let allLost: [[Double]]
  private let gateway: DeviceIndex
  private let patience: SimDuration
  private var sources: [Source]
  /// The source of a thermostat's call.
  private let call: Int?
  private var watches: [Watch] = []
  private(set) var alarms: [Alarm] = []

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings, patience: SimDuration) {
    allLost = home.sitePlan.devices.map { device in
      (1...Self.countMax).map { home.lossProbability(device: device.index, messages: $0) }
    }
    self.patience = patience
    gateway = home.sitePlan.devices.first { $0.kind == .gateway }?.index ?? DeviceIndex(0)
    sources = directory.slots.map {
      Source(device: $0.device, heartbeat: lane.sampling.terms($0.sheet).silenceMax)
    }
    let thermostat = home.sitePlan.devices.first { $0.kind == .thermostat }
    call = thermostat == nil ? nil : directory.slots.count
    if let thermostat {
      sources.append(Source(device: thermostat.index, heartbeat: Channel.hvacCallHeartbeat))
    }
  }

  /// Is told of a fault of the way out, before it begins.
  mutating func watch(_ kind: FaultKind, start: SimTime, end: SimTime) {
    watches.append(Watch(kind: kind, start: start, end: end))
  }

  var isIdle: Bool { watches.isEmpty }

  mutating func hear(_ reading: IngestedReading) {
    let index = reading.slot >= 0 ? Int(reading.slot) : reading.channel == .hvacCall ? call : nil
    guard let index else { return }
    sources[index].last = max(sources[index].last ?? reading.eventTime, reading.eventTime)
  }

  /// Looks at a control tick for what should have come by now.
  mutating func look(at tick: SimTime) {
    for index in watches.indices {
      let watch = watches[index]
      guard !watch.isRaised, watch.start < tick, tick < watch.end else { continue }
      let missed = missedHeartbeats(since: watch.start, by: tick - patience)
      let odds = SilenceOdds.home(
        allLost: missed.map { allLost[$0.device.index][min($0.count, Self.countMax) - 1] })
      guard odds > OracleAlarms.threshold else { continue }
      watches[index].isRaised = true
      alarms.append(
        Alarm(
          device: gateway, channel: .cpuUsage, start: watch.start, end: watch.end, raisedAt: tick))
    }
  }

  /// How many heartbeats of each device were due in a stretch and did not come; channels of one
  /// device may share a message, so that the one that missed most speaks for it.
  private func missedHeartbeats(
    since start: SimTime, by now: SimTime
  ) -> [(device: DeviceIndex, count: Int)] {
    var missed: [(device: DeviceIndex, count: Int)] = []
    for source in sources {
      guard let last = source.last else { continue }
      let due = last + source.heartbeat
      // What was due before the onset was lost in another way, or its device is dead.
      guard due >= start, due <= now else { continue }
      let count = 1 + Int((now - due) / source.heartbeat)
      if let place = missed.firstIndex(where: { $0.device == source.device }) {
        missed[place].count = max(missed[place].count, count)
      } else {
        missed.append((source.device, count))
      }
    }
    return missed
  }
}

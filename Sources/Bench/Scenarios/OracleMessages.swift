internal import Clockwork
internal import Devices
internal import Homes
internal import Scoring
internal import Telemetry
internal import Truth

/// The part of quality's oracle that looks at messages as such: clocks that jump, messages that
/// others send, and firmware that numbers, states or times them wrongly.
///
/// It is told of each such fault, and of each message that gives one away, when that arrives.
struct OracleMessages {
  private struct Watch {
    var device: DeviceIndex
    var kind: FaultKind
    var magnitude: Double
    var start: SimTime
    var end: SimTime
    var ratio = 0.0
  }

  private var watches: [Watch] = []
  /// Those that are on their way.
  private var coming: [OddMessage] = []
  private(set) var alarms: [Alarm] = []
  /// What an alarm of a device is raised on, and how far such a clock is off, seconds.
  private let channels: [Channel]
  private let clockSDs: [Double]

  init(home: Home) {
    let devices = home.sitePlan.devices
    channels = devices.map { $0.channels.first?.channel ?? .temperature }
    clockSDs = devices.map { device in
      let clock = home.specification.models[device.kind].perfect(home.specification.perfect).clock
      // The rate's error grows evenly between two settings: a third of its square in the mean.
      let drift = clock.rateSD * clock.setEvery.seconds
      return (clock.offsetSDSeconds * clock.offsetSDSeconds + drift * drift / 3).squareRoot()
    }
  }

  var isIdle: Bool { watches.isEmpty }
  var heldCount: Int { watches.count + coming.count }

  /// Is told of a fault of a device, before it begins.
  mutating func watch(
    _ kind: FaultKind, of device: DeviceIndex, magnitude: Double, start: SimTime, end: SimTime
  ) {
    watches.append(
      Watch(device: device, kind: kind, magnitude: magnitude, start: start, end: end))
  }

  mutating func take(_ messages: [OddMessage]) { coming += messages }

  /// Weighs at a control tick what has come by then.
  mutating func look(at tick: SimTime) {
    guard !coming.isEmpty else { return }
    let arrived = coming.filter { $0.arrival <= tick }
    coming.removeAll { $0.arrival <= tick }
    watches.removeAll { $0.end <= tick }
    for message in arrived {
      let place = watches.firstIndex {
        $0.device == message.device && $0.kind == message.kind && $0.start <= message.arrival
      }
      guard let place else { continue }
      let watch = watches[place]
      watches[place].ratio = max(
        watch.ratio
          + MessageOdds.gain(
            message.kind, size: message.size, magnitude: watch.magnitude,
            clockSD: clockSDs[message.device.index]), 0)
      guard watches[place].ratio > OracleAlarms.threshold else { continue }
      alarms.append(
        Alarm(
          device: watch.device, channel: channels[watch.device.index], start: watch.start,
          end: watch.end, raisedAt: tick))
      watches.remove(at: place)
    }
  }
}

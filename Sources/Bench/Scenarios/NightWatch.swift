internal import Clockwork
internal import Realism
internal import Telemetry

/// Listens to thermometers and CO2 meters of the last nights, when rooms are at rest.
struct NightWatch {
  private struct Series {
    var device: DeviceIndex
    var channel: Channel
    /// Of the reading before last and of the last; nil after a gap.
    var before: (time: SimTime, value: Double)?
    var last: (time: SimTime, value: Double)?
  }

  private static let span = SimDuration.days(7)
  /// From one to five on the home's clock.
  private static let hours = 1..<5
  private static let channels: [Channel] = [.temperature, .co2]
  /// Clocks of devices are set right once a day, by fractions of a second.
  private static let unevenness = SimDuration.seconds(1)

  private var clock: DialClock
  private let start: SimTime
  private var series: [Series] = []
  private var estimators = NightWatch.channels.map { _ in SensorNoise.Estimator() }

  /// - Parameter end: of the home's life.
  init(_ clock: DialClock, end: SimTime) {
    self.clock = clock
    start = end - Self.span
  }

  var noises: [SensorNoise] {
    zip(Self.channels, estimators).compactMap { channel, estimator in
      estimator.standardDeviation.map {
        SensorNoise(quantity: channel.name, standardDeviation: $0)
      }
    }
  }

  mutating func hear(_ bytes: UnsafeRawBufferPointer, at time: SimTime) {
    guard time >= start, Self.hours.contains(HouseholdLoad.hourOfDay(clock.hour(at: time))),
      case .readings(let header, let group) = MessageCodec.decode(bytes)
    else { return }
    for index in 0..<Int(group.count) where Self.channels.contains(group[index].channel) {
      let reading = group[index]
      add(
        reading, of: header.device, at: header.deviceTime - .seconds(Int64(reading.ageSeconds)))
    }
  }

  private mutating func add(_ reading: Reading, of device: DeviceIndex, at time: SimTime) {
    var place = series.firstIndex { $0.device == device && $0.channel == reading.channel }
    if place == nil {
      place = series.count
      series.append(Series(device: device, channel: reading.channel))
    }
    guard let place, let quantity = Self.channels.firstIndex(of: reading.channel) else { return }
    let (before, last) = (series[place].before, series[place].last)
    // A repeated copy is no new reading.
    if let last, time <= last.time { return }
    series[place].before = last
    series[place].last = (time, reading.value)
    guard let before, let last else { return }
    let steps = (last.time - before.time, time - last.time)
    guard steps.1 < .minutes(2), abs((steps.1 - steps.0).seconds) < Self.unevenness.seconds
    else { return }
    estimators[quantity].add(before.value, last.value, reading.value)
  }
}

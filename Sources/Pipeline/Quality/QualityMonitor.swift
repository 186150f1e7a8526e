public import Clockwork
public import Telemetry

/// What a channel's sampling promises to whoever receives it.
public struct SamplingTerms: Hashable, Sendable {
  /// The longest silence of a healthy channel.
  public var silenceMax: SimDuration
  /// How far a sent value may lie from the measured one, in the channel's unit.
  public var errorMax: Double

  public init(silenceMax: SimDuration, errorMax: Double = 0) {
    self.silenceMax = silenceMax
    self.errorMax = errorMax
  }
}

/// The quality checks of one home, a monitor for each periodic channel.
public struct QualityMonitor: Sendable {
  private var monitors: [SlotMonitor]
  /// By device index.
  private var counts: [MessageCount]
  private let devices: [Int]
  private var home: HomeMonitor?

  /// - Parameters:
  ///   - slots: device and channel of each periodic channel, in slot order.
  ///   - terms: what each channel's sampling promises.
  ///   - gateway: whose flag a silence of the whole home is; nil to look at channels alone.
  public init(
    slots: [(device: DeviceIndex, sheet: SitePlan.ChannelSheet)], terms: [SamplingTerms],
    gateway: (device: DeviceIndex, channel: Channel)?, settings: QualitySettings
  ) {
    monitors = zip(slots, terms).map { slot, terms in
      SlotMonitor(
        device: slot.device, channel: slot.sheet.channel,
        sheet: QualitySheet(
          sheet: slot.sheet, terms: terms,
          feedsIn: slots.contains {
            $0.device == slot.device && $0.sheet.channel == .energy && $0.sheet.rangeMin < 0
          }), settings: settings)
    }
    devices = slots.map(\.device.index)
    counts = Array(repeating: MessageCount(), count: (devices.max() ?? 0) + 1)
    // The channel that a healthy home sends most often tells how long it may be silent as a whole.
    if let gateway, let shortest = terms.map(\.silenceMax).min() {
      home = HomeMonitor(gateway: gateway.device, channel: gateway.channel, silenceMax: shortest)
    }
  }

  /// - Parameter sequence: the number that the device gave the reading's message.
  /// - Returns: whether later stages should use the reading.
  public mutating func observe(
    _ value: Double, slot: Int, sequence: UInt32, at time: SimTime, now: SimTime,
    flags: inout [Flag]
  ) -> Bool {
    home?.heard(at: time, flags: &flags)
    let missing = counts[devices[slot]].missing(upTo: sequence)
    return monitors[slot].observe(value, missing: missing, at: time, now: now, flags: &flags)
  }

  /// Notes a reading of a channel that has no period: the home was heard of, and the device's
  /// messages go on.
  public mutating func heard(
    of device: DeviceIndex, sequence: UInt32, at time: SimTime, flags: inout [Flag]
  ) {
    home?.heard(at: time, flags: &flags)
    guard counts.indices.contains(device.index) else { return }
    _ = counts[device.index].missing(upTo: sequence)
  }

  /// Looks for silent channels; call on each tick. Where the whole home is silent, that is the one
  /// thing to say, and no channel is to blame for what it could not tell meanwhile.
  ///
  /// - Parameter heardUpTo: up to which event time all that the home sent has been handed on; what
  ///   is due later may be on its way.
  public mutating func tick(now: SimTime, heardUpTo: SimTime, flags: inout [Flag]) {
    if home?.isSilent(now: now, flags: &flags) == true { return }
    for slot in monitors.indices {
      monitors[slot].checkGap(
        upTo: heardUpTo, since: home?.returnedAt, now: now, flags: &flags)
    }
  }

  /// Closes what is open at the end of a run.
  public mutating func finish(at time: SimTime, flags: inout [Flag]) {
    home?.finish(at: time, flags: &flags)
    for slot in monitors.indices { monitors[slot].finish(at: time, flags: &flags) }
  }
}

extension QualitySheet {
  /// What a lived-in home can show, by channel.
  ///
  /// Spike floors sit above what one native period of cooking, airing or switching moves a sensor.
  /// A step counts for a reversal beyond what the data sheet calls the whole error of one reading.
  ///
  /// - Parameter feedsIn: whether the device's counter may run backwards.
  public init(sheet: SitePlan.ChannelSheet, terms: SamplingTerms, feedsIn: Bool = false) {
    var low = sheet.rangeMin
    var high = sheet.rangeMax
    var floor: Double?
    var mustVary = false
    var jump = (atOnce: 0.0, perMinute: 0.0)
    switch sheet.channel {
    case .temperature:
      (low, high, floor, mustVary) = (-10, 50, 0.25, true)
      jump = (1.5, 0.6)
    case .relativeHumidity:
      (low, high, floor, mustVary) = (0.02, 1, 0.02, true)
      jump = (0.08, 0.04)
    case .co2:
      (low, high, floor, mustVary) = (300, 8_000, 60, true)
      jump = (250, 120)
    // A pan that smokes and a voice are no spikes, and clean air and quiet nights may read the same
    // for hours in whole micrograms and decibels.
    case .pm25: (low, high) = (0, 20_000)
    case .noiseLevel: (low, high) = (10, 130)
    // Nothing behind other meters feeds in.
    case .power where !feedsIn: low = -5
    default: break
    }
    self.init(
      rangeMin: sheet.rangeMin - terms.errorMax, rangeMax: sheet.rangeMax + terms.errorMax,
      plausibleMin: low - terms.errorMax, plausibleMax: high + terms.errorMax,
      spikeFloor: floor, jump: jump.atOnce, jumpPerMinute: jump.perMinute, mustVary: mustVary,
      silenceMax: terms.silenceMax, period: .seconds(Int64(sheet.periodSeconds)),
      reversalFloor: mustVary ? sheet.accuracySD : nil)
  }
}

public import Clockwork
public import Telemetry

/// The quality checks of one home, a monitor for each periodic channel.
public struct QualityMonitor: Sendable {
  private var monitors: [SlotMonitor]

  /// - Parameters:
  ///   - slots: device and channel of each periodic channel, in slot order.
  ///   - silenceMax: the longest silence of each healthy channel, from its sampling policy.
  public init(
    slots: [(device: DeviceIndex, sheet: SitePlan.ChannelSheet)], silenceMax: [SimDuration],
    settings: QualitySettings
  ) {
    monitors = zip(slots, silenceMax).map { slot, silence in
      SlotMonitor(
        device: slot.device, channel: slot.sheet.channel,
        sheet: QualitySheet(sheet: slot.sheet, silenceMax: silence), settings: settings)
    }
  }

  /// - Returns: whether later stages should use the reading.
  public mutating func observe(
    _ value: Double, slot: Int, at time: SimTime, now: SimTime, flags: inout [Flag]
  ) -> Bool {
    monitors[slot].observe(value, at: time, now: now, flags: &flags)
  }

  /// Looks for silent channels; call on each tick.
  public mutating func tick(now: SimTime, flags: inout [Flag]) {
    for slot in monitors.indices { monitors[slot].checkGap(now: now, flags: &flags) }
  }

  /// Closes what is open at the end of a run.
  public mutating func finish(at time: SimTime, flags: inout [Flag]) {
    for slot in monitors.indices { monitors[slot].finish(at: time, flags: &flags) }
  }
}

extension QualitySheet {
  /// What a lived-in home can show, by channel.
  ///
  /// Spike floors sit above what one native period of cooking, airing or switching moves a sensor.
  public init(sheet: SitePlan.ChannelSheet, silenceMax: SimDuration) {
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
    default: break
    }
    self.init(
      rangeMin: sheet.rangeMin, rangeMax: sheet.rangeMax, plausibleMin: low, plausibleMax: high,
      spikeFloor: floor, jump: jump.atOnce, jumpPerMinute: jump.perMinute, mustVary: mustVary,
      silenceMax: silenceMax)
  }
}

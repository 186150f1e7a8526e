internal import Calendar
public import Clockwork
public import Telemetry

/// Sets the thermostat back by the clock: at night, and on working days around noon.
///
/// The programmable thermostat that most homes have, and the player that an agent with eyes and
/// ears has to beat. A resident's own change counts from then on as the wish.
public struct ScheduleAgent: Sendable {
  /// A daily stretch of local time in which set points move by some kelvins.
  public struct Setback: Hashable, Sendable {
    /// Minutes after local midnight; a stretch may cross it.
    public var fromMinute: Int
    public var toMinute: Int
    public var kelvins: Double

    public init(fromMinute: Int, toMinute: Int, kelvins: Double) {
      self.fromMinute = fromMinute
      self.toMinute = toMinute
      self.kelvins = kelvins
    }

    func covers(_ minute: Int) -> Bool {
      fromMinute <= toMinute
        ? (fromMinute..<toMinute).contains(minute) : minute >= fromMinute || minute < toMinute
    }
  }

  public struct Settings: Hashable, Sendable {
    public var night: Setback
    /// Monday to Friday.
    public var workday: Setback

    public init(night: Setback, workday: Setback) {
      self.night = night
      self.workday = workday
    }
  }

  public let settings: Settings
  private let thermostat: DeviceIndex
  private var clock: LocalClock
  private var heating: SetpointKeeper
  private var cooling: SetpointKeeper

  /// - Returns: nil where the site plan has no thermostat or no readable zone.
  public init?(plan: SitePlan, settings: Settings) {
    guard let device = plan.devices.first(where: { $0.kind == .thermostat }),
      let zone = try? ZoneRule(plan.zoneRule)
    else { return nil }
    self.settings = settings
    thermostat = device.index
    clock = LocalClock(zone: zone)
    (heating, cooling) = SetpointKeeper.both(plan)
  }

  /// Takes one reading in order of time.
  public mutating func observe(_ channel: Channel, _ value: Double, at time: SimTime) {
    switch channel {
    case .heatingSetpoint: heating.observe(value, at: time)
    case .coolingSetpoint: cooling.observe(value, at: time)
    default: break
    }
  }

  /// Decides at a control tick.
  public mutating func decide(at now: SimTime, emit: (DeviceIndex, CommandAction, Double) -> Void) {
    let minute = clock.minuteOfDay(at: now)
    var kelvins = settings.night.covers(minute) ? settings.night.kelvins : 0
    if clock.weekday(at: now).isoNumber <= 5, settings.workday.covers(minute) {
      kelvins = max(kelvins, settings.workday.kelvins)
    }
    let device = thermostat
    heating.hold(heating.wish - kelvins, at: now) { emit(device, $0, $1) }
    cooling.hold(cooling.wish + kelvins, at: now) { emit(device, $0, $1) }
  }
}

internal import Calendar
public import Clockwork
public import Telemetry

/// Sets the thermostat back while nobody is home and has the house warm for whoever comes back.
///
/// It sees what the wire brings: door, motion, the thermostat's own readings, the weather service.
/// It believes or not that the home is empty, expects a return from earlier absences, sets back
/// deeply where an absence will last, a little while everybody sleeps, and starts early enough
/// where the return is known well. What residents set by hand, by telephone or by voice is the wish
/// until they have been out for hours; of each such change a part becomes habit.
public struct EnergyAgent: Sendable {
  public struct Settings: Hashable, Sendable {
    /// How far set points move while the home is empty, K.
    public var setbackK: Double
    /// How far they move when it will be for long, K.
    public var longSetbackK: Double
    /// How far they move while everybody sleeps, K.
    public var sleepSetbackK: Double
    /// How long the home must be quiet before.
    public var after: SimDuration

    public init(
      setbackK: Double, longSetbackK: Double, sleepSetbackK: Double, after: SimDuration
    ) {
      self.setbackK = setbackK
      self.longSetbackK = longSetbackK
      self.sleepSetbackK = sleepSetbackK
      self.after = after
    }
  }

  /// The home counts as empty from this probability on.
  static let emptyAbove = 0.8
  /// An absence of which so much is left, or has passed, is long.
  static let longFrom = SimDuration.hours(2)
  /// A return is known well enough to warm up for it: so many alike days that lie so near together.
  static let alikeDaysMin = 3
  static let spreadMax = SimDuration.minutes(45)
  /// Set points that no absence exceeds, °C: pipes, plants and pets stay.
  static let heatingFloorC = 12.0
  static let coolingCeilingC = 32.0

  public let settings: Settings
  private let thermostat: DeviceIndex
  private var belief: OccupancyBelief
  private var diary: AbsenceDiary
  private var warmUp = WarmUpModel()
  private var heating: SetpointKeeper
  private var cooling: SetpointKeeper
  public private(set) var believesEmpty = false
  /// The door movement with which the present absence began.
  private var leftAt: SimTime?
  /// The door movement after which nobody was seen, whatever is believed of it.
  private var quietSince: SimTime?

  /// - Returns: nil where the site plan has no thermostat.
  public init?(plan: SitePlan, settings: Settings) {
    guard let device = plan.devices.first(where: { $0.kind == .thermostat }) else { return nil }
    self.settings = settings
    thermostat = device.index
    let clock = (try? ZoneRule(plan.zoneRule)).map { LocalClock(zone: $0) }
    belief = OccupancyBelief(residentCount: plan.residents.count, clock: clock)
    diary = AbsenceDiary(clock: clock)
    (heating, cooling) = SetpointKeeper.both(plan)
  }

  /// Takes one reading in order of time.
  public mutating func observe(
    _ channel: Channel, of kind: DeviceKind, _ value: Double, at time: SimTime
  ) {
    switch channel {
    case .motion: belief.seeMotion(value > 0.5, at: time)
    case .contact where kind == .doorContact: belief.seeDoor(at: time)
    case .heatingSetpoint: heating.observe(value, at: time)
    case .coolingSetpoint: cooling.observe(value, at: time)
    case .hvacCall: warmUp.observe(call: value, at: time)
    case .temperature where kind == .thermostat: warmUp.observe(temperatureC: value, at: time)
    default: break
    }
  }

  /// Takes the weather service's outlook; its first hour is the weather now.
  public mutating func observe(_ forecast: WeatherForecastMessage) {
    if let now = forecast.temperatureC.first { warmUp.observe(outdoorC: Double(now)) }
  }

  /// Decides at a control tick.
  public mutating func decide(at now: SimTime, emit: (DeviceIndex, CommandAction, Double) -> Void) {
    updateBelief(now)
    let kelvins =
      leftAt.map { setback(leftAt: $0, now) }
      ?? (belief.isAsleep(at: now) ? settings.sleepSetbackK : 0)
    let heatingC =
      kelvins > 0
      ? min(max(heating.wish - kelvins, Self.heatingFloorC), heating.wish) : heating.wish
    let coolingC =
      kelvins > 0
      ? max(min(cooling.wish + kelvins, Self.coolingCeilingC), cooling.wish) : cooling.wish
    let device = thermostat
    heating.hold(heatingC, at: now) { emit(device, $0, $1) }
    cooling.hold(coolingC, at: now) { emit(device, $0, $1) }
  }

  private mutating func updateBelief(_ now: SimTime) {
    let door = belief.lastDoor
    let isQuiet = belief.isQuiet(at: now)
    if let quiet = quietSince, door > quiet || !isQuiet {
      // The door moved again: somebody is back. Seen without the door: somebody was there.
      let hasReturned = door > quiet
      belief.learn(door: quiet, wasAway: hasReturned)
      if hasReturned {
        diary.add(leave: quiet, return: door)
        // Who was out for hours starts anew: a hand's change was for those hours at home.
        if door - quiet >= Self.longFrom {
          heating.endOverride()
          cooling.endOverride()
        }
      }
      quietSince = nil
      leftAt = nil
    }
    if quietSince == nil, isQuiet, now - door >= settings.after { quietSince = door }
    if leftAt == nil, let quietSince, belief.emptiness(at: now) >= Self.emptyAbove {
      leftAt = quietSince
    }
    believesEmpty = leftAt != nil
  }

  /// How far to move the set points of an empty home, K.
  private mutating func setback(leftAt left: SimTime, _ now: SimTime) -> Double {
    let expected = diary.expect(leave: left, now: now)
    if let expected, expected.count >= Self.alikeDaysMin, expected.spread <= Self.spreadMax,
      let lead = warmUp.lead(toC: heating.wish), now >= expected.returnAt - expected.spread - lead
    {
      return 0
    }
    let isLong =
      now - left >= Self.longFrom || expected.map { $0.returnAt - now >= Self.longFrom } ?? false
    return isLong ? max(settings.longSetbackK, settings.setbackK) : settings.setbackK
  }
}

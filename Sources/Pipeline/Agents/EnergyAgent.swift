public import Clockwork
public import Telemetry

/// Sets the thermostat back while nobody is home and restores it when somebody returns.
///
/// Nobody is home when the front door has moved and no motion followed within `after`: people who
/// sleep have not used the door. The rule needs no training.
/// - Source: Lu et al. 2010, "The smart thermostat: using occupancy sensors to save energy in
///   homes", SenSys, whose reactive rule this is, with the door as its evidence.
public struct EnergyAgent: Sendable {
  public struct Settings: Sendable {
    /// How far set points move while the home is empty, K.
    public var setbackK: Double
    public var after: SimDuration

    public init(setbackK: Double, after: SimDuration) {
      self.setbackK = setbackK
      self.after = after
    }
  }

  /// Motion this soon after the door is the one who is leaving.
  static let leavingGrace = SimDuration.seconds(120)
  /// A detector that has been on for longer without another word has lost its farewell.
  static let presenceMax = SimDuration.hours(1)
  /// A command whose effect has not been reported by then is sent again.
  static let retryAfter = SimDuration.minutes(5)

  private struct Setpoint: Sendable {
    let action: CommandAction
    /// What the residents want: the last value that was not ours.
    var wish: Double
    var reported: Double?
    var wanted: Double?
    /// The last value that was commanded and when, and the one before.
    var sent: (value: Double, at: SimTime)?
    var sentBefore: Double?
  }

  public let settings: Settings
  private let thermostat: DeviceIndex
  private var lastMotion = SimTime.distantPast
  private var lastDoor = SimTime.distantPast
  private var motionOnCount = 0
  private var heating: Setpoint
  private var cooling: Setpoint
  public private(set) var believesEmpty = false

  /// - Returns: nil where the site plan has no thermostat.
  public init?(plan: SitePlan, settings: Settings) {
    guard let device = plan.devices.first(where: { $0.kind == .thermostat }) else { return nil }
    self.settings = settings
    thermostat = device.index
    let wishes = plan.residents
    let count = Double(max(wishes.count, 1))
    heating = Setpoint(
      action: .setHeatingSetpoint,
      wish: wishes.isEmpty ? 21 : wishes.reduce(0) { $0 + $1.heatingSetpointC } / count)
    cooling = Setpoint(
      action: .setCoolingSetpoint,
      wish: wishes.isEmpty ? 25 : wishes.reduce(0) { $0 + $1.coolingSetpointC } / count)
  }

  /// Takes one reading in order of time.
  public mutating func observe(
    _ channel: Channel, of kind: DeviceKind, _ value: Double, at time: SimTime
  ) {
    switch channel {
    case .motion:
      motionOnCount = max(motionOnCount + (value > 0.5 ? 1 : -1), 0)
      lastMotion = max(lastMotion, time)
    case .contact where kind == .doorContact:
      lastDoor = max(lastDoor, time)
    case .heatingSetpoint: Self.learn(value, at: time, into: &heating)
    case .coolingSetpoint: Self.learn(value, at: time, into: &cooling)
    default: break
    }
  }

  /// Decides at a control tick.
  public mutating func decide(at now: SimTime, emit: (DeviceIndex, CommandAction, Double) -> Void) {
    let door = lastDoor
    // Who moves without a pause keeps a detector on, and it says so only once.
    let isSeen =
      motionOnCount > 0 && lastMotion != .distantPast && now - lastMotion < Self.presenceMax
    if !isSeen { motionOnCount = 0 }
    let isQuiet = lastMotion <= door + Self.leavingGrace && !isSeen
    believesEmpty = door != .distantPast && isQuiet && now - door >= settings.after
    heating.wanted = believesEmpty ? heating.wish - settings.setbackK : heating.wish
    cooling.wanted = believesEmpty ? cooling.wish + settings.setbackK : cooling.wish
    send(&heating, now, emit)
    send(&cooling, now, emit)
  }

  /// A reported value that is not the echo of a command was set by somebody.
  ///
  /// The echo of the command before last may come late, but not later than a retry.
  private static func learn(_ value: Double, at time: SimTime, into setpoint: inout Setpoint) {
    guard value.isFinite else { return }
    setpoint.reported = value
    if let sent = setpoint.sent {
      if (value - sent.value).magnitude <= tolerance { return }
      if let before = setpoint.sentBefore, (value - before).magnitude <= tolerance,
        time - sent.at < retryAfter
      {
        return
      }
    }
    setpoint.wish = value
  }

  /// Half of a thermostat's step, K: values closer than this are the same.
  private static let tolerance = 0.051

  private func send(
    _ setpoint: inout Setpoint, _ now: SimTime, _ emit: (DeviceIndex, CommandAction, Double) -> Void
  ) {
    guard let wanted = setpoint.wanted, let reported = setpoint.reported,
      (reported - wanted).magnitude > Self.tolerance
    else { return }
    if let sent = setpoint.sent {
      // Only a repetition waits; another wish goes out at once.
      let isRepetition = (sent.value - wanted).magnitude <= Self.tolerance
      if isRepetition, now - sent.at < Self.retryAfter { return }
      if !isRepetition { setpoint.sentBefore = sent.value }
    }
    setpoint.sent = (wanted, now)
    emit(thermostat, setpoint.action, wanted)
  }
}

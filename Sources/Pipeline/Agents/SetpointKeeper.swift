internal import Clockwork
internal import Telemetry

/// Holds one set point of a thermostat at a value, by telling and by reading back.
///
/// Commands may be late or lost. What counts is what the thermostat reports: a command whose effect
/// has not been reported is sent again, and a reported value that is nobody's echo was set by
/// somebody and becomes the wish.
struct SetpointKeeper: Sendable {
  /// A command whose effect has not been reported by then is sent again.
  static let retryAfter = SimDuration.minutes(5)
  /// Half of a thermostat's step, K: values closer than this are the same.
  static let tolerance = 0.051

  let action: CommandAction
  /// How much of an override becomes habit when it ends.
  static let habitShare = 0.3

  /// What the residents want: the last value that was not ours, °C.
  private(set) var wish: Double
  /// What they asked the installer for, moved by what they set since.
  private var habit: Double
  private(set) var reported: Double?
  /// The last value that was commanded and when, and the one before.
  private var sent: (value: Double, at: SimTime)?
  private var sentBefore: Double?

  init(action: CommandAction, wish: Double) {
    self.action = action
    self.wish = wish
    habit = wish
  }

  /// Both keepers of a home, with the mean of what its residents asked the installer for.
  static func both(_ plan: SitePlan) -> (heating: SetpointKeeper, cooling: SetpointKeeper) {
    let residents = plan.residents
    let count = Double(max(residents.count, 1))
    return (
      SetpointKeeper(
        action: .setHeatingSetpoint,
        wish: residents.isEmpty
          ? 21 : residents.reduce(0) { $0 + $1.heatingSetpointC } / count),
      SetpointKeeper(
        action: .setCoolingSetpoint,
        wish: residents.isEmpty
          ? 25 : residents.reduce(0) { $0 + $1.coolingSetpointC } / count)
    )
  }

  /// Takes the thermostat's report.
  ///
  /// The echo of the command before last may come late, but not later than a retry.
  mutating func observe(_ value: Double, at time: SimTime) {
    guard value.isFinite else { return }
    reported = value
    if let sent {
      if (value - sent.value).magnitude <= Self.tolerance { return }
      if let sentBefore, (value - sentBefore).magnitude <= Self.tolerance,
        time - sent.at < Self.retryAfter
      {
        return
      }
    }
    wish = value
  }

  /// Ends what somebody has set by hand, as a smart thermostat's hold ends; part of it stays.
  mutating func endOverride() {
    habit += Self.habitShare * (wish - habit)
    wish = (habit * 10).rounded() / 10
  }

  /// Sends the value unless it is reported or under way.
  mutating func hold(_ wanted: Double, at now: SimTime, emit: (CommandAction, Double) -> Void) {
    guard let reported, (reported - wanted).magnitude > Self.tolerance else { return }
    if let sent {
      // Only a repetition waits; another value goes out at once.
      let isRepetition = (sent.value - wanted).magnitude <= Self.tolerance
      if isRepetition, now - sent.at < Self.retryAfter { return }
      if !isRepetition { sentBefore = sent.value }
    }
    sent = (wanted, now)
    emit(action, wanted)
  }
}

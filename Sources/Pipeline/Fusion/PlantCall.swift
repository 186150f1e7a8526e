public import Clockwork
internal import Quantities
internal import Telemetry

/// What the thermostat asks of the plant, as far as one knows.
///
/// A thermostat repeats its call. When two repeats are missing, what the plant does is no longer
/// known: then it counts as doing what it did on average, give or take. Both fade, as the room's
/// own rate does: a thermostat keeps its room, what it adds now it leaves out later.
struct PlantCall: Hashable, Sendable {
  /// A call counts for so long after it was heard, seconds.
  static let trustSeconds: Int64 = 2 * wholeSeconds(Channel.hvacCallHeartbeat) + 30
  /// Over how long the average runs, seconds.
  private static let memorySeconds = 7_200.0
  /// How long a plant keeps to what it does, seconds.
  private static let cycleSeconds = 300.0
  /// How soon an unknown plant and the room are in balance, seconds.
  private static let balanceSeconds = 3_600.0
  /// No estimate looks further ahead of a filter.
  static let lookaheadSeconds: Int64 = 120
  /// Steps of an unknown plant are short, so that lagging sensors follow what it does.
  static let blindStepSeconds: Int64 = 60

  /// 1 heat, -1 cooling, 0 nothing.
  private(set) var heard = 0.0
  /// Whole seconds since 1970; never heard of, the plant does nothing.
  private(set) var trustedUntil = Int64.max
  /// Mean of the call.
  private var duty = 0.0

  /// Whether what was before must be settled first: the plant did something else, or unknown.
  func isNews(_ call: Double, at now: Int64) -> Bool { call != heard || now > trustedUntil }

  mutating func hear(_ call: Double, at now: Int64) {
    heard = call
    trustedUntil = now + Self.trustSeconds
  }

  /// Nothing at all is heard of the home: the call counts no longer than that.
  mutating func distrust(from now: Int64) { trustedUntil = min(trustedUntil, now) }

  /// The call, or what to expect of it where it is unknown.
  func value(at now: Int64) -> Double { now < trustedUntil ? heard : duty * fading(at: now) }

  /// Learns from a stretch in which the call was known.
  mutating func learn(seconds: Double) {
    duty += (heard - duty) * seconds / (Self.memorySeconds + seconds)
  }

  /// Variance of what an unknown plant adds to the level in a short stretch, for a unit of its
  /// gain: a telegraph signal, integrated.
  ///
  /// - Source: the random telegraph signal: Papoulis and Pillai 2002, chapter 9.
  func blindVariance(at now: Int64, seconds: Double) -> Double {
    let (share, fading) = (duty.magnitude, fading(at: now))
    return 2 * share * (1 - share) * fading * fading * Self.cycleSeconds * seconds
  }

  private func fading(at now: Int64) -> Double {
    Elementary.exp(-Double(now - trustedUntil) / Self.balanceSeconds)
  }

  private static func wholeSeconds(_ duration: SimDuration) -> Int64 {
    duration.microseconds / 1_000_000
  }
}

extension RoomFilter {
  /// Whether the filter's last step lies far behind a time.
  func isFarBehind(_ time: SimTime) -> Bool {
    clock.map { Self.seconds(time) - $0 > PlantCall.lookaheadSeconds } ?? false
  }

  /// Turns a copy into a view of what comes after the last word of the whole home.
  mutating func lookAhead() {
    guard let clock else { return }
    plantCall.distrust(from: clock + PlantCall.lookaheadSeconds)
  }

  /// Brings the state forward; does nothing before the first reading or backwards.
  public mutating func advance(to now: SimTime) {
    guard var clock else { return }
    let target = Self.seconds(now)
    guard target > clock else { return }
    while clock < target {
      let known = min(target, plantCall.trustedUntil) - clock
      if known > 0 {
        let seconds = min(known, Int64(FilterSteps.longest))
        predict(seconds: Int(seconds), call: plantCall.heard)
        if model.dynamics.plantGain != nil { plantCall.learn(seconds: Double(seconds)) }
        clock += seconds
      } else {
        let seconds = min(target - clock, PlantCall.blindStepSeconds)
        predict(seconds: Int(seconds), call: plantCall.value(at: clock))
        let gain = state[FilterModel.gain]
        covariance[FilterModel.level] +=
          gain * gain * plantCall.blindVariance(at: clock, seconds: Double(seconds))
        clock += seconds
      }
    }
    self.clock = target
  }
}

internal import Calendar
internal import Clockwork
internal import Quantities

/// How probable it is that nobody is at home, from a door contact and motion detectors.
///
/// People who leave use the door and are not seen afterwards. So do people who leave somebody
/// asleep
/// behind: which of the two a quiet home means depends on the hour at which the door moved, and is
/// learnt from how earlier quiet times ended: by the door, or by somebody getting up. Between the
/// hypotheses Bayes' rule decides.
/// - Source: Lu et al. 2010, "The smart thermostat: using occupancy sensors to save energy in
///   homes", SenSys, whose sleep-away-active distinction this is; the numbers below are ours.
struct OccupancyBelief: Sendable {
  /// Motion this soon after the door is the one who is leaving.
  static let leavingGrace = SimDuration.seconds(120)
  /// A detector that has been on for longer without another word has lost its farewell.
  static let presenceMax = SimDuration.hours(1)
  /// How often a person who is up is seen by a detector, per minute; an assumption.
  static let seenPerMinute = 0.15
  /// Length of the day's parts for which outcomes are counted, minutes.
  static let binMinutes = 180

  /// Sleep begins after so long without motion at an hour of the night, minutes after midnight, and
  /// ends with motion in the morning or at its end.
  static let stillness = SimDuration.minutes(30)
  static let nightFrom = 1_320
  static let morningFrom = 300
  static let nightTo = 540

  private let isAlone: Bool
  private var clock: LocalClock?
  private var lastMotion = SimTime.distantPast
  private(set) var lastDoor = SimTime.distantPast
  private var sleeps = false
  private var motionOnCount = 0
  /// How quiet times ended, by part of the day at which the door moved: away, asleep.
  private var outcomes: [(away: Double, asleep: Double)]

  init(residentCount: Int, clock: LocalClock?) {
    isAlone = residentCount == 1
    self.clock = clock
    let isAlone = isAlone
    outcomes = (0..<(1_440 / Self.binMinutes)).map { bin in
      let hour = bin * Self.binMinutes / 60
      // Pseudo-counts: who lives alone and used the door is out; at night others sleep.
      if isAlone { return (19, 1) }
      return hour < 6 || hour >= 21 ? (2, 2) : (6, 1)
    }
  }

  mutating func seeMotion(_ isOn: Bool, at time: SimTime) {
    motionOnCount = max(motionOnCount + (isOn ? 1 : -1), 0)
    lastMotion = max(lastMotion, time)
  }

  mutating func seeDoor(at time: SimTime) { lastDoor = max(lastDoor, time) }

  /// Nobody has been seen since the door moved.
  mutating func isQuiet(at now: SimTime) -> Bool {
    // Who moves without a pause keeps a detector on, and it says so only once.
    let isSeen =
      motionOnCount > 0 && lastMotion != .distantPast && now - lastMotion < Self.presenceMax
    if !isSeen { motionOnCount = 0 }
    return lastDoor != .distantPast && lastMotion <= lastDoor + Self.leavingGrace && !isSeen
  }

  /// Whether those at home seem to sleep: still at night; who walks about before five does not
  /// count as up.
  mutating func isAsleep(at now: SimTime) -> Bool {
    guard let minute = clock?.minuteOfDay(at: now) else { return false }
    let isNight = minute >= Self.nightFrom || minute < Self.nightTo
    let isMorning = (Self.morningFrom..<Self.nightTo).contains(minute)
    let last = max(lastMotion, lastDoor)
    if !isNight || (isMorning && now - last < .minutes(3)) {
      sleeps = false
    } else if !isMorning, last != .distantPast, now - last >= Self.stillness, motionOnCount == 0 {
      sleeps = true
    }
    return sleeps
  }

  /// The probability that nobody is at home; 0 once somebody was seen.
  mutating func emptiness(at now: SimTime) -> Double {
    guard isQuiet(at: now) else { return 0 }
    let outcome = outcomes[bin(lastDoor)]
    let away = outcome.away / (outcome.away + outcome.asleep)
    let minutes = max(0, (now - lastDoor - Self.leavingGrace).seconds / 60)
    let asleep = isAlone ? 0.05 : asleepShare(lastDoor)
    let unseen = asleep + (1 - asleep) * Elementary.exp(-Self.seenPerMinute * minutes)
    return away / (away + (1 - away) * unseen)
  }

  /// Books how a quiet time ended that began with the door at `door`.
  mutating func learn(door: SimTime, wasAway: Bool) {
    let bin = bin(door)
    if wasAway { outcomes[bin].away += 1 } else { outcomes[bin].asleep += 1 }
  }

  /// The share of those at home who sleep when the door moves: most at night, some in the morning
  /// (ATUS 2019, figure on sleeping by hour).
  private mutating func asleepShare(_ time: SimTime) -> Double {
    let hour = (clock?.minuteOfDay(at: time) ?? 720) / 60
    return hour >= 23 || hour < 6 ? 0.85 : hour < 9 ? 0.35 : hour >= 22 ? 0.5 : 0.05
  }

  private mutating func bin(_ time: SimTime) -> Int {
    (clock?.minuteOfDay(at: time) ?? 720) / Self.binMinutes
  }
}

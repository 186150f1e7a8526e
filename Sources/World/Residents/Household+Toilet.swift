internal import Clockwork
internal import Telemetry
internal import Truth

/// Why people get up in the middle of something: they go to the toilet and come back.
///
/// Healthy adults void seven to eight times in 24 hours (median 8 of women, FitzGerald, Stablein
/// and Brubaker, Am. J. Obstet. Gynecol. 187, 2002; 7 of men, Latini and others, J. Urol. 172,
/// 2004): some 2.6 h apart while awake. The spread of that time, how long a visit takes and how
/// soon after coming home the next one is are assumed.
extension Household {
  /// From one visit to the next while awake, minutes; assumed spread, 0.3 to 0.5.
  private static let interval = DurationLaw.lognormal(median: 156, sigma: 0.4)

  /// Whoever leaves home goes first if they will want to within this time, whoever cooks or eats
  /// within this one: nobody gets up from that. Assumed, 45 to 120 min and 15 to 45 min.
  private static let leavingForesight = SimDuration.minutes(75)
  private static let mealForesight = SimDuration.minutes(30)

  /// In sleep the body makes half as much (assumed, a third to two thirds).
  private static let sleepingInterval = DurationLaw.lognormal(median: 312, sigma: 0.4)

  /// Starts the time to the next visit anew.
  mutating func relieve(
    _ resident: Int, _ chance: inout Chance, at time: SimTime, isAsleep: Bool = false
  ) {
    let law = isAsleep ? Self.sleepingInterval : Self.interval
    states[resident].toiletTime = law.end(from: time, uniform: chance.unit(), now: time)
  }

  /// Whoever was out went there or waited: within 40 minutes (assumed, 20 to 60).
  mutating func noticeUrge(_ resident: Int, _ chance: inout Chance, at time: SimTime) {
    states[resident].toiletTime = time + chance.seconds(60, 2_400)
  }

  /// The time to a visit in the middle of the activity that a resident is about, nil for what
  /// nobody gets up from. Who has only begun waits a little (assumed 2 to 12 min).
  func urge(_ resident: Int, _ chance: inout Chance, at time: SimTime) -> SimDuration? {
    let wait = chance.seconds(120, 720)
    guard !layout.rooms(of: .bathroom).isEmpty else { return nil }
    switch states[resident].activity {
    case .relax, .work, .chores: return max(states[resident].toiletTime - time, wait)
    default: return nil
    }
  }

  /// Whether a resident goes to the bathroom before they begin something: to the toilet, or, before
  /// leaving in the morning, to brush their teeth after breakfast.
  func goesFirst(before activity: Activity, _ resident: Int, _ turn: Turn) -> Bool {
    let person = people[resident]
    let state = states[resident]
    guard activity != state.activity, !layout.rooms(of: .bathroom).isEmpty else { return false }
    let urge = state.toiletTime - turn.time
    switch activity {
    case .away:
      let hasBreakfasted = turn.moment.minuteOfDay < 660 && state.lastMeal > state.lastWash
      return urge < Self.leavingForesight || hasBreakfasted && person.brushesAfterBreakfast
    case .cook, .eat: return urge < Self.mealForesight
    default: return false
    }
  }

  /// Goes to the toilet, to return to what the resident is about.
  mutating func goFirst(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    states[resident].interrupted = states[resident].activity
    enterToilet(resident, then: .returnFromToilet, &chance, &turn)
  }

  /// Walks to the toilet and stays for 80 to 260 seconds (assumed).
  mutating func enterToilet(
    _ resident: Int, then act: SmallAct, _ chance: inout Chance, _ turn: inout Turn
  ) {
    guard let toilet = toilet(of: resident) else { return }
    if states[resident].activity != .hygiene {
      states[resident].activity = .hygiene
      turn.ask(resident, .begin(.hygiene, in: toilet))
    }
    walk(resident, to: toilet, isBrief: true, &turn)
    let length = chance.seconds(80, 260)
    let back = turn.time + length
    states[resident].act = act
    states[resident].actTime = back
    washHands(resident, beforeTheEndOf: length, &turn)
    switch states[resident].interrupted {
    case .cook, .eat:
      // A meal waits.
      states[resident].end = max(states[resident].end, back + .minutes(5))
    default:
      // What would be over by then, or soon after, is not taken up again.
      if states[resident].end < back + .minutes(2) { states[resident].end = back }
    }
  }

  /// In the second half of a visit of a length that begins now.
  func washHands(_ resident: Int, beforeTheEndOf length: SimDuration, _ turn: inout Turn) {
    let half = SimDuration.microseconds(length.microseconds / 2)
    turn.ask(resident, .wash(.handWashing, from: turn.time + half, until: turn.time + length))
  }

  /// What is washed as a resident settles to an activity.
  mutating func washFirst(_ resident: Int, _ turn: inout Turn) {
    let use: WaterUse
    switch states[resident].activity {
    case .hygiene: use = .handWashing
    case .cook: use = .cooking
    default: return
    }
    turn.ask(resident, .wash(use, from: turn.time, until: states[resident].end))
  }

  /// Whoever turns to something else from there has been there.
  mutating func leaveToilet(_ resident: Int, at time: SimTime) {
    guard states[resident].act == .returnFromToilet else { return }
    var chance = Chance(keys[resident].act, event: 3 << 32 | states[resident].actCount)
    states[resident].activity = states[resident].interrupted
    relieve(resident, &chance, at: time)
  }

  /// Goes, or is back.
  mutating func visitToilet(
    _ act: SmallAct, _ resident: Int, _ chance: inout Chance, _ turn: inout Turn
  ) {
    guard act == .toilet else {
      let activity = states[resident].interrupted
      states[resident].activity = activity
      relieve(resident, &chance, at: turn.time)
      turn.ask(resident, .begin(activity, in: states[resident].activityRoom))
      walk(resident, to: states[resident].activityRoom, isBrief: false, &turn)
      washFirst(resident, &turn)
      planAct(resident, &chance, turn)
      return
    }
    goFirst(resident, &chance, &turn)
  }
}

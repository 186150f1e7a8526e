public import Clockwork
internal import Telemetry
internal import Truth

extension Household {
  /// How long before the evening meal its cook begins.
  static let cookLead = SimDuration.minutes(40)

  /// The state in which a resident is found at the first moment.
  func firstState(of resident: Int, start: SimTime, moment: LocalMoment) -> ResidentState {
    var state = states[resident]
    state.lastMeal = start - .hours(9)
    state.lastWash = start - .hours(9)
    state.lastComfortAct = start - .days(1)
    state.lastSpeech = start - .days(1)
    var chance = Chance(keys[resident].activity, event: 0xFFFF_FFFF)
    let wake = wakeTime(
      resident, on: moment.dayNumber, kind: moment.dayKind,
      afterNight: nightDuty(of: resident, before: moment) != nil)
    if let night = nightDuty(of: resident, before: moment), !night.isOver(at: moment) {
      // The night shift that began the evening before is not over, or its day's sleep not begun.
      let yesterday = moment.yesterday
      state.plan = plan(for: resident, at: start - .days(1), moment: yesterday)
      state.activity = .relax
      state.room = livingRoom
      state.law = .weibull(scale: 20, shape: 1)
      state.lawStart = start
      state.drawnEnd = state.law.end(from: start, uniform: chance.unit(), now: start)
      state.end = state.drawnEnd
      settleMissedAppointments(resident, &state, start: start, chance: &chance)
    } else if moment.minuteOfDay < wake.mean {
      let bed = start - .seconds(Int64(moment.secondOfDay) + 3600)
      state.isNight = true
      state.room = bedroom(of: resident)
      state.law = .normal(mean: wake.mean + 60, sd: wake.sd)
      state.lawStart = bed
      state.drawnEnd = state.law.end(from: bed, uniform: chance.unit(), now: start)
      state.end = state.drawnEnd
    } else {
      state.plan = plan(for: resident, at: start, moment: moment)
      state.activity = .relax
      state.room = livingRoom
      state.law = .weibull(scale: 20, shape: 1)
      state.lawStart = start
      state.drawnEnd = state.law.end(from: start, uniform: chance.unit(), now: start)
      state.end = state.drawnEnd
      settleMissedAppointments(resident, &state, start: start, chance: &chance)
    }
    state.activityRoom = state.room
    state.start = start
    state.toiletTime = start + chance.seconds(0, 9_000)
    return state
  }

  /// Somebody whose way to work has begun by the first moment is there; other past events are gone.
  private func settleMissedAppointments(
    _ resident: Int, _ state: inout ResidentState, start: SimTime, chance: inout Chance
  ) {
    if state.plan.leave.time <= start {
      let law = dutyLaw(resident)
      let back = law.end(from: state.plan.leave.time, uniform: chance.unit(), now: start)
      if (start - state.plan.leave.time).hours < people[resident].absenceMinutes / 60 {
        state.phase = .away
        state.activity = .away
        state.isDuty = true
        state.law = law
        state.lawStart = state.plan.leave.time
        state.drawnEnd = back
        state.end = back
      }
      state.plan.leave = .none
    }
    if state.plan.habit.time <= start { state.plan.habit = .none }
    if state.plan.cook.time <= start { state.plan.cook = .none }
    if state.plan.dinner.time <= start { state.plan.dinner = .none }
  }

  /// The time away for work or school, ways and errands included.
  func dutyLaw(_ resident: Int) -> DurationLaw {
    .normal(mean: people[resident].absenceMinutes, sd: people[resident].isAdult ? 42 : 16)
  }

  /// What a resident has to do on a day.
  private func duty(of resident: Int, on day: Int, kind: DayKind) -> Duty? {
    isIll(resident, on: day) ? nil : people[resident].duty(on: day, kind: kind)
  }

  /// The night shift that began on the day before.
  private func nightDuty(of resident: Int, before moment: LocalMoment) -> Duty? {
    let yesterday = moment.yesterday
    return duty(of: resident, on: yesterday.dayNumber, kind: yesterday.dayKind)
      .flatMap { $0.isNight ? $0 : nil }
  }

  /// When a resident gets up on a day of a kind: mean and spread, minutes.
  ///
  /// - Parameter afterNight: whether they went to bed after a night at work.
  func wakeTime(
    _ resident: Int, on day: Int, kind: DayKind, afterNight: Bool
  ) -> (mean: Double, sd: Double) {
    let person = people[resident]
    // 7 h of sleep.
    if afterNight { return (Self.nightShiftWakeMinute, 25) }
    let rest = isIll(resident, on: day) ? Illness.restMinutes : 0
    let latest = person.wakeMinute + 8 * seasonalLie(day) + rest
    guard let duty = duty(of: resident, on: day, kind: kind) else {
      return (latest, person.role == .retired ? 24 : 38)
    }
    let usual = duty.leaveMinute - person.morningMinutes
    return usual < latest ? (usual, 9) : (latest, 24)
  }

  private static let nightShiftWakeMinute = 880.0

  /// People lie a little longer in winter (assumed 8 minutes either way, within 0 to 15).
  private func seasonalLie(_ day: Int) -> Double { -Drift.summer(day: day) }

  /// What a resident means to do today; drawn on getting up.
  func plan(for resident: Int, at time: SimTime, moment: LocalMoment) -> DayPlan {
    let person = people[resident]
    var chance = Chance(keys[resident].plan, event: UInt64(moment.dayNumber) << 2)
    var plan = DayPlan()
    plan.dayNumber = moment.dayNumber
    plan.midnight = moment.noonsMidnight(at: time)
    // One workday in sixty is a day off; illness is counted apart.
    let isAbsent = chance.happens(0.017)
    let duty = isAbsent ? nil : duty(of: resident, on: moment.dayNumber, kind: moment.dayKind)
    plan.isWorkday = duty != nil
    plan.isNightShift = duty?.isNight == true
    let leaveUniform = chance.unit()
    if let duty, person.role == .employed || person.role == .student {
      plan.leave = Appointment(
        minute: duty.leaveMinute, sd: 9, midnight: plan.midnight, uniform: leaveUniform)
    }
    plan.bed = Appointment(
      minute: bedMinute(of: resident, duty: duty, moment), sd: 24, midnight: plan.midnight,
      uniform: chance.unit())
    if chance.happens(0.88) {
      plan.dinner = dinner(
        of: resident, on: moment.dayNumber, kind: moment.dayKind, midnight: plan.midnight)
      if person.isAdult {
        plan.cook = plan.dinner
        plan.cook.time = plan.dinner.time - Self.cookLead
      }
    }
    planHabit(of: resident, duty: duty, moment, &plan, &chance)
    // Small children go and come with the adults.
    if !person.needsCare { planJourney(moment, &plan, &chance) }
    if isScripted { plan.forgetAppointments() }
    return plan
  }

  /// Earlier before an early day, later before a free one, and never before work is over.
  private func bedMinute(of resident: Int, duty: Duty?, _ moment: LocalMoment) -> Double {
    let person = people[resident]
    if let duty, duty.isNight { return duty.returnMinute + 60 }
    let tomorrow = self.duty(
      of: resident, on: moment.dayNumber + 1, kind: moment.tomorrowKind)
    var shift = person.role == .retired ? 0.0 : 48
    if let tomorrow, tomorrow.leaveMinute < 660 { shift = 0.5 * (tomorrow.leaveMinute - 468) }
    let wandering = 7 * Drift.wandering(keys[resident].drift, day: moment.dayNumber)
    let rest = isIll(resident, on: moment.dayNumber) ? Illness.restMinutes : 0
    let minute = person.bedMinute + shift + wandering - rest
    return duty.map { max(minute, $0.returnMinute + 75) } ?? minute
  }

  /// One weekly habit of the day, unless work is in its way.
  private func planHabit(
    of resident: Int, duty: Duty?, _ moment: LocalMoment, _ plan: inout DayPlan,
    _ chance: inout Chance
  ) {
    guard !isIll(resident, on: moment.dayNumber) else { return }
    for (number, habit) in people[resident].habits.enumerated()
    where habit.isDue(weekday: moment.weekday) {
      if let duty, people[resident].role != .homeWorker, habit.minute < duty.returnMinute + 15,
        habit.minute + habit.minutes > duty.leaveMinute - 30
      {
        continue
      }
      guard chance.happens(habit.adherence) else { continue }
      plan.habitNumber = number
      plan.habit = Appointment(
        minute: habit.minute, sd: 12, midnight: plan.midnight, uniform: chance.unit())
      return
    }
  }

  /// On the day of departure there is neither work nor a meal at home after it.
  private func planJourney(
    _ moment: LocalMoment, _ plan: inout DayPlan, _ chance: inout Chance
  ) {
    guard let journey = journey(from: moment.dayNumber) else { return }
    plan.journey = Appointment(
      minute: journey.departureMinute, sd: 6, midnight: plan.midnight, uniform: chance.unit())
    plan.journeyEnd =
      plan.midnight + .days(Int64(journey.returnDay - journey.departureDay))
      + .seconds(Int64(journey.returnMinute * 60))
    if plan.leave.time > plan.journey.time - .hours(4) { plan.leave = .none }
    if plan.habit.time > plan.journey.time - .hours(2) { plan.habit = .none }
    if plan.cook.time > plan.journey.time - .hours(2) { plan.cook = .none }
    if plan.dinner.time > plan.journey.time - .hours(1) { plan.dinner = .none }
  }

  /// The household's evening meal: everyone who asks about a day gets the same answer, unless they
  /// live side by side.
  private func dinner(
    of resident: Int, on day: Int, kind: DayKind, midnight: SimTime
  ) -> Appointment {
    let own = habits.sharesLife ? 0 : 35 * Double(resident) - 25
    let wandering = 8 * Drift.wandering(driftKey, day: day)
    return Appointment(
      minute: habits.dinnerMinute + (kind.isFree ? 8 : 0) + own + wandering, sd: 42,
      midnight: midnight, uniform: dinnerUniform(of: resident, on: day))
  }

  private func dinnerUniform(of resident: Int, on day: Int) -> Double {
    let event = UInt64(day) << 1 | 1
    var chance = Chance(
      householdKey, event: habits.sharesLife ? event : UInt64(4 + resident) << 40 | event)
    return chance.unit()
  }

  /// Whether a resident cooks tonight: the first adult at home who likes to; those who live side by
  /// side cook for themselves.
  func isCook(_ resident: Int, day: Int) -> Bool {
    for other in 0..<resident where habits.sharesLife && people[other].isAdult {
      let isThere = states[other].phase == .inside && !states[other].isFallen
      if isThere && wantsToCook(other, day: day) { return false }
    }
    return wantsToCook(resident, day: day)
  }

  private func wantsToCook(_ resident: Int, day: Int) -> Bool {
    var chance = Chance(keys[resident].plan, event: UInt64(day) << 2 | 1)
    return chance.happens(people[resident].cookingLiking)
  }

  /// Gives a copied household another future from `now` on.
  ///
  /// Every key enters the branch, and what was drawn but has not happened is drawn again, given the
  /// time already elapsed.
  public mutating func fork(branch: UInt32, at now: SimTime) {
    householdKey = householdKey.branched(branch)
    for resident in states.indices {
      keys[resident].enter(branch: branch)
      var state = states[resident]
      var chance = Chance(keys[resident].plan, event: UInt64(state.plan.dayNumber) << 2 | 2)
      state.plan.leave.redraw(uniform: chance.unit(), now: now)
      state.plan.bed.redraw(uniform: chance.unit(), now: now)
      state.plan.dinner.redraw(
        uniform: dinnerUniform(of: resident, on: state.plan.dayNumber), now: now)
      if state.plan.cook.time > now, state.plan.dinner.isPending, state.plan.cook.isPending {
        let soonest = now + .seconds(1)
        let usual = state.plan.dinner.time - Self.cookLead
        state.plan.cook.time = usual > soonest ? usual : soonest
      }
      state.plan.habit.redraw(uniform: chance.unit(), now: now)
      state.plan.journey.redraw(uniform: chance.unit(), now: now)
      let uniform = chance.unit()
      if state.end > now, state.end != .distantFuture, !state.isFallen {
        state.drawnEnd = state.law.end(from: state.lawStart, uniform: uniform, now: now)
        state.end = cutEnd(state, now: now)
      }
      states[resident] = state
    }
    redrawVisits(at: now)
  }

  /// The drawn end of an activity, or the appointment that comes before it.
  func cutEnd(_ state: ResidentState, now: SimTime) -> SimTime {
    var limit = SimTime.distantFuture
    if state.activity == .away {
      if !state.isDuty { limit = state.plan.bed.time }
      if state.returnsForDinner {
        limit = min(limit, min(state.plan.cook.time, state.plan.dinner.time))
      }
    } else {
      limit = state.plan.next
    }
    let end = min(state.drawnEnd, limit)
    let soonest = now + .seconds(1)
    return end > soonest ? end : soonest
  }
}

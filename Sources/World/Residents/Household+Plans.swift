public import Clockwork
internal import Telemetry
internal import Truth

extension Household {
  /// How long before the evening meal its cook begins.
  static let cookLead = SimDuration.minutes(40)

  /// The state in which a resident is found at the first moment.
  func firstState(of resident: Int, start: SimTime, moment: LocalMoment) -> ResidentState {
    var state = ResidentState()
    state.lastMeal = start - .hours(9)
    state.lastWash = start - .hours(9)
    state.lastComfortAct = start - .days(1)
    state.lastSpeech = start - .days(1)
    var chance = Chance(keys[resident].activity, event: 0xFFFF_FFFF)
    let wake = wakeTime(resident, weekday: moment.weekday, kind: moment.dayKind)
    if moment.minuteOfDay < wake.mean {
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
    if state.plan.cook.time <= start { state.plan.cook = .none }
    if state.plan.dinner.time <= start { state.plan.dinner = .none }
  }

  /// The time away for work or school, ways and errands included.
  func dutyLaw(_ resident: Int) -> DurationLaw {
    .normal(mean: people[resident].absenceMinutes, sd: people[resident].isAdult ? 42 : 16)
  }

  func isDutyDay(_ resident: Int, weekday: Int, kind: DayKind) -> Bool {
    kind == .workday && people[resident].workWeekdays & 1 << UInt8(weekday - 1) != 0
  }

  /// When a resident gets up on a day of a kind: mean and spread, minutes.
  func wakeTime(_ resident: Int, weekday: Int, kind: DayKind) -> (mean: Double, sd: Double) {
    let person = people[resident]
    if isDutyDay(resident, weekday: weekday, kind: kind) {
      return (person.leaveMinute - person.morningMinutes, 9)
    }
    return (person.wakeMinute, person.role == .retired ? 24 : 38)
  }

  /// What a resident means to do today; drawn on getting up.
  func plan(for resident: Int, at time: SimTime, moment: LocalMoment) -> DayPlan {
    let person = people[resident]
    var chance = Chance(keys[resident].plan, event: UInt64(moment.dayNumber) << 2)
    var plan = DayPlan()
    plan.dayNumber = moment.dayNumber
    plan.midnight = time - .seconds(Int64(moment.secondOfDay))
    // About one workday in thirty is lost to leave of absence or sickness.
    let isAbsent = chance.happens(0.03)
    plan.isWorkday =
      isDutyDay(resident, weekday: moment.weekday, kind: moment.dayKind) && !isAbsent
    let leaveUniform = chance.unit()
    if plan.isWorkday, person.role == .employed || person.role == .student {
      plan.leave = Appointment(
        minute: person.leaveMinute, sd: 9, midnight: plan.midnight, uniform: leaveUniform)
    }
    let tomorrow = moment.weekday % 7 + 1
    let isEarly = isDutyDay(resident, weekday: tomorrow, kind: moment.tomorrowKind)
    let shift = isEarly ? 0.5 * (person.leaveMinute - 468) : person.role == .retired ? 0 : 48
    plan.bed = Appointment(
      minute: person.bedMinute + shift, sd: 24, midnight: plan.midnight, uniform: chance.unit())
    if chance.happens(0.88) {
      plan.dinner = dinner(on: moment.dayNumber, kind: moment.dayKind, midnight: plan.midnight)
      if person.isAdult {
        plan.cook = plan.dinner
        plan.cook.time = plan.dinner.time - Self.cookLead
      }
    }
    return plan
  }

  /// The household's evening meal: everyone who asks about a day gets the same answer.
  func dinner(on day: Int, kind: DayKind, midnight: SimTime) -> Appointment {
    let minute = habits.dinnerMinute + (kind.isFree ? 8 : 0)
    return Appointment(
      minute: minute, sd: 22, midnight: midnight, uniform: dinnerUniform(on: day))
  }

  func dinnerUniform(on day: Int) -> Double {
    var chance = Chance(householdKey, event: UInt64(day) << 1 | 1)
    return chance.unit()
  }

  /// Whether a resident cooks tonight: the first adult at home who likes to.
  func isCook(_ resident: Int, day: Int) -> Bool {
    for other in 0..<resident where people[other].isAdult {
      if states[other].phase == .inside && wantsToCook(other, day: day) { return false }
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
      state.plan.dinner.redraw(uniform: dinnerUniform(on: state.plan.dayNumber), now: now)
      if state.plan.cook.time > now, state.plan.dinner.isPending, state.plan.cook.isPending {
        let soonest = now + .seconds(1)
        let usual = state.plan.dinner.time - Self.cookLead
        state.plan.cook.time = usual > soonest ? usual : soonest
      }
      let uniform = chance.unit()
      if state.end > now, state.end != .distantFuture {
        state.drawnEnd = state.law.end(from: state.lawStart, uniform: uniform, now: now)
        state.end = cutEnd(state, now: now)
      }
      states[resident] = state
    }
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

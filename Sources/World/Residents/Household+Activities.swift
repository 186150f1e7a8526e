internal import Clockwork
internal import Quantities
internal import Telemetry
internal import Truth

extension Household {
  /// Ends what a resident does and begins the next thing.
  mutating func endActivity(_ resident: Int, _ turn: inout Turn) {
    let hasFallen = states[resident].isFallen
    states[resident].isFallen = false
    if states[resident].phase == .away {
      comeHome(resident, &turn)
      return
    }
    if hasFallen { return rest(resident, &turn) }
    leaveToilet(resident, at: turn.time)
    if states[resident].isNight { wakeUp(resident, &turn) }
    if states[resident].activity == .cook { lastCookTime = turn.time }
    proceed(resident, isArriving: false, &turn)
  }

  /// Up again after a fall: rests, and goes neither to work nor out that day.
  private mutating func rest(_ resident: Int, _ turn: inout Turn) {
    states[resident].activityCount += 1
    states[resident].plan.leave = .none
    states[resident].plan.habit = .none
    states[resident].plan.isWorkday = false
    var chance = Chance(keys[resident].activity, event: states[resident].activityCount)
    let law = TimeUse.law(of: .relax, minute: turn.moment.minuteOfDay)
    begin(resident, .relax, law: law, isArriving: false, &chance, &turn)
  }

  private mutating func wakeUp(_ resident: Int, _ turn: inout Turn) {
    states[resident].isNight = false
    meetIllness(resident, on: turn.moment.dayNumber)
    states[resident].plan = plan(for: resident, at: turn.time, moment: turn.moment)
    wornClothesDays += 1
    airBedroom(resident, &turn)
  }

  /// Decides what comes next: an appointment that is due, or a free choice.
  mutating func proceed(_ resident: Int, isArriving: Bool, _ turn: inout Turn) {
    states[resident].activityCount += 1
    var chance = Chance(keys[resident].activity, event: states[resident].activityCount)
    if needsEscort(resident) {
      leaveWithAdults(resident, &turn)
      return
    }
    if followScript(resident, isArriving, &chance, &turn) { return }
    let time = turn.time
    let soon = time + .minutes(3)
    let stays = staysWithChild(resident, on: turn.moment.dayNumber)
    if states[resident].plan.leave.time <= soon {
      let isMissed = states[resident].plan.leave.time < time - .hours(2)
      states[resident].plan.leave = .none
      if stays {
        states[resident].plan.isWorkday = false
      } else if !isMissed {
        prepareToLeave(resident, law: dutyLaw(resident), for: .duty, &chance, &turn)
        return
      }
    }
    if stays, states[resident].plan.journey.time <= soon { states[resident].plan.journey = .none }
    if states[resident].plan.journey.time <= soon {
      setOff(resident, &chance, &turn)
      return
    }
    if states[resident].plan.bed.time <= soon {
      goToBed(resident, isArriving, &chance, &turn)
      return
    }
    if takeMealTime(resident, isArriving, &chance, &turn) { return }
    if followHabit(resident, isArriving, &chance, &turn) { return }
    let minute = turn.moment.minuteOfDay
    let next = choose(resident, &chance, turn)
    let law = TimeUse.law(of: next, minute: minute)
    if next == .away {
      prepareToLeave(resident, law: law, for: .outing, &chance, &turn)
    } else {
      begin(resident, next, law: law, isArriving: isArriving, &chance, &turn)
    }
  }

  /// Washes for the night, then sleeps until the next day's usual time.
  private mutating func goToBed(
    _ resident: Int, _ isArriving: Bool, _ chance: inout Chance, _ turn: inout Turn
  ) {
    if !states[resident].plan.isReadyForBed, chance.happens(0.9) {
      states[resident].plan.isReadyForBed = true
      let law = DurationLaw.lognormal(median: 9, sigma: 0.4)
      // Bedtime itself must not cut this short.
      states[resident].plan.bed.time = .distantFuture
      states[resident].plan.dinner = .none
      states[resident].plan.cook = .none
      states[resident].plan.habit = .none
      if !isArriving { startNightDishes(resident, &turn) }
      begin(resident, .hygiene, law: law, isArriving: isArriving, &chance, &turn)
      states[resident].plan.bed.time = states[resident].end
      return
    }
    let moment = turn.moment
    let isEvening = moment.minuteOfDay >= 720
    let wake = wakeTime(
      resident, on: moment.dayNumber + (isEvening ? 1 : 0),
      kind: isEvening ? moment.tomorrowKind : moment.dayKind,
      afterNight: states[resident].plan.isNightShift && !isEvening)
    let length = wake.mean - moment.minuteOfDay + (isEvening ? 1440 : 0)
    states[resident].plan = DayPlan()
    states[resident].isNight = true
    sayGoodNight(resident, &turn)
    // The clock that they wake by may be changed meanwhile.
    let law = DurationLaw.normal(
      mean: max(240, length - moment.minutesLostByNoon), sd: wake.sd)
    begin(resident, .sleep, law: law, isArriving: isArriving, &chance, &turn)
  }

  /// Cooks or eats if it is time for the evening meal.
  private mutating func takeMealTime(
    _ resident: Int, _ isArriving: Bool, _ chance: inout Chance, _ turn: inout Turn
  ) -> Bool {
    let time = turn.time
    let soon = time + .minutes(3)
    if states[resident].plan.cook.time <= soon {
      let isMissed = states[resident].plan.cook.time < time - .minutes(100)
      states[resident].plan.cook = .none
      if !isMissed, isCook(resident, day: states[resident].plan.dayNumber) {
        let law = DurationLaw.normal(mean: 36, sd: 8)
        if states[resident].plan.dinner.time < time + .minutes(22) {
          // A cook who came home late eats late.
          let late = DurationLaw.normal(mean: 30, sd: 5)
          states[resident].plan.dinner = Appointment(
            law: late, origin: time, time: late.end(from: time, uniform: chance.unit(), now: time))
        }
        begin(resident, .cook, law: law, isArriving: isArriving, &chance, &turn)
        return true
      }
    }
    if states[resident].plan.dinner.time <= soon {
      let isMissed = states[resident].plan.dinner.time < time - .minutes(90)
      states[resident].plan.dinner = .none
      states[resident].plan.cook = .none
      if !isMissed {
        let law = TimeUse.law(of: .eat, minute: turn.moment.minuteOfDay)
        begin(resident, .eat, law: law, isArriving: isArriving, &chance, &turn)
        return true
      }
    }
    return false
  }

  /// Does what belongs to this time of the week.
  private mutating func followHabit(
    _ resident: Int, _ isArriving: Bool, _ chance: inout Chance, _ turn: inout Turn
  ) -> Bool {
    let appointment = states[resident].plan.habit
    guard appointment.time <= turn.time + .minutes(3) else { return false }
    states[resident].plan.habit = .none
    guard appointment.time > turn.time - .minutes(75) else { return false }
    let habit = people[resident].habits[states[resident].plan.habitNumber]
    if habit.activity == .away, staysWithChild(resident, on: turn.moment.dayNumber) { return false }
    let law = DurationLaw.normal(mean: habit.minutes, sd: 0.15 * habit.minutes)
    if habit.activity == .away {
      prepareToLeave(resident, law: law, for: .habit, &chance, &turn)
    } else {
      begin(resident, habit.activity, law: law, isArriving: isArriving, &chance, &turn)
    }
    return true
  }

  /// Leaves for a journey, or stays if it would be over.
  private mutating func setOff(_ resident: Int, _ chance: inout Chance, _ turn: inout Turn) {
    let back = states[resident].plan.journeyEnd
    states[resident].plan.journey = .none
    guard back > turn.time + .hours(4) else {
      proceed(resident, isArriving: false, &turn)
      return
    }
    let law = DurationLaw.normal(mean: (back - turn.time).seconds / 60, sd: 20)
    prepareToLeave(resident, law: law, for: .journey, &chance, &turn)
  }

  /// Draws a free choice.
  private func choose(_ resident: Int, _ chance: inout Chance, _ turn: Turn) -> Activity {
    let state = states[resident]
    let minute = turn.moment.minuteOfDay
    let bin = TimeUse.bin(minute: minute)
    let row = TimeUse.weights(
      role: people[resident].role, isWorkday: state.plan.isWorkday, bin: bin)
    let isIll = isIll(resident, on: turn.moment.dayNumber)
    var weights: InlineArray<9, Double> = .init(repeating: 0)
    var total = 0.0
    for (column, next) in TimeUse.choices.enumerated() {
      let usual = isIll && next == .sleep ? max(row[column], Illness.napWeight) : row[column]
      let weight =
        usual * (isIll ? Illness.factor(next) : 1)
        * TimeUse.affinity(from: state.activity, to: next)
        * need(of: next, resident, state, turn)
        * people[resident].leanings.factor(choice: column, bin: bin)
      weights[column] = weight
      total += weight
    }
    guard total > 0 else { return .relax }
    var rest = chance.unit() * total
    for (column, next) in TimeUse.choices.enumerated() {
      rest -= weights[column]
      if rest < 0 { return next }
    }
    return .relax
  }

  /// How much a choice is wanted now beyond what hour and last activity say.
  private func need(
    of next: Activity, _ resident: Int, _ state: ResidentState, _ turn: Turn
  ) -> Double {
    let person = people[resident]
    switch next {
    case .eat:
      let hours = (turn.time - state.lastMeal).hours
      return hours < 1.8 ? 0 : min(1.6, (hours - 1.8) / 2.5)
    case .cook:
      guard person.isAdult, (turn.time - state.lastMeal).hours > 2.2 else { return 0 }
      return 1.6 * person.cookingLiking
    case .hygiene:
      return min(1.5, max(0.1, (turn.time - state.lastWash).hours / 4))
    case .away:
      return outingNeed(resident, state, turn)
    case .sleep:
      return state.plan.leave.isPending ? 0 : 1
    case .work:
      return person.role == .student && !state.plan.isWorkday ? 0.4 : 1
    case .laundry, .chores:
      return person.age < 10 ? 0.2 : 1
    default:
      return 1
    }
  }

  private func outingNeed(_ resident: Int, _ state: ResidentState, _ turn: Turn) -> Double {
    let person = people[resident]
    if person.needsCare || state.plan.leave.time < turn.time + .minutes(60) { return 0 }
    if state.plan.bed.time < turn.time + .minutes(75) { return 0 }
    if visit?.host == resident { return 0 }
    if staysWithChild(resident, on: turn.moment.dayNumber) { return 0 }
    if turn.moment.minuteOfDay > 1140, habits.staysInEvenings, person.isAdult,
      (turn.moment.dayNumber + resident) % 2 == 0
    {
      return 0
    }
    // A fifth more in summer, a fifth less in winter (assumed, within 0.1 to 0.3).
    let season = 1 + 0.2 * Drift.summer(day: turn.moment.dayNumber)
    return person.outgoing * season * (turn.moment.dayKind == .holiday ? 0.6 : 1)
  }
}

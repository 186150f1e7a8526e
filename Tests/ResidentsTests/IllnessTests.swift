import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// People who are ill, and guests who stay for the night.
@Suite("Illness and nights of guests")
struct IllnessTests {
  /// Whoever is ill neither goes to work nor out, and is about again afterwards.
  @Test func theIllStayAtHome() {
    var illDays = 0
    var illLeaves = 0
    var wellLeaves = 0
    for seed in 0..<60 as Range<UInt64> {
      var cottage = Cottage(kind: .couple, seed: seed)
      var wasIll: Set<Int> = []
      cottage.live(until: Cottage.start + .days(28)) { time, request, household in
        let day = LocalMoment.of(time).dayNumber
        let resident = request.resident.index
        let isIll = household.isIll(resident, on: day)
        if isIll, wasIll.insert(day * 2 + resident).inserted { illDays += 1 }
        guard case .begin(.away, _) = request.action else { return }
        // A journey that the whole household makes waits for nobody.
        guard household.states[resident].end < time + .days(1) else { return }
        if isIll { illLeaves += 1 } else { wellLeaves += 1 }
      }
    }
    // 120 people for 4 winter weeks at 1.25 spells a year times 1.4, of 3.5 days: some 56 days.
    #expect((25...100).contains(illDays), "\(illDays)")
    #expect(wellLeaves > 3_000)
    #expect(illLeaves <= 1, "\(illLeaves) of \(wellLeaves)")
  }

  /// Colds belong to winter: with the swing of one half, three times as many begin there.
  @Test func wintersAreThreeTimesAsBadAsSummers() {
    let person = Cottage(kind: .single, seed: 1).household.people[0]
    func spells(_ days: Range<Int>) -> Int {
      (0..<4_000 as Range<UInt64>).reduce(0) { sum, entity in
        let key = RandomKey(seed: 3, purpose: .dayPlan, entity: entity)
        return sum + days.count { Illness.length(of: person, on: $0, key) != nil }
      }
    }
    // Mid-January and mid-July of 2024: 4,000 people for 30 days at 1.25 / 365.25 a day, times 1.5
    // and times 0.5, with standard deviations of 25 and 14.
    let (winter, summer) = (spells(19_723..<19_753), spells(19_907..<19_937))
    #expect(abs(winter - 614) < 100, "\(winter)")
    #expect(abs(summer - 206) < 57, "\(summer)")
  }

  /// Who is ill when the other future begins is ill in it too.
  @Test func aForkDoesNotHeal() throws {
    for seed in 0..<1_000 as Range<UInt64> {
      var cottage = Cottage(kind: .single, seed: seed)
      cottage.live(until: Cottage.start + .days(9)) { _, _, _ in }
      let day = LocalMoment.of(Cottage.start + .days(9)).dayNumber
      guard cottage.household.isIll(0, on: day) else { continue }
      cottage.household.fork(branch: 7, at: Cottage.start + .days(9))
      #expect(cottage.household.isIll(0, on: day))
      return
    }
    Issue.record("nobody of a thousand was ill on the tenth day")
  }

  /// Guests who stay sleep when everyone sleeps, and are gone the next evening.
  @Test func someGuestsStayTheNight() {
    var nights = 0
    for seed in 0..<60 as Range<UInt64> {
      var cottage = Cottage(kind: .pensioners, seed: seed)
      for day in 0..<Int64(42) {
        cottage.live(until: Cottage.start + .days(day) + .hours(3)) { _, _, _ in }
        guard let visit = cottage.household.visit else { continue }
        #expect(visit.staysNight, "seed \(seed), day \(day)")
        #expect((Cottage.start + .days(day) + .hours(3) - visit.start).hours < 24)
        nights += 1
        let isSomebodyUp = cottage.household.states.contains { $0.isAwake }
        #expect(cottage.household.guestActivity == (isSomebodyUp ? .relax : .sleep))
      }
    }
    // 60 homes and 6 weeks with 0.3 visits a week on eves of free days, 8 % of them with a night.
    #expect((1...25).contains(nights), "\(nights)")
  }

  /// A small child who is ill is neither left alone nor taken along: a parent stays.
  @Test func aParentStaysWithAnIllChild() {
    var (illHours, aloneHours, workHours) = (0, 0, 0)
    for seed in 0..<120 as Range<UInt64> {
      var cottage = Cottage(kind: .family, seed: seed)
      let young = cottage.household.people.indices.filter { cottage.household.people[$0].needsCare }
      guard !young.isEmpty else { continue }
      for hour in 0..<(28 * 24) as Range<Int64> {
        let time = Cottage.start + .hours(hour)
        cottage.live(until: time) { _, _, _ in }
        let moment = LocalMoment.of(time)
        let household = cottage.household
        let isIll = young.contains {
          household.isIll($0, on: moment.dayNumber) && !household.states[$0].isNight
        }
        guard isIll, moment.weekday < 6, (10..<15).contains(Int(moment.minuteOfDay) / 60) else {
          continue
        }
        illHours += 1
        let isTended = household.states.indices.contains {
          household.people[$0].isAdult && household.states[$0].isHome
        }
        let isIn = young.contains {
          household.isIll($0, on: moment.dayNumber) && household.states[$0].isHome
        }
        if !isIn || !isTended { aloneHours += 1 }
        workHours += household.states.count { $0.isDuty && $0.phase == .away }
      }
    }
    // Some 100 small children, 28 winter days, 2.5 spells a year times 1.4, of 3.5 days.
    #expect(illHours > 200, "\(illHours)")
    // Away on a journey of the whole family that began before, at most.
    #expect(aloneHours * 20 <= illHours, "\(aloneHours) of \(illHours)")
    // The other one works as ever.
    #expect(workHours > illHours / 3, "\(workHours)")
  }

  /// Whoever lies on the floor sees nobody out, and guests do not go to sleep beside them.
  @Test func whoHasFallenOpensNoDoor() throws {
    var (visits, doors) = (0, 0)
    for seed in 0..<400 as Range<UInt64> where visits < 12 {
      var cottage = Cottage(kind: .pensioners, seed: seed)
      guard cottage.household.people.count == 2, cottage.household.nextVisit < .distantFuture else {
        continue
      }
      cottage.live(until: cottage.household.nextVisit + .minutes(1)) { _, _, _ in }
      guard let visit = cottage.household.visit, !visit.staysNight,
        cottage.household.standing.contains(where: { $0.index == visit.host })
      else { continue }
      visits += 1
      cottage.household.fall(ResidentIndex(visit.host), until: visit.end + .hours(1))
      #expect(cottage.household.guestActivity == .relax)
      let other = 1 - visit.host
      cottage.live(until: visit.end + .minutes(1)) { _, request, household in
        #expect(request.resident.index != visit.host || household.states[other].phase == .away)
        if case .openFrontDoor = request.action, household.visit == nil { doors += 1 }
      }
      var alone = cottage.household
      alone.visit = visit
      for resident in alone.standing { alone.fall(resident, until: visit.end + .hours(2)) }
      let isSomebodyUp = alone.states.contains { $0.phase == .inside && $0.activity != .sleep }
      #expect(alone.guestActivity == (isSomebodyUp ? .relax : .sleep))
    }
    #expect(visits == 12 && doors >= 6, "\(visits), \(doors)")
  }
}

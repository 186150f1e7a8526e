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
        let isSomebodyUp = cottage.household.states.contains { $0.isAwakeAtHome }
        #expect(cottage.household.guestActivity == (isSomebodyUp ? .relax : .sleep))
      }
    }
    // 60 homes and 6 weeks with 0.3 visits a week on eves of free days, 8 % of them with a night.
    #expect((1...25).contains(nights), "\(nights)")
  }
}

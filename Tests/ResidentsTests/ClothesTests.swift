import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// Ironing, and what comes before going out.
@Suite struct ClothesTests {
  /// A household whose habits are changed before it is born.
  private static func cottage(
    _ seed: UInt64, _ change: (inout HouseholdHabits) -> Void
  ) -> Cottage {
    let home = HomeID(0)
    var habits = HouseholdHabits(kind: .couple, seed: seed, home: home)
    change(&habits)
    return Cottage(
      household: Household(
        people: HouseholdKind.couple.people(seed: seed, home: home), habits: habits, seed: seed,
        home: home, layout: Cottage.layout, start: Cottage.start, moment: .of(Cottage.start)))
  }

  /// Clothes are ironed in the course of chores, by grown-up people, some time after a wash; never
  /// where nobody irons.
  @Test func washesAreIroned() {
    var (washes, ironings) = (0, 0)
    for seed in 0..<6 as Range<UInt64> {
      for share in [0.0, 1.0] {
        var cottage = Self.cottage(seed) { $0.ironedShare = share }
        cottage.live(until: Cottage.start + .days(56)) { _, request, household in
          guard case .start(let use, _, let length) = request.action else { return }
          if use == .washingMachine, share > 0 { washes += 1 }
          guard use == .iron else { return }
          #expect(share > 0, "seed \(seed)")
          ironings += 1
          #expect(household.activity(of: request.resident) == .chores)
          #expect(household.people[request.resident.index].isAdult)
          #expect(length.map { $0 > .zero && $0 <= .seconds(3_000) } == true)
        }
      }
    }
    #expect(washes > 60 && ironings > washes / 2 && ironings <= washes + 6, "\(ironings) \(washes)")
  }

  /// The dishwasher that is started at bedtime runs late, and no less often.
  @Test func dishesWaitForBedtime() {
    var late = [0, 0]
    var all = [0, 0]
    for seed in 0..<6 as Range<UInt64> {
      for (place, isAtBedtime) in [false, true].enumerated() {
        var cottage = Self.cottage(seed) {
          $0.washesUpAtNight = true
          $0.startsDishesAtBedtime = isAtBedtime
        }
        cottage.live(until: Cottage.start + .days(56)) { time, request, _ in
          guard case .start(.dishwasher, _, _) = request.action else { return }
          all[place] += 1
          if LocalMoment.of(time).minuteOfDay > 1_260 { late[place] += 1 }
        }
      }
    }
    #expect(3 * late[1] > 2 * all[1] && 3 * late[0] < all[0], "\(late) of \(all)")
    #expect(3 * all[1] > 2 * all[0])
  }

  /// Many go to the bathroom right before they leave, but not all.
  @Test func peopleGoBeforeTheyLeave() {
    var (leaves, visits) = (0, 0)
    for seed in 0..<6 as Range<UInt64> {
      var cottage = Cottage(kind: .couple, seed: seed)
      var last: [(activity: Activity, time: SimTime)?] = [nil, nil]
      cottage.live(until: Cottage.start + .days(21)) { time, request, _ in
        guard case .begin(let activity, _) = request.action else { return }
        let index = request.resident.index
        if activity == .away, let before = last[index] {
          leaves += 1
          if before.activity == .hygiene, time - before.time < .minutes(8) { visits += 1 }
        }
        last[index] = (activity, time)
      }
    }
    #expect(leaves > 150 && 3 * visits > leaves && 10 * visits < 9 * leaves, "\(visits)/\(leaves)")
  }
}

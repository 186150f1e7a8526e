import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// Shifts, habits of the week, journeys, guests, flats that are shared.
@Suite struct LivesTests {
  private struct Stay: Equatable {
    var activity: Activity
    var start: SimTime
  }

  /// What each resident began, in order.
  private static func stays(_ cottage: Cottage, days: Int64) -> [[Stay]] {
    var cottage = cottage
    var stays = [[Stay]](repeating: [], count: cottage.household.people.count)
    cottage.live(until: Cottage.start + .days(days)) { time, request, _ in
      if case .begin(let activity, _) = request.action {
        stays[request.resident.index].append(Stay(activity: activity, start: time))
      }
    }
    return stays
  }

  private static func hour(_ time: SimTime) -> Int { LocalMoment.of(time).secondOfDay / 3600 }

  /// A home whose first resident works as said.
  private static func worker(_ shifts: ShiftPattern, seed: UInt64) -> Cottage {
    let home = HomeID(0)
    var people = HouseholdKind.shiftWorker.people(seed: seed, home: home)
    people[0].shifts = shifts
    return Cottage(
      household: Household(
        people: people, habits: HouseholdHabits(kind: .shiftWorker, seed: seed, home: home),
        seed: seed, home: home, layout: Cottage.layout, start: Cottage.start,
        moment: .of(Cottage.start)))
  }

  /// Every workday's night at work, the day asleep; from the first moment on.
  @Test(arguments: 0..<5 as Range<UInt64>) func nightsAreWorkedAndDaysSlept(_ seed: UInt64) {
    var cottage = Self.worker(.night, seed: seed)
    // The start is a Monday's midnight: Sunday is free, so the person is at home.
    var nightsAway = 0
    var daysAsleep = 0
    for day in 0..<14 as Range<Int64> {
      let midnight = Cottage.start + .days(day)
      cottage.live(until: midnight + .hours(11)) { _, _, _ in }
      let resident = ResidentIndex(0)
      if cottage.household.activity(of: resident) == .sleep { daysAsleep += 1 }
      cottage.live(until: midnight + .hours(23)) { _, _, _ in }
      if cottage.household.room(of: resident) == nil { nightsAway += 1 }
    }
    // Ten nights of two weeks, of which some may be lost to leave or a journey.
    #expect((7...12).contains(nightsAway), "seed \(seed): \(nightsAway)")
    #expect((7...11).contains(daysAsleep), "seed \(seed): \(daysAsleep)")
  }

  /// Whoever worked at night sleeps the day after, and nobody is up for a day and a half.
  @Test func nobodyStaysUpForLong() {
    var nights = 0
    var slept = 0
    for seed in 0..<12 as Range<UInt64> {
      let stays = Self.stays(Self.worker(.night, seed: seed), days: 28)[0]
      var lastSleepEnd = Cottage.start
      for (stay, next) in zip(stays, stays.dropFirst()) where stay.activity == .sleep {
        // Journeys and their nights are elsewhere.
        let hasTravelled = zip(stays, stays.dropFirst()).contains {
          $0.activity == .away && $0.start < stay.start && $1.start > lastSleepEnd
            && ($1.start - $0.start).hours > 14
        }
        #expect(hasTravelled || (stay.start - lastSleepEnd).hours < 36, "seed \(seed)")
        #expect((next.start - stay.start).hours < 13, "seed \(seed)")
        lastSleepEnd = next.start
      }
      for (stay, next) in zip(stays, stays.dropFirst())
      where stay.activity == .away && (7...13).contains((next.start - stay.start).hours) {
        guard Self.hour(stay.start) >= 20, next.start < Cottage.start + .days(27) else { continue }
        nights += 1
        let sleeps = stays.filter {
          $0.activity == .sleep && $0.start >= next.start && ($0.start - next.start).hours < 4
        }
        if !sleeps.isEmpty { slept += 1 }
      }
    }
    #expect(nights > 100 && slept == nights, "\(slept) of \(nights)")
  }

  @Test func aNightShiftIsUnderWayAtTheStart() {
    // Tuesday's midnight.
    let start = Cottage.start + .days(1)
    let home = HomeID(0)
    var away = 0
    for seed in 0..<10 as Range<UInt64> {
      var people = HouseholdKind.shiftWorker.people(seed: seed, home: home)
      people[0].shifts = .night
      let household = Household(
        people: people, habits: HouseholdHabits(kind: .shiftWorker, seed: seed, home: home),
        seed: seed, home: home, layout: Cottage.layout, start: start, moment: .of(start))
      if household.room(of: ResidentIndex(0)) == nil { away += 1 }
    }
    #expect(away >= 8)
  }

  /// In turns: three weeks, three times of leaving.
  @Test func rotatingShiftsRotate() throws {
    let person = Self.worker(.rotating, seed: 1).household.people[0]
    let monday = 19_737
    let leaves = try (0..<4).map {
      try #require(person.duty(on: monday + 7 * $0, kind: .workday)).leaveMinute
    }
    #expect(Set(leaves.prefix(3)).count == 3 && leaves[0] == leaves[3])
    #expect(person.duty(on: monday + 5, kind: .weekend) == nil)
    #expect(person.duty(on: monday, kind: .holiday) != nil)
    let clerk = HouseholdKind.couple.people(seed: 4, home: HomeID(0))[0]
    #expect(clerk.duty(on: monday, kind: .holiday) == nil)
  }

  /// What a person does every week falls on its weekdays more often than chance would have it.
  @Test func habitsRecurOnTheirDays() {
    var due = 0.0
    var others = 0.0
    for seed in 0..<30 as Range<UInt64> {
      let cottage = Cottage(kind: .pensioners, seed: seed)
      let people = cottage.household.people
      for (resident, stays) in Self.stays(cottage, days: 28).enumerated() {
        let days = stays.filter { $0.activity == .laundry }.map {
          LocalMoment.of($0.start).weekday
        }
        guard people[resident].habits.contains(where: { $0.activity == .laundry }) else { continue }
        for weekday in 1...7 {
          let count = Double(days.count { $0 == weekday })
          if people[resident].hasHabit(.laundry, weekday: weekday) {
            due += count
          } else {
            others += count / 5.5
          }
        }
      }
    }
    // Counts of some 240 and 130 have a standard error of a tenth of their ratio.
    #expect(due > 1.5 * others && others > 0, "\(due) against \(others)")
  }

  /// A journey empties the home for days, and everyone is back.
  @Test func journeysEmptyTheHomeAndEnd() {
    var journeys = 0
    for seed in 0..<40 as Range<UInt64> {
      var cottage = Cottage(kind: seed % 2 == 0 ? .family : .couple, seed: seed)
      var emptySince: SimTime?
      var openCount = 0
      cottage.live(until: Cottage.start + .days(56)) { time, request, household in
        // Nobody leaves a window open behind them.
        let wasOpen = openCount > 0
        if case .moveWindow(_, let isOpen) = request.action { openCount += isOpen ? 1 : -1 }
        if household.occupantCount == 0 {
          if emptySince == nil { emptySince = time }
        } else if let since = emptySince {
          emptySince = nil
          guard (time - since).hours > 30 else { return }
          journeys += 1
          #expect((time - since).hours < 17 * 24, "seed \(seed)")
          #expect(!wasOpen, "seed \(seed)")
        }
      }
      if let emptySince { #expect((Cottage.start + .days(56) - emptySince).hours < 17 * 24) }
    }
    // 40 homes and 8 weeks at 3.2 a year, less outside summer.
    #expect((6...40).contains(journeys), "\(journeys)")
  }

  /// Guests are let in by somebody and never left alone.
  @Test func guestsAreReceivedAndNeverAlone() {
    var visits = 0
    for seed in 0..<20 as Range<UInt64> {
      var cottage = Cottage(kind: .couple, seed: seed)
      var hadGuests = false
      cottage.live(until: Cottage.start + .days(21)) { _, _, household in
        let residents = household.people.indices.filter {
          household.room(of: ResidentIndex($0)) != nil
        }
        let guests = household.occupantCount - residents.count
        #expect(guests >= 0 && guests <= 4)
        if guests > 0 {
          #expect(!residents.isEmpty, "seed \(seed)")
          if !hadGuests { visits += 1 }
        }
        hadGuests = guests > 0
      }
    }
    // 420 home-days at about an eighth.
    #expect((15...90).contains(visits), "\(visits)")
  }

  /// In another future nobody who was to come before is waited for: a fork in the middle of a visit
  /// once did.
  @Test func forksLookAhead() {
    var forks = 0
    var ends: Set<SimTime> = []
    var arrivals: Set<SimTime> = []
    for seed in 0..<30 as Range<UInt64> {
      var cottage = Cottage(kind: .pensioners, seed: seed)
      while forks < 400, cottage.household.nextEventTime() < Cottage.start + .days(10) {
        cottage.live(until: cottage.household.nextEventTime() + .minutes(10)) { _, _, _ in }
        guard cottage.household.visit != nil else { continue }
        var fork = cottage
        let now = cottage.household.nextEventTime()
        fork.household.fork(branch: UInt32(forks), at: now)
        forks += 1
        ends.insert(fork.household.visit?.end ?? .distantPast)
        arrivals.insert(fork.household.nextVisit)
        var last = now
        fork.live(until: now + .days(2)) { time, _, _ in
          #expect(time >= last, "seed \(seed), fork \(forks)")
          last = time
        }
      }
    }
    // Each fork has guests who leave and come at times of its own.
    #expect(forks > 100 && ends.count > forks / 2 && arrivals.count > forks / 2)
  }

  @Test func flatmatesLiveSideBySide() {
    var apart = 0
    for seed in 0..<10 as Range<UInt64> {
      let household = Cottage(kind: .flatShare, seed: seed).household
      #expect((2...3).contains(household.people.count))
      #expect(household.people.allSatisfy { $0.isAdult })
      if household.bedroom(of: 0) != household.bedroom(of: 1) { apart += 1 }
    }
    #expect(apart == 10)
    let couple = Cottage(kind: .couple, seed: 1).household
    #expect(couple.bedroom(of: 0) == couple.bedroom(of: 1))
  }

  @Test func wanderingIsSlowAndCentred() {
    let key = RandomKey(seed: 1, purpose: .household, entity: 1)
    let values = (0..<4_000).map { Drift.wandering(key, day: 19_000 + $0) }
    let steps = zip(values, values.dropFirst()).map { abs($0 - $1) }
    #expect((steps.max() ?? 9) < 0.25)
    #expect(abs(values.reduce(0, +) / 4_000) < 0.3)
    // 20 July and 20 January 1971.
    #expect(Drift.summer(day: 565) > 0.99 && Drift.summer(day: 384) < -0.99)
  }
}

import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

@Suite struct HouseholdTests {
  /// One line a request, so that runs can be compared.
  private func diary(
    _ cottage: Cottage, days: Int64, from: SimTime = Cottage.start, activitiesOf last: Int? = nil
  ) -> [String] {
    var cottage = cottage
    var lines: [String] = []
    var activities = [Activity?](repeating: nil, count: cottage.household.people.count)
    cottage.live(until: from + .days(days)) { time, request, _ in
      if let last {
        guard case .begin(let activity, _) = request.action, request.resident.index <= last else {
          return
        }
        // Which room is cleaned next depends on who sleeps there.
        let isCleaning = activity == .chores && activities[request.resident.index] == .chores
        activities[request.resident.index] = activity
        guard !isCleaning else { return }
        lines.append("\(time.microseconds) \(request.resident.rawValue) \(activity.rawValue)")
        return
      }
      lines.append("\(time.microseconds) \(request.resident.rawValue) \(request.action)")
    }
    return lines
  }

  @Test(arguments: 0..<8) func nobodyIsInTwoPlacesAndEmptyHomesAreStill(_ seed: Int) {
    let kind = HouseholdKind.allCases[seed % 6]
    var cottage = Cottage(kind: kind, seed: UInt64(seed))
    let count = cottage.household.people.count
    var rooms = (0..<count).map { cottage.household.room(of: ResidentIndex($0)) }
    var isDoorOpen = false
    var before = SimTime.distantPast
    cottage.live(until: Cottage.start + .days(6)) { time, request, _ in
      let who = request.resident.index
      if time < before { Issue.record("seed \(seed): time ran backwards") }
      before = time
      switch request.action {
      case .move(let to, let through):
        if to == rooms[who] { Issue.record("seed \(seed): moved to where they were") }
        if to == nil || rooms[who] == nil {
          #expect(isDoorOpen, "seed \(seed): through a closed door")
          #expect(to == nil || to == Cottage.layout.entry)
          #expect(rooms[who] == nil || rooms[who] == Cottage.layout.entry)
          #expect(through == nil)
        }
        isDoorOpen = false
        rooms[who] = to
      case .openFrontDoor(let length):
        #expect(length > .zero && length < .minutes(1))
        isDoorOpen = true
      case .begin(let activity, let room):
        if (room == nil) != (activity == .away) { Issue.record("seed \(seed)") }
      case .speak(let spoken):
        #expect(spoken.room == rooms[who] && spoken.time == time, "seed \(seed)")
      default:
        if rooms[who] == nil { Issue.record("seed \(seed): \(request) by somebody who is away") }
      }
    }
    for resident in 0..<count {
      #expect(cottage.household.room(of: ResidentIndex(resident)) == rooms[resident])
    }
    let people = Cottage.layout.rooms.indices.reduce(0) {
      $0 + cottage.household.occupantCount(in: RoomIndex($1))
    }
    #expect(people == cottage.household.occupantCount)
  }

  @Test func smallChildrenAreNotLeftAlone() {
    var minutesAlone = 0.0
    for seed in 0..<20 {
      var cottage = Cottage(kind: .family, seed: UInt64(seed))
      let people = cottage.household.people
      guard people.contains(where: \.needsCare) else { continue }
      var since: SimTime?
      cottage.live(until: Cottage.start + .days(14)) { time, _, household in
        let home = people.indices.filter { household.room(of: ResidentIndex($0)) != nil }
        let isAlone =
          home.contains { people[$0].needsCare } && !home.contains { people[$0].isAdult }
        if isAlone, since == nil { since = time }
        if !isAlone, let start = since {
          minutesAlone += (time - start).hours * 60
          since = nil
        }
      }
    }
    // Asleep when the last adult went to work: at most some minutes a day on average.
    #expect(minutesAlone / (20 * 14) < 6)
  }

  @Test func sameSeedSameDaysOtherSeedOtherDays() {
    let first = diary(Cottage(kind: .family, seed: 5), days: 3)
    #expect(first == diary(Cottage(kind: .family, seed: 5), days: 3))
    #expect(first != diary(Cottage(kind: .family, seed: 6), days: 3))
    #expect(first != diary(Cottage(kind: .family, seed: 5, home: 1), days: 3))
    #expect(first.count > 100)
  }

  @Test(arguments: 0..<4) func aFurtherResidentChangesNobodysDays(_ seed: Int) {
    let home = HomeID(3)
    let families = (0..<40).map {
      HouseholdKind.family.people(seed: UInt64($0 + seed * 40), home: home)
    }
    let family = families.first { $0.count == 4 } ?? []
    #expect(family.count == 4)
    let habits = HouseholdHabits(kind: .family, seed: UInt64(seed), home: home)
    func cottage(_ count: Int) -> Cottage {
      Cottage(
        household: Household(
          people: Array(family.prefix(count)), habits: habits, seed: UInt64(seed), home: home,
          layout: Cottage.layout, start: Cottage.start, moment: .of(Cottage.start)))
    }
    let three = diary(cottage(3), days: 5, activitiesOf: 2)
    #expect(three == diary(cottage(4), days: 5, activitiesOf: 2), "seed \(seed)")
    #expect(
      diary(cottage(2), days: 5, activitiesOf: 1) == diary(cottage(4), days: 5, activitiesOf: 1),
      "seed \(seed)")
    #expect(three.count > 100)
  }

  /// What is felt and seen moves lamps, windows and set points, but nobody's day.
  @Test func sensesDoNotChangeTheDay() {
    var cold = Cottage(kind: .couple, seed: 9)
    cold.roomTemperatureC = 15
    cold.senses.outdoorTemperatureC = -15
    let usual = Cottage(kind: .couple, seed: 9)
    #expect(diary(cold, days: 5, activitiesOf: 9) == diary(usual, days: 5, activitiesOf: 9))
    #expect(diary(cold, days: 5) != diary(usual, days: 5))
  }

  @Test func copiesAreIndependentAndForksDiffer() {
    var cottage = Cottage(kind: .family, seed: 21)
    let noon = Cottage.start + .days(2) + .hours(12)
    cottage.live(until: noon) { _, _, _ in }
    let untouched = diary(cottage, days: 3, from: noon)
    #expect(untouched == diary(cottage, days: 3, from: noon))
    var futures: [[String]] = []
    for branch in 1...3 as ClosedRange<UInt32> {
      var copy = cottage
      copy.household.fork(branch: branch, at: noon)
      #expect(copy.household.nextEventTime() > noon)
      let lines = diary(copy, days: 3, from: noon)
      #expect(lines != untouched && !futures.contains(lines))
      futures.append(lines)
    }
    #expect(untouched == diary(cottage, days: 3, from: noon))
  }

  /// Pending ends of a sleep, redrawn in many branches, follow the law given what has elapsed.
  @Test func forksRedrawGivenTheElapsedTime() throws {
    var cottage = Cottage(kind: .single, seed: 2)
    let night = Cottage.start + .hours(6)
    cottage.live(until: night) { _, _, _ in }
    let state = cottage.household.states[0]
    try #require(state.activity == .sleep && state.isNight)
    let elapsed = (night - state.lawStart).hours * 60
    var shares: [Double] = []
    for branch in 1...600 as ClosedRange<UInt32> {
      var copy = cottage.household
      copy.fork(branch: branch, at: night)
      let minutes = (copy.states[0].end - state.lawStart).hours * 60
      #expect(minutes > elapsed)
      shares.append(1 - state.law.survival(minutes) / state.law.survival(elapsed))
    }
    shares.sort()
    // Kolmogorov-Smirnov against the uniform law at 0.1 %: 1.95 / sqrt(n).
    var most = 0.0
    for (rank, share) in shares.enumerated() {
      most = max(most, abs(share - (Double(rank) + 0.5) / 600))
    }
    #expect(most < 1.95 / 600.0.squareRoot())
  }

  @Test func mealsAreShared() {
    var together = 0
    var dinners = 0
    for seed in 0..<12 {
      var cottage = Cottage(kind: .couple, seed: UInt64(seed))
      var starts: [[SimTime]] = [[], []]
      cottage.live(until: Cottage.start + .days(7)) { time, request, _ in
        guard case .begin(.eat, _) = request.action, request.resident.index < 2 else { return }
        guard LocalMoment.of(time).secondOfDay > 16 * 3600 else { return }
        starts[request.resident.index].append(time)
      }
      for time in starts[0] {
        dinners += 1
        if starts[1].contains(where: { abs(($0 - time).seconds) < 600 }) { together += 1 }
      }
    }
    #expect(dinners > 50)
    #expect(Double(together) > 0.4 * Double(dinners), "\(together) of \(dinners)")
  }

  @Test func startingAtNoonPutsWorkersAtWork() {
    let noon = Cottage.start + .hours(12)
    var away = 0
    var people = 0
    for seed in 0..<40 {
      let household = Household(
        kind: .couple, seed: UInt64(seed), home: HomeID(0), layout: Cottage.layout, start: noon,
        moment: .of(noon))
      #expect(household.nextEventTime() > noon)
      for (index, person) in household.people.enumerated() where person.role == .employed {
        people += 1
        if household.room(of: ResidentIndex(index)) == nil { away += 1 }
      }
    }
    #expect(Double(away) > 0.75 * Double(people))
  }

  @Test func wishesDifferAndStatedWishesAreRounded() {
    let people = (0..<300).flatMap {
      HouseholdKind.couple.people(seed: 1, home: HomeID(UInt32($0)))
    }
    let wishes = people.map(\.heatingWishC)
    let mean = wishes.reduce(0, +) / Double(wishes.count)
    let variance = wishes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(wishes.count)
    #expect(abs(mean - 20.8) < 0.15)
    #expect(abs(variance.squareRoot() - 1.17) < 0.12)
    for person in people {
      #expect((person.statedHeatingC * 2).rounded() == person.statedHeatingC * 2)
      #expect(person.coolingWishC >= person.heatingWishC + 2)
    }
    for home in 0..<100 {
      let names = HouseholdKind.family.people(seed: 1, home: HomeID(UInt32(home))).map(\.name)
      #expect(Set(names).count == names.count)
    }
  }

  @Test func longHomesWithoutLampsAndWindowsWork() {
    let layout = HomeLayout(
      rooms: [.init(kind: .livingRoom, hasWindow: false, hasLamp: false)], doorways: [], uses: [:])
    var household = Household(
      kind: .pensioners, seed: 4, home: HomeID(0), layout: layout, start: Cottage.start,
      moment: .of(Cottage.start))
    let senses = HomeSenses(
      rooms: [
        RoomSenses(
          temperatureC: 21, co2PPM: 900, illuminanceLx: 0, isWindowOpen: false, isLampOn: false)
      ], outdoorTemperatureC: 0, heatingSetpointC: 21, coolingSetpointC: 26)
    var requests: [HouseholdRequest] = []
    while household.nextEventTime() < Cottage.start + .days(5) {
      let time = household.nextEventTime()
      household.handle(at: time, moment: .of(time), senses: senses, into: &requests)
    }
    for request in requests {
      switch request.action {
      case .start, .stop, .switchLamp, .moveWindow: Issue.record("\(request)")
      default: break
      }
    }
    #expect(requests.count > 100)
  }
}

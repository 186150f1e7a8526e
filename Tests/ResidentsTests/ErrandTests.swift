import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// Who starts something stands beside it, and who leaves it switches it off.
@Suite struct ErrandTests {
  private static let homes: [(kind: HouseholdKind, seed: UInt64)] = [
    (.family, 1), (.couple, 2), (.flatShare, 3), (.pensioners, 4), (.family, 5), (.single, 6),
  ]

  @Test func everyStartIsMadeBesideTheThing() {
    var counts = [HouseholdUse: Int]()
    for (kind, seed) in Self.homes {
      var cottage = Cottage(kind: kind, seed: seed)
      var places = cottage.household.people.indices.map {
        cottage.household.room(of: ResidentIndex($0))
      }
      cottage.live(until: Cottage.start + .days(14)) { time, request, _ in
        let person = request.resident.index
        switch request.action {
        case .move(let room, _): places[person] = room
        case .start(let use, let room, _):
          counts[use, default: 0] += 1
          if use.isPortable {
            #expect(places[person] != nil, "\(use.name), seed \(seed)")
          } else {
            #expect(places[person] == room, "\(use.name) at \(time), seed \(seed)")
            #expect(Cottage.layout.room(of: use) == room)
          }
        default: break
        }
      }
    }
    for use in [HouseholdUse.microwave, .dishwasher, .washingMachine, .tumbleDryer, .hob] {
      #expect(counts[use, default: 0] > 5, "\(use.name)")
    }
  }

  /// A ring or an oven is on only while somebody in the home cooks.
  @Test func theLastCookSwitchesTheStoveOff() {
    var stopped = 0
    for (kind, seed) in Self.homes {
      var cottage = Cottage(kind: kind, seed: seed)
      var onUntil = [HouseholdUse: SimTime]()
      while cottage.household.nextEventTime() < Cottage.start + .days(14) {
        let now = cottage.household.nextEventTime()
        cottage.live(until: now + .microseconds(1)) { time, request, _ in
          switch request.action {
          case .start(let use, _, let length) where use == .hob || use == .oven:
            if let length { onUntil[use] = time + length }
          case .stop(let use, _) where use == .hob || use == .oven:
            stopped += 1
            onUntil[use] = nil
          default: break
          }
        }
        let cooks = cottage.household.people.indices.contains {
          let resident = ResidentIndex($0)
          return cottage.household.activity(of: resident) == .cook
            && cottage.household.room(of: resident) != nil
        }
        for (use, end) in onUntil where end > now {
          #expect(cooks, "\(use.name) at \(now), seed \(seed)")
        }
      }
    }
    #expect(stopped > 20)
  }

  /// One computer for all: it is on while anybody uses it.
  @Test func theComputerStaysOnForWhoeverIsLeft() {
    var shared = 0
    for (kind, seed) in Self.homes {
      var cottage = Cottage(kind: kind, seed: seed)
      var isOn = false
      while cottage.household.nextEventTime() < Cottage.start + .days(14) {
        let now = cottage.household.nextEventTime()
        cottage.live(until: now + .microseconds(1)) { _, request, _ in
          switch request.action {
          case .start(.computer, _, _): isOn = true
          case .stop(.computer, _): isOn = false
          default: break
          }
        }
        let users = cottage.household.states.count { $0.usesComputer }
        if users > 1 { shared += 1 }
        #expect(isOn == (users > 0), "seed \(seed)")
      }
    }
    #expect(shared > 50)
  }

  /// Two o'clock on a Sunday, when clocks change.
  private static let change = Cottage.start + .days(6) + .hours(2)

  /// The civil time where clocks are put forward by some minutes then.
  private static func moment(_ time: SimTime, forward minutes: Double) -> LocalMoment {
    let shift = SimDuration.seconds(Int64(minutes * 60))
    var moment = LocalMoment.of(time >= change ? time + shift : time)
    let noon = time + .seconds(Int64((129_600 - moment.secondOfDay) % 86_400))
    if time < change, noon >= change { moment.minutesLostByNoon = minutes }
    return moment
  }

  /// A couple over the change, as somebody sees it after each of their turns.
  private static func live(
    _ seed: UInt64, forward minutes: Double, until end: SimTime,
    _ look: (Household, SimTime, LocalMoment) -> Void
  ) {
    var household = Household(
      kind: .couple, seed: seed, home: HomeID(0), layout: Cottage.layout, start: Cottage.start,
      moment: .of(Cottage.start))
    let senses = Cottage(kind: .single, seed: 1).senses
    var requests: [HouseholdRequest] = []
    while household.nextEventTime() < end {
      let time = household.nextEventTime()
      let moment = moment(time, forward: minutes)
      household.handle(at: time, moment: moment, senses: senses, into: &requests)
      look(household, time, moment)
    }
  }

  /// Who sleeps over the change of clocks wakes at the same time by the clock.
  @Test(arguments: [60.0, -60.0]) func clocksAreChangedWhilePeopleSleep(_ minutes: Double) {
    func wakes(_ seed: UInt64, forward minutes: Double) -> [Double?] {
      var wakes: [Double?] = [nil, nil]
      var wasAsleep = [false, false]
      Self.live(seed, forward: minutes, until: Cottage.start + .days(6) + .hours(14)) {
        household, time, moment in
        for index in wakes.indices {
          let isAsleep = household.states[index].isNight
          if time > Self.change, wasAsleep[index], !isAsleep, wakes[index] == nil {
            wakes[index] = moment.minuteOfDay
          }
          if time <= Self.change { wasAsleep[index] = isAsleep }
        }
      }
      return wakes
    }
    var slept = 0
    for seed in 0..<10 as Range<UInt64> {
      for (usual, changed) in zip(wakes(seed, forward: 0), wakes(seed, forward: minutes)) {
        guard let usual, let changed else { continue }
        slept += 1
        #expect(abs(usual - changed) < 1, "seed \(seed): \(usual) and \(changed)")
      }
    }
    #expect(slept > 8)
  }

  /// Guests who were asked before the change of clocks come by the clock of their day.
  @Test(arguments: [60.0, -60.0]) func guestsComeByTheClockOfTheirDay(_ minutes: Double) {
    func arrival(_ seed: UInt64, forward minutes: Double) -> Double? {
      var arrival: Double?
      // The last look before a party comes, or at the end.
      Self.live(seed, forward: minutes, until: Cottage.start + .days(6) + .hours(13)) {
        household, time, _ in
        guard time > Self.change, household.visit == nil else { return }
        let next = Self.moment(household.nextVisit, forward: minutes)
        arrival = Double(next.dayNumber * 1440) + next.minuteOfDay
      }
      return arrival
    }
    var count = 0
    for seed in 0..<20 as Range<UInt64> {
      guard let usual = arrival(seed, forward: 0), let changed = arrival(seed, forward: minutes)
      else { continue }
      count += 1
      #expect(abs(usual - changed) < 0.1, "seed \(seed): \(usual) and \(changed)")
    }
    #expect(count > 10)
  }

  /// Fleets do not change shifts in step.
  @Test func rotationsDiffer() {
    let people = (0..<200).map {
      HouseholdKind.shiftWorker.people(seed: 9, home: HomeID(UInt32($0)))[0]
    }
    let leaves = people.filter { $0.shifts == .rotating }.compactMap {
      $0.duty(on: 19_737, kind: .workday)?.leaveMinute
    }
    #expect(leaves.count > 20)
    for leave in Set(leaves) { #expect(leaves.count { $0 == leave } > leaves.count / 6) }
    #expect(Set(leaves).count == 3)
  }
}

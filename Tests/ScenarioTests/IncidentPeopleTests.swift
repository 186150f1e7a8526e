import Clockwork
import Foundation
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Dwellings
@testable import Homes
@testable import Residents
@testable import Scenarios

/// What people do, forget and suffer, and who comes when they are out.
@Suite struct IncidentPeopleTests {
  private static let single = "world.households=[{share: 1, type: single}]"

  @Test func aForgottenWindowStaysOpen() throws {
    let sick = try IncidentLife.whole("{kind: window-left-open, from: 8h, for: 5h}")
    let sound = try IncidentLife.whole(nil)
    let incident = try sick.only()
    let room = try #require(incident.room)
    #expect(incident.start >= sick.time(8) && incident.end >= incident.start + .hours(5))
    sick.expectSame(as: sound, upTo: incident.start)
    let during = sick.minutes(after: incident.start, upTo: incident.end)
    #expect(during.count >= 300)
    #expect(during.allSatisfy { sick.rooms[$0][room.index].isWindowOpen })
    let last = try #require(during.last)
    #expect(
      sick.rooms[last][room.index].temperatureC < sound.rooms[last][room.index].temperatureC - 1)
    // Its contact says so, and the record of windows has it.
    let contact = try #require(sick.home.windowDevices[room.index])
    let told = sick.ideal.filter {
      $0.device.index == contact && $0.channel == .contact && $0.time >= incident.start
        && $0.time < incident.end
    }
    // It may be told again that it is open, and never that it is shut.
    #expect(told.allSatisfy { $0.value == 1 })
    let isRecorded = sick.events.contains {
      guard case .windowOpen(room, let start, let end) = $0 else { return false }
      return start <= incident.start && end >= incident.end
    }
    #expect(isRecorded)
  }

  /// Where nobody is up to find it, it stays open: the truth has when it is shut, or the run's end.
  @Test func aForgottenWindowLastsUntilSomebodyShutsIt() throws {
    var (found, open) = (0, 0)
    for index in 0..<8 {
      let life = try IncidentLife.whole(
        "{kind: window-left-open, from: 20h, for: 3h}", home: index, days: 1 + index % 2)
      for incident in life.incidents {
        let room = try #require(incident.room)
        let shut = life.events.compactMap { event -> SimTime? in
          guard case .windowOpen(room, let start, let end) = event, start <= incident.start,
            end > incident.start
          else { return nil }
          return end
        }
        #expect(shut == [incident.end], "home \(index)")
        let during = life.minutes(after: incident.start, upTo: incident.end)
        #expect(during.allSatisfy { life.rooms[$0][room.index].isWindowOpen }, "home \(index)")
        let late = incident.end - incident.start - .hours(3)
        if incident.end == life.plan.end {
          open += 1
        } else if late > .zero {
          found += 1
        } else {
          #expect(late == .zero, "home \(index)")
        }
      }
    }
    #expect(found > 0 && open > 0, "\(found) \(open)")
  }

  /// Six a day have pauses of four hours; those that wait for an empty home do not pile up in it.
  @Test func whatWaitsForItsOccasionDoesNotPileUp() throws {
    var pauses: [Double] = []
    for index in 0..<8 {
      let life = try IncidentLife.whole(
        "{kind: intrusion, rate: 6/day, for: 5min}", home: index, days: 4)
      for (before, after) in zip(life.incidents, life.incidents.dropFirst()) {
        pauses.append((after.start - before.end).hours)
      }
    }
    #expect(pauses.count > 15, "\(pauses.count)")
    #expect(pauses.allSatisfy { $0 >= 0 })
    // By the law 6 % would be shorter; waiting makes none shorter.
    let short = pauses.count { $0 < 0.25 }
    #expect(short * 6 <= pauses.count, "\(short) of \(pauses.count)")
  }

  @Test func aRingThatIsLeftOnGoesOnWhenTheDishIsDone() throws {
    let sick = try IncidentLife.whole("{kind: stove-left-on, from: 8h, for: 2h}")
    let sound = try IncidentLife.whole(nil)
    let incident = try sick.only()
    #expect(incident.end == incident.start + .hours(2))
    #expect(sick.home.plan.rooms[try #require(incident.room).index].kind == .kitchen)
    sick.expectSame(as: sound, upTo: incident.start)
    func cycles(_ life: IncidentLife) -> [(energy: Double, start: SimTime, end: SimTime)] {
      life.events.compactMap {
        guard
          case .applianceCycle(ApplianceKind.hob.rawValue, _, _, let energy, let start, let end) =
            $0
        else { return nil }
        return (energy, start, end)
      }
    }
    let long = try #require(cycles(sick).first { $0.end == incident.end })
    let dish = try #require(cycles(sound).first { $0.start == long.start })
    #expect(dish.end == incident.start, "it begins when the dish is done")
    // A ring at 1.8 kW give or take a tenth and the home's own factor, on a third of the time.
    let added = long.energy - dish.energy
    #expect(added > 0.8 && added < 1.6, "\(added) kWh")
  }

  @Test func anIntruderComesWhenNobodyIsInAndIsSeen() throws {
    var seen = 0
    for index in 0..<8 where seen < 2 {
      let sick = try IncidentLife.whole("{kind: intrusion, from: 8h, for: 15min}", home: index)
      guard let incident = sick.incidents.first else { continue }
      seen += 1
      let sound = try IncidentLife.whole(nil, home: index)
      #expect(sick.incidents.count == 1)
      #expect(incident.end <= incident.start + .minutes(15))
      #expect(incident.end >= incident.start + .minutes(2))
      let isEmpty = sick.events.contains {
        guard case .homeEmpty(let start, let end) = $0 else { return false }
        return start <= incident.start && end >= incident.end
      }
      #expect(isEmpty)
      func told(_ life: IncidentLife, _ channel: Channel, _ value: Double) -> [IdealReading] {
        life.ideal.filter {
          $0.channel == channel && $0.value == value && $0.time >= incident.start
            && $0.time <= incident.end
        }
      }
      let door = told(sick, .contact, 1).filter { $0.device.index == sick.home.frontDoor }
      #expect(door.first?.time == incident.start && door.last?.time == incident.end)
      #expect(door.count == 2)
      #expect(told(sick, .motion, 1).count >= 2)
      // Without them nothing stirs.
      #expect(told(sound, .contact, 1).isEmpty && told(sound, .motion, 1).isEmpty)
      let during = sick.minutes(after: incident.start, upTo: incident.end)
      #expect(during.allSatisfy { sick.states[$0].occupantCount == 0 })
      for case .applianceCycle(_, _, _, _, let start, _) in sick.events {
        #expect(start < incident.start || start > incident.end)
      }
    }
    #expect(seen == 2)
  }

  @Test func whoeverFellLiesStill() throws {
    var (still, stirring, seen) = (0, 0, 0)
    for index in 0..<4 {
      let fall = "{kind: fall, from: 12h, for: 3h}"
      let sick = try IncidentLife.whole(fall, home: index, [Self.single])
      guard let incident = sick.incidents.first else { continue }
      seen += 1
      let sound = try IncidentLife.whole(nil, home: index, [Self.single])
      sick.expectSame(as: sound, upTo: incident.start)
      let room = try #require(incident.room)
      #expect(incident.end == incident.start + .hours(3))
      let during = sick.minutes(after: incident.start, upTo: incident.end)
      #expect(during.allSatisfy { sick.rooms[$0][room.index].occupantCount >= 1 })
      // Nothing begins, nothing is started, nobody speaks. What was begun may end.
      for event in sick.events {
        switch event {
        case .activity(_, _, _, let start, _) where start > incident.start:
          #expect(start >= incident.end)
        case .applianceCycle(_, _, _, _, let start, _) where start > incident.start:
          #expect(start >= incident.end)
        case .spoken(let said): #expect(said.time <= incident.start || said.time >= incident.end)
        default: break
        }
      }
      func motions(_ life: IncidentLife) -> Int {
        life.ideal.count {
          $0.channel == .motion && $0.value == 1 && $0.time > incident.start + .minutes(1)
            && $0.time < incident.end
        }
      }
      still += motions(sick)
      stirring += motions(sound)
    }
    #expect(seen >= 2 && still == 0 && stirring > 5, "\(seen) \(still) \(stirring)")
  }

  // MARK: Laws

  @Test func anIntruderBoundByNoLawIsFound() throws {
    var life = try IncidentLife(nil)
    try life.live(to: life.time(3))
    var guardian = life.home.guardian
    let hall = try #require(life.home.plan.room(.hallway))
    let entry = life.home.household.layout.entry
    #expect(hall == entry)
    guardian.seeIntruder(
      from: nil, to: entry, at: life.home.now, isFrontDoorOpen: false, closedDoors: 0)
    #expect(guardian.record.first?.law == .openDoor)
    var other = life.home.guardian
    // At three in the morning everybody is in.
    other.seeIntruder(
      from: nil, to: entry, at: life.home.now, isFrontDoorOpen: true, closedDoors: 0)
    let broken = try #require(other.record.first)
    #expect(broken.law == .attendance && broken.place == "an intruder")
  }

  /// In another future residents come home at other times, and meet nobody there.
  @Test func anotherFutureMeetsNoIntruder() throws {
    let intrusion = "{kind: intrusion, from: 8h, for: 3h}"
    var forks = 0
    for index in 0..<8 where forks < 40 {
      guard let incident = try IncidentLife.whole(intrusion, home: index).incidents.first else {
        continue
      }
      var life = try IncidentLife(intrusion, home: index)
      var moment = incident.start + .minutes(1)
      while moment < incident.end {
        try life.live(to: moment)
        var future = life
        future.fork()
        try future.live(to: incident.end + .hours(4))
        forks += 1
        moment += .minutes(9)
      }
    }
    #expect(forks >= 10, "\(forks)")
  }

  // MARK: Draws

  @Test func ratesAreKeptAndNobodyElseIsMoved() throws {
    func plan(_ more: String) throws -> RunPlan {
      try Fixture.plan(
        "quickstart",
        [
          "homes=200", "duration=10d", "history=0d", "faults=[]", "expect={}",
          "incidents=[{kind: fall, rate: 0.5/day, for: 1h}\(more)]",
        ])
    }
    let alone = try plan("")
    let joined = try plan(", {kind: smoke, rate: 1/day}")
    var count = 0
    for home in 0..<200 {
      let falls = Home.plannedIncidents(of: alone.specification(home))
      count += falls.count
      let both = Home.plannedIncidents(of: joined.specification(home))
      #expect(both.filter { $0.kind == .fall }.map(\.start) == falls.map(\.start))
      #expect(falls.allSatisfy { $0.start >= alone.start && $0.start < alone.end })
    }
    // 200 homes, 10 days, one in two days of the time between falls, an hour of each lost to
    // lying: 2000 / (2 + 1/24) = 980, give or take five times 31.
    #expect((820...1_140).contains(count), "\(count)")
  }

  @Test func countsAreExactAndNoMoreThanCanBe() throws {
    func plan(_ count: Int) throws -> RunPlan {
      try Fixture.plan(
        "quickstart",
        [
          "homes=40", "duration=1d", "history=0d", "faults=[]", "expect={}",
          "world.solar.share=50 %",
          "incidents=[{kind: pv-string-failure, homes: {count: \(count)}}]",
        ])
    }
    let five = try plan(5)
    let struck = (0..<40).filter {
      !Home.plannedIncidents(of: five.specification($0)).isEmpty
    }
    #expect(struck.count == 5)
    #expect(struck.allSatisfy { five.specification($0).solarMedianW != nil })
    do {
      _ = try plan(40)
      Issue.record("not every home has modules")
    } catch {
      #expect("\(error)".contains("incidents[0].homes.count: found 40, expected at most"))
    }
  }

  @Test func threadsAndWindowsChangeNoBit() throws {
    let plan = try Fixture.plan(
      "incidents",
      ["homes=6", "duration=2d", "oracle.homes=1", "oracle.origins=1", "oracle.paths=2"]
        + ["players.agents=[null]"] + ShippedScenarioTests.incidents(of: "incidents"))
    let base = try Fixture.run(plan, threads: 1)
    #expect(Set(base.incidents.map(\.kind)).count >= 8, "\(Set(base.incidents.map(\.kind)))")
    #expect(try Fixture.run(plan, threads: 2, window: .hours(5)).fingerprint == base.fingerprint)
    #expect(
      try Fixture.run(plan, threads: 2, window: .minutes(97)).fingerprint == base.fingerprint)
  }
}

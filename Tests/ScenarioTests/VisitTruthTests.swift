import Clockwork
import Dwellings
import Foundation
import SQLite
import ScenarioFiles
import Residents
import Telemetry
import Testing
import Truth

@testable import Homes
@testable import Scenarios

/// What the truth tells of guests, and of the water that ran.
@Suite struct VisitTruthTests {
  private struct Visit: Equatable {
    var room: RoomIndex
    var guestCount: Int
    var start: SimTime
    var end: SimTime
  }

  /// Looked at every minute for three weeks, guests are there exactly when the truth says so, in
  /// its room and number.
  @Test func visitsAreToldAsTheyWere() throws {
    let plan = try Fixture.plan(
      "quickstart", ["homes=3", "duration=21d", "faults=[]", "history=0s"])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var visitCount = 0
    for index in 0..<3 {
      var visits: [Visit] = []
      var seen: [(time: SimTime, room: RoomIndex, count: Int)] = []
      var unheard = UnheardHome(plan.specification(index), weather: weather)
      func take(_ truth: TruthBuffer) {
        for case .visit(let room, let count, let start, let end) in truth.events {
          visits.append(Visit(room: room, guestCount: count, start: start, end: end))
        }
      }
      while unheard.home.now < plan.end {
        try unheard.live(to: unheard.home.now + .minutes(1), weather: weather) { take($0) }
        for room in unheard.home.plan.rooms.indices {
          let count = unheard.home.household.guestCount(in: RoomIndex(room))
          if count > 0 { seen.append((unheard.home.now, RoomIndex(room), count)) }
        }
      }
      unheard.finish { take($0) }
      visitCount += visits.count
      for moment in seen {
        #expect(
          visits.contains {
            $0.start <= moment.time && moment.time <= $0.end && $0.room == moment.room
              && $0.guestCount == moment.count
          }, "home \(index): \(moment)")
      }
      for visit in visits {
        let minutes = seen.count { visit.start <= $0.time && $0.time < visit.end }
        let told = (visit.end - visit.start).hours * 60
        #expect(abs(Double(minutes) - told) <= 1, "home \(index): \(visit), \(minutes) min")
      }
    }
    // A tenth of weekdays and a fifth of weekend days: some eight in nine weeks.
    #expect(visitCount >= 3 && visitCount <= 20, "\(visitCount)")
  }

  /// `detail` is a word and the temperature a number, of drawn water and of nothing else.
  @Test func waterHasItsTemperatureInAColumn() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let outputs = try RunOutputs(folder: folder, keep: [.truth], store: .raw, durability: .fast)
    _ = try Fixture.run(plan, outputs: outputs)
    let database = try Database(path: folder + "/truth.sqlite", access: .readOnly)
    #expect(try database.integer("PRAGMA user_version") == 3)
    let drawn = try #require(
      try database.integer("SELECT count(*) FROM event WHERE kind = 'hot_water'"))
    #expect(drawn > 20)
    #expect(
      try database.integer(
        """
        SELECT count(*) FROM event WHERE kind = 'hot_water'
        AND detail IN ('shower', 'hand_washing', 'cooking', 'dish_washing')
        AND coldest_c BETWEEN 2 AND 60
        """) == drawn)
    #expect(
      try database.integer(
        "SELECT count(*) FROM event WHERE kind <> 'hot_water' AND coldest_c IS NOT NULL") == 0)
    // What ran, where, and behind which plug: of cycles and of nothing else.
    let cycles = try #require(
      try database.integer("SELECT count(*) FROM event WHERE kind = 'appliance_cycle'"))
    let told = "label IS NOT NULL AND room IS NOT NULL"
    #expect(cycles > 20)
    #expect(try database.integer("SELECT count(*) FROM event WHERE \(told)") == cycles)
    #expect(
      try database.integer(
        "SELECT count(*) FROM event WHERE kind <> 'appliance_cycle' AND device IS NOT NULL") == 0)
    for home in 0..<plan.scenario.homeCount {
      let site = Home(
        plan.specification(home),
        outdoor: WeatherTracks(plan).track(from: plan.birth, through: plan.end).conditions[0]
      ).sitePlan
      let rows = try database.prepare(
        "SELECT DISTINCT label, room, device, subject FROM event WHERE kind = 'appliance_cycle' "
          + "AND home = \(home)")
      while try rows.step() {
        let kind = ApplianceKind(rawValue: UInt8(rows.integer(3)))
        #expect(kind?.name == rows.text(0))
        if rows.isNull(2) { continue }
        let plug = site.devices[Int(rows.integer(2))]
        #expect(plug.kind == .smartPlug && plug.room.index == Int(rows.integer(1)))
        #expect(kind == .television || plug.label.replacing(" ", with: "_") == rows.text(0))
      }
    }
    #expect(
      try #require(try database.integer("SELECT count(*) FROM event WHERE device IS NOT NULL")) > 0)
    // Nobody goes on with what they did in a row of its own.
    #expect(
      try database.integer(
        """
        SELECT count(*) FROM event a JOIN event b ON a.home = b.home AND a.subject = b.subject
        AND a.detail = b.detail AND a.value = b.value AND a.end_us = b.start_us
        WHERE a.kind = 'activity' AND b.kind = 'activity'
        """) == 0)
  }
}

import Clockwork
import Dwellings
import Homes
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// What lived homes write down agrees with itself.
@Suite struct LivedTruthTests {
  private struct Life {
    var ideal: [IdealReading] = []
    var events: [TruthEvent] = []
    var powers: [(device: Int, time: SimTime, value: Double)] = []
    var home: UnheardHome
  }

  private static func lives(_ overrides: [String], homes: Int) throws -> [Life] {
    let plan = try Fixture.plan("quickstart", ["homes=\(homes)", "faults=[]"] + overrides)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    return try (0..<homes).map { index in
      var life = Life(home: UnheardHome(plan.specification(index), weather: weather))
      var found = (ideal: [IdealReading](), events: [TruthEvent]())
      var powers: [(device: Int, time: SimTime, value: Double)] = []
      try life.home.live(to: plan.end, weather: weather) { time, bytes in
        guard case .readings(let header, let group) = MessageCodec.decode(bytes) else { return }
        for place in 0..<Int(group.count) where group[place].channel == .power {
          powers.append((header.device.index, time, group[place].value))
        }
      } was: { truth in
        found.ideal += truth.ideal
        found.events += truth.events
      }
      life.home.finish { found.events += $0.events }
      (life.ideal, life.events, life.powers) = (found.ideal, found.events, powers)
      return life
    }
  }

  /// Movement is drawn a minute ahead; whoever has left by then moves nowhere.
  @Test func nothingMovesInAnEmptyHome() throws {
    var emptyCount = 0
    for life in try Self.lives(["duration=3d", "history=0s"], homes: 3) {
      for case .homeEmpty(let start, let end) in life.events {
        emptyCount += 1
        let moved = life.ideal.filter {
          $0.channel == .motion && $0.value == 1 && $0.time > start && $0.time < end
        }
        #expect(moved.isEmpty, "\(moved)")
      }
    }
    #expect(emptyCount > 5)
  }

  /// Dinner is cooked in the kitchen, also by who has just come home.
  @Test func whatIsDoneIsDoneInItsRoom() throws {
    var cooking = 0
    for life in try Self.lives(["duration=3d", "history=0s"], homes: 3) {
      for case .activity(_, .cook, let room, let start, let end) in life.events {
        let kind = room.map { life.home.home.plan.rooms[$0.index].kind }
        // Shoes come off in the hall.
        if end - start > .seconds(75) {
          cooking += 1
          #expect(kind == .kitchen || kind == .livingRoom, "\(start)")
        }
      }
    }
    #expect(cooking > 5)
  }

  /// A bathroom's door is shut for minutes and never while nobody is at home.
  @Test func shutDoorsAreInTheRecord() throws {
    var minutes: [Double] = []
    for life in try Self.lives(["duration=3d", "history=0s"], homes: 4) {
      let plan = life.home.home.plan
      for case .doorShut(let door, let a, let b, let start, let end) in life.events {
        #expect(plan.doorways[door].a == a && plan.doorways[door].b == b && end > start)
        let kinds = [plan.rooms[a.index].kind, plan.rooms[b.index].kind]
        #expect(kinds.contains(.bathroom) || kinds.contains(.bedroom))
        if kinds.contains(.bathroom), !kinds.contains(.bedroom) {
          minutes.append((end - start).seconds / 60)
        }
        for case .homeEmpty(let gone, let back) in life.events {
          #expect(start >= back || end <= gone)
        }
      }
    }
    minutes.sort()
    #expect(minutes.count > 40)
    #expect((1...15).contains(minutes[minutes.count / 2]))
  }

  /// The mean that a plug tells first is one of its own period, not of weeks in which nobody asked.
  @Test func theFirstReadingIsOfItsOwnTime() throws {
    for life in try Self.lives(["duration=2h", "history=2d"], homes: 2) {
      let kettles = life.home.home.sitePlan.devices.filter { $0.label == "kettle" }
      let heard = life.powers.filter { power in
        kettles.contains { $0.index.index == power.device }
      }
      for (device, powers) in Dictionary(grouping: heard, by: \.device) {
        let first = try #require(powers.first).value
        // Off, or boiling; the mean of two days is some 20 to 60 W.
        #expect(first < 5 || first > 150, "device \(device): \(first) W")
      }
    }
  }

  @Test func whatIsUnderWayAtTheEndIsInTheRecord() throws {
    var open = 0
    for life in try Self.lives(["duration=20h", "history=0s"], homes: 4) {
      let end = life.home.home.now
      for case .applianceCycle(_, _, _, let energyKWh, let start, let finished) in life.events {
        #expect(finished > start && finished <= end)
        if finished == end {
          open += 1
          #expect(energyKWh >= 0)
        }
      }
    }
    #expect(open > 0)
  }
}

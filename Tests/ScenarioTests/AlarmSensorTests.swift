import Clockwork
import Telemetry
import Testing
import Truth

@testable import Devices
@testable import Homes
@testable import Scenarios

/// Leak sensors and smoke alarms in homes where water runs out and things burn.
@Suite struct AlarmSensorTests {
  private static let alarms = [
    "world.devices.leak_sensors=1", "world.devices.smoke_alarms=1",
  ]

  private func told(_ life: IncidentLife, _ channel: Channel) -> [IdealReading] {
    life.ideal.filter { $0.channel == channel }
  }

  @Test func aLeakIsToldWhereItIsAndEnds() throws {
    let life = try IncidentLife.whole(
      "{kind: water-leak, flow: 3 L/min, room: kitchen, from: 10h, for: 2h}", days: 1, Self.alarms)
    let leak = try #require(life.incidents.first)
    let wet = told(life, .waterLeak).filter { $0.value == 1 }
    let first = try #require(wet.first)
    let room = life.home.sitePlan.devices[first.device.index].room
    #expect(room == leak.room)
    // 7 m² of 2 mm are 14 L: within five minutes, and the sensor looks a minute late.
    #expect(first.time > leak.start && first.time < leak.start + .minutes(6))
    let dry = try #require(
      told(life, .waterLeak).first {
        $0.device == first.device && $0.value == 0 && $0.time > leak.end
      })
    #expect(dry.time < leak.end + .minutes(45))
    #expect(Set(wet.map(\.device)).count == 1)
  }

  @Test func smokeIsToldInItsRoomSoonerThanElsewhere() throws {
    let life = try IncidentLife.whole(
      "{kind: smoke, heat: 800 W, room: living_room, from: 10h, for: 40min}", days: 1, Self.alarms)
    let fire = try #require(life.incidents.first)
    let first = try #require(told(life, .smoke).first { $0.value == 1 && $0.time >= fire.start })
    let rooms = life.home.sitePlan.devices.map(\.room)
    #expect(rooms[first.device.index] == fire.room)
    #expect(first.time < fire.start + .minutes(20))
    let silent = try #require(
      told(life, .smoke).first {
        $0.device == first.device && $0.value == 0 && $0.time > first.time
      })
    #expect(silent.time > fire.end)
  }

  @Test func aForgottenStoveCharsAfterAWhile() throws {
    // Where kitchens are large and alarms far it stays untold: in one home of ten.
    var toldCount = 0
    for home in 0..<4 {
      let life = try IncidentLife.whole(
        "{kind: stove-left-on, from: 6h, for: 4h}", home: home, days: 2, Self.alarms)
      // Nobody cooks on the hob in two days of some home.
      guard let stove = life.incidents.first,
        let first = told(life, .smoke).first(where: { $0.value == 1 && $0.time > stove.start })
      else { continue }
      toldCount += 1
      #expect(first.time > stove.start + .minutes(16))
    }
    #expect(toldCount >= 2, "\(toldCount)")
  }

  /// Alarms stand behind all else and draw for themselves: nothing in the home is different, and
  /// what other devices say is the same but for the gateway's own load.
  @Test func theyChangeNobody() throws {
    let without = try IncidentLife.whole(nil, days: 1)
    let with = try IncidentLife.whole(nil, days: 1, Self.alarms)
    #expect(without.states.map(\.electricPowerW) == with.states.map(\.electricPowerW))
    let count = without.home.sitePlan.devices.count
    #expect(with.home.sitePlan.devices.count > count)
    #expect(
      without.ideal.map(\.time) == with.ideal.filter { $0.device.index < count }.map(\.time))
    #expect(without.home.sitePlan.devices == Array(with.home.sitePlan.devices.prefix(count)))
  }

  /// Who knows of the heartbeat knows of a silence.
  @Test func silentSensorsRepeatTheirState() throws {
    let life = try IncidentLife.whole(
      nil, days: 2, Self.alarms + ["world.devices.models=[{model: drop-rope, share: 1}]"])
    for (index, device) in life.home.sitePlan.devices.enumerated() {
      let every = life.home.heartbeats[index].every
      // False alarms are no truth, and yet they are no silence.
      guard every > .zero, device.kind != .smokeAlarm else { continue }
      let times =
        [life.plan.start] + life.ideal.filter { $0.device.index == index }.map(\.time)
        + [life.plan.end]
      for (before, after) in zip(times, times.dropFirst()) {
        // A contact that chatters speaks a little later once more.
        #expect(after - before <= every + .seconds(10), "\(device.name)")
      }
    }
    let leaks = life.ideal.filter { $0.channel == .waterLeak }
    // One an hour, and nothing else.
    let sensorCount = life.home.sitePlan.devices.count { $0.kind == .leakSensor }
    #expect((46 * sensorCount...48 * sensorCount).contains(leaks.count))
    #expect(leaks.allSatisfy { $0.value == 0 })
  }

  @Test func batteriesAndTheLedgerCountRepetitions() throws {
    func home(_ every: SimDuration) throws -> Home {
      let plan = try Fixture.plan(
        "quickstart", ["homes=1", "duration=2d", "history=0d", "faults=[]", "expect={}"])
      var specification = plan.specification(0)
      specification.models = OwnedModels(
        DeviceKind.allCases.map {
          var model = specification.models[$0]
          model.heartbeat = model.kind == .windowContact ? every : .zero
          return model
        })
      let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
      var unheard = UnheardHome(specification, weather: weather)
      try unheard.live(to: plan.end, weather: weather) { _ in }
      return unheard.home
    }
    let (silent, loud) = (try home(.zero), try home(.minutes(10)))
    let windows = loud.units.indices.filter { loud.units[$0].kind == .windowContact }
    let more = loud.ledger.total(.inMessages).count - silent.ledger.total(.inMessages).count
    #expect((windows.count * 280...windows.count * 288).contains(Int(more)))
    for window in windows {
      #expect(loud.units[window].batteryJ < silent.units[window].batteryJ - 0.5)
    }
  }

  /// Firmware that takes the place's time for universal time is a clock that is off, for the truth
  /// and on the wire.
  @Test func localTimeIsAFaultOfTheClock() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "faults=[]", "world.devices.models=[{model: early-clock, share: 1}]",
        "start=2024-03-09", "duration=5d", "history=0d",
      ])
    let jumps = Home.faults(of: plan.specification(0)).compactMap { event -> Double? in
      guard case .deviceFault(_, .clockJump, let seconds, _, _) = event else { return nil }
      return seconds
    }
    // Standard time in winter, an hour less from the second Sunday of March on.
    #expect(jumps.contains(-6 * 3_600) && jumps.contains(-5 * 3_600))
  }
}

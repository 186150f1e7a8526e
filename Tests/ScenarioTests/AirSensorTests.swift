import Clockwork
import Dwellings
import Telemetry
import Testing
import Truth

@testable import Devices
@testable import Homes
@testable import Scenarios

/// Monitors of the air and sound meters in a home where something burns.
@Suite struct AirSensorTests {
  private struct Life {
    var home: Home
    var start: SimTime
    var states: [HomeState] = []
    /// In step with the states, a room each.
    var air: [[AirState]] = []
    var readings: [AuditedReading] = []
    var ideal: [IdealReading] = []
  }

  private static let devices = [
    "world.devices.air_monitors=1", "world.devices.sound_meters=1",
    "world.devices.smoke_alarms=1",
  ]

  private static func life(_ incidents: String, _ overrides: [String]) throws -> Life {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=2", "duration=1d", "history=0d", "faults=[]", "expect={}",
        "incidents=[\(incidents)]",
      ] + overrides)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var specification = plan.specification(0)
    specification.recordsReadings = true
    var unheard = UnheardHome(specification, weather: weather)
    var life = Life(home: unheard.home, start: plan.start)
    try unheard.live(to: plan.end, weather: weather) { truth in
      life.states += truth.homes
      let count = truth.roomCount
      for row in 0..<truth.air.count / count {
        life.air.append(Array(truth.air[row * count..<(row + 1) * count]))
      }
      life.readings += truth.readings
      life.ideal += truth.ideal
    }
    life.home = unheard.home
    return life
  }

  /// The key of the world alone brings devices, physics and truth.
  @Test func monitorsMeetWhatIsSo() throws {
    let life = try Self.life(
      "{kind: smoke, heat: 800 W, room: living_room, from: 10h, for: 40min}", Self.devices)
    #expect(life.air.count == life.states.count && life.air.count > 1_400)
    var counts: [Channel: Int] = [:]
    for reading in life.readings {
      let slot = life.home.slots[Int(reading.slot)]
      guard [.pm25, .vocIndex, .noiseLevel].contains(slot.channel) else { continue }
      // The last record at or before it.
      guard let after = life.states.firstIndex(where: { $0.time > reading.time }), after >= 2
      else { continue }
      let room = slot.room.index
      let (now, before) = (life.air[after - 1][room], life.air[after - 2][room])
      let share = (reading.time - life.states[after - 1].time).seconds / 60
      let expected: Double
      switch slot.channel {
      case .pm25:
        expected = before.particlesUgM3 + share * (now.particlesUgM3 - before.particlesUgM3)
      case .vocIndex: expected = before.vapourIndex + share * (now.vapourIndex - before.vapourIndex)
      case .noiseLevel: expected = now.soundDB
      default: continue
      }
      counts[slot.channel, default: 0] += 1
      #expect((reading.truth - expected).magnitude < 1e-6 * (1 + expected), "\(slot.channel)")
    }
    // Two devices each, a reading a minute.
    for channel in [Channel.pm25, .vocIndex, .noiseLevel] {
      #expect((counts[channel] ?? 0) > 2 * 1_400, "\(channel) \(counts)")
    }
  }

  /// One smoke: monitor and alarm see the fire in the room in which it burns.
  @Test func aFireIsOneSmokeForBoth() throws {
    let life = try Self.life(
      "{kind: smoke, heat: 800 W, room: living_room, from: 10h, for: 40min}", Self.devices)
    let fire = life.start + .hours(10)
    let living = try #require(
      life.home.plan.rooms.firstIndex { $0.kind == .livingRoom })
    func highest(_ from: SimTime, _ to: SimTime) -> Double {
      life.readings.filter {
        let slot = life.home.slots[Int($0.slot)]
        return slot.channel == .pm25 && slot.room.index == living && from <= $0.time && $0.time < to
      }.map(\.measured).max() ?? 0
    }
    #expect(highest(fire - .hours(5), fire) < 500, "\(highest(fire - .hours(5), fire))")
    // The end of the sensors' range is 500 or 1,000 µg/m³.
    #expect(highest(fire, fire + .minutes(41)) >= 500)
    let alarm = life.ideal.first { $0.channel == .smoke && $0.value == 1 && $0.time >= fire }
    let sounded = try #require(alarm)
    #expect(sounded.time < fire + .minutes(25))
  }

  /// They stand behind all else and draw for themselves.
  @Test func theyChangeNobody() throws {
    let (without, with) = (
      try Self.life("", ["world.air={}"]), try Self.life("", Array(Self.devices.prefix(2)))
    )
    #expect(without.states.map(\.electricPowerW) == with.states.map(\.electricPowerW))
    #expect(without.air.map { $0.map(\.particlesUgM3) } == with.air.map { $0.map(\.particlesUgM3) })
    let plans = (without.home.sitePlan.devices, with.home.sitePlan.devices)
    #expect(plans.0 == Array(plans.1.prefix(plans.0.count)))
    let kinds = plans.1.dropFirst(plans.0.count).map(\.kind)
    #expect(Set(kinds) == [.airMonitor, .soundMeter] && kinds.count >= 4)
    // What other devices measure is the same but for the gateway's own load.
    let gateway = [Channel.cpuUsage, .memoryUsage, .diskUsage]
    func others(_ life: Life) -> [Double] {
      life.readings.filter {
        let slot = life.home.slots[Int($0.slot)]
        return slot.sensor.device.index < plans.0.count && !gateway.contains(slot.channel)
      }.map(\.measured)
    }
    #expect(others(without) == others(with))
  }

  /// A combi boiler, its taps and its meter in a home that lives by its laws.
  @Test func aHomeWithACombiBoilerLives() throws {
    let dwellings =
      "world.dwellings=[{share: 1, archetype: terraced, hvac: boiler, water: instant-gas}]"
    let life = try IncidentLife.whole(nil, days: 2, [dwellings])
    let gas = life.states.map(\.waterFuelPowerW)
    let drawn = life.events.reduce(0.0) {
      guard case .hotWater(_, _, let litres, _, _, _) = $1 else { return $0 }
      return $0 + litres
    }
    let kWh = gas.reduce(0, +) / 60_000
    // To warm a litre by some 35 K takes 0.04 kWh, and the exchanger as much again at most.
    #expect(drawn > 20 && kWh > 0.02 * drawn && kWh < 0.12 * drawn, "\(kWh) kWh, \(drawn) L")
    #expect(life.states.allSatisfy { $0.waterElectricPowerW == 0 })
  }
}

import Clockwork
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Devices
@testable import Dwellings
@testable import Homes
@testable import Scenarios

/// A home's life with or without incidents, minute by minute.
struct IncidentLife {
  struct Incident: Equatable {
    var kind: IncidentKind
    var room: RoomIndex?
    var severity: Double
    var start: SimTime
    var end: SimTime
  }

  let plan: RunPlan
  private(set) var unheard: UnheardHome
  private let weather: WeatherTrack
  private(set) var states: [HomeState] = []
  /// In step with the states.
  private(set) var rooms: [[RoomState]] = []
  private(set) var events: [TruthEvent] = []
  private(set) var ideal: [IdealReading] = []
  private(set) var audited: [AuditedReading] = []

  var home: Home { unheard.home }

  /// - Parameter incident: an entry of the list in YAML; nil if nothing goes wrong.
  init(
    _ incident: String?, home index: Int = 0, days: Int = 2, _ overrides: [String] = [],
    perfect: PerfectParts = []
  ) throws {
    plan = try Fixture.plan(
      "quickstart",
      ["homes=8", "duration=\(days)d", "history=0d", "faults=[]", "expect={}"]
        + ["incidents=[\(incident ?? "")]"] + overrides)
    weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var specification = plan.specification(index)
    specification.perfect = perfect
    unheard = UnheardHome(specification, weather: weather)
  }

  /// The same from its first to its last minute.
  static func whole(
    _ incident: String?, home: Int = 0, days: Int = 2, _ overrides: [String] = [],
    perfect: PerfectParts = []
  ) throws -> IncidentLife {
    var life = try IncidentLife(incident, home: home, days: days, overrides, perfect: perfect)
    try life.live(to: life.plan.end)
    return life
  }

  /// From now on another future.
  mutating func fork() { unheard.home.fork(branch: 1) }

  /// - Throws: if the home breaks a law.
  mutating func live(to end: SimTime) throws {
    try unheard.live(to: end, weather: weather) { truth in
      states += truth.homes
      for row in truth.homes.indices {
        rooms.append(Array(truth.rooms[row * truth.roomCount..<(row + 1) * truth.roomCount]))
      }
      events += truth.events
      ideal += truth.ideal
      audited += truth.audited
    }
    if end == plan.end { unheard.finish { events += $0.events } }
  }

  var incidents: [Incident] {
    events.compactMap {
      guard case .incident(let kind, let room, let severity, let start, let end) = $0 else {
        return nil
      }
      return Incident(kind: kind, room: room, severity: severity, start: start, end: end)
    }
  }

  /// The one incident of this life.
  func only(_ source: Testing.SourceLocation = #_sourceLocation) throws -> Incident {
    #expect(incidents.count == 1, "\(incidents)", sourceLocation: source)
    return try #require(incidents.first, sourceLocation: source)
  }

  func time(_ hours: Double) -> SimTime { plan.start + .seconds(Int64(hours * 3_600)) }

  /// Positions of the minutes that end within a stretch.
  func minutes(after start: SimTime, upTo end: SimTime) -> [Int] {
    states.indices.filter { states[$0].time > start && states[$0].time <= end }
  }

  /// kWh of a power over a stretch.
  func energyKWh(
    _ power: (HomeState) -> Double, after start: SimTime, upTo end: SimTime
  ) -> Double {
    minutes(after: start, upTo: end).reduce(0) { $0 + power(states[$1]) / 60_000 }
  }

  /// Until a moment two lives are one, to the bit.
  func expectSame(
    as other: IncidentLife, upTo end: SimTime,
    _ source: Testing.SourceLocation = #_sourceLocation
  ) {
    let mine = minutes(after: plan.start, upTo: end)
    #expect(!mine.isEmpty, sourceLocation: source)
    #expect(
      mine.allSatisfy { i in
        states[i].electricPowerW == other.states[i].electricPowerW
          && states[i].fuelPowerW == other.states[i].fuelPowerW
          && rooms[i].indices.allSatisfy {
            rooms[i][$0].temperatureC == other.rooms[i][$0].temperatureC
              && rooms[i][$0].relativeHumidity == other.rooms[i][$0].relativeHumidity
              && rooms[i][$0].co2PPM == other.rooms[i][$0].co2PPM
          }
      }, "something is different before the incident", sourceLocation: source)
  }
}

/// Machines, pipes and meters that fail: the difference to the same life without, in its place and
/// its interval only.
@Suite struct IncidentTests {
  private static let pump =
    "world.dwellings=[{share: 1, archetype: detached-old, hvac: heat-pump, cooling: true}]"

  @Test func heatingThatFailsLeavesTheHomeCold() throws {
    let sick = try IncidentLife.whole("{kind: heating-failure, from: 10h, for: 8h}")
    let sound = try IncidentLife.whole(nil)
    let incident = try sick.only()
    #expect(
      incident
        == .init(
          kind: .heatingFailure, room: nil, severity: 1, start: sick.time(10), end: sick.time(18)))
    sick.expectSame(as: sound, upTo: sick.time(10))
    let during = sick.minutes(after: incident.start, upTo: incident.end)
    #expect(during.count == 480)
    #expect(during.allSatisfy { sick.states[$0].hvacHeatW == 0 && sick.states[$0].fuelPowerW == 0 })
    #expect(sound.energyKWh(\.hvacHeatW, after: incident.start, upTo: incident.end) > 5)
    let last = try #require(during.last)
    #expect(sick.rooms[last][0].temperatureC < sound.rooms[last][0].temperatureC - 2)
    let evening = sick.energyKWh(\.hvacHeatW, after: incident.end, upTo: sick.time(22))
    #expect(evening > sound.energyKWh(\.hvacHeatW, after: incident.end, upTo: sick.time(22)))
  }

  @Test func aDeadFridgeWarmsUpAsTheExponentialSays() throws {
    var life = try IncidentLife("{kind: fridge-failure, from: 10h, for: 6h}")
    try life.live(to: life.time(10))
    let fridge = try #require(life.home.plan.appliance(.fridgeFreezer))
    let bank = life.home.dwelling.appliances
    let atOnset = try #require(bank.cabinetTemperatureC(at: life.home.now))
    #expect((2.4...5.6).contains(atOnset), "\(atOnset)")
    let before = bank.energyKWh(fridge, at: life.home.now)
    let kitchen = life.home.plan.appliances[fridge].room.index
    let onset = life.states.count - 1
    try life.live(to: life.time(16))
    let failed = life.home.dwelling.appliances
    #expect(failed.energyKWh(fridge, at: life.home.now) == before)
    let warm = try #require(failed.cabinetTemperatureC(at: life.home.now))
    // A minute of the cabinet's 30 kJ/K over 3.4 W/K, by hand: exp(-0.0068) = 0.993223.
    let expected = life.rooms[onset..<life.rooms.count - 1].reduce(atOnset) { cabinet, rooms in
      rooms[kitchen].temperatureC + (cabinet - rooms[kitchen].temperatureC) * 0.993223
    }
    #expect(abs(warm - expected) < 0.02, "\(warm), \(expected)")
    try life.live(to: life.time(26))
    let repaired = life.home.dwelling.appliances
    let cold = try #require(repaired.cabinetTemperatureC(at: life.home.now))
    #expect((2.4...5.6).contains(cold), "\(cold)")
    #expect(repaired.energyKWh(fridge, at: life.home.now) > before + 0.2)
    let incident = try life.only()
    #expect(incident.room?.index == kitchen && incident.severity == 0)
  }

  @Test func aFridgeThatNeverPausesTakesItsFullPower() throws {
    var life = try IncidentLife("{kind: fridge-failure, mode: runs-on, from: 10h, for: 6h}")
    try life.live(to: life.time(10.5))
    let fridge = try #require(life.home.plan.appliance(.fridgeFreezer))
    let powerW = life.home.dwelling.appliances.powerW(fridge, at: life.home.now)
    let before = life.home.dwelling.appliances.energyKWh(fridge, at: life.home.now)
    try life.live(to: life.time(15.5))
    let after = life.home.dwelling.appliances.energyKWh(fridge, at: life.home.now)
    // The mains move within 5 %, and a compressor's power by less than its square.
    let usualKWh = powerW * 5e-3
    #expect(powerW > 70 && abs(after - before - usualKWh) < 0.1 * usualKWh, "\(after - before)")
    let cold = try #require(
      life.home.dwelling.appliances.cabinetTemperatureC(at: life.home.now))
    #expect(cold < -10, "\(cold)")
    try life.live(to: life.plan.end)
    #expect(try life.only().severity == 1)
  }

  @Test func waterOnTheFloorDriesIntoItsRoom() throws {
    let leak = "{kind: water-leak, room: bathroom, flow: 2 L/min, from: 10h, for: 3h}"
    let wet = try IncidentLife.whole(leak, days: 1)
    let dry = try IncidentLife.whole(nil, days: 1)
    let incident = try wet.only()
    #expect(incident.start == wet.time(10) && incident.end == wet.time(13))
    #expect(incident.severity == 2)
    let room = try #require(incident.room).index
    #expect(wet.home.plan.rooms[room].kind == .bathroom)
    wet.expectSame(as: dry, upTo: wet.time(10))
    let last = try #require(wet.minutes(after: wet.time(12), upTo: incident.end).last)
    func more(_ room: Int) -> Double {
      wet.rooms[last][room].relativeHumidity - dry.rooms[last][room].relativeHumidity
    }
    #expect(more(room) > 0.1, "\(more(room))")
    for other in wet.home.plan.rooms.indices where other != room {
      #expect(more(other) < more(room), "\(wet.home.plan.rooms[other].name)")
    }
    // What dries takes its heat from the room.
    #expect(wet.rooms[last][room].temperatureC < dry.rooms[last][room].temperatureC - 0.1)
  }

  @Test func hotWaterThatRunsOutIsHeatedAgain() throws {
    let tank = "world.dwellings=[{share: 1, archetype: flat, hvac: furnace, water: electric-tank}]"
    let leak = "{kind: water-leak, water: hot, flow: 0.5 L/min, from: 10h, for: 4h}"
    let leaky = try IncidentLife.whole(leak, days: 1, [tank])
    let tight = try IncidentLife.whole(nil, days: 1, [tank])
    let end = leaky.time(18)
    let more =
      leaky.energyKWh(\.waterElectricPowerW, after: leaky.time(10), upTo: end)
      - tight.energyKWh(\.waterElectricPowerW, after: leaky.time(10), upTo: end)
    // 120 L from about 8 to 50 °C are 5.9 kWh.
    #expect(more > 4 && more < 7, "\(more)")
  }

  @Test func smokeWarmsAndFillsItsRoom() throws {
    let smoke = "{kind: smoke, room: bedroom_2, heat: 800 W, from: 10h, for: 30min}"
    let burning = try IncidentLife.whole(smoke, days: 1)
    let clean = try IncidentLife.whole(nil, days: 1)
    let incident = try burning.only()
    #expect(incident.start == burning.time(10) && incident.end == burning.time(10.5))
    #expect(incident.severity == 800)
    let room = try #require(incident.room).index
    burning.expectSame(as: clean, upTo: burning.time(10))
    func more(_ room: Int, _ hour: Double, _ value: (RoomState) -> Double) throws -> Double {
      let i = try #require(burning.minutes(after: burning.time(10), upTo: burning.time(hour)).last)
      return value(burning.rooms[i][room]) - value(clean.rooms[i][room])
    }
    // 800 W are 62 mg/s of wood and 2.6 L/min of gas: 80 L in half an hour, of which a room of some
    // 40 m³ with an open door keeps a part.
    let gas = try more(room, 10.5) { $0.co2PPM }
    #expect(gas > 150 && gas < 2_000, "\(gas)")
    #expect(try more(room, 10.5) { $0.temperatureC } > 0.3)
    for other in burning.home.plan.rooms.indices where other != room {
      #expect(try more(other, 10.5) { $0.co2PPM } < gas)
    }
    #expect(try more(room, 16) { $0.co2PPM } < 0.3 * gas)
  }

  @Test func aHeatPumpWithoutItsRefrigerantWorksHarder() throws {
    let loss = "{kind: refrigerant-loss, share: 40 %, from: 10h, for: 20h}"
    let sick = try IncidentLife.whole(loss, [Self.pump])
    let sound = try IncidentLife.whole(nil, [Self.pump])
    let incident = try sick.only()
    #expect(incident.kind == .refrigerantLoss && incident.severity == 0.4)
    sick.expectSame(as: sound, upTo: sick.time(10))
    func efficiency(_ life: IncidentLife) -> Double {
      life.energyKWh(\.hvacHeatW, after: incident.start, upTo: incident.end)
        / life.energyKWh(\.hvacElectricPowerW, after: incident.start, upTo: incident.end)
    }
    #expect(efficiency(sick) < 0.9 * efficiency(sound), "\(efficiency(sick)), \(efficiency(sound))")
    // One may mean the other machine.
    let other = "{kind: refrigerant-loss, machine: air-conditioner, from: 10h}"
    #expect(try IncidentLife.whole(other, days: 1, [Self.pump]).incidents.isEmpty)
    let pumps = "{kind: refrigerant-loss, machine: heat-pump, from: 10h}"
    #expect(try IncidentLife.whole(pumps, days: 1, [Self.pump]).incidents.count == 1)
    let cooled = [
      "world.dwellings=[{share: 1, archetype: detached-old, hvac: furnace, cooling: true}]"
    ]
    #expect(try IncidentLife.whole(pumps, days: 1, cooled).incidents.isEmpty)
    #expect(try IncidentLife.whole(other, days: 1, cooled).incidents.count == 1)
    // A furnace has none to lose.
    let furnace = "world.dwellings=[{share: 1, archetype: detached-old, hvac: furnace}]"
    #expect(try IncidentLife.whole(loss, days: 1, [furnace]).incidents.isEmpty)
  }

  @Test func modulesThatFailGiveNothing() throws {
    let failure = "{kind: pv-string-failure, share: 50 %, from: 1d, for: 12h}"
    let summer = ["start=2024-06-10", "world.solar.share=100 %"]
    var seen = 0
    for home in 0..<4 where seen == 0 {
      let sick = try IncidentLife.whole(failure, home: home, days: 2, summer)
      // Not every roof bears modules.
      guard sick.home.dwelling.solarRatedW > 0 else { continue }
      seen += 1
      let sound = try IncidentLife.whole(nil, home: home, days: 2, summer)
      let incident = try sick.only()
      #expect(incident.start == sick.time(24) && incident.end == sick.time(36))
      #expect(incident.severity == 0.5)
      var sunny = 0
      for i in sick.states.indices {
        let (mine, all) = (sick.states[i].solarPowerW, sound.states[i].solarPowerW)
        let isOff = sick.states[i].time > incident.start && sick.states[i].time <= incident.end
        if !isOff {
          #expect(mine == all)
        } else if all > 1_000 {
          sunny += 1
          // Half of the current; the inverter cuts less and is less good at part load.
          #expect(mine > 0.42 * all && mine < 0.65 * all, "\(mine) of \(all) W")
        }
      }
      #expect(sunny > 60, "\(sunny)")
    }
    #expect(seen == 1)
  }

  @Test func aMeterThatIsBypassedCountsLessOfTheSamePower() throws {
    let bypass = "{kind: meter-tampering, share: 45 %, from: 10h, for: 20h}"
    let bent = try IncidentLife.whole(bypass, perfect: .sensors)
    let honest = try IncidentLife.whole(nil, perfect: .sensors)
    let incident = try bent.only()
    #expect(incident.kind == .meterTampering && incident.room == nil && incident.severity == 0.45)
    // The home itself is the same to the last bit.
    bent.expectSame(as: honest, upTo: bent.plan.end)
    // What is recorded as true is what flowed.
    #expect(bent.audited.count == honest.audited.count)
    #expect(zip(bent.audited, honest.audited).allSatisfy { $0.truth == $1.truth })
    // Readings of a perfect meter, in steps of its last digit: the channels follow the share.
    var counts = (before: 0, during: 0, after: 0)
    var missing = 0.0
    for (mine, theirs) in zip(bent.audited, honest.audited) {
      let slot = bent.home.slots[Int(mine.slot)]
      let step = slot.sensor.resolution
      let isTurning =
        mine.time > incident.start && mine.time <= incident.start + slot.sensor.period
        || mine.time > incident.end && mine.time <= incident.end + slot.sensor.period
      if isTurning { continue }
      let isDuring = mine.time > incident.start && mine.time <= incident.end
      switch slot.source {
      case .gridEnergy:
        if mine.time > incident.end { missing = theirs.measured - mine.measured }
        continue
      case .gridPower: counts.during += isDuring ? 1 : 0
      case .current(.grid): break
      default:
        #expect((mine.measured - theirs.measured).magnitude <= 1.01 * step, "\(slot.source)")
        continue
      }
      let share = isDuring ? 0.55 : 1
      if mine.time <= incident.start { counts.before += 1 }
      if mine.time > incident.end { counts.after += 1 }
      #expect((mine.measured - share * theirs.measured).magnitude <= 1.01 * step, "\(slot.source)")
    }
    #expect(counts.before > 500 && counts.during > 1_000 && counts.after > 900, "\(counts)")
    let passed = bent.energyKWh(\.electricPowerW, after: incident.start, upTo: incident.end)
    #expect(passed > 2 && (missing - 0.45 * passed).magnitude < 0.02, "\(missing), \(passed)")
  }
}

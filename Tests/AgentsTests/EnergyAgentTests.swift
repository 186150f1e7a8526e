import Agents
import Clockwork
import Telemetry
import TestSupport
import Testing

extension EnergyAgent.Settings {
  fileprivate static let threeAndSix = EnergyAgent.Settings(
    setbackK: 3, longSetbackK: 6, sleepSetbackK: 0, after: .minutes(20))
}

private let start = SimTime(microseconds: 1_705_276_800_000_000)

/// A home as the agent meets it: minutes pass, things happen, commands are written down.
private struct Timeline {
  var agent: EnergyAgent
  /// `minute action value`, in order.
  var commands: [String] = []
  /// Whether commands reach the thermostat, which reports them at the next minute.
  var obeys = true
  private var echo: [(Channel, Double)] = []
  private var minute: Int64 = 0

  init?(_ plan: SitePlan = .twoRooms, settings: EnergyAgent.Settings = .threeAndSix) {
    guard let agent = EnergyAgent(plan: plan, settings: settings) else { return nil }
    self.agent = agent
    self.agent.observe(.heatingSetpoint, of: .thermostat, 21, at: start)
    self.agent.observe(.coolingSetpoint, of: .thermostat, 25, at: start)
  }

  /// Lets minutes pass; the events happen at the given minutes.
  mutating func run(to end: Int64, _ events: [(Int64, Channel, Double)] = []) {
    while minute < end {
      let now = start + .minutes(minute)
      for (channel, value) in echo { agent.observe(channel, of: .thermostat, value, at: now) }
      echo = []
      for event in events where event.0 == minute {
        let kind: DeviceKind =
          switch event.1 {
          case .contact: .doorContact
          case .motion: .motionDetector
          default: .thermostat
          }
        agent.observe(event.1, of: kind, event.2, at: now)
      }
      var emitted: [(CommandAction, Double)] = []
      agent.decide(at: now) { _, action, value in emitted.append((action, value)) }
      for (action, value) in emitted {
        commands.append("\(minute) \(action == .setHeatingSetpoint ? "heat" : "cool") \(value)")
        if obeys {
          echo.append((action == .setHeatingSetpoint ? .heatingSetpoint : .coolingSetpoint, value))
        }
      }
      minute += 1
    }
  }
}

extension SitePlan {
  static let twoRooms = TestHome.plan(
    HomeID(0), street: "1 Elm Street",
    rooms: [
      Room(index: RoomIndex(0), kind: .livingRoom, name: "living_room", areaM2: 25),
      Room(index: RoomIndex(1), kind: .kitchen, name: "kitchen", areaM2: 12),
      Room(index: RoomIndex(2), kind: .bedroom, name: "bedroom", areaM2: 12),
    ],
    devices: [
      device(0, .thermostat, 0), device(1, .lamp, 0), device(2, .lamp, 1), device(3, .lamp, 2),
      device(4, .smartPlug, 1), device(5, .doorContact, 0),
    ],
    residents: [
      Resident(
        index: ResidentIndex(0), name: "Ada", heatingSetpointC: 20.5, coolingSetpointC: 25)
    ])

  static func device(_ index: Int, _ kind: DeviceKind, _ room: Int) -> Device {
    TestHome.device(index, kind, room: room, isMainsPowered: true)
  }
}

private let leave: [(Int64, Channel, Double)] = [
  (10, .motion, 1), (11, .contact, 1), (11, .contact, 0), (12, .motion, 0),
]

@Suite struct EnergyAgentTests {
  @Test func leavingSetsBackAfterTwentyMinutesAndReturningRestores() throws {
    var home = try #require(Timeline())
    home.run(to: 31, leave)
    #expect(home.commands == [])
    home.run(to: 100)
    #expect(home.commands == ["31 heat 18.0", "31 cool 28.0"])
    #expect(home.agent.believesEmpty)
    home.run(
      to: 200, [(100, .contact, 1), (100, .contact, 0), (101, .motion, 1), (110, .motion, 0)])
    #expect(home.commands.suffix(2) == ["100 heat 21.0", "100 cool 25.0"])
    #expect(home.commands.count == 4)
    #expect(!home.agent.believesEmpty)
  }

  @Test func aLostCommandIsRepeatedEveryFiveMinutes() throws {
    var home = try #require(Timeline())
    home.obeys = false
    home.run(to: 42, leave)
    #expect(
      home.commands.filter { $0.contains("heat") } == [
        "31 heat 18.0", "36 heat 18.0", "41 heat 18.0",
      ])
    home.obeys = true
    home.run(to: 80)
    #expect(home.commands.filter { $0.contains("heat") }.suffix(1) == ["46 heat 18.0"])
  }

  @Test func aReturnRightAfterTheSetbackDoesNotWait() throws {
    var home = try #require(Timeline())
    home.run(to: 60, leave + [(33, .contact, 1), (33, .contact, 0), (34, .motion, 1)])
    #expect(home.commands == ["31 heat 18.0", "31 cool 28.0", "33 heat 21.0", "33 cool 25.0"])
  }

  @Test func aLateEchoOfTheSetbackIsNoWish() throws {
    var home = try #require(Timeline())
    home.run(
      to: 60,
      leave + [(33, .contact, 1), (33, .contact, 0), (34, .motion, 1), (35, .heatingSetpoint, 18)])
    // It repeats the wish instead of taking the setback for one.
    #expect(
      home.commands.filter { $0.contains("heat") } == [
        "31 heat 18.0", "33 heat 21.0", "38 heat 21.0",
      ])
  }

  @Test func whatSomebodySetsBecomesTheWish() throws {
    var home = try #require(Timeline())
    home.run(to: 100, [(5, .heatingSetpoint, 23)] + leave)
    #expect(home.commands.first == "31 heat 20.0")
    // By telephone, while away, and out for more than two hours: of the override 30 % stays.
    // A colder home to come back to, and set back from there.
    home.run(to: 200, [(100, .heatingSetpoint, 19), (150, .contact, 1), (155, .motion, 1)])
    #expect(
      home.commands.filter { $0.contains("heat") } == [
        "31 heat 20.0", "100 heat 16.0", "131 heat 13.0", "150 heat 20.1",
      ])
  }

  @Test func aLongAbsenceIsSetBackDeeperButNeverBelowTwelve() throws {
    var home = try #require(Timeline())
    home.run(to: 300, leave)
    #expect(
      home.commands == [
        "31 heat 18.0", "31 cool 28.0", "131 heat 15.0", "131 cool 31.0",
      ])
    home.run(to: 400, [(300, .heatingSetpoint, 14), (300, .coolingSetpoint, 30)])
    #expect(home.commands.suffix(2) == ["300 heat 12.0", "300 cool 32.0"])
  }

  /// One goes out at night, another sleeps on: the readings of an empty home, told by the hour.
  @Test func atNightAQuietHomeIsNoEmptyOneUnlessItsPeopleAreKnownToGoOut() throws {
    var plan = SitePlan.twoRooms
    plan.zoneRule = "UTC0"
    plan.residents.append(plan.residents[0])
    var home = try #require(Timeline(plan))
    // The timeline starts at midnight. Every night somebody leaves, and is back before any motion.
    var events: [(Int64, Channel, Double)] = []
    for night in 0..<30 as Range<Int64> {
      let minute = night * 1_440
      events += leave.map { (minute + $0.0, $0.1, $0.2) }
      events += [
        (minute + 100, .contact, 1), (minute + 101, .motion, 1), (minute + 110, .motion, 0),
      ]
    }
    home.run(to: 1_440, events)
    #expect(home.commands == [], "the first night")
    home.run(to: 30 * 1_440, events)
    let first = home.commands.first.flatMap { Int($0.split(separator: " ")[0]) } ?? 0
    #expect((2 * 1_440..<25 * 1_440).contains(first), "learnt at minute \(first)")
  }

  @Test func sleepersHaveItALittleCoolerUntilTheyGetUp() throws {
    var plan = SitePlan.twoRooms
    plan.zoneRule = "UTC0"
    var settings = EnergyAgent.Settings.threeAndSix
    settings.sleepSetbackK = 1
    var home = try #require(Timeline(plan, settings: settings))
    // To bed at 23:10, a walk at 3:00, up at 6:30, a nap at noon.
    home.run(
      to: 1_440 + 900,
      [
        (1_385, .motion, 1), (1_390, .motion, 0), (1_620, .motion, 1), (1_621, .motion, 0),
        (1_830, .motion, 1), (1_835, .motion, 0), (2_160, .motion, 1), (2_161, .motion, 0),
      ])
    #expect(
      home.commands == ["1420 heat 20.0", "1420 cool 26.0", "1830 heat 21.0", "1830 cool 25.0"])
  }

  @Test func aKnownReturnIsMetWithAWarmHome() throws {
    var plan = SitePlan.twoRooms
    plan.zoneRule = "UTC0"
    var home = try #require(Timeline(plan))
    home.agent.observe(
      WeatherForecastMessage(
        firstHour: start, temperatureC: [0], globalHorizontalWm2: [0]))
    // Out from 8:00 to 17:00 sharp, Monday to Friday (the timeline starts on a Monday).
    var events: [(Int64, Channel, Double)] = []
    for day in 0..<5 as Range<Int64> {
      let minute = day * 1_440 + 480
      events += [(minute - 1, .motion, 1), (minute, .contact, 1), (minute + 1, .motion, 0)]
      events += [(minute + 400, .temperature, 17)]
      events += [(minute + 540, .contact, 1), (minute + 541, .motion, 1)]
      events += [(minute + 600, .motion, 0)]
    }
    home.run(to: 5 * 1_440, events)
    let restored = home.commands.filter { $0.contains("heat 20") }.compactMap {
      Int($0.split(separator: " ")[0]).map { $0 % 1_440 }
    }
    #expect(restored.count == 5)
    // Three days to learn; then before five, but not before four in the afternoon.
    #expect(restored.prefix(3).allSatisfy { $0 == 1_020 }, "\(restored)")
    #expect(restored.suffix(2).allSatisfy { (840..<1_010).contains($0) }, "\(restored)")
  }

  @Test func sleepersNeverTrigger() throws {
    var home = try #require(Timeline())
    // Home at minute 5, in bed at 60, still for eight hours, up again.
    home.run(
      to: 700,
      [
        (5, .contact, 1), (5, .contact, 0), (6, .motion, 1), (58, .motion, 0), (60, .motion, 1),
        (61, .motion, 0), (560, .motion, 1), (570, .motion, 0),
      ])
    #expect(home.commands == [])
  }

  @Test func whoNeverPausesIsSeen() throws {
    var home = try #require(Timeline())
    // Comes in and cooks for 50 minutes: the detector goes on once and says nothing more.
    home.run(to: 120, [(10, .contact, 1), (10, .contact, 0), (11, .motion, 1), (60, .motion, 0)])
    #expect(home.commands == [])
  }

  @Test func aLostFarewellDelaysForAnHourOnly() throws {
    var home = try #require(Timeline())
    home.run(to: 200, leave.filter { !($0.1 == .motion && $0.2 == 0) })
    #expect(home.commands.first == "70 heat 18.0")
  }

  @Test func saysNothingBeforeItKnowsAnything() throws {
    var agent = try #require(
      EnergyAgent(plan: .twoRooms, settings: .threeAndSix))
    for minute in 0..<100 as Range<Int64> {
      agent.decide(at: start + .minutes(minute)) { _, _, _ in Issue.record("It acted blindly.") }
    }
    var bare = SitePlan.twoRooms
    bare.devices.removeAll { $0.kind == .thermostat }
    #expect(EnergyAgent(plan: bare, settings: .threeAndSix) == nil)
  }
}

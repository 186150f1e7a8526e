import Clockwork
import Compression
import Sampling
import ScenarioFiles
import Scoring
import Telemetry
import Testing
import Truth

@testable import Devices
@testable import Dwellings
@testable import Homes
@testable import Residents
@testable import Scenarios

/// A home that lives by itself, until a test reaches into it.
private struct Life {
  var home: Home
  var edge: EdgeSampler
  var wire = WireBuffer()
  var truth: TruthBuffer
  let weather: WeatherTrack

  init(_ scenario: String = "quickstart", home index: Int = 0, days: Int = 3) throws {
    let plan = try Fixture.plan(
      scenario, ["homes=8", "duration=\(days)d", "history=0d", "faults=[]", "expect={}"])
    weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end)
    home = Home(plan.specification(index), outdoor: weather.conditions[0])
    edge = EdgeSampler(
      methods: Array(repeating: .fixed(everyTicks: 1), count: home.slotCount),
      home: home.specification.home)
    truth = TruthBuffer(roomCount: home.plan.rooms.count)
    home.commission(wire: &wire, truth: &truth)
  }

  mutating func live(_ span: SimDuration) {
    let end = home.now + span
    while home.now < end {
      _ = home.advance(to: end, weather: weather, edge: &edge, wire: &wire, truth: &truth)
    }
    truth.removeAll()
    wire.take(upTo: home.now) { _, _ in }
  }

  /// Lives on, minute by minute, until something is so of a resident.
  mutating func live(
    until isSo: (Home) -> Bool, _ place: Testing.SourceLocation = #_sourceLocation
  ) throws {
    for _ in 0..<4_000 where !isSo(home) { live(.minutes(1)) }
    try #require(isSo(home), "nobody ever does that", sourceLocation: place)
  }

  /// Somebody who follows no plan.
  mutating func forge(_ action: HouseholdAction, by resident: Int = 0) {
    home.carryOut(
      HouseholdRequest(resident: ResidentIndex(resident), action: action), wire: &wire,
      truth: &truth)
  }

  func room(_ kind: RoomKind) throws -> RoomIndex { try #require(home.plan.room(kind)) }

  /// What must have been broken, first, not long ago.
  func expect(
    _ law: PlausibilityLaw, _ place: String, _ found: String, within span: SimDuration = .hours(1),
    _ source: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let broken = try #require(home.plausibility.first, sourceLocation: source)
    #expect(broken.law == law, "\(broken)", sourceLocation: source)
    #expect(broken.place.contains(place), "\(broken)", sourceLocation: source)
    #expect(broken.found.contains(found), "\(broken)", sourceLocation: source)
    #expect(
      broken.time <= home.now && home.now - broken.time <= span, "\(broken)",
      sourceLocation: source)
  }
}

/// What no home may do is looked for in all, and seen where it is put in.
@Suite struct PlausibilityTests {
  /// Winter and summer, heat pump and furnace, with plugs and without: nothing is broken, and each
  /// law has been held against the home.
  @Test(arguments: ["quickstart", "winter-week", "summer-heat"], [0, 3])
  func homesBreakNoLaw(scenario: String, home: Int) throws {
    var life = try Life(scenario, home: home)
    life.live(.hours(71))
    let record = life.home.plausibility
    #expect(record.first == nil, "\(record.first.map { "\($0)" } ?? "")")
    for law in PlausibilityLaw.allCases {
      #expect(record.count(law) > 0, "\(law.name) was never looked at")
    }
    #expect(record.count == PlausibilityLaw.allCases.reduce(0) { $0 + record.count($1) })
    #expect(record.count(.temperatureBound) == 2 * 71 * 60)
  }

  // MARK: Attendance

  @Test func aKettleThatNobodyStarts() throws {
    var life = try Life()
    life.live(.hours(3))
    let kettle = try #require(life.home.plan.appliance(.kettle))
    let now = life.home.now
    _ = life.home.dwelling.appliances.start(kettle, at: now, jitter: .none)
    life.live(.minutes(1))
    try life.expect(.attendance, "kettle", "a start that nobody at home and awake made")
    #expect(life.home.plausibility.first?.time == now)
  }

  @Test func aCycleThatIsOverBeforeTheNextStep() throws {
    var life = try Life()
    life.live(.hours(3))
    let kettle = try #require(life.home.plan.appliance(.kettle))
    _ = life.home.dwelling.appliances.start(kettle, at: life.home.now, jitter: .none)
    life.home.dwelling.appliances.stop(kettle, at: life.home.now + .seconds(20))
    life.live(.minutes(1))
    try life.expect(.attendance, "kettle", "nobody at home and awake")
  }

  @Test func aStartByOneWhoIsAway() throws {
    var life = try Life()
    try life.live { $0.household.room(of: ResidentIndex(0)) == nil }
    life.forge(.start(.kettle, in: try life.room(.kitchen), duration: nil))
    try life.expect(.attendance, "resident 0", "started the kettle in kitchen while outdoors")
  }

  @Test func aStartByOneWhoSleeps() throws {
    var life = try Life()
    try life.live { $0.household.activity(of: ResidentIndex(0)) == .sleep }
    life.forge(.start(.hob, in: try life.room(.kitchen), duration: nil))
    try life.expect(.attendance, "resident 0", "started the hob in kitchen while sleep in")
  }

  @Test func aWindowThatIsOpenedFromOutside() throws {
    var life = try Life()
    try life.live { $0.household.room(of: ResidentIndex(0)) == nil }
    life.forge(.moveWindow(try life.room(.bedroom), isOpen: true))
    try life.expect(.attendance, "resident 0", "moved the window of bedroom_1 while outdoors")
  }

  @Test func aLampThatLightsUpByItself() throws {
    var life = try Life()
    life.live(.hours(3))
    let level = life.home.dwelling.appliances.lampLevel(room: 1)
    life.home.dwelling.appliances.setLamp(room: 1, level: 1 - level, at: life.home.now)
    life.live(.minutes(1))
    try life.expect(.attendance, "lamp of room 1", "\(Int(1 - level)) of its power")
  }

  // MARK: Balances and bounds

  @Test func heatOutOfNowhere() throws {
    var life = try Life()
    life.live(.hours(5))
    let count = life.home.dwelling.roomCount
    // A node between the extremes, so that no bound is broken.
    let order = (count..<2 * count).sorted {
      life.home.dwelling.state[$0] < life.home.dwelling.state[$1]
    }
    life.home.dwelling.state[order[count / 2]] += 0.01
    life.live(.hours(18))
    #expect(life.home.plausibility.first == nil)
    life.live(.hours(1))
    try life.expect(.heatBalance, "heat stored in a day", "J")
  }

  @Test func vapourThatVanishes() throws {
    var life = try Life()
    life.live(.hours(5))
    let count = life.home.dwelling.roomCount
    for room in 0..<count { life.home.dwelling.state[3 * count + room] *= 0.9 }
    life.live(.hours(19))
    try life.expect(.vapourBalance, "vapour stored in a day", "kg")
  }

  @Test func carbonDioxideThatNobodyBreathedOut() throws {
    var life = try Life()
    life.live(.hours(5))
    life.home.dwelling.state[4 * life.home.dwelling.roomCount] += 1_000
    life.live(.hours(19))
    try life.expect(.gasBalance, "carbon dioxide stored in a day", "l")
  }

  @Test func aMeterThatIsSetBack() throws {
    var life = try Life()
    life.live(.hours(5))
    // By so little that its breaker would bear it the other way: what runs backwards is not less.
    let minuteKWh = life.home.dwelling.hvac.performance.electricW / 60_000
    life.home.dwelling.hvac.electricKWh -= minuteKWh + 0.002
    life.live(.minutes(1))
    try life.expect(.circuitRating, "the circuit of heating", "-")
  }

  @Test(arguments: [0.8, -0.8])
  func aRoomThatJumps(byK jump: Double) throws {
    var life = try Life()
    life.live(.hours(5))
    let state = life.home.dwelling.state[..<(2 * life.home.dwelling.roomCount)]
    let node = try #require(
      state.indices.max { jump > 0 ? state[$0] < state[$1] : state[$0] > state[$1] })
    life.home.dwelling.state[node] += jump
    life.live(.minutes(1))
    try life.expect(.temperatureBound, "rooms and walls", "°C")
  }

  @Test func airThinnerThanOutdoors() throws {
    var life = try Life()
    life.live(.hours(2))
    life.home.dwelling.state[4 * life.home.dwelling.roomCount + 2] = 200
    life.live(.minutes(1))
    try life.expect(.physicalRange, "carbon dioxide", "ppm")
  }

  // MARK: People and doors

  @Test func aResidentWhoIsElsewhereAtOnce() throws {
    var life = try Life()
    try life.live { $0.household.room(of: ResidentIndex(0)) != nil }
    let here = try #require(life.home.household.room(of: ResidentIndex(0)))
    let there = RoomIndex((here.index + 1) % life.home.plan.rooms.count)
    life.home.household.states[0].room = there
    life.live(.minutes(1))
    try life.expect(.onePlace, "resident 0", life.home.plan.rooms[there.index].name)
  }

  @Test func awayAtHome() throws {
    var life = try Life()
    try life.live { $0.household.room(of: ResidentIndex(0)) != nil }
    life.forge(.begin(.away, in: nil))
    try life.expect(.onePlace, "resident 0", "away in ")
  }

  @Test func outThroughAShutDoor() throws {
    var life = try Life()
    try life.live {
      $0.household.room(of: ResidentIndex(0)) != nil && $0.doorOpenCount == 0
        && $0.closedDoors == 0
    }
    // To the hallway through doors, and out through none.
    life.forge(.move(to: try life.room(.hallway), through: nil))
    #expect(life.home.plausibility.first == nil)
    life.forge(.move(to: nil, through: nil))
    try life.expect(.openDoor, "resident 0", "hallway and outdoors, front door shut")
  }

  /// Doors fall shut behind the back of the household, who believes them open and opens none.
  @Test func throughAnInnerDoorThatIsShut() throws {
    var life = try Life()
    try life.live { $0.household.room(of: ResidentIndex(0)) != nil && $0.closedDoors == 0 }
    life.home.closedDoors = 1 << UInt16(life.home.plan.doorways.count) - 1
    try life.live { $0.plausibility.first != nil }
    try life.expect(.openDoor, "resident", "a way from", within: .minutes(2))
    let broken = try #require(life.home.plausibility.first)
    #expect(broken.expected == "open doors between them")
  }

  @Test func whoOpensTheDoorMayPass() throws {
    var life = try Life()
    try life.live { $0.household.room(of: ResidentIndex(0)) != nil && $0.closedDoors == 0 }
    let (hall, bath) = (try life.room(.hallway), try life.room(.bathroom))
    life.forge(.move(to: hall, through: nil))
    let door = try #require(
      life.home.plan.doorways.firstIndex {
        ($0.a, $0.b) == (hall, bath) || ($0.a, $0.b) == (bath, hall)
      })
    life.forge(.moveDoor(door, isOpen: false))
    #expect(life.home.openings.closedDoors == 1 << UInt16(door))
    life.forge(.moveDoor(door, isOpen: true))
    life.forge(.move(to: bath, through: nil))
    #expect(life.home.plausibility.first == nil)
    life.forge(.moveDoor(door, isOpen: false))
    life.forge(.move(to: hall, through: nil))
    try life.expect(.openDoor, "resident 0", "a way from bathroom to hallway")
  }

  @Test func throughTheWall() throws {
    var life = try Life()
    try life.live { $0.household.room(of: ResidentIndex(0)) != nil && $0.closedDoors == 0 }
    life.forge(.move(to: try life.room(.hallway), through: nil))
    life.forge(.move(to: try life.room(.bedroom), through: nil))
    #expect(life.home.plausibility.first == nil)
    life.forge(.move(to: try life.room(.kitchen), through: nil))
    try life.expect(.openDoor, "resident 0", "a way from bedroom_1 to kitchen")
  }

  @Test func aWindowMovedFromAnotherRoom() throws {
    var life = try Life()
    try life.live { $0.household.room(of: ResidentIndex(0)) != nil }
    let here = try #require(life.home.household.room(of: ResidentIndex(0)))
    let rooms = life.home.household.layout.rooms
    let there = try #require(rooms.indices.first { $0 != here.index && rooms[$0].hasWindow })
    life.forge(.moveWindow(RoomIndex(there), isOpen: true))
    let name = life.home.plan.rooms[there].name
    try life.expect(.attendance, "resident 0", "moved the window of \(name) while ")
  }

  @Test func aSetPointMovedFromAnotherRoom() throws {
    var life = try Life()
    try life.live {
      let room = $0.household.room(of: ResidentIndex(0))
      return room != nil && room != $0.household.layout.thermostatRoom
    }
    life.forge(.setHeating(22))
    try life.expect(.attendance, "resident 0", "moved the thermostat of living_room while ")
  }

  @Test func cleaningThatGoesOnWithoutAnybody() throws {
    var life = try Life()
    try life.live { $0.household.states[0].isAwakeAtHome }
    let here = try #require(life.home.household.room(of: ResidentIndex(0)))
    life.forge(.start(.vacuumCleaner, in: here, duration: .hours(40)))
    #expect(life.home.plausibility.first == nil)
    life.live(.hours(36))
    try life.expect(
      .attendance, "vacuum_cleaner", "running with nobody up at home", within: .hours(36))
  }

  // MARK: Batteries

  @Test func aBatteryThatFillsItself() throws {
    var life = try Life()
    life.live(.hours(4))
    let device = try #require(life.home.units.firstIndex { $0.isBatteryPowered })
    life.home.units[device] = HomeBuilder(life.home.specification).units[device]
    life.live(.hours(2))
    try life.expect(.batteryCharge, "device \(device)", "J", within: .hours(2))
  }

  // MARK: Hot water

  private func lifeWithTank() throws -> Life {
    for home in 0..<8 {
      let life = try Life(home: home)
      if life.home.dwelling.hasWaterTank { return life }
    }
    Issue.record("no home has a tank")
    return try Life()
  }

  @Test func aShowerOfOneWhoIsOut() throws {
    var life = try lifeWithTank()
    try life.live { $0.household.room(of: ResidentIndex(0)) == nil }
    #expect(life.home.plausibility.first == nil)
    life.home.dwelling.draw(
      WaterDraw(
        use: .shower, resident: ResidentIndex(0), room: try life.room(.bathroom),
        start: life.home.now,
        end: life.home.now + .minutes(3), litresPerMinute: 8, wishC: 43))
    life.live(.minutes(2))
    try life.expect(.attendance, "resident 0", "drew hot water (shower) in bathroom while outdoors")
  }

  @Test func whoGoesOutEndsTheShower() throws {
    var life = try lifeWithTank()
    try life.live { home in home.household.room(of: ResidentIndex(0)) != nil }
    let here = try #require(life.home.household.room(of: ResidentIndex(0)))
    life.home.dwelling.draw(
      WaterDraw(
        use: .shower, resident: ResidentIndex(0), room: here,
        start: life.home.now,
        end: life.home.now + .days(2), litresPerMinute: 0.01, wishC: 43))
    try life.live { $0.household.room(of: ResidentIndex(0)) == nil }
    life.live(.hours(1))
    #expect(life.home.plausibility.first == nil)
    var isDrawn = false
    life.home.dwelling.forEachDraw { if $0.end > life.home.now + .days(1) { isDrawn = true } }
    #expect(!isDrawn)
  }

  /// A glass of warm water more or less: 5 kJ in a tank of some 30 MJ.
  @Test(arguments: [5_000.0, -5_000])
  func heatInTheTankOutOfNowhere(joules: Double) throws {
    var life = try lifeWithTank()
    life.live(.hours(4))
    life.home.dwelling.water?.tank.heat(joules, first: 3, count: 2)
    life.live(.days(1))
    try life.expect(.tankBalance, "hot-water tank", "J", within: .days(1))
  }

  // MARK: What it ends

  @Test func aForkTellsItsHome() throws {
    var life = try Life()
    life.live(.hours(3))
    let own = life.home.plausibility.count
    var copy = life
    copy.home.fork(branch: 1)
    #expect(copy.home.plausibility.count == 0)
    let kettle = try #require(life.home.plan.appliance(.kettle))
    _ = copy.home.dwelling.appliances.start(kettle, at: copy.home.now, jitter: .none)
    copy.live(.minutes(2))
    life.home.join(copy.home.plausibility)
    try life.expect(.attendance, "kettle", "nobody at home")
    #expect(life.home.plausibility.count == own + copy.home.plausibility.count)
  }

  @Test func aRunEndsAtTheWindow() throws {
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .days(2))
    let shard = Shard(
      plan, home: 2, weather: weather, catalogue: ScoreCatalogue(), player: .ours,
      settings: plan.laneSettings)
    let compressor = Compressor()
    shard.run(to: plan.birth + .hours(6), weather: weather)
    _ = try shard.closeWindow(0, at: shard.home.now, isLast: false, using: compressor)
    let kettle = try #require(shard.home.plan.appliance(.kettle))
    _ = shard.home.dwelling.appliances.start(kettle, at: shard.home.now, jitter: .none)
    shard.run(to: plan.birth + .hours(7), weather: weather)
    let error = #expect(throws: RunError.self) {
      try shard.closeWindow(1, at: shard.home.now, isLast: false, using: compressor)
    }
    let text = try #require(error?.description)
    #expect(error?.exitCode == 70)
    #expect(text.contains("home 2 did what cannot be, 20"), "\(text)")
    #expect(text.contains("Z: attendance: kettle: found a start that nobody"), "\(text)")
    #expect(text.contains("expected one that is asked for"), "\(text)")
  }

  @Test func anUnheardHomeEndsAtTheCall() throws {
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end)
    var life = UnheardHome(plan.specification(1), weather: weather)
    try life.live(to: plan.birth + .hours(5), weather: weather) { _ in }
    let state = life.home.household.states[0]
    life.home.household.states[0].room = RoomIndex((state.room.index + 1) % 6)
    life.home.household.states[0].phase = .inside
    #expect(throws: RunError.self) {
      try life.live(to: plan.birth + .hours(6), weather: weather) { _ in }
    }
  }

  @Test func aResultCountsItsChecks() throws {
    let plan = try Fixture.plan("quickstart", Fixture.small)
    let one = try Fixture.run(plan)
    #expect(one.plausibility.count > 4 * 1_440 * 10)
    let halves = try Fixture.run(plan, window: .hours(5))
    #expect(halves.plausibility.count == one.plausibility.count)
    #expect(one.plausibility.text.hasSuffix("checks, none broken"))
  }
}

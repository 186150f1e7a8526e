import Clockwork
import Quantities
import Telemetry
import Testing
import Truth

@testable import Dwellings

/// What a dwelling is held to, where a home cannot easily be brought to break it.
@Suite struct PhysicsGuardTests {
  private func flat(rating: Double = 1, plant: PlantKind = .furnace) -> Dwelling {
    Dwelling(
      plan: Archetype.flat.plan(), plant: plant, site: chicago, start: start, outdoor: calm(0),
      applianceRating: rating)
  }

  private func step(_ home: inout Dwelling, outdoor: OutdoorConditions = calm(0)) -> StepReport {
    home.advance(outdoor: outdoor, people: nobody(home), openings: Openings())
  }

  @Test func aStrongerApplianceThanItsRating() throws {
    var home = flat(rating: 1.1)
    // Knows appliances of 1, sees some of 1.1: the fridge runs in the first minute.
    var watch = PhysicsGuard(flat(rating: 1))
    let report = step(&home)
    watch.look(at: home, report, people: nobody(home))
    let broken = try #require(watch.record.first)
    #expect(broken.law == .appliancePower)
    #expect(broken.place == "fridge_freezer", "\(broken)")
    #expect(broken.found == "99 W with no cycle under way", "\(broken)")
    #expect(broken.expected == "0 to 90 W", "\(broken)")
  }

  @Test func aCycleAboveItsRating() throws {
    var home = flat()
    var watch = PhysicsGuard(home)
    let kettle = try #require(home.plan.appliance(.kettle))
    _ = home.appliances.start(
      kettle, at: start, jitter: CycleJitter(program: 0, duration: 0.5, power: 3))
    watch.permitStart(of: kettle, at: start)
    let report = step(&home)
    watch.look(at: home, report, people: nobody(home))
    let broken = try #require(watch.record.first)
    #expect(broken.law == .appliancePower && broken.place == "kettle", "\(broken)")
    #expect(broken.found == "3562.5 W" && broken.expected == "0 to 2992.5 W", "\(broken)")
  }

  @Test func anApplianceAboveAnyNameplate() throws {
    let broken = try #require(PhysicsGuard(flat(rating: 14)).record.first)
    #expect(broken.law == .circuitRating)
    #expect(broken.place == "fridge_freezer" && broken.found == "a rating of 1260 W")
    // 150 W, the largest model a fifth above, and 5 % of tolerance.
    #expect(broken.expected == "at most its nameplate's 189 W")
  }

  @Test(arguments: [200, -90, Double.nan])
  func aRoomNobodyEverHad(temperatureC: Double) throws {
    var home = flat()
    var watch = PhysicsGuard(home)
    home.state[0] = temperatureC
    let report = step(&home)
    watch.look(at: home, report, people: nobody(home))
    let broken = try #require(watch.record.first)
    #expect(broken.law == .physicalRange && broken.place == "living_room", "\(broken)")
  }

  @Test(arguments: [PlantKind.furnace, .heatPump])
  func aHomeAboveItsFuse(plant: PlantKind) throws {
    let fuseW = Breaker.minuteShare * flat(plant: plant).serviceW
    for (powerW, isBroken) in [(fuseW - 1, false), (fuseW + 1, true), (-1, true), (.nan, true)] {
      var home = flat(plant: plant)
      var watch = PhysicsGuard(home)
      var report = step(&home)
      report.electricPowerW = powerW
      watch.look(at: home, report, people: nobody(home))
      #expect((watch.record.first?.law == .circuitRating) == isBroken, "\(powerW) W")
      if isBroken { #expect(watch.record.first?.place == "the home's main fuse") }
    }
  }

  @Test func aPlantAboveItsCircuit() throws {
    var home = flat()
    var watch = PhysicsGuard(home)
    var report = step(&home)
    report.hvacElectricPowerW = 5_000
    watch.look(at: home, report, people: nobody(home))
    #expect(watch.record.first?.place == "the plant's circuits")
  }

  /// A day of mean powers that are a watt too high.
  @Test func powersThatAreNotTheMeters() throws {
    var home = flat()
    var watch = PhysicsGuard(home)
    for _ in 0..<1_440 {
      var report = step(&home)
      report.electricPowerW += 1
      watch.look(at: home, report, people: nobody(home))
    }
    let broken = try #require(watch.record.first)
    #expect(broken.law == .electricityBalance && broken.place == "the day's mean powers")
    #expect(watch.record.count(.electricityBalance) == 3 && watch.record.count(.heatBalance) == 2)
  }

  /// The bound of a step, carried on without a look at the rooms, is that of a home left alone: it
  /// holds for two days, and tells more than that rooms stay warmer than outdoors.
  @Test func aColdHomeLeftAloneKeepsItsBounds() throws {
    for archetype in Archetype.allCases {
      var home = Dwelling(
        plan: archetype.plan(), plant: .furnace, site: chicago, start: start, outdoor: calm(-10))
      let bound = TemperatureBound(home.cells)
      var range = (low: 20.0, high: 20.0)
      for minute in 1...2_880 {
        let report = step(&home, outdoor: calm(-10, windSpeedMS: 4))
        let rate = home.cells.indices.reduce(0) { rate, room in
          let flow = home.modes.current(room: room).outdoorFlow * home.builder.airHeat
          return max(
            rate, (home.cells[room].airToOutdoors + flow) * home.cells[room].inverseAirCapacity)
        }
        range = bound.after(range, airRate: rate, report, home.outdoor, seconds: 60)
        let nodes = home.state[..<(2 * home.roomCount)]
        #expect(nodes.allSatisfy { $0 >= range.low - 1e-9 && $0 <= range.high + 1e-9 })
        if minute == 120 {
          #expect(range.low > 0, "\(archetype): \(range)")
          // Slower than its fastest time constant, faster than none.
          #expect((nodes.min() ?? 0) < 19.9)
        }
      }
    }
  }

  /// A fridge, standby and lamps are all that an empty home may draw.
  @Test func anEmptyHomeDrawsItsBase() {
    var home = flat()
    var watch = PhysicsGuard(home)
    for _ in 0..<2_880 {
      let report = step(&home)
      watch.look(at: home, report, people: nobody(home))
    }
    #expect(watch.record.first == nil)
    #expect(watch.record.count(.attendance) == 2_880 * 6)
  }
}

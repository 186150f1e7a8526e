import Clockwork
import Quantities
import Telemetry
import Testing
import Truth

@testable import Dwellings

@Suite struct HydronicsTests {
  private func climate(_ temperatureC: Double) -> RoomClimate {
    RoomClimate(
      temperatureC: temperatureC, humidityRatio: 0.005, relativeHumidity: 0.4, co2PPM: 600,
      daylightLx: 0)
  }

  /// Heat of one radiator whose supply is held, once nothing changes any more, W.
  private func steadyW(_ radiator: Radiator, supplyC: Double, waterWK: Double, roomC: Double)
    -> (heatW: Double, returnC: Double)
  {
    var radiator = radiator
    radiator.meanC = supplyC
    var heatW = 0.0
    for _ in 0..<2_000 {
      let conductance = radiator.conductance(roomC: roomC)
      let coupling = Radiator.couplingWK(waterWK: waterWK, conductance: conductance)
      radiator.meanC = (coupling * supplyC + conductance * roomC) / (coupling + conductance)
      heatW = conductance * (radiator.meanC - roomC)
    }
    return (heatW, supplyC - heatW / waterWK)
  }

  /// EN 442: Q = Qn (dT / dTn)^1.3 with the logarithmic mean, by hand.
  @Test(arguments: [
    // Supply, return, room, what a radiator of 1000 W at 75/65/20 gives.
    (75.0, 65.0, 20.0, 1_000.0),
    // 10 / ln(35 / 25) = 29.720 K; (29.720 / 49.833)^1.3 = 0.51073.
    (55.0, 45.0, 20.0, 510.7),
    // 15 / ln(50 / 35) = 42.055 K; 0.80204.
    (70.0, 55.0, 20.0, 802.0),
    // Hardly any water: 40 / ln(55 / 15) = 30.786 K; 0.53468.
    (75.0, 35.0, 20.0, 534.7),
    // 5 / ln(17 / 12) = 14.355 K; 0.19834.
    (38.0, 33.0, 21.0, 198.3),
  ]) func aRadiatorGivesWhatEN442Says(supply: Double, back: Double, room: Double, watts: Double) {
    // Sized by a load so that it is rated 1000 W.
    let scale = Radiator.emission(ofRated: 1_000, differenceK: Radiator.designK)
    let radiator = Radiator(loadW: scale / Radiator.sizeFactor, meanC: 20, valve: nil)
    #expect((radiator.ratedW - 1_000).magnitude < 1e-9)
    let found = steadyW(
      radiator, supplyC: supply, waterWK: watts / (supply - back), roomC: room)
    #expect((found.heatW - watts).magnitude < 0.5, "\(found)")
    #expect((found.returnC - back).magnitude < 0.05, "\(found)")
  }

  @Test func ratingsAreWhatTheirTemperaturesSay() {
    #expect((Radiator.ratedK - 10 / Elementary.log(55.0 / 45)).magnitude < 1e-9)
    #expect((Radiator.designK - 15 / Elementary.log(50.0 / 35)).magnitude < 1e-9)
    // Without flow nothing comes; much of it brings the supply to the mean.
    #expect(Radiator.couplingWK(waterWK: 0, conductance: 10) == 0)
    #expect((Radiator.couplingWK(waterWK: 1e6, conductance: 10) / 2e6 - 1).magnitude < 1e-4)
    #expect((Radiator.couplingWK(waterWK: 1, conductance: 1e6) - 1).magnitude < 1e-4)
  }

  /// EN 215: nominal flow 2 K below closing, less in proportion, play, lag.
  @Test func aValveThrottlesInItsBand() {
    func opening(_ roomC: Double, from before: Double) -> Double {
      var valve = ThermostaticValve(markC: 20, roomC: before)
      for _ in 0..<500 { valve.step(roomC: roomC, approach: 0.1) }
      return valve.opening
    }
    #expect(opening(18.7, from: 18) == 1 && opening(21.3, from: 22) == 0)
    let play = ThermostaticValve.playK / 2
    #expect((opening(20, from: 15) - (21 - (20 - play)) / 2).magnitude < 1e-6)
    #expect((opening(20, from: 25) - (21 - (20 + play)) / 2).magnitude < 1e-6)
    var valve = ThermostaticValve(markC: 20, roomC: 18)
    valve.step(roomC: 25, approach: 1 - Elementary.exp(-1))
    // After one time constant it has sensed 63 % of 7 K, less the play.
    #expect(valve.opening == 0)
    valve = ThermostaticValve(markC: 20, roomC: 18)
    valve.step(roomC: 21, approach: 1 - Elementary.exp(-1))
    let sensed = 18 + 3 * (1 - Elementary.exp(-1))
    #expect((valve.opening - (21 - (sensed - play)) / 2).magnitude < 1e-9)
  }

  /// The data set's curve at points worked out by hand, over the higher heating value.
  @Test func cooledBackWaterCondenses() {
    for (load, back, share) in [
      (0.2, 30.0, 0.9936), (1.0, 60.0, 0.9049), (1.0, 80.0, 0.8740), (0.5, 45.0, 0.9688),
    ] {
      let found = Boiler.efficiency(load: load, returnC: back)
      #expect((found - share).magnitude < 5e-4, "\(load) \(back) \(found)")
    }
    #expect(Boiler.efficiency(load: 0.01, returnC: 5) == Boiler.efficiency(load: 0.1, returnC: 30))
  }

  @Test func theCurveEndsAtTheDesignDay() {
    let boiler = Boiler(fullW: 10_000, designC: -18, supplyC: 40)
    #expect((boiler.targetC(outdoorC: -18) - 70).magnitude < 1e-9)
    #expect(boiler.targetC(outdoorC: -40) == boiler.targetC(outdoorC: -18))
    #expect(boiler.targetC(outdoorC: 25) == Boiler.supplyMinC)
    // Half the load: 20 + 42.5 x 0.5^(1/1.3) + 3.75 = 48.69.
    #expect((boiler.targetC(outdoorC: 1) - 48.69).magnitude < 0.01)
  }

  /// What burner and pump give is what rooms get and water keeps, whatever the valves do.
  @Test func theLoopKeepsItsHeat() {
    var loop = Hydronics(
      loadsW: [2_000, 900, 1_100, 300],
      valves: [nil, .init(markC: 20, roomC: 18), .init(markC: 18, roomC: 18), nil],
      fullW: 6_000, designC: -18, waterC: 20, stepSeconds: 60)
    var (given, taken) = (0.0, 0.0)
    let before = loop.heatJ
    for minute in 0..<2_000 {
      let isFlowing = minute % 50 < 30
      let heatW = isFlowing ? Double(minute % 7) * 900 : 0
      let rooms = (0..<4).map { climate(18 + Double((minute / 60 + $0) % 5)) }
      loop.step(heatW: heatW, isFlowing: isFlowing, rooms: rooms)
      given += heatW * 60
      taken += loop.emittedW.reduce(0, +) * 60
      #expect(loop.boiler.supplyC > 0 && loop.boiler.supplyC < 120)
    }
    #expect(taken > 1e7)
    #expect((loop.heatJ - before - (given - taken)).magnitude < 1e-6 * given)
  }

  // MARK: In a home

  /// A week of a winter with a wave over the day, under a plain thermostat in the living room.
  private func week(
    _ archetype: Archetype, step: SimDuration = .seconds(60), _ body: (Dwelling, StepReport) -> Void
  ) -> (home: Dwelling, guardian: PhysicsGuard) {
    var home = Dwelling(
      plan: archetype.plan(), plant: .boiler, site: chicago, start: start, outdoor: calm(0),
      valveSetpointC: 21, step: step)
    var guardian = PhysicsGuard(home)
    var thermostat = ThermostatLogic()
    let end = start + .days(7)
    while home.time < end {
      let hour = (home.time - start).seconds / 3_600
      let outdoorC = -2 + 5 * Elementary.sin(hour / 24 * 2 * 3.141592653589793)
      let report = home.advance(
        outdoor: calm(outdoorC, windSpeedMS: 3), people: nobody(home), openings: Openings())
      guardian.look(at: home, report, people: nobody(home))
      body(home, report)
      guard (home.time - start).microseconds % 60_000_000 == 0 else { continue }
      home.setCall(
        thermostat.update(
          at: home.time, measuredC: home.rooms[0].temperatureC, heatingSetpointC: 21,
          coolingSetpointC: 26, canCool: home.canCool), at: home.time)
    }
    return (home, guardian)
  }

  @Test(arguments: Archetype.allCases) func aWeekKeepsItsLawsAndItsRoomsWarm(_ archetype: Archetype)
    throws
  {
    var sums = [Double](repeating: 0, count: archetype.rooms.count)
    var (count, fuelJ, waterJ, highest, returned) = (0.0, 0.0, 0.0, 0.0, 0.0)
    let (home, guardian) = week(archetype) { home, report in
      guard home.time - start > .days(1) else { return }
      count += 1
      for room in sums.indices { sums[room] += home.rooms[room].temperatureC }
      fuelJ += report.fuelPowerW * 60
      waterJ += report.boilerHeatW * 60
      guard let water = home.boilerWaterC else { return }
      highest = max(highest, water.supply)
      returned += water.back
    }
    #expect(guardian.record.first == nil, "\(String(describing: guardian.record.first))")
    #expect(guardian.record.count(.heatBalance) == 3 * 7)
    let mean = sums.map { $0 / count }
    // The thermostat's room is kept, kitchens about it, bedrooms and hall are cooler.
    #expect((mean[0] - 21).magnitude < 0.7, "\(mean)")
    #expect(mean[2] < mean[0] - 0.3 && mean[3] < mean[0] - 0.3, "\(mean)")
    #expect(mean.allSatisfy { $0 > 16 && $0 < 24.5 }, "\(mean)")
    #expect(highest < 75, "\(highest)")
    // Pump and burner give the water its heat; gas by the higher heating value.
    let efficiency = waterJ / fuelJ
    #expect(efficiency > 0.89 && efficiency < 1.01, "\(efficiency) at \(returned / count) °C")
    #expect(home.hvacEnergyKWh(at: home.time) > 1)
  }

  @Test func halfAStepMovesAWeeksGasByLittle() {
    let minute = week(.terraced) { _, _ in }.home
    let half = week(.terraced, step: .seconds(30)) { _, _ in }.home
    let (a, b) = (
      minute.fuelEnergyKWh(at: minute.time), half.fuelEnergyKWh(at: half.time)
    )
    #expect(a > 100 && (a / b - 1).magnitude < 0.005, "\(a) \(b)")
  }

  @Test func aBurnerThatDoesNotLightLeavesRoomsCold() {
    var home = Dwelling(
      plan: Archetype.detachedOld.plan(), plant: .boiler, site: chicago, start: start,
      outdoor: calm(-5))
    var mishaps = Mishaps()
    mishaps.heatingFails = true
    home.setMishaps(mishaps, at: start)
    home.setCall(.heating, at: start)
    var guardian = PhysicsGuard(home)
    for _ in 0..<1_440 {
      let report = home.advance(outdoor: calm(-5), people: nobody(home), openings: Openings())
      guardian.look(at: home, report, people: nobody(home))
      #expect(report.fuelPowerW == 0 && report.hvacElectricPowerW > Boiler.pumpW)
    }
    #expect(guardian.record.first == nil)
    #expect(home.rooms[0].temperatureC < 12)
  }

  @Test func anAirConditionerCoolsBesideRadiators() {
    var home = Dwelling(
      plan: Archetype.detachedNew.plan(), plant: .boilerWithCooling, site: chicago, start: start,
      outdoor: calm(33), indoorTemperatureC: 28)
    #expect(home.canCool)
    home.setCall(.cooling, at: start)
    var guardian = PhysicsGuard(home)
    for _ in 0..<240 {
      let report = home.advance(outdoor: calm(33), people: nobody(home), openings: Openings())
      guardian.look(at: home, report, people: nobody(home))
      #expect(report.hvacHeatW < 0 && report.fuelPowerW == 0)
    }
    #expect(guardian.record.first == nil, "\(String(describing: guardian.record.first))")
    #expect(home.rooms[0].temperatureC < 27)
  }
}

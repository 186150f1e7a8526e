import Clockwork
import Quantities
import Telemetry
import Testing
import Truth

@testable import Dwellings

@Suite struct WaterHeaterTests {
  private func air(_ temperatureC: Double) -> RoomClimate {
    RoomClimate(
      temperatureC: temperatureC,
      humidityRatio: Psychrometrics.humidityRatio(
        temperatureC: temperatureC, relativeHumidity: 0.5, pressurePa: 101_325),
      relativeHumidity: 0.5, co2PPM: 600, daylightLx: 0)
  }

  private func heater(_ kind: WaterHeating, setpointC: Double = 51.7) throws -> WaterHeater {
    try #require(
      WaterHeater(kind, room: 0, at: start, setpointC: setpointC, stepSeconds: 60))
  }

  private func draw(
    _ minutes: ClosedRange<Int64>, litresPerMinute: Double, wishC: Double = 43.3
  ) -> WaterDraw {
    WaterDraw(
      use: .shower, resident: ResidentIndex(0), room: RoomIndex(0),
      start: start + .minutes(minutes.lowerBound),
      end: start + .minutes(minutes.upperBound), litresPerMinute: litresPerMinute, wishC: wishC)
  }

  /// The 24-hour test of 10 CFR 430 gives back the energy factor on the label.
  @Test(arguments: [
    (WaterHeating.gasTank, 0.594, 0.015), (.electricTank, 0.945, 0.015), (.heatPumpTank, 3.0, 0.1),
  ])
  func theRatingTestGivesTheRating(kind: WaterHeating, rated: Double, tolerance: Double) throws {
    var heater = try heater(kind, setpointC: WaterHeaterRating.testSetpointC)
    // Three gallons a minute; the first day's only brings the tank to its rhythm.
    let minutes = WaterHeaterRating.testLitres / 6 / (3 * 3.785_411_784)
    for day in 0..<4 {
      for hour in 0..<6 {
        let at = start + .hours(Int64(24 * day + hour))
        heater.book.add(
          WaterDraw(
            use: .shower, resident: ResidentIndex(0), room: RoomIndex(0), start: at,
            end: at + .milliseconds(Int64(minutes * 60_000)), litresPerMinute: 3 * 3.785_411_784,
            wishC: 100))
      }
    }
    var marks: [(drawnJ: Double, usedJ: Double, heldJ: Double)] = []
    for minute in 0...(4 * 1_440) {
      if minute % 1_440 == 0 {
        marks.append(
          (heater.drawnJ, 3.6e6 * (heater.electricKWh + heater.fuelKWh), heater.tank.heatJ))
      }
      _ = heater.step(
        to: heater.settledAt + .minutes(1), air: air(WaterHeaterRating.testRoomC),
        mainsC: WaterHeaterRating.testMainsC, pressurePa: 101_325)
    }
    let drawn = marks[4].drawnJ - marks[1].drawnJ
    let used = marks[4].usedJ - marks[1].usedJ
    let held = marks[4].heldJ - marks[1].heldJ
    // What the tank holds more was used, too.
    let factor = (drawn + held) / used
    #expect(abs(factor - rated) < tolerance, "\(kind) \(factor)")
  }

  @Test(arguments: [WaterHeating.gasTank, .electricTank, .heatPumpTank])
  func theBalanceOfAWeekCloses(kind: WaterHeating) throws {
    var heater = try heater(kind)
    let key = RandomKey(seed: 3, purpose: Purpose("test.water"), entity: 0)
    let heldBefore = heater.tank.heatJ
    var intoWaterJ = 0.0
    var intoRoomJ = 0.0
    var fromAirJ = 0.0
    for minute in 0..<Int64(10_080) {
      if minute % 37 == 3 {
        let (a, b) = key.uniforms(UInt64(minute))
        heater.book.add(
          draw(minute...(minute + 1 + Int64(12 * a)), litresPerMinute: 1 + 11 * b))
      }
      let firing = heater.firing
      intoWaterJ += firing.heatW * 60
      fromAirJ += firing.airHeatW * 60
      let exchange = heater.step(
        to: heater.settledAt + .minutes(1), air: air(19), mainsC: 9, pressurePa: 101_325)
      intoRoomJ += exchange.heatJ - (heater.sheet.standbyW - firing.airHeatW) * 60
    }
    let lostJ = intoRoomJ / heater.sheet.roomShare
    let held = heater.tank.heatJ - heldBefore
    #expect(intoWaterJ > 1e8 && heater.drawnJ > 1e8)
    #expect(abs(intoWaterJ - lostJ - heater.drawnJ - held) < 1e-9 * intoWaterJ)
    #expect((fromAirJ > 0) == (kind == .heatPumpTank))
    // What goes in is what the meters say.
    let metersJ = 3.6e6 * (heater.electricKWh + heater.fuelKWh)
    switch kind {
    case .gasTank:
      #expect(abs(heater.sheet.burnerEfficiency * metersJ - intoWaterJ) < 1e-6 * metersJ)
    case .electricTank: #expect(abs(metersJ - intoWaterJ) < 1e-6 * metersJ)
    // So much is drawn here that the elements help.
    default: #expect(intoWaterJ > 1.2 * metersJ)
    }
  }

  @Test func waterIsMixedUntilTheTankIsEmpty() throws {
    var heater = try heater(.electricTank)
    heater.book.add(draw(0...8, litresPerMinute: 8))
    heater.book.add(draw(10...70, litresPerMinute: 9))
    for _ in 0..<90 {
      _ = heater.step(
        to: heater.settledAt + .minutes(1), air: air(20), mainsC: 6, pressurePa: 101_325)
    }
    let done = heater.book.takeFinished()
    #expect(done.count == 2)
    // 64 L of 43.3 °C out of water that is at 48.9 °C, at first, and of 6 °C.
    #expect(abs(done[0].litres - 64) < 1e-9 && done[0].coldestC == 43.3)
    let topC = 51.7 - WaterHeater.deadbandK / 2
    #expect(abs(done[0].hotLitres - 64 * 37.3 / (topC - 6)) < 0.6)
    // An hour's shower is more than the tank holds: 540 L against 170 L and 4.5 kW.
    #expect(abs(done[1].litres - 540) < 1e-9)
    #expect(done[1].coldestC < 25)
    #expect(heater.book.takeFinished().isEmpty)
  }

  @Test func oneElementAtATimeAndTheUpperFirst() throws {
    var heater = try heater(.electricTank)
    heater.book.add(draw(0...60, litresPerMinute: 12))
    var nodes: Set<Int> = []
    for _ in 0..<240 {
      _ = heater.step(
        to: heater.settledAt + .minutes(1), air: air(20), mainsC: 6, pressurePa: 101_325)
      let firing = heater.firing
      #expect(firing.electricW == 0 || firing.electricW == 4_500)
      if firing.electricW > 0 { nodes.insert(firing.firstNode) }
      let isTopCold = heater.tank.temperaturesC[WaterHeater.upperSensor] < 51.7 - 5.56
      if isTopCold { #expect(firing.firstNode == WaterHeater.upperElement) }
    }
    #expect(nodes == [WaterHeater.lowerElement, WaterHeater.upperElement])
    // Full again: off between setpoint less deadband and setpoint.
    #expect(heater.tank.temperaturesC[WaterHeater.lowerSensor] > 51.7 - 5.6)
  }

  @Test func aHeatPumpCoolsAndDriesItsRoomByWhatItTakes() throws {
    let heater = try heater(.heatPumpTank)
    let warm = heater.pumpFiring(air: air(22), pressurePa: 101_325)
    let cool = heater.pumpFiring(air: air(10), pressurePa: 101_325)
    #expect(warm.heatW / warm.electricW > cool.heatW / cool.electricW + 0.3)
    // At the rating point the curves are near one.
    #expect(abs(WaterHeater.PumpCurves.cop(13.6, 48.9) - 1) < 0.03)
    #expect(abs(WaterHeater.PumpCurves.capacity(13.6, 48.9) - 1) < 0.03)
  }

  /// Tank and room together gain the electricity and nothing else: what the pump puts into the
  /// water beyond it cools and dries the air.
  @Test func aHeatPumpMovesHeatAndMakesNone() throws {
    var heater = try heater(.heatPumpTank)
    heater.book.add(draw(0...12, litresPerMinute: 8))
    var pumpedCount = 0
    for _ in 0..<60 {
      let isPumping = heater.firing.airHeatW > 0
      let before = (heater.tank.heatJ + heater.drawnJ, heater.electricKWh)
      let exchange = heater.step(
        to: heater.settledAt + .minutes(1), air: air(22), mainsC: 10, pressurePa: 101_325)
      guard isPumping else { continue }
      pumpedCount += 1
      let latentJ = exchange.vapourGrams / 1_000 * Psychrometrics.vaporisationHeat
      let gainedJ =
        heater.tank.heatJ + heater.drawnJ - before.0 + exchange.heatJ + latentJ
      let usedJ = 3.6e6 * (heater.electricKWh - before.1)
      #expect(abs(gainedJ - usedJ) < 1e-3 && latentJ < 0, "\(gainedJ) \(usedJ)")
    }
    #expect(pumpedCount > 20, "\(pumpedCount)")
  }

  @Test func whoeverWalksAwayDrawsNoMore() throws {
    var heater = try heater(.electricTank)
    let resident = ResidentIndex(0)
    heater.book.add(draw(0...8, litresPerMinute: 8))
    for (first, last) in [(0, 3), (5, 6)] as [(Int64, Int64)] {
      heater.book.add(
        WaterDraw(
          use: .handWashing, resident: resident, room: RoomIndex(0), start: start + .minutes(first),
          end: start + .minutes(last), litresPerMinute: 4, wishC: 43.3))
    }
    heater.book.endDraws(of: ResidentIndex(1), at: start)
    heater.book.endDraws(of: resident, at: start + .minutes(1))
    for _ in 0..<10 {
      _ = heater.step(
        to: heater.settledAt + .minutes(1), air: air(20), mainsC: 6, pressurePa: 101_325)
    }
    let done = heater.book.takeFinished()
    #expect(done.map(\.draw.use) == [.shower, .handWashing])
    #expect(abs(done[0].litres - 8) < 1e-9 && abs(done[1].litres - 4) < 1e-9)
  }

  @Test func aDwellingsMetersKnowItsTank() throws {
    var gas = waterDwelling(.gasTank)
    var electric = waterDwelling(.electricTank)
    var none = waterDwelling(.none)
    #expect(!none.hasWaterTank && none.waterTemperatureC == nil)
    var electricKWh = 0.0
    var fuelKWh = 0.0
    for minute in 0..<Int64(600) {
      if minute % 100 == 7 {
        for home in 0..<3 {
          let shower = draw(minute...(minute + 8), litresPerMinute: 9)
          switch home {
          case 0: gas.draw(shower)
          case 1: electric.draw(shower)
          default: none.draw(shower)
          }
        }
      }
      let people = nobody(none)
      let g = gas.advance(outdoor: calm(5), people: people, openings: Openings())
      let e = electric.advance(outdoor: calm(5), people: people, openings: Openings())
      _ = none.advance(outdoor: calm(5), people: people, openings: Openings())
      fuelKWh += g.waterFuelPowerW / 60_000
      electricKWh += e.waterElectricPowerW / 60_000
      #expect(e.electricPowerW >= e.waterElectricPowerW && g.waterElectricPowerW == 0)
    }
    let end = gas.time
    #expect(fuelKWh > 3 && electricKWh > 3)
    #expect(abs(gas.fuelEnergyKWh(at: end) - fuelKWh) < 1e-9)
    let more = electric.electricEnergyKWh(at: end) - none.electricEnergyKWh(at: end)
    // The refrigerator feels the warmer air.
    #expect(abs(more - electricKWh) < 0.02)
    #expect(abs(electric.waterEnergyKWh(at: end) - electricKWh) < 1e-9)
    // Between ticks the meter runs on.
    let soon = electric.electricEnergyKWh(at: end + .seconds(30))
    let powerW = electric.electricPowerW(at: end)
    #expect(abs(soon - electric.electricEnergyKWh(at: end) - powerW / 120_000) < 1e-4)
    // The loss warms the hallway.
    let hall = try #require(electric.plan.room(.hallway)).index
    #expect(electric.rooms[hall].temperatureC > none.rooms[hall].temperatureC + 0.05)
    #expect(electric.takeFinishedDraws().count == 6 && none.takeFinishedDraws().isEmpty)
  }

  private func waterDwelling(_ water: WaterHeating) -> Dwelling {
    Dwelling(
      plan: Archetype.terraced.plan(), plant: .furnace, water: water, site: chicago, start: start,
      outdoor: calm(5))
  }
}
